"""Files appear whole or not at all."""

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from core.message import Message

_TROUBLES = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What a disk may say while a file is written."""


class FileError(OSError):
    """A file that cannot be written; the message is one sentence that names it and says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


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
        if problem.errno not in _TROUBLES:
            raise
        raise _refusal(path, problem) from problem
    except BaseException:
        _remove(temporary)
        raise


@contextlib.contextmanager
def filling(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary folder to fill, which becomes the folder `path` when the block ends well.

    The temporary folder lies beside it under a hidden name. Whatever ends the block early, an
    interrupt included, removes it and leaves `path` as it was.

    Raises
    ------
    FileError
        When the folder is there and not empty, or is the current one, or cannot be made, or the
        disk is full.

    """
    target = Path(os.path.realpath(path))
    _check_folder(path, target)
    temporary = target.with_name(f".{target.name[:32]}-{secrets.token_hex(4)}.part")
    try:
        _create_folder(path, temporary)
        yield temporary
        _settle_folder(path, temporary, target)
    except OSError as problem:
        shutil.rmtree(temporary, ignore_errors=True)
        if problem.errno not in _TROUBLES:
            raise
        raise _refusal(path, problem) from problem
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _check_folder(path: str | os.PathLike[str], target: Path) -> None:
    if os.path.isdir(target):
        if os.listdir(target):
            raise FileError(Message("{path} cannot be written: the folder is not empty.", path=path))
        if os.path.samefile(target, os.curdir):
            raise FileError(Message("{path} cannot be written: it is the folder that you are in.", path=path))
    elif os.path.lexists(target):
        raise FileError(Message("{path} cannot be written: it is not a folder.", path=path))
    elif not os.path.isdir(target.parent):
        raise FileError(
            Message("{path} cannot be written: there is no folder {folder}.", path=path, folder=target.parent)
        )


def _create_folder(path: str | os.PathLike[str], temporary: Path) -> None:
    try:
        temporary.mkdir()
    except OSError as problem:
        raise FileError(
            Message(
                "{path} cannot be written: its folder refuses new files ({reason}).", path=path, reason=problem.strerror
            )
        ) from problem


def _settle_folder(path: str | os.PathLike[str], temporary: Path, target: Path) -> None:
    try:
        for file in temporary.iterdir():
            _bring_to_disk(file)
        if os.name == "nt" and target.exists():
            target.rmdir()  # elsewhere an empty folder is replaced in one go
        temporary.replace(target)
    except OSError as problem:
        raise _refusal(path, problem) from problem


def _bring_to_disk(file: Path) -> None:
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check(path: str | os.PathLike[str], target: Path) -> None:
    # os.path answers False where pathlib raises, as it does for a name that is too long.
    if os.path.isdir(target):
        raise FileError(Message("{path} cannot be written: it is a folder.", path=path))
    if os.path.exists(target) and not os.path.isfile(target):
        raise FileError(Message("{path} cannot be written: it is not an ordinary file.", path=path))
    if not os.path.isdir(target.parent):
        raise FileError(
            Message("{path} cannot be written: there is no folder {folder}.", path=path, folder=target.parent)
        )


def _create(path: str | os.PathLike[str], temporary: Path) -> None:
    """Create the file before any work is done, with the permissions that new files get."""
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except OSError as problem:
        raise FileError(
            Message(
                "{path} cannot be written: its folder refuses new files ({reason}).", path=path, reason=problem.strerror
            )
        ) from problem


def _settle(path: str | os.PathLike[str], temporary: Path, target: Path) -> None:
    """Bring the contents to the disk first, so that a crash cannot leave an empty file under the final name."""
    try:
        _bring_to_disk(temporary)
        temporary.replace(target)
    except OSError as problem:
        raise _refusal(path, problem) from problem


def _refusal(path: str | os.PathLike[str], problem: OSError) -> FileError:
    match problem.errno:
        case errno.ENOSPC:
            message = Message("{path} cannot be written: the disk is full.", path=path)
        case errno.EDQUOT:
            message = Message("{path} cannot be written: the disk quota is used up.", path=path)
        case errno.EFBIG:
            message = Message("{path} cannot be written: the file would be larger than the system allows.", path=path)
        case errno.EIO:
            message = Message("{path} cannot be written: the disk reports an error.", path=path)
        case _:
            message = Message("{path} cannot be written: {reason}.", path=path, reason=problem.strerror)
    return FileError(message)


def _remove(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink()
