"""Atomic writing: a file or folder appears complete or not at all."""

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from core.folder import Folder
from core.message import Message

_DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""Errors of the disk that can occur while a file is written."""


class FileError(OSError):
    """Raised when a file cannot be written; the message is one sentence with the path and the reason."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def has_other_names(path: str | os.PathLike[str]) -> bool:
    """Return whether the file at `path` has other names (hard links), which keep its contents when it is replaced."""
    try:
        found = os.stat(path)
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_nlink > 1


@contextlib.contextmanager
def atomic_file(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield the path of a temporary file, which replaces `path` when the block ends without an exception.

    The temporary file is in the same folder and has a hidden name with the same suffix; only its owner can read it.
    Other names of the replaced file (hard links) keep the old contents.
    The complete file has the mode of the replaced one and, where the user may set it, its owner; a new file has the
    mode that the umask gives. If an exception ends the block, an interrupt included, the temporary file is removed and
    `path` is unchanged.

    Raises
    ------
    FileError
        If the folder is missing, cannot be written to or is moved or deleted meanwhile, `path`
        is a folder, a device or read-only, or the disk is full.

    """
    # A symbolic link is kept; its target is replaced.
    target = _real_path(path)
    _check_file(path, target)
    temporary = target.with_name(f".{target.stem[:32]}-{secrets.token_hex(4)}.part{target.suffix}")
    with _open_folder(path, target.parent) as folder:
        try:
            new_mode = _create_file(path, temporary)
            yield temporary
            _commit_file(path, temporary, target, new_mode)
        except BaseException:
            folder.remove_file(temporary.name)
            raise


def write_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file whole or not at all; see `atomic_file` for the errors."""
    with atomic_file(path) as temporary:
        temporary.write_bytes(content)


@contextlib.contextmanager
def atomic_folder(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield the path of a temporary folder, which becomes `path` when the block ends without an exception.

    The temporary folder is beside `path` and has a hidden name. If an exception ends the block, an interrupt
    included, the temporary folder is removed and `path` is unchanged.

    Raises
    ------
    FileError
        If the folder exists and is not empty, is the current one, or cannot be created, its own
        folder is moved or deleted meanwhile, or the disk is full.

    """
    target = _real_path(path)
    _check_folder(path, target)
    temporary = target.with_name(f".{target.name[:32]}-{secrets.token_hex(4)}.part")
    with _open_folder(path, target.parent) as folder:
        try:
            _create_folder(path, temporary)
            yield temporary
            _commit_folder(path, temporary, target)
        except BaseException:
            folder.remove_folder(temporary.name)
            raise


@contextlib.contextmanager
def _open_folder(path: str | os.PathLike[str], place: Path) -> Iterator[Folder]:
    """Yield the folder of a target; turn errors of the disk, and those after the folder was moved, into sentences."""
    with contextlib.closing(Folder(place)) as folder:
        try:
            yield folder
        except OSError as problem:
            if not folder.is_in_place():
                message = Message("{path} cannot be written: its folder was moved or deleted meanwhile.", path=path)
                raise FileError(message) from problem
            if problem.errno in _DISK_ERRORS:
                raise _write_error(path, problem) from problem
            raise


def _real_path(path: str | os.PathLike[str]) -> Path:
    try:
        return Path(os.path.realpath(path))
    except FileNotFoundError as problem:  # a relative path, and os.getcwd fails
        message = Message("{path} cannot be written: the folder that you are in does not exist any more.", path=path)
        raise FileError(message) from problem


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


def _commit_folder(path: str | os.PathLike[str], temporary: Path, target: Path) -> None:
    try:
        for file in temporary.iterdir():
            _sync_file(file)
        if os.name == "nt" and target.exists():
            target.rmdir()  # other systems replace an empty folder atomically
        temporary.replace(target)
    except OSError as problem:
        raise _write_error(path, problem) from problem


def _sync_file(file: Path) -> None:
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check_file(path: str | os.PathLike[str], target: Path) -> None:
    # Looked at once: another process may remove the file between two looks.
    try:
        mode = os.stat(target).st_mode
    except (OSError, ValueError):  # there is none, or its name is too long, which creating it tells
        mode = None
    if mode is not None and stat.S_ISDIR(mode):
        raise FileError(Message("{path} cannot be written: it is a folder.", path=path))
    if mode is not None and not stat.S_ISREG(mode):
        raise FileError(Message("{path} cannot be written: it is not an ordinary file.", path=path))
    if not os.path.isdir(target.parent):
        raise FileError(
            Message("{path} cannot be written: there is no folder {folder}.", path=path, folder=target.parent)
        )
    # The mode decides, and not os.access: the administrator may write to any file.
    if mode is not None and not mode & stat.S_IWUSR:
        raise FileError(Message("{path} cannot be written: the file is read-only.", path=path))


def _create_file(path: str | os.PathLike[str], temporary: Path) -> int:
    """Create the file before any work is done, readable by its owner only; return the mode of a new file.

    That mode depends on the umask, which cannot be read without setting it for all threads.
    """
    try:
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        try:
            mode = stat.S_IMODE(os.fstat(handle).st_mode)
        finally:
            os.close(handle)
        temporary.chmod(mode & 0o700)
        return mode
    except OSError as problem:
        raise FileError(
            Message(
                "{path} cannot be written: its folder refuses new files ({reason}).", path=path, reason=problem.strerror
            )
        ) from problem


def _commit_file(path: str | os.PathLike[str], temporary: Path, target: Path, new_mode: int) -> None:
    """Write the contents to disk, then rename, so that a crash cannot leave an empty file under the final name."""
    try:
        _sync_file(temporary)
        _set_mode(temporary, target, new_mode)
        temporary.replace(target)
    except OSError as problem:
        raise _write_error(path, problem) from problem


def _set_mode(temporary: Path, target: Path, new_mode: int) -> None:
    """Give the complete file the mode and the owner of the file that it replaces, or the mode of a new file."""
    try:
        replaced = os.stat(target)
    except FileNotFoundError:
        temporary.chmod(new_mode)
        return
    if hasattr(os, "chown") and (replaced.st_uid, replaced.st_gid) != (os.geteuid(), os.getegid()):
        with contextlib.suppress(OSError):
            os.chown(temporary, replaced.st_uid, replaced.st_gid)
    temporary.chmod(stat.S_IMODE(replaced.st_mode))


def _write_error(path: str | os.PathLike[str], problem: OSError) -> FileError:
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
