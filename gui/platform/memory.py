"""Settings of the allocator of glibc, which otherwise keeps freed memory for later."""

import ctypes
import sys

LARGE_BYTES = 2**20
"""Size in bytes from which a block of memory goes back to the system as soon as it is freed."""
_M_MMAP_THRESHOLD = -3
"""The number of the setting in glibc's malloc.h."""


def map_large_blocks() -> None:
    """Let large blocks of memory go back to the system when they are freed: 9 MB in an export of long paths."""
    _call("mallopt", ctypes.c_int(_M_MMAP_THRESHOLD), ctypes.c_int(LARGE_BYTES))


def return_freed_memory() -> None:
    """Give freed memory back to the system."""
    _call("malloc_trim", ctypes.c_size_t(0))


def _call(name: str, *arguments: object) -> None:
    """Call a function of the C library where it is glibc."""
    function = getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
    if function is not None:
        function(*arguments)
