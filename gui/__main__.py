"""`thalweg`, `thalweg-window` and `python -m gui`: the command line; handles interrupts from its first import on."""

# The built-in module that `signal` wraps: importing `signal` itself takes longer.
import _signal  # type: ignore[import-not-found]
import os
import sys


def _exit(number: int, _frame: object) -> None:
    os._exit(128 + number)


# Until `main` installs its handlers: Python's default handler would print a traceback of an import.
_signal.signal(_signal.SIGINT, _exit)

from gui.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
