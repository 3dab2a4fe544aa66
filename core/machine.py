"""The processor of this machine: enough for comparisons, without names of persons or hosts."""

import os
import platform
from pathlib import Path

_PROCESSORS = Path("/proc/cpuinfo")


def processor_name() -> str:
    """Return the name of the processor if it is available without starting a program; else the architecture."""
    if _PROCESSORS.exists():
        for line in _PROCESSORS.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name" and value.strip():
                return value.strip()
    return os.environ.get("PROCESSOR_IDENTIFIER") or platform.machine()
