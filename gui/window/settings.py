"""The settings file of the window: its geometry, the export folder and the last scene of each obstacle."""

import logging
import os
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from core.files import FileError, atomic_file
from core.message import Message
from core.params import ParamsError
from core.scene import Scene

log = logging.getLogger(__name__)


class Settings(msgspec.Struct, kw_only=True):
    """The saved state of the window.

    Attributes
    ----------
    geometry
        The base64 of QWidget.saveGeometry(), or empty.
    form
        Whether the form of parameters is visible.
    folder
        The folder of the last export, or empty.
    scenes
        The last scene of each obstacle that was opened, as builtins; the one on screen comes first.

    """

    geometry: bytes = b""
    form: bool = True
    folder: str = ""
    scenes: list[dict[str, Any]] = []

    def valid_scenes(self) -> list[Scene]:
        """Return the scenes that are valid in this version."""
        return [scene for plain in self.scenes if (scene := _parsed_scene(plain)) is not None]


def _parsed_scene(plain: dict[str, Any]) -> Scene | None:
    try:
        scene = msgspec.convert(plain, Scene)
        scene.full_params()
    except (msgspec.ValidationError, ParamsError, KeyError):
        return None
    return scene


def default_path() -> Path:
    """Return the path of the settings file in the user's configuration folder."""
    return platformdirs.user_config_path("thalweg") / "settings.json"


def load(path: Path) -> tuple[Settings, str]:
    """Return the settings in a file, and a sentence about what went wrong, or "".

    A damaged file is renamed to `*.damaged.json` beside it, not deleted.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings), ""
    except FileNotFoundError:
        return Settings(), ""
    except OSError as error:
        return Settings(), Message("The settings could not be read: {reason}.", reason=error.strerror)
    except (msgspec.DecodeError, UnicodeDecodeError):
        damaged = path.with_suffix(".damaged.json")
        try:
            os.replace(path, damaged)
        except OSError:
            return Settings(), Message("The settings in {path} are damaged; the defaults are used.", path=path)
        return Settings(), Message(
            "The settings file was damaged. It is now {name}, and the defaults are used.", name=damaged.name
        )


def save(settings: Settings, path: Path) -> None:
    """Write the settings atomically; log a failure instead of raising it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(path) as temporary:
            temporary.write_bytes(msgspec.json.encode(settings))
    except (OSError, FileError) as error:
        log.warning("the settings could not be saved: %s", error)
