"""The table of methods: whatever an obstacle offers has a row, and what the row needs."""

from importlib import import_module

import pytest

from core.obstacles import OBSTACLES
from core.params import fields, make
from gui.style.methods import METHODS
from gui.style.theme import THEMES
from gui.wording.names import method_name, short_name

OFFERED = {
    word: obstacle
    for obstacle in OBSTACLES
    for field in fields(obstacle.params)
    if field.name == "optimizers"
    for word in field.words
}


@pytest.mark.parametrize("key", OFFERED)
def test_a_method_that_is_offered_has_a_row(key):
    rows = [each for each in METHODS if each.key == key]
    assert len(rows) == 1, f"{key} is offered in {OFFERED[key].key} and has {len(rows)} rows in gui/style/methods.py"
    assert method_name(key)
    assert short_name(key)
    assert short_name(key, hall=True)
    for theme in THEMES.values():
        assert key in theme.series, f"{key} has no series in {theme.name}"


@pytest.mark.parametrize("key", OFFERED)
def test_a_method_that_is_offered_has_a_setting(key):
    obstacle = OFFERED[key]
    setting = import_module(f"core.obstacles.{obstacle.key}.methods").method_setting
    try:
        setting(key, make(obstacle.params, {}), 1.0, 10.0)
    except KeyError:
        pytest.fail(
            f"{key} is offered in {obstacle.key} and has no setting in core/obstacles/{obstacle.key}/methods.py"
        )


def test_every_row_is_offered():
    assert {each.key for each in METHODS} == set(OFFERED)


def test_short_names_are_distinct():
    for hall in (False, True):
        names = [str(short_name(key, hall=hall)) for key in OFFERED]
        assert len(set(names)) == len(names)
