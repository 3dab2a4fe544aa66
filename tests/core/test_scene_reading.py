"""Scene files: everything that is wrong is said at once, with its line."""

import os
import random
from pathlib import Path

import numpy as np
import pytest

from core.scene import TARGETS, Look, Play, Zoom
from core.scene_file import MAX_SCENES, SceneFileError
from core.scene_folder import MAX_BYTES
from core.scene_reading import load, read

HEAD = 'thalweg = 1\n[[scene]]\ntarget = "conditioning/zigzag"\n'


def read_text(text, path=Path("talk.toml")):
    return read(text.encode(), path)


def refused(text, path=Path("talk.toml")):
    with pytest.raises(SceneFileError) as raised:
        read_text(text, path)
    assert all(each.startswith(path.name) for each in [problem.message for problem in raised.value.problems])
    return [
        each.removeprefix(path.name).lstrip(":, ") for each in [problem.message for problem in raised.value.problems]
    ]


def test_a_file_with_all_fields():
    found = read_text("""
thalweg = 1
title = { en = "Why", zh = "为什么" }
made_with = "0.1.0"
[[scene]]
id = "ten-steps"
title = "One step, ten steps"
target = "conditioning/zigzag"
params = { condition_number = 10, optimizers = ["gradient_descent"], learning_rate = "optimal" }
beside = { params = { condition_number = 1 }, look = { theme = "dark" } }
look = { theme = "projector", type = "hall", stretch = true, zoom = [2, 0.1, 0], reveal = true, narrate = 1 }
play = { duration = 8, from = 0, to = 8, speed = 2, at = "first" }
notes = \"\"\"Say this.

And that.\"\"\"
question = "How many?"
choices = ["1", { en = "ten" }]
answer = 2
answer_at = "last"
builds = [{ at = 3, look = { reveal = true } }, {}]
keep = ["condition_number"]
slider = true
minutes = 3
sources = ["arXiv:1412.6980"]
exercises = [{ task = "Draw it.", answer = "See the picture." }]
[[scene]]
kind = "card"
text = "A card."
""")
    first, card = found.scenes
    assert found.title == {"en": "Why", "zh": "为什么"}
    assert first.params == {"condition_number": 10.0, "optimizers": ("gradient_descent",), "learning_rate": "optimal"}
    assert first.beside.params == {"condition_number": 1.0}
    assert first.look == Look(
        theme="projector", type_size="hall", stretch=True, zoom=Zoom(2.0, 0.1, 0.0), reveal=True, narration=1
    )
    assert first.play == Play(start=0.0, end=8.0, speed=2.0, at="first")
    assert first.notes == "Say this.\n\nAnd that."
    assert (first.answer, first.builds[0].at, first.exercises[0].task) == (2, 3.0, "Draw it.")
    assert (card.kind, card.target, card.id) == ("card", "", "scene-2")


def test_a_missing_id_is_made_from_the_title_and_unique():
    scenes = "".join(
        f'[[scene]]\ntitle = "{title}"\ntarget = "noise/valley"\n' for title in ("Größe, 2!", "为", "grosse 2")
    )
    found = read_text("thalweg = 1\n" + scenes + '[[scene]]\nid = "groe-2"\ntarget = "noise/valley"\ntitle="Groe 2"\n')
    assert [scene.id for scene in found.scenes] == ["groe-2-2", "valley", "grosse-2", "groe-2"]


def test_every_problem_is_told_with_its_line_and_scene():
    assert refused("""thalweg = 1
titel = "x"
[[scene]]
id = "A b"
target = "conditioning/zigzak"
[[scene]]
id = "x"
target = "conditioning/zigzag"
params = { lerning_rate = 1, condition_number = nan, seed = 2026-01-01 }
look = { theme = "drak", zoom = [0.5, 1], caption = "yes" }
play = { from = 5, to = 2, at = 99, speed = inf }
beside = { params = { seed = -1 }, look = 3 }
[[scene]]
id = "x"
title = 5
target = "noise/valley"
""") == [
        "line 2: titel: 'x' was given; allowed: one of thalweg, title, made_with, scene. Did you mean title?",
        "line 4, scene 1: id: 'A b' was given; allowed: at most 64 of a to z, digits and hyphens.",
        one_of_targets(5, 1, "'conditioning/zigzak'", "conditioning/zigzag"),
        "line 9, scene 2: lerning_rate: 1 was given; allowed: one of condition_number, optimizers, "
        "learning_rate, momentum, adaptive_rate, rotation, start, tolerance, max_steps, seed. "
        "Did you mean learning_rate?",
        "line 9, scene 2: condition_number: nan was given; allowed: a number from 1 to 10000.",
        "line 9, scene 2: seed: 2026-01-01 was given; allowed: a whole number from 0 to 2147483647.",
        "line 10, scene 2: theme: 'drak' was given; allowed: one of light, dark, projector. "
        "Did you mean dark?",
        "line 10, scene 2: zoom: [0.5, 1] was given; allowed: [FACTOR, X, Y], a factor from 1 on and two "
        "numbers.",
        "line 10, scene 2: caption: 'yes' was given; allowed: true or false.",
        "line 11, scene 2: speed: inf was given; allowed: a number from 0.25 to 4.",
        "line 11, scene 2: from: 5 to 2 was given; allowed: less than to, and to at most the duration, 8.",
        "line 11, scene 2: at: 99 was given; allowed: at most 8.",
        "line 12, scene 2: look: 3 was given; allowed: a table.",
        "line 12, scene 2: seed: -1 was given; allowed: a whole number from 0 to 2147483647.",
        "line 14, scene 3: id: 'x' is that of scene 2 too.",
        "line 15, scene 3: title: 5 was given; allowed: a text, or texts by language.",
    ]  # fmt: skip


def one_of_targets(line, scene, given, closest):
    allowed = f"one of {', '.join(TARGETS)}"
    return f"line {line}, scene {scene}: target: {given} was given; allowed: {allowed}. Did you mean {closest}?"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "thalweg = 1 is missing: is this a scene file?"),
        ("thalweg = 1", "there is no [[scene]]."),
        ("thalweg = 1\nscene = []", "there is no [[scene]]."),
        ("thalweg = 1\nscene = 3", "line 2: scene: 3 was given; allowed: tables that begin with [[scene]]."),
        ("thalweg = 1\nscene = [3]", "line 2, scene 1: scene: 3 was given; allowed: tables that begin with [[scene]]."),
        ("thalweg = 2\nlasers = true", "line 1: a newer version of the program wrote this file (thalweg = 2)."),
        ("thalweg = true\n" + HEAD[12:], "line 1: thalweg: True was given; allowed: the whole number 1."),
        ("thalweg = 0\n" + HEAD[12:], "line 1: thalweg: 0 was given; allowed: the whole number 1."),
        (HEAD + "look = 1979-05-27", "line 4, scene 1: look: 1979-05-27 was given; allowed: a table."),
        (HEAD + "minutes = -1", "line 4, scene 1: minutes: -1 was given; allowed: a number from 0 to 600."),
        (HEAD + "x = = 1", "line 4: this is not TOML: invalid value."),
        (HEAD + "text = [1]", "line 4, scene 1: text: [1] was given; allowed: a text, or texts by language."),
    ],
)  # fmt: skip
def test_a_file_with_one_problem_has_one_sentence(text, sentence):
    assert sentence in refused(text)
    if "scene = " not in text and "missing" not in sentence:
        assert len(refused(text)) == 1


def test_too_many_scenes_are_refused():
    text = "thalweg = 1\n" + "[[scene]]\n" * (MAX_SCENES + 1)
    (sentence, *others) = refused(text)
    assert "scene:" in sentence
    assert others == []


def test_a_second_lane_has_the_parameters_of_the_first_where_it_says_nothing():
    text = HEAD + "params = { condition_number = 30 }\nbeside = { params = { condition_number = 30, seed = 3 } }"
    (scene,) = read_text(text).scenes
    assert scene.beside.params == {"condition_number": 30.0, "seed": 3}
    other = HEAD + 'params = { condition_number = 30 }\nbeside = { target = "noise/valley", params = { seed = 3 } }'
    assert read_text(other).scenes[0].beside.params == {"seed": 3}
    assert "beside" not in refused(HEAD + 'beside = { target = "noise/valey" }')[0]


@pytest.fixture
def weights(tmp_path):
    (tmp_path / "below").mkdir()
    values = np.zeros(1210)
    np.save(tmp_path / "w.npy", values)
    np.save(tmp_path / "below" / "w.npy", values)
    (tmp_path / "talk").mkdir()
    np.save(tmp_path / "talk" / "w.npy", values)
    os.symlink(tmp_path / "w.npy", tmp_path / "talk" / "link.npy")
    os.symlink(tmp_path / "below", tmp_path / "talk" / "linked")
    os.mkfifo(tmp_path / "talk" / "pipe.npy")
    with open(tmp_path / "talk" / "large.npy", "wb") as file:
        file.truncate(MAX_BYTES + 1)
    return tmp_path / "talk" / "talk.toml"


def named(name):
    return f"thalweg = 1\n[[scene]]\ntarget = \"network/learn\"\nparams = {{ weights = '{name}' }}\n"


def test_a_file_in_the_folder_of_the_scene_file_may_be_named(weights):
    (scene,) = read_text(named("w.npy"), weights).scenes
    assert scene.params == {"weights": str(weights.parent / "w.npy")}
    assert scene.full_params().weights == str(weights.parent / "w.npy")


@pytest.mark.parametrize(
    "name",
    ["../w.npy", "../below/w.npy", "link.npy", "linked/w.npy", "pipe.npy", "large.npy", "none.npy", ".", "/dev/zero",
     "//host/share/w.npy", "C:\\\\w.npy", "file:///w.npy", "a\\\\w.npy"],
)  # fmt: skip
def test_no_other_file_may_be_named(weights, name):
    (sentence,) = refused(named(name), weights)
    assert sentence.startswith("line 4, scene 1: weights: ")
    assert "in the folder of the scene file" in sentence


@pytest.mark.parametrize("name", ["folder.toml", "none.toml", "pipe.toml", "large.toml", "null\0.toml", ""])
def test_what_is_no_readable_file_has_one_sentence(tmp_path, name):
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    with open(tmp_path / "large.toml", "wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(SceneFileError) as raised:
        load(f"{tmp_path}/{name}")
    assert len(raised.value.problems) == 1


def test_a_file_is_loaded_from_its_path(tmp_path):
    (tmp_path / "talk.toml").write_text(HEAD, encoding="utf-8")
    assert [scene.target for scene in load(tmp_path / "talk.toml").scenes] == ["conditioning/zigzag"]


GOOD = (
    """thalweg = 1
title = { en = "Why", zh = "为什么" }
[[scene]]
id = "ten-steps"
target = "conditioning/zigzag"
params = { condition_number = 10, optimizers = ["gradient_descent"], start = [1, 2] }
beside = { params = { condition_number = 1 } }
look = { theme = "projector", zoom = [2, 0.1, 0] }
play = { duration = 8, from = 0, to = 8, at = "last" }
notes = \"\"\"Say
this.\"\"\"
[[scene]]
target = "network/batch"
params = { hidden = [8, 4], batch_sizes = [1, 8] }
[scene.look]
type = "hall"
[[scene.builds]]
at = 2
"""
).encode()


def damaged(content, rng):
    """Return a text with a few parts removed, repeated, exchanged or overwritten."""
    found = bytearray(content)
    for _ in range(rng.randint(1, 5)):
        start = rng.randrange(len(found))
        end = min(len(found), start + rng.choice([1, 2, 5, 30]))
        part = bytes(found[start:end])
        found[start:end] = rng.choice([
            b"", part * rng.choice([2, 3, 2000]), bytes(rng.randrange(256) for _ in part),
            rng.choice([b"[", b"{", b'"', b"nan", b"1e999", b"\n", b"= ", b"[[scene]]\n", b"2026-01-01", b"true"]),
        ])  # fmt: skip
    return bytes(found)


def test_damaged_files_are_read_or_refused():
    rng, refused_files = random.Random(17), list[SceneFileError]()
    assert len(read(GOOD, Path("talk.toml")).scenes) == 2
    for _ in range(600):
        try:
            read(damaged(GOOD, rng), Path("talk.toml"))
        except SceneFileError as error:
            refused_files.append(error)
    assert len(refused_files) > 400
    assert all(error.problems for error in refused_files)
    assert all(len(problem.message) < 5000 for error in refused_files for problem in error.problems)
