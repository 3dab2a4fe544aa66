"""The files that the parameters of a scene name: regular files in the folder of the scene file."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.message import Message
from core.params import Params, ParamsError, Problem, fields_by_name, shown

MAX_BYTES = 20_000_000


def local_files(kind: type[Params], values: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return the values with the names of files as paths.

    Raises
    ------
    ParamsError
        Where a name is not that of a regular file in the folder or below it.

    """
    found, problems = dict(values), []
    for name, field in fields_by_name(kind).items():
        if field.file and (given := values.get(name)):
            path = _local_file(given, folder)
            if path is None:
                allowed = Message(
                    "a file of at most {most} bytes in the folder of the scene file, without links", most=MAX_BYTES
                )
                problems.append(Problem(name, shown(given), allowed))
            else:
                found[name] = str(path)
    if problems:
        raise ParamsError(problems)
    return found


def _local_file(given: object, folder: Path) -> Path | None:
    """Return the path of a file that may be read, or None."""
    if not isinstance(given, str) or "\0" in given or "\\" in given or ":" in given:
        return None
    parts = Path(given).parts
    if not parts or ".." in parts or Path(given).is_absolute():
        return None
    path = folder
    try:
        for part in parts:
            path /= part
            if stat.S_ISLNK(os.lstat(path).st_mode):
                return None
        status = os.lstat(path)
    except OSError:
        return None
    return path if stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES else None
