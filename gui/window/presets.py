"""The presets of each obstacle: scenes from a TOML file, validated like typed parameters."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from core.experiment import Obstacle
from core.params import make
from core.scene import Scene, non_default_params


@cache
def presets(obstacle: Obstacle[Any]) -> tuple[Scene, ...]:
    """Return the presets of an obstacle, in the order of its file; () if it has none.

    Raises
    ------
    ParamsError, KeyError
        If the file holds an invalid value or an unknown experiment.

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
