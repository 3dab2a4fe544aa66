"""Defaults that have changed since a version: scenes of older files keep those that they were made with."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from core.scene import Scene, find_experiment


class OldDefault(NamedTuple):
    """A default before it changed.

    Attributes
    ----------
    version
        The first version with the new default, as "1.2.0".
    obstacle, field
        The key of the obstacle, and the name of the parameter.
    value
        The old default, as plain data.

    """

    version: str
    obstacle: str
    field: str
    value: Any


OLD_DEFAULTS: tuple[OldDefault, ...] = ()
"""Every default that has changed; a test compares the others with those of the first version."""


def with_old_defaults(scene: Scene, made_with: str, changes: Sequence[OldDefault] = OLD_DEFAULTS) -> Scene:
    """Return a scene with the defaults of the version that made it, for parameters that it does not give."""
    if not made_with or not scene.target:
        return scene
    obstacle, _ = find_experiment(scene.target)
    found: dict[str, Any] = {}
    for change in sorted(changes, key=lambda each: _parts(each.version), reverse=True):
        if change.obstacle == obstacle.key and _parts(made_with) < _parts(change.version):
            found[change.field] = change.value  # the oldest change after that version is the last
    return replace(scene, params=found | scene.params) if found else scene


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
