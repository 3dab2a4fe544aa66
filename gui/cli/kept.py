"""The user's cache of finished results, and the command `cache`."""

from core.cache import Cache, default_folder
from core.cache_folder import CacheFolder
from gui.cli.output import CommandError
from gui.wording.text import ntr, tr


def user_cache(*, no_cache: bool) -> Cache | None:
    """Return the user's cache, or None if it is not to be used."""
    return None if no_cache else Cache(default_folder())


def info(folder: CacheFolder) -> bytes:
    """Return UTF-8 text: the folder, the number of results, their size and its limit."""
    files = folder.files()
    lines = [
        tr("folder: {folder}", folder=folder.path),
        tr("results: {n}", n=sum(not file.is_temporary for file in files)),
        tr("bytes: {n}", n=sum(file.size for file in files)),
        tr("limit: {n}", n=folder.max_bytes),
    ]
    return "".join(f"{line}\n" for line in lines).encode(errors="surrogateescape")


def clear(folder: CacheFolder) -> bytes:
    """Remove all results; return a UTF-8 sentence that says how many.

    Raises
    ------
    CommandError
        If some could not be removed.

    """
    try:
        removed = folder.clear()
    except OSError as error:
        raise CommandError(
            tr("Not all of {folder} could be removed: {reason}.", folder=folder.path, reason=error.strerror)
        ) from error
    sentence = ntr("{n} result removed.", "{n} results removed.", removed)
    return f"{sentence}\n".encode()
