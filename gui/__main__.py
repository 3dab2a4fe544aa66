"""`python -m gui` and `thalweg-window`: the command `thalweg` by other names."""

import sys

from gui.cli import main

if __name__ == "__main__":
    sys.exit(main())
