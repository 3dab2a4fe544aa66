"""Scenes to open with one click: a file of them for each obstacle, checked like anything a person types."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from core.experiment import Obstacle
from core.params import make
from core.scene import Scene, non_default_params


@cache
def presets(obstacle: Obstacle[Any]) -> tuple[Scene, ...]:
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
        Scene(
            target=f"{obstacle.key}/{obstacle.experiment(entry['experiment']).key}",
            params=non_default_params(make(obstacle.params, entry.get("params", {}))),
            title=entry["title"],
        )
        for entry in entries
    )
