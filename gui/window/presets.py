"""Settings to open with one click: a file of them for each obstacle, checked like anything a person types."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from core.experiment import Obstacle
from core.params import Params, make


@dataclass(frozen=True)
class Preset:
    """An experiment and the parameters to open it with."""

    title: str
    experiment: str
    params: Params


@cache
def presets(obstacle: Obstacle[Any]) -> tuple[Preset, ...]:
    """Return the presets of an obstacle, in the order of its file; () where there is none.

    Raises
    ------
    ParamsError, KeyError
        When the file names a value or an experiment that does not exist.

    """
    file = files("resources") / "presets" / f"{obstacle.key}.toml"
    if not file.is_file():
        return ()
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["preset"]
    return tuple(
        Preset(
            entry["title"], obstacle.experiment(entry["experiment"]).key, make(obstacle.params, entry.get("params", {}))
        )
        for entry in entries
    )
