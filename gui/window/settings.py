"""What the window remembers from one time to the next: its place, and the last scene of each obstacle."""

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
    """The remembered state.

    Attributes
    ----------
    geometry
        Qt's description of the window's place, or empty.
    form
        Whether the parameters stand beside the picture.
    folder
        Where a file was exported last, or empty.
    scenes
        The last scene of each obstacle that was opened, as plain data: first the one on screen.

    """

    geometry: bytes = b""
    form: bool = True
    folder: str = ""
    scenes: list[dict[str, Any]] = []

    def known_scenes(self) -> list[Scene]:
        """Return the scenes that this version knows all words and values of."""
        return [scene for plain in self.scenes if (scene := _known(plain)) is not None]


def _known(plain: dict[str, Any]) -> Scene | None:
    try:
        scene = msgspec.convert(plain, Scene)
        scene.full_params()
    except (msgspec.ValidationError, ParamsError, KeyError):
        return None
    return scene


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
        with atomic_file(path) as temporary:
            temporary.write_bytes(msgspec.json.encode(settings))
    except (OSError, FileError) as error:
        log.warning("the settings could not be saved: %s", error)
