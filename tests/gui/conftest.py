"""Every test of the gui runs in one application with the bundled fonts."""

import sys
import threading

import pytest

from gui.app import application


@pytest.fixture(scope="session")
def qapp():
    # What nobody catches is for pytest to see, in threads as well, from the first test on.
    hooks = sys.excepthook, threading.excepthook
    app = application()
    sys.excepthook, threading.excepthook = hooks
    return app


@pytest.fixture(autouse=True)
def _application(qapp):
    """Let no test paint without the bundled fonts."""


@pytest.fixture
def thalweg(monkeypatch, tmp_path, capfdbinary):
    """Run the command line in this process: thalweg(*arguments) -> (exit code, standard output, standard error)."""
    from gui.cli import entry, log, pictures

    # The handlers of signals, of Qt's messages and of the log stay the test's own.
    monkeypatch.setattr(entry.interrupts, "install", lambda: None)
    monkeypatch.setattr(pictures, "install_fatal_handler", lambda: None)
    monkeypatch.setattr(pictures, "open_log", lambda: None)
    monkeypatch.setattr(log, "open_log", lambda: tmp_path / "log")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["thalweg", *map(str, arguments)])
        code = entry.main()
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run
