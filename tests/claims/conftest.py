"""Pictures need an application with the bundled fonts."""

import sys
import threading

import pytest

from gui.app import application


@pytest.fixture(scope="session")
def qapp():
    # What nobody catches is for pytest to see.
    hooks = sys.excepthook, threading.excepthook
    app = application()
    sys.excepthook, threading.excepthook = hooks
    return app


@pytest.fixture(autouse=True)
def _application(qapp):
    """Let no test paint without the bundled fonts."""
