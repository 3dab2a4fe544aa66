"""Copies of scenes whose changes are not saved, one for each process, for the next start after a crash."""

import logging
import os
import secrets
from pathlib import Path

import msgspec
import platformdirs
from PySide6.QtCore import QLockFile

from core.files import write_whole
from core.params import ParamsError
from core.scene_file import SceneFile
from gui.session.document import Document

log = logging.getLogger(__name__)

SUFFIX = ".json"


class Copy(msgspec.Struct, frozen=True):
    """The scenes with their changes, and the file that they are of.

    Attributes
    ----------
    path, content
        The path of the file, or "" where there is none yet; and its bytes when it was read or written last.
    file
        The scenes as they are.

    """

    path: str
    content: bytes
    file: SceneFile


class Recovery:
    """Keeps a copy of a document while it has changes that are not saved, and finds those of dead processes.

    A lock file says that the process lives: Qt breaks the lock of a dead one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / f"{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"
        self._lock: QLockFile | None = None
        self._kept: Document | None = None

    def keep(self, document: Document) -> None:
        """Write a copy of a document, or remove it where the document has no changes; a failure is logged."""
        if not document.is_modified:
            self.discard()
            return
        if self._kept is not None and self._kept.file == document.file:
            return
        path = "" if document.path is None else str(document.path)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._lock is None:
                self._lock = _locked(self._path)
            write_whole(self._path, msgspec.json.encode(Copy(path, document.content or b"", document.file)))
        except (OSError, UnicodeEncodeError) as error:
            log.warning("the changes could not be kept: %s", error)
        else:
            self._kept = document

    def discard(self) -> None:
        """Remove the copy: the changes are saved or given up."""
        self._kept = None
        if self._lock is not None:
            self._path.unlink(missing_ok=True)
            self._lock.unlock()
            self._lock = None

    def abandoned(self) -> "Abandoned | None":
        """Return a copy that a dead process has left, or None; one that cannot be read is left where it is."""
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            if path != self._path and (lock := _locked(path)) is not None:
                if (document := _document_in(path)) is not None:
                    return Abandoned(path, lock, document)
                lock.unlock()
        return None


class Abandoned:
    """A copy that a dead process has left. No other process gets it until it is deleted or left.

    Attributes
    ----------
    document
        The scenes with the changes, which are not saved.

    """

    def __init__(self, path: Path, lock: QLockFile, document: Document) -> None:
        self._path, self._lock = path, lock
        self.document = document

    def delete(self) -> None:
        """Delete the copy."""
        self._path.unlink(missing_ok=True)
        self._lock.unlock()

    def leave(self) -> None:
        """Leave the copy for another start."""
        self._lock.unlock()


def default_folder() -> Path:
    """Return the folder of the copies among the user's files of state."""
    return platformdirs.user_state_path("thalweg", appauthor=False) / "unsaved"


def _locked(path: Path) -> QLockFile | None:
    """Return a lock for a copy that this process has now, or None while another living process has it."""
    lock = QLockFile(f"{path}.lock")
    lock.setStaleLockTime(0)  # only the death of its process ends a lock
    return lock if lock.tryLock(0) else None


def _document_in(path: Path) -> Document | None:
    """Return the document in a copy, or None if it cannot be read."""
    try:
        copy = msgspec.json.decode(path.read_bytes(), type=Copy)
        document = Document(Path(copy.path) if copy.path else None, copy.file, content=copy.content)
        for number in document.pictures:
            document.scenes[number].full_params()
    except (OSError, msgspec.DecodeError, RecursionError, ParamsError, KeyError) as error:
        log.warning("changes that an earlier process has left cannot be read: %s", error)
        return None
    return document if document.pictures else None
