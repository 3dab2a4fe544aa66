"""The application for tests."""

import sys
import threading

from gui.platform.application import application


def bundled():
    """Return the application with the bundled fonts; what nobody catches stays for pytest to see, in threads too."""
    hooks = sys.excepthook, threading.excepthook
    app = application()
    sys.excepthook, threading.excepthook = hooks
    return app
