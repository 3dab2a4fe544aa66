"""Scene files are written with what differs from the defaults, and keep their comments."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.document import program_version
from core.params import mapping
from core.scene import TARGETS, Beside, Build, Exercise, Look, Play, Scene, Zoom, find_experiment
from core.scene_file import SceneFile, with_ids
from core.scene_reading import read
from core.scene_writing import OutsideError, write

FOLDER = Path("/lectures")
PATH = FOLDER / "talk.toml"


def written(*scenes, before=None, **values):
    return write(SceneFile(scenes=with_ids(scenes), **values), FOLDER, before).decode()


def test_only_what_differs_from_the_defaults_is_written_in_a_fixed_order():
    look = Look(theme="projector", type_size="hall", zoom=Zoom(2, 0.1, 0), reveal=True)
    first = Scene(
        notes="What to say.\n\nMore.",
        play=Play(duration=12, start=0, end=8),
        look=look,
        beside=Beside(params={"condition_number": 1}),
        params={"condition_number": 30, "optimizers": ("gradient_descent", "newton")},
        target="conditioning/zigzag",
        title="One step, ten steps",
    )
    assert (
        written(first, Scene(target="noise/valley", id="v"), title="Why")
        == f'''thalweg = 1
title = "Why"
made_with = "{program_version()}"

[[scene]]
id = "one-step-ten-steps"
title = "One step, ten steps"
target = "conditioning/zigzag"
params = {{ condition_number = 30, optimizers = ["gradient_descent", "newton"] }}
beside = {{ params = {{ condition_number = 1 }} }}
look = {{ theme = "projector", type = "hall", zoom = [2, 0.1, 0], reveal = true }}
play = {{ duration = 12, from = 0, to = 8 }}
notes = """What to say.

More."""

[[scene]]
id = "v"
target = "noise/valley"
'''
    )


def test_parameters_that_the_experiment_does_not_read_are_left_out():
    scene = Scene(target="conditioning/zigzag", params={"seed": 3, "condition_number": 4, "tolerance": 0.1})
    reads = scene.experiment.reads
    text = written(scene)
    for name in scene.params:
        assert (name in text) == (name in reads)


BEFORE = """# for Tuesday
thalweg = 1  # the format
title = "Old"
made_with = "0.0.1"

# the first
[[scene]]
id = "a"  # keep
target = "conditioning/zigzag"
params = { condition_number = 5 }  # five
# a look
look = { theme = "dark" }

[[scene]]
id = "b"
target = "noise/valley"
notes = "N"

# the end
"""


def test_what_does_not_change_stays_as_it_is_written():
    file = read(BEFORE.encode(), PATH)
    assert write(file, FOLDER, BEFORE.encode()).decode() == BEFORE.replace("0.0.1", program_version())


def test_a_change_keeps_the_comments_around_it():
    file = read(BEFORE.encode(), PATH)
    first, second = file.scenes
    changed = replace(first, params={"condition_number": 6.5}, look=Look(theme="dark", type_size="hall"))
    found = write(replace(file, scenes=(changed, replace(second, notes=""))), FOLDER, BEFORE.encode()).decode()
    expected = BEFORE.replace("condition_number = 5", "condition_number = 6.5").replace("0.0.1", program_version())
    expected = expected.replace('{ theme = "dark" }', '{ theme = "dark", type = "hall" }')
    assert found == expected.replace('notes = "N"\n', "")


def test_scenes_can_be_added_moved_and_removed():
    file = read(BEFORE.encode(), PATH)
    first, second = file.scenes
    third = Scene(id="c", target="serial/loop")
    for scenes in ((first, third, second), (second, first), (third,), (second, third), (first, second, third)):
        content = write(replace(file, scenes=scenes), FOLDER, BEFORE.encode())
        assert read(content, PATH).scenes == scenes
        assert b"# for Tuesday" in content
        for scene, comment in ((first, b"# five"), (first, b"# keep")):
            assert (comment in content) == (scene in scenes)
        again = write(read(content, PATH), FOLDER, content)
        assert again == content


def test_a_file_is_named_relative_to_the_folder_and_only_below_it():
    scene = Scene(id="w", target="network/learn", params={"weights": "/lectures/data/w.npy"})
    assert 'weights = "data/w.npy"' in written(scene)
    for path in ("/elsewhere/w.npy", "/lecturesque/w.npy"):
        with pytest.raises(OutsideError, match=r"is not in the folder of the scene file"):
            written(replace(scene, params={"weights": path}))


LINES = st.text(max_size=30)
TEXTS = LINES | st.text(alphabet="\"'\\\n\r\t ab#[]=\0\x1b\x7f", max_size=40)
WORDS = TEXTS | st.dictionaries(st.sampled_from(["en", "zh", "a b"]), TEXTS, min_size=1)
NUMBERS = st.floats(-1e9, 1e9) | st.integers(-5, 5).map(float)
MOMENTS = st.sampled_from(["first", "last"]) | st.floats(0, 4)
LOOKS = st.builds(
    Look,
    theme=st.sampled_from(["light", "dark", "projector"]),
    type_size=st.sampled_from(["desk", "hall"]),
    caption=st.booleans(),
    stretch=st.booleans(),
    zoom=st.builds(Zoom, st.floats(1, 1e6), NUMBERS, NUMBERS),
    reveal=st.booleans(),
    narration=st.none() | st.integers(0, 2),
    hide=st.lists(st.sampled_from(["ground", "future"])).map(tuple),
    turn=st.none() | st.tuples(NUMBERS, NUMBERS),
)
PLAYS = st.builds(
    Play,
    duration=st.floats(4, 3600),
    start=st.none() | st.floats(0, 1),
    end=st.none() | st.floats(2, 4),
    speed=st.floats(0.25, 4),
    at=MOMENTS,
    azimuth=st.none() | st.tuples(NUMBERS, NUMBERS),
)
PARAMS = {
    "conditioning/zigzag": {"condition_number": 7.25, "optimizers": ("newton", "adam"), "start": (1.0, -0.5)},
    "noise/cloud": {"seed": 7, "batch_size": 16},
    "network/batch": {"hidden": (8, 4), "loss": "squared"},
}


def scenes_of(target):
    params = st.sets(st.sampled_from(sorted(PARAMS.get(target, {"": 0})))).map(
        lambda names: {name: PARAMS[target][name] for name in sorted(names - {""})}
    )
    return st.builds(
        Scene,
        title=WORDS,
        target=st.just(target),
        params=params,
        beside=st.none() | st.builds(Beside, params=params, look=st.none() | LOOKS),
        look=LOOKS,
        play=PLAYS,
        question=WORDS,
        choices=st.lists(WORDS, max_size=3).map(tuple),
        answer=st.none() | st.integers(1, 26),
        answer_at=st.none() | MOMENTS,
        builds=st.lists(st.builds(Build, at=MOMENTS, look=LOOKS), max_size=2).map(tuple),
        keep=st.lists(LINES, max_size=2).map(tuple),
        slider=st.booleans(),
        minutes=st.none() | st.floats(0, 600),
        exercises=st.lists(st.builds(Exercise, task=WORDS, answer=WORDS), max_size=2).map(tuple),
        notes=WORDS,
    )


FILES = st.builds(
    lambda title, scenes: SceneFile(title=title, made_with=program_version(), scenes=with_ids(scenes)),
    WORDS,
    st.lists(st.sampled_from([*PARAMS, *TARGETS[:3]]).flatmap(scenes_of), min_size=1, max_size=3),
)


def as_read(scene):
    """A scene with its parameters in the form in which they are read."""
    known = set(find_experiment(scene.target)[1].reads)
    full = mapping(scene.full_params())
    return replace(scene, params={name: full[name] for name in scene.params if name in known})


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(FILES)
def test_any_scenes_are_the_same_after_writing_and_reading(file):
    content = write(file, FOLDER)
    found = read(content, PATH)
    assert replace(found, scenes=()) == replace(file, scenes=())
    for before, after in zip(file.scenes, found.scenes, strict=True):
        expected = as_read(before)
        if before.beside is not None:
            known = set(before.experiment.reads)
            params = {name: value for name, value in before.beside.params.items() if name in known}
            expected = replace(expected, beside=replace(before.beside, params=params))
            after = replace(after, beside=replace(after.beside, params=dict(after.beside.params)))
        assert after == expected
    assert write(found, FOLDER, content) == content
