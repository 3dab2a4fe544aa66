"""Pauses garbage collection while Qt holds a lock that the destructor of an object may also take."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause garbage collection while the `with` block executes.

    Needed around code that disconnects signals, as pyqtgraph does for every item that changes its
    view. While holding one of its 131 signal locks, Qt calls Python to see whether `disconnectNotify`
    is overridden, which allocates objects. If that starts the collector, and a collected object
    needs the same lock, the thread deadlocks.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
