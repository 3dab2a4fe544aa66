"""The window, the pictures and the command line."""

import os

# Without it pyqtgraph takes the binding of Qt that the environment names.
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"

# OpenBLAS reads it when numpy is loaded. Its threads wait for each other where another process keeps a core busy:
# eigenvalues of 65 rows then took 118 ms instead of 0.2. In one thread results do not depend on the number of cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
