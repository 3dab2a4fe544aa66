"""A default that changes keeps older scenes as they were."""

import json
from pathlib import Path

import pytest

from core.obstacles import OBSTACLES
from core.old_defaults import OLD_DEFAULTS, OldDefault, with_old_defaults
from core.params import make, mapping
from core.scene import Scene

FIRST = json.loads((Path(__file__).parent / "first_defaults.json").read_text(encoding="utf-8"))
"""The defaults of the first version that wrote scene files, by obstacle and field."""

SCENE = Scene(target="noise/valley", params={"seed": 3})
CHANGES = (
    OldDefault("0.3.0", "noise", "batch_size", 4),
    OldDefault("0.2.0", "noise", "batch_size", 2),
    OldDefault("0.2.0", "noise", "seed", 9),
    OldDefault("0.2.0", "conditioning", "momentum", 0.5),
)


@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda each: each.key)
def test_every_default_is_that_of_the_first_version_or_has_a_row(obstacle):
    now = json.loads(json.dumps(mapping(obstacle.params())))
    changed = {}
    for row in OLD_DEFAULTS:
        if row.obstacle == obstacle.key:
            changed.setdefault(row.field, row.value)
            assert row.field in now
            make(obstacle.params, {row.field: row.value})
    known = FIRST.get(obstacle.key, {})
    assert {name: changed.get(name, now[name]) for name in known} == known


@pytest.mark.parametrize(
    ("made_with", "expected"),
    [
        ("0.1.0", {"seed": 3, "batch_size": 2}),
        ("0.1.9", {"seed": 3, "batch_size": 2}),
        ("0.2.0", {"seed": 3, "batch_size": 4}),
        ("0.10.0", {"seed": 3}),
        ("", {"seed": 3}),
    ],
)
def test_a_scene_has_the_defaults_of_the_version_that_made_it(made_with, expected):
    assert with_old_defaults(SCENE, made_with, CHANGES).params == expected


def test_a_card_has_no_parameters():
    card = Scene(kind="card", text="Hello")
    assert with_old_defaults(card, "0.1.0", CHANGES) is card
