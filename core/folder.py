"""A folder that stays the same while files are written into it, even where it is moved."""

import contextlib
import os
import shutil
from pathlib import Path


class Folder:
    """An open folder; where the system has descriptors of folders, its files can be removed after it was moved."""

    def __init__(self, path: Path) -> None:
        self._path, self._descriptor = path, _descriptor(path)

    def is_in_place(self) -> bool:
        """Return whether the path still leads to the folder."""
        try:
            found = os.stat(self._path)
        except OSError:
            return False
        return self._descriptor is None or os.path.samestat(found, os.fstat(self._descriptor))

    def remove_file(self, name: str) -> None:
        """Remove a file of the folder if it is there."""
        with contextlib.suppress(OSError):
            if self._descriptor is None:
                os.unlink(self._path / name)
            else:
                os.unlink(name, dir_fd=self._descriptor)

    def remove_folder(self, name: str) -> None:
        """Remove a folder in the folder, with all its files, if it is there."""
        if self._descriptor is None:
            shutil.rmtree(self._path / name, ignore_errors=True)
        else:
            shutil.rmtree(name, ignore_errors=True, dir_fd=self._descriptor)

    def close(self) -> None:
        """Close the folder."""
        if self._descriptor is not None:
            os.close(self._descriptor)


def _descriptor(path: Path) -> int | None:
    """Return a descriptor of a folder; None where it cannot be opened, or cannot be used to remove files."""
    if os.unlink not in os.supports_dir_fd or not shutil.rmtree.avoids_symlink_attacks:
        return None
    # To pass through a folder takes less permission than to read it.
    flags = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY
    with contextlib.suppress(OSError):
        return os.open(path, flags)
    return None
