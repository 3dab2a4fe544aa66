"""The settings file of the window: its geometry, the export folder and the last scene of each obstacle."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from core.files import write_whole
from core.message import Message
from core.params import Params, ParamsError, make
from core.scene import TARGETS, Look, Scene, find_experiment

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
    recent
        The paths of the scene files that were opened or saved last, the newest first.
    scenes
        The last scene of each obstacle that was opened; the one on screen comes first.

    """

    geometry: bytes = b""
    form: bool = True
    folder: str = ""
    recent: list[str] = []
    scenes: list[Scene] = []


class SettingsFile:
    """The settings of one window in a file that other windows share, and that other versions may have written.

    Whatever the file holds, the good values are used. A file with others is kept under another name. Saving changes
    only what this window changed, so that unknown fields and changes of other windows stay.

    Attributes
    ----------
    settings
        The settings when the window was opened.
    problem
        A sentence about what was wrong with the file, or "".

    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._can_save = True
        self.problem = ""
        try:
            plain, is_complete = _decoded(path.read_bytes()), True
        except FileNotFoundError:
            plain, is_complete = {}, True
        except OSError as error:
            plain, is_complete, self._can_save = {}, True, False
            self.problem = Message(
                "The settings cannot be read ({reason}), so those of this window are not saved.", reason=error.strerror
            )
        except ValueError:
            plain, is_complete = {}, False
        self.settings, all_good = _good_settings(plain)
        self._loaded: dict[str, Any] = msgspec.to_builtins(self.settings)
        if not (is_complete and all_good):
            self._set_aside(plain)

    def _set_aside(self, plain: dict[str, Any]) -> None:
        """Copy the file to a free name beside it, and leave in it what was understood or is unknown."""
        try:
            aside = next(each for each in _names_aside(self._path) if not os.path.lexists(each))
            write_whole(aside, self._path.read_bytes())
            unknown = [scene for key, scene in _by_obstacle(plain.get("scenes")).items() if _is_unknown(scene)]
            self._write(plain | self._loaded | {"scenes": [*self._loaded["scenes"], *unknown]})
        except OSError:
            self._can_save = False
            self.problem = Message(
                "The settings in {path} are damaged, so those of this window are not saved.", path=self._path
            )
        else:
            self.problem = Message(
                "Some settings were not understood. The file as it was is kept as {name}.", name=aside.name
            )

    def save(self, settings: Settings) -> None:
        """Write what this window changed, atomically; log a failure instead of raising it."""
        if not self._can_save:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._write(self._merged(settings))
        except OSError as error:
            log.warning("the settings could not be saved: %s", error)

    def _write(self, content: dict[str, Any]) -> None:
        write_whole(self._path, msgspec.json.encode(content))

    def _merged(self, settings: Settings) -> dict[str, Any]:
        """Return the content of the file with the changes of this window."""
        try:
            content = _decoded(self._path.read_bytes())
        except (OSError, ValueError):
            content = {}
        mine: dict[str, Any] = msgspec.to_builtins(settings)
        before, now = _by_obstacle(self._loaded["scenes"]), _by_obstacle(content.get("scenes"))
        scenes = {
            key: _with_changes(now.get(key, scene), before.get(key, {}), scene)
            for key, scene in _by_obstacle(mine["scenes"]).items()
        }
        changed = {name: value for name, value in mine.items() if value != self._loaded[name] or name not in content}
        others = {key: scene for key, scene in now.items() if key not in scenes}
        return content | changed | {"scenes": list((scenes | others).values())}


def default_path() -> Path:
    """Return the path of the settings file in the user's configuration folder."""
    return platformdirs.user_config_path("thalweg") / "settings.json"


def _decoded(content: bytes) -> dict[str, Any]:
    """Return the JSON object in a file; raises ValueError if there is none."""
    try:
        plain = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError("not JSON") from error
    if not isinstance(plain, dict):
        raise ValueError("not an object")
    return plain


def _good_settings(plain: dict[str, Any]) -> tuple[Settings, bool]:
    """Return the settings with all good values of an object, and whether all are good; unknown fields are ignored."""
    good: dict[str, Any] = {}
    all_good = True
    for field in msgspec.structs.fields(Settings):
        if field.name not in plain or field.name == "scenes":
            continue
        try:
            good[field.name] = msgspec.convert(plain[field.name], field.type)
        except msgspec.ValidationError:
            all_good = False
    scenes = plain.get("scenes", [])
    found = [_good_scene(each) for each in scenes] if isinstance(scenes, list) else [(None, False)]
    good["scenes"] = [scene for scene, _ in found if scene is not None]
    return Settings(**good), all_good and all(complete for _, complete in found)


def _good_scene(plain: object) -> tuple[Scene | None, bool]:
    """Return a scene with all good values, None without a known target, and whether all are good.

    A scene of an experiment that is not known is good: another version has written it.
    """
    try:
        scene = msgspec.convert(plain, Scene)
        scene.full_params()
    except (msgspec.ValidationError, ParamsError, KeyError):
        pass
    else:
        return scene, True
    if not isinstance(plain, dict) or "target" not in plain:
        return None, False
    values, target = plain, plain["target"]
    if target not in TARGETS:
        return None, _is_unknown(plain)
    kind = find_experiment(target)[0].params
    params = values.get("params")
    params = params if isinstance(params, dict) else {}
    good = {name: value for name, value in params.items() if _is_valid(kind, {name: value})}
    try:
        look = msgspec.convert(values.get("look", {}), Look)
    except msgspec.ValidationError:
        look = Look()
    # Values that are good one by one may contradict each other.
    return Scene(target=target, params=good if _is_valid(kind, good) else {}, look=look), False


def _is_unknown(scene: dict[str, Any]) -> bool:
    return isinstance(scene.get("target"), str) and scene["target"] not in TARGETS


def _is_valid(kind: type[Params], values: dict[str, Any]) -> bool:
    try:
        make(kind, values)
    except ParamsError:
        return False
    return True


def _by_obstacle(scenes: object) -> dict[str, dict[str, Any]]:
    """Return the first scene of each obstacle, as plain data, by the key of the obstacle."""
    found: dict[str, dict[str, Any]] = {}
    for each in scenes if isinstance(scenes, list) else []:
        if isinstance(each, dict):
            found.setdefault(str(each.get("target")).partition("/")[0], each)
    return found


def _with_changes(now: dict[str, Any], before: dict[str, Any], mine: dict[str, Any]) -> dict[str, Any]:
    """Return a scene with the fields that differ between `before` and `mine`; a missing field is one at its default."""
    changed = {name for name in before | mine if before.get(name) != mine.get(name)}
    kept = {name: value for name, value in now.items() if name not in changed}
    return kept | {name: value for name, value in mine.items() if name in changed}


def _names_aside(path: Path) -> Iterator[Path]:
    yield path.with_suffix(".damaged.json")
    yield from (path.with_suffix(f".damaged-{n}.json") for n in range(2, 1000))
