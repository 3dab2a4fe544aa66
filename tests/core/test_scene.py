"""A scene is data: what it says can be written, read back and computed."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.obstacles import OBSTACLES
from core.params import ParamsError, make
from core.scene import TARGETS, Look, Scene, Zoom, differing, find

LOOKS = st.builds(
    Look,
    theme=st.sampled_from(["light", "dark", "projector"]),
    type_size=st.sampled_from(["desk", "hall"]),
    caption=st.booleans(),
    stretch=st.booleans(),
    zoom=st.builds(Zoom, st.floats(1, 1000), st.floats(-1, 1), st.floats(-1, 1)),
    narration=st.none() | st.integers(0, 2),
)
SCENES = st.builds(
    Scene,
    target=st.sampled_from(TARGETS),
    look=LOOKS,
    moment=st.sampled_from(["first", "last"]) | st.floats(0, 3600),
    play=st.none() | st.tuples(st.floats(0, 10), st.floats(10, 20)),
    title=st.text(),
    notes=st.text(),
    beside=st.none() | st.just({}),
)


@given(SCENES)
def test_a_scene_that_is_written_is_read_back(scene):
    assert msgspec.json.decode(msgspec.json.encode(scene), type=Scene) == scene


def test_only_what_differs_from_the_defaults_is_written():
    assert msgspec.to_builtins(Scene(target="noise/valley")) == {"target": "noise/valley"}
    scene = Scene(target="noise/valley", look=Look(theme="dark"))
    assert msgspec.to_builtins(scene) == {"target": "noise/valley", "look": {"theme": "dark"}}


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_names_an_experiment_of_an_obstacle(target):
    obstacle, experiment = find(target)
    assert f"{obstacle.key}/{experiment.key}" == target
    assert experiment in obstacle.experiments


@pytest.mark.parametrize("target", ["", "noise", "noise/", "noise/zigzag", "no such/valley", "noise/valley/more"])
def test_a_target_that_does_not_exist_is_a_key_error(target):
    with pytest.raises(KeyError):
        find(target)


@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda obstacle: obstacle.key)
def test_parameters_that_differ_make_the_same_parameters_again(obstacle):
    assert differing(obstacle.params()) == {}
    chosen = make(obstacle.params, {"seed": 7} if obstacle.key != "serial" else {"iterations": 7})
    given_back = differing(chosen)
    assert len(given_back) == 1
    scene = Scene(target=f"{obstacle.key}/{obstacle.experiments[0].key}", params=given_back)
    assert scene.made_params() == chosen


def test_parameters_are_checked_when_they_are_made():
    with pytest.raises(ParamsError, match="lerning_rate"):
        Scene(target="noise/valley", params={"lerning_rate": 0.1}).made_params()


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"target": 3},
        {"target": "noise/valley", "colour": "red"},
        {"target": "noise/valley", "look": {"theme": "sepia"}},
        {"target": "noise/valley", "look": {"narration": 3}},
        {"target": "noise/valley", "look": {"zoom": {"factor": 0.5}}},
        {"target": "noise/valley", "moment": -1},
        {"target": "noise/valley", "moment": "soon"},
        {"target": "noise/valley", "play": [1]},
    ],
    ids=repr,
)
def test_what_is_no_scene_is_refused(plain):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(plain, Scene)
