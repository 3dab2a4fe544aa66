"""The Qt application for tests."""

import sys
import threading

from gui.platform.application import application


def qt_application():
    """Return the application with the bundled fonts; keeps pytest's hooks for uncaught exceptions, in threads too."""
    hooks = sys.excepthook, threading.excepthook
    app = application()
    sys.excepthook, threading.excepthook = hooks
    return app
