"""The key of a result in the cache: runs with equal keys compute the same, but for fields that only rescale."""

import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b, file_digest
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from core.experiment import Experiment
from core.machine import processor_name
from core.params import Params, fields, mapping

DIGEST_BYTES = 16
_STARTED = time.time()
"""When this process has loaded the sources: later versions of them are not what it runs."""


def cache_key(address: str, experiment: Experiment[Any, Any], params: Params) -> str | None:
    """Return a digest of all that a result of the experiment at an address depends on, in hexadecimal digits.

    Those are the sources of core with the data that it reads, the fields that the run depends on, the contents of the
    files that they name, the versions of numpy and scipy, and the machine. None if a file cannot be read, if the
    program is installed without its sources, or if they were changed after this process had loaded them.
    """
    try:
        sources, contents = source_digest(), _file_digests(experiment, params)
    except OSError:
        return None
    if sources is None:
        return None
    values = mapping(params)
    parts = {
        "sources": sources,
        "experiment": address,
        "params": {name: values[name] for name in experiment.computes_from},
        "files": contents,
        "surroundings": _surroundings(),
    }
    return blake2b(msgspec.json.encode(parts), digest_size=DIGEST_BYTES).hexdigest()


@cache
def source_digest() -> str | None:
    """Return a digest of the sources of core and its data; None if there are none or they are not what runs."""
    sources = _sources()
    if not all(sources.values()) or sources_have_changed():
        return None
    digest = blake2b(digest_size=DIGEST_BYTES)
    for root, paths in sources.items():
        for path in paths:
            content = path.read_bytes()
            # Names and lengths separate the contents.
            digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def sources_have_changed() -> bool:
    """Return whether a source of core, or data that it reads, is younger than this process, or cannot be read."""
    try:
        return any(path.stat().st_mtime > _STARTED for paths in _sources().values() for path in paths)
    except OSError:
        return True


def _sources() -> Mapping[Path, Sequence[Path]]:
    """Return the paths of core's sources and data, by their folder."""
    core, data = Path(__file__).parent, Path(str(files("resources") / "data"))
    # Editors leave links to nothing beside the files that they edit.
    return {
        folder: sorted(path for path in folder.rglob(pattern) if path.is_file())
        for folder, pattern in ((core, "*.py"), (data, "*"))
    }


def _file_digests(experiment: Experiment[Any, Any], params: Params) -> dict[str, str]:
    """Return a digest of each file that a field names, by field."""
    found = {}
    for field in fields(type(params)):
        path = getattr(params, field.name)
        if field.file and path and field.name in experiment.computes_from:
            with open(path, "rb") as file:
                found[field.name] = file_digest(file, "blake2b").hexdigest()
    return found


@cache
def _surroundings() -> tuple[str | int | None, ...]:
    """Return what results may depend on besides the program: the packages that compute, and the machine."""
    # Imported here because the window starts faster without it.
    from importlib.metadata import PackageNotFoundError, version

    try:
        scipy = version("scipy")
    except PackageNotFoundError:
        scipy = None
    versions = np.__version__, scipy, platform.python_version()
    return *versions, sys.platform, processor_name(), os.cpu_count()
