"""A folder of sealed files of limited size, which several processes may use at the same time.

Nothing is locked: files appear whole, and any of them may vanish at any time. The seal is a digest of a file's name and
contents, in the place of the comment of a ZIP archive: a file that was cut, changed or renamed is removed unread.
"""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from core.files import write_whole

ABANDONED_S = 3600.0
"""Age in seconds at which a temporary file is removed: its process must have ended without doing so."""
SUFFIX, TEMPORARY_SUFFIX = ".npz", ".part.npz"
_SEAL_BYTES = 32


@dataclass(frozen=True)
class CacheFile:
    """A file in the folder: its path, its size in bytes, and when it was last used, in seconds since 1970."""

    path: Path
    size: int
    used: float

    @property
    def is_temporary(self) -> bool:
        """Whether it is not complete: a process writes it, or has left it behind."""
        return self.path.name.endswith(TEMPORARY_SUFFIX)

    @property
    def is_abandoned(self) -> bool:
        """Whether the process that wrote it has left it behind."""
        return self.is_temporary and time.time() - self.used > ABANDONED_S


class CacheFolder:
    """A folder of sealed ZIP archives that hold at most `max_bytes` bytes together; it is made when it is needed."""

    def __init__(self, path: Path, max_bytes: int) -> None:
        self.path, self.max_bytes = path, max_bytes

    def read(self, name: str) -> bytes | None:
        """Return the contents of a file and note that it was used; None if there is none or it is damaged."""
        path = self.path / name
        try:
            content = _content(path, self.max_bytes)
        except FileNotFoundError:
            return None
        except OSError:
            content = b""
        if content[-_SEAL_BYTES:] != _seal(memoryview(content)[:-_SEAL_BYTES], name):
            self.remove(name)
            return None
        with suppress(OSError):
            os.utime(path)
        return content

    def write(self, name: str, content: bytes) -> None:
        """Write a ZIP archive without a comment, after removing the files that were not used for longest.

        One that is larger than the whole folder may be is not written.

        Raises
        ------
        OSError
            If the folder cannot be made or written to, or the disk is full.

        """
        body = content[:-2] + _SEAL_BYTES.to_bytes(2, "little")  # the archive ends with the length of its comment
        if len(body) + _SEAL_BYTES > self.max_bytes:
            return
        self.path.mkdir(parents=True, exist_ok=True)
        self._make_room(len(body) + _SEAL_BYTES)
        write_whole(self.path / name, body + _seal(body, name))

    def remove(self, name: str) -> None:
        """Remove a file if that is possible."""
        with suppress(OSError):
            (self.path / name).unlink()

    def files(self) -> list[CacheFile]:
        """Return the files, the latest used first; none if the folder cannot be read."""
        return sorted(self._scan(), key=lambda file: file.used, reverse=True)

    def clear(self) -> int:
        """Remove all files; return how many were complete.

        Raises
        ------
        OSError
            If a file cannot be removed; the others are.

        """
        failure, removed = None, 0
        for file in self.files():
            try:
                file.path.unlink(missing_ok=True)
                removed += not file.is_temporary
            except OSError as problem:
                failure = problem
        if failure is not None:
            raise failure
        return removed

    def _scan(self) -> Iterator[CacheFile]:
        with suppress(OSError), os.scandir(self.path) as entries:
            for entry in entries:
                with suppress(OSError):
                    found = entry.stat(follow_symlinks=False)
                    if entry.name.endswith(SUFFIX) and stat.S_ISREG(found.st_mode):
                        yield CacheFile(Path(entry.path), found.st_size, found.st_mtime)

    def _make_room(self, size: int) -> None:
        """Remove what was abandoned, and those that were not used for longest until `size` bytes more fit.

        What another process is writing stays: it would fail.
        """
        files = self.files()
        size += sum(file.size for file in files if file.is_temporary and not file.is_abandoned)
        for file in files:
            size += 0 if file.is_temporary else file.size
            if file.is_abandoned or (size > self.max_bytes and not file.is_temporary):
                self.remove(file.path.name)


def _content(path: Path, max_bytes: int) -> bytes:
    """Return the contents of an ordinary file; raise OSError if it is another or a larger one."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) or found.st_size > max_bytes:
        raise OSError("this is no file of ours")
    return path.read_bytes()


def _seal(body: bytes | memoryview, name: str) -> bytes:
    digest = blake2b(name.encode(), digest_size=_SEAL_BYTES)
    digest.update(body)
    return digest.digest()
