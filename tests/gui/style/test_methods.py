"""The table of methods: whatever an obstacle offers has a row, and what the row needs."""

import pytest

from core.obstacles import OBSTACLES
from core.obstacles.conditioning.methods import method_setting
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.network.methods import KINDS
from core.params import fields
from gui.style.methods import METHODS
from gui.style.theme import THEMES
from gui.wording.names import method_name, short_name

OFFERED = {
    obstacle.key: field.words
    for obstacle in OBSTACLES
    for field in fields(obstacle.params)
    if field.name == "optimizers"
}
KEYS = sorted({key for keys in OFFERED.values() for key in keys})


@pytest.mark.parametrize("key", KEYS)
def test_a_method_that_is_offered_has_a_row(key):
    rows = [each for each in METHODS if each.key == key]
    assert len(rows) == 1, f"{key} is offered and has {len(rows)} rows in gui/style/methods.py"
    assert method_name(key)
    assert short_name(key)
    assert short_name(key, hall=True)
    for theme in THEMES.values():
        assert key in theme.series, f"{key} has no series in {theme.name}"


@pytest.mark.parametrize("key", OFFERED["conditioning"])
def test_a_method_on_the_bowl_has_a_setting(key):
    try:
        method_setting(key, ConditioningParams(), 1.0, 10.0)
    except KeyError:
        pytest.fail(f"{key} has no setting in core/obstacles/conditioning/methods.py")


def test_a_method_that_trains_networks_has_an_optimizer():
    assert set(KINDS) == set(OFFERED["network"])


def test_every_row_is_offered():
    assert {each.key for each in METHODS} == set(KEYS)


@pytest.mark.parametrize("obstacle", OFFERED)
def test_short_names_are_distinct(obstacle):
    for hall in (False, True):
        names = [str(short_name(key, hall=hall)) for key in OFFERED[obstacle]]
        assert len(set(names)) == len(names)
