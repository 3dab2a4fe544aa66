"""What the window remembers from one time to the next: its place, its looks, and the last parameters."""

import logging
import os
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from core.files import FileError, replacing
from core.message import Message

log = logging.getLogger(__name__)


class Settings(msgspec.Struct, kw_only=True):
    """The remembered state.

    Attributes
    ----------
    geometry
        Qt's description of the window's place, or empty.
    theme, type_size, caption, form
        How pictures and window look.
    target
        The experiment on screen, as OBSTACLE/EXPERIMENT, or empty.
    folder
        Where a file was exported last, or empty.
    params
        The parameters of each obstacle, by its key.

    """

    geometry: bytes = b""
    theme: str = "light"
    type_size: str = "desk"
    caption: bool = True
    form: bool = True
    target: str = ""
    folder: str = ""
    params: dict[str, dict[str, Any]] = {}


def default_path() -> Path:
    """Return the file in the user's folder of settings."""
    return platformdirs.user_config_path("thalweg") / "settings.json"


def load(path: Path) -> tuple[Settings, str]:
    """Return the settings in a file and what went wrong: "" or one sentence.

    A file that cannot be understood is set aside beside itself, never deleted.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings), ""
    except FileNotFoundError:
        return Settings(), ""
    except OSError as error:
        return Settings(), Message("The settings could not be read: {reason}.", reason=error.strerror)
    except (msgspec.DecodeError, UnicodeDecodeError):
        aside = path.with_suffix(".damaged.json")
        try:
            os.replace(path, aside)
        except OSError:
            return Settings(), Message("The settings in {path} are damaged; the defaults are used.", path=path)
        return Settings(), Message(
            "The settings were damaged; they are set aside as {name}, and the defaults are used.", name=aside.name
        )


def save(settings: Settings, path: Path) -> None:
    """Write the settings, whole or not at all; a failure is logged and costs nothing else."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as temporary:
            temporary.write_bytes(msgspec.json.encode(settings))
    except (OSError, FileError) as error:
        log.warning("the settings could not be saved: %s", error)
