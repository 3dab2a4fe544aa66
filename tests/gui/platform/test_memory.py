"""Freed memory goes back to the system."""

import os
import platform

import pytest

from gui.platform.memory import return_freed_memory


def resident_bytes():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be asked to return memory")
def test_memory_between_blocks_in_use_is_returned():
    blocks = [bytes(1000) for _ in range(100_000)]  # Python takes blocks of this size from the C library
    last = blocks[-1]  # keeps the allocator from returning the others by itself
    before = resident_bytes()
    blocks.clear()
    return_freed_memory()
    assert before - resident_bytes() > 50e6
    assert len(last) == 1000
