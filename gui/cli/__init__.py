"""The command `thalweg`."""

from gui.cli.entry import main

__all__ = ["main"]
