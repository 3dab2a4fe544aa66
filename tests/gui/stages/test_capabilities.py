"""A picture can do what its stage declares, and nothing else: the window asks for no more than that."""

import pytest

from core.params import fields
from core.scene import Zoom, find_experiment
from gui.picture.capability import Capability
from gui.picture.view import View
from gui.window.commands import WORDS

VIEW = {"width": 960, "height": 540}
NARROW = {"conditioning": {"condition_number": 100}}
"""By obstacle, where there is something to stretch."""
ELSEWHERE = {
    "conditioning": {"start": "1,1"},
    "noise": {"start": "0.5,2"},
    "nonlinearity": {"start": "-0.5,0.5", "distance": 2},
}
"""By obstacle, where another path begins."""


@pytest.fixture
def pictures(address, result_of, open_stage, painted):
    """pictures(position, **view): a picture in this view, one in the usual view, and what their stage declares."""

    def show(position=None, **view):
        result = result_of(address, "default", **NARROW.get(address.partition("/")[0], {}))
        stages = [open_stage(address, result, position, View(**VIEW, **each)) for each in (view, {})]
        return *map(painted, stages), stages[0].capabilities

    return show


@pytest.mark.parametrize(
    ("capability", "position", "view"),
    [
        (Capability.NARRATION, 0.0, {"narration": 0}),
        (Capability.STRETCH, None, {"stretch": True}),
        (Capability.ZOOM, None, {"zoom": Zoom(2.0)}),
    ],
)
def test_a_view_changes_the_pictures_that_declare_it(pictures, capability, position, view):
    changed, usual, declared = pictures(position, **view)
    assert (changed != usual) is (capability in declared)


def test_an_earlier_path_stays_in_the_pictures_that_declare_it(address, pictures, result_of):
    earlier = result_of(address, "default", **ELSEWHERE.get(address.partition("/")[0], {}))
    kept, usual, declared = pictures(ghost=earlier)
    assert (kept != usual) is (Capability.GHOST in declared)


@pytest.mark.parametrize("capability", WORDS)
def test_a_parameter_has_a_word_where_it_is_declared(address, pictures, capability):
    obstacle, experiment = find_experiment(address)
    name, word = WORDS[capability]
    accepts = any(field.name == name and word in field.words for field in fields(obstacle.params))
    assert (accepts and name in experiment.reads) is (capability in pictures()[-1])
