"""When garbage must wait: while Qt holds a lock that the end of an object may ask for as well."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect no garbage meanwhile.

    To be used around what disconnects signals, as pyqtgraph does of every item that comes to
    another view. Qt asks Python then, behind a lock, whether `disconnectNotify` is overridden, which
    makes objects. If that sets off the collector, and one of the objects that it takes apart has the
    same lock, of which Qt has 131, the thread waits for itself for ever.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
