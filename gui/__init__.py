"""The window, the pictures and the command line."""

import os

# Without it pyqtgraph takes the binding of Qt that the environment names.
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
