"""Scenes are plain data: they can be saved, read back and computed."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.obstacles import OBSTACLES
from core.params import ParamsError, make
from core.scene import TARGETS, Beside, Look, Play, Scene, Zoom, find_experiment, non_default_params

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
    play=st.builds(Play, at=st.sampled_from(["first", "last"]) | st.floats(0, 3600), end=st.none() | st.floats(1, 8)),
    title=st.text(max_size=200),
    notes=st.text(),
    beside=st.none() | st.just(Beside()),
)


@given(SCENES)
def test_a_written_scene_is_read_back_unchanged(scene):
    assert msgspec.json.decode(msgspec.json.encode(scene), type=Scene) == scene


def test_defaults_are_omitted_when_written():
    assert msgspec.to_builtins(Scene(target="noise/valley")) == {"target": "noise/valley"}
    scene = Scene(target="noise/valley", look=Look(theme="dark"))
    assert msgspec.to_builtins(scene) == {"target": "noise/valley", "look": {"theme": "dark"}}


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_names_an_experiment_of_an_obstacle(target):
    obstacle, experiment = find_experiment(target)
    assert f"{obstacle.key}/{experiment.key}" == target
    assert experiment in obstacle.experiments


@pytest.mark.parametrize("target", ["", "noise", "noise/", "noise/zigzag", "no such/valley", "noise/valley/more"])
def test_an_unknown_target_raises_a_key_error(target):
    with pytest.raises(KeyError):
        find_experiment(target)


@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda obstacle: obstacle.key)
def test_a_scene_restores_parameters_from_the_non_default_ones(obstacle):
    assert non_default_params(obstacle.params()) == {}
    chosen = make(obstacle.params, {"seed": 7} if obstacle.key != "serial" else {"iterations": 7})
    plain = non_default_params(chosen)
    assert len(plain) == 1
    scene = Scene(target=f"{obstacle.key}/{obstacle.experiments[0].key}", params=plain)
    assert scene.full_params() == chosen


def test_full_params_reports_an_unknown_name():
    with pytest.raises(ParamsError, match="lerning_rate"):
        Scene(target="noise/valley", params={"lerning_rate": 0.1}).full_params()


@pytest.mark.parametrize(
    "plain",
    [
        {"target": 3},
        {"target": "noise/valley", "colour": "red"},
        {"target": "noise/valley", "look": {"theme": "sepia"}},
        {"target": "noise/valley", "look": {"narrate": 3}},
        {"target": "noise/valley", "look": {"zoom": [0.5]}},
        {"target": "noise/valley", "play": {"at": -1}},
        {"target": "noise/valley", "play": {"at": "soon"}},
        {"target": "noise/valley", "play": [1]},
    ],
    ids=repr,
)
def test_invalid_scenes_are_refused(plain):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(plain, Scene)
