"""`thalweg`, `thalweg-window` and `python -m gui`: the command line, which answers an interrupt from here on."""

# What `signal` wraps: it is there from the beginning, and an import of that one takes a while.
import _signal  # type: ignore[import-not-found]
import os
import sys


def _end(number: int, _frame: object) -> None:
    os._exit(128 + number)


# Until `main` takes over: Python's own answer would be a traceback out of some import.
_signal.signal(_signal.SIGINT, _end)

from gui.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
