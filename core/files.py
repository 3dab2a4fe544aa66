"""Files appear whole or not at all."""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EIO: "the disk reports an error",
}


class FileError(OSError):
    """A file that cannot be written; the message is one sentence that names it and says why."""


@contextlib.contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary file to write, which takes the place of `path` when the block ends well.

    The temporary file lies in the same folder under a hidden name with the same suffix. Whatever
    ends the block early, an interrupt included, removes it and leaves `path` as it was.

    Raises
    ------
    FileError
        When the folder is missing or cannot be written to, `path` is a folder or a device, or
        the disk is full.

    """
    # A link keeps pointing where it does: what it points to is replaced.
    target = Path(os.path.realpath(path))
    _check(path, target)
    temporary = target.with_name(f".{target.stem[:32]}-{secrets.token_hex(4)}.part{target.suffix}")
    try:
        _create(path, temporary)
        yield temporary
        _settle(path, temporary, target)
    except OSError as problem:
        _remove(temporary)
        if problem.errno not in _REASONS:
            raise
        raise _refusal(path, problem) from problem
    except BaseException:
        _remove(temporary)
        raise


def _check(path: str | os.PathLike[str], target: Path) -> None:
    # os.path answers False where pathlib raises, as it does for a name that is too long.
    if os.path.isdir(target):
        raise FileError(f"{path} cannot be written: it is a folder.")
    if os.path.exists(target) and not os.path.isfile(target):
        raise FileError(f"{path} cannot be written: it is not an ordinary file.")
    if not os.path.isdir(target.parent):
        raise FileError(f"{path} cannot be written: there is no folder {target.parent}.")


def _create(path: str | os.PathLike[str], temporary: Path) -> None:
    """Create the file before any work is done, with the permissions that new files get."""
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except OSError as problem:
        raise FileError(f"{path} cannot be written: its folder refuses new files ({problem.strerror}).") from problem


def _settle(path: str | os.PathLike[str], temporary: Path, target: Path) -> None:
    """Bring the contents to the disk first, so that a crash cannot leave an empty file under the final name."""
    try:
        handle = os.open(temporary, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        temporary.replace(target)
    except OSError as problem:
        raise _refusal(path, problem) from problem


def _refusal(path: str | os.PathLike[str], problem: OSError) -> FileError:
    return FileError(f"{path} cannot be written: {_REASONS.get(problem.errno or 0, problem.strerror)}.")


def _remove(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink()
