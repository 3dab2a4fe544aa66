"""Scene files on the command line: written, checked, computed and drawn."""

import json
import os
from pathlib import Path

import pytest

from core.scene_reading import load
from gui.cli import scene_folder

ZIGZAG = "conditioning/zigzag"
TALK = """thalweg = 1
title = "Talk"

[[scene]]
id = "ten"
target = "conditioning/zigzag"
params = { condition_number = 4 }
look = { theme = "dark", caption = false }

[[scene]]
id = "card"
kind = "card"
text = "Hello."

[[scene]]
title = "The law"
target = "conditioning/race"
params = { condition_number = 4 }
play = { at = "first" }
"""
SIZE = ("--size", "640x360")


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def talk():
    Path("talk.toml").write_text(TALK, encoding="utf-8")
    return "talk.toml"


def read(path):
    return Path(path).read_bytes()


def test_scene_writes_what_differs_from_the_defaults(thalweg):
    options = ("--set", "condition_number=30", "--theme", "projector", "--type", "hall", "--no-caption", "--stretch",
               "--zoom", "2,0.1,-0.5", "--reveal", "--duration", "12", "--from", "1", "--to", "5",
               "--at", "first", "--title", "Ten steps", "--beside", "condition_number=10")  # fmt: skip
    assert thalweg("scene", ZIGZAG, *options, "-o", "a.toml") == (0, "a.toml\n", "")
    _, _, scene = Path("a.toml").read_text().partition("[[scene]]\n")
    assert (
        scene
        == """id = "ten-steps"
title = "Ten steps"
target = "conditioning/zigzag"
params = { condition_number = 30 }
beside = { params = { condition_number = 10 } }
look = { theme = "projector", type = "hall", caption = false, stretch = true, zoom = [2, 0.1, -0.5], reveal = true }
play = { duration = 12, from = 1, to = 5, at = "first" }
"""
    )
    assert thalweg("scene", "a.toml", "--set", "condition_number=10", "--narrate", "0", "-o", "b.toml")[0] == 0
    assert load("b.toml").scenes[0].look.narration == 0
    assert load("b.toml").scenes[0].full_params().condition_number == 10


def test_a_picture_of_a_scene_is_that_of_the_same_options(thalweg):
    options = ("--set", "condition_number=30", "--theme", "dark", "--stretch", "--zoom", "2,0.1,0", "--narrate", "1")
    at = ("--at", "2", "--duration", "5")
    assert thalweg("render", ZIGZAG, *options, *at, *SIZE, "-o", "a.png")[0] == 0
    assert thalweg("scene", ZIGZAG, *options, *at, "-o", "a.toml")[0] == 0
    os.mkdir("elsewhere")
    os.chdir("elsewhere")
    assert thalweg("render", "../a.toml", *SIZE, "-o", "b.png")[0] == 0
    assert read("b.png") == read("../a.png")
    assert thalweg("render", "../a.toml", *SIZE, "--theme", "light", "-o", "c.png")[0] == 0
    assert read("c.png") != read("b.png")


def test_data_of_a_scene_is_that_of_its_parameters(thalweg, talk):
    code, out, _ = thalweg("data", "talk.toml#ten")
    assert (code, out) == (0, thalweg("data", ZIGZAG, "--set", "condition_number=4")[1])
    assert thalweg("data", "talk.toml#ten", "--set", "condition_number=10")[1] == thalweg("data", ZIGZAG)[1]


def test_check_counts_the_scenes_or_says_everything_that_is_wrong(thalweg, talk):
    assert thalweg("check", talk) == (0, "talk.toml: 3 scenes, nothing is wrong.\n", "")
    Path(talk).write_text(TALK.replace("dark", "drak").replace("race", "rcae"), encoding="utf-8")
    code, out, err = thalweg("check", talk)
    assert (code, out) == (2, "")
    assert [line.partition(": ")[0] for line in err.splitlines()] == [
        "talk.toml, line 8, scene 1",
        "talk.toml, line 17, scene 3",
    ]


def test_every_scene_of_a_file_becomes_a_file_in_a_folder(thalweg, talk):
    render = ("render", talk, "--format", "png", *SIZE, "-o", "out/")
    assert thalweg(*render) == (0, "out/ten.png\nout/the-law.png\n", "")
    listed = json.loads(read("out/.thalweg.json"))
    assert sorted(listed) == ["ten.png", "the-law.png"]
    assert (
        thalweg(
            "render", ZIGZAG, "--set", "condition_number=4", "--theme", "dark", "--no-caption", *SIZE, "-o", "x.png"
        )[0]
        == 0
    )
    assert read("out/ten.png") == read("x.png")

    assert thalweg(*render) == (0, "", "out/ten.png is up to date.\nout/the-law.png is up to date.\n")
    Path(talk).write_text(TALK.replace("dark", "light"), encoding="utf-8")
    assert thalweg(*render) == (0, "out/ten.png\n", "out/the-law.png is up to date.\n")
    os.remove("out/the-law.png")
    assert thalweg(*render)[1] == "out/the-law.png\n"
    assert thalweg(*render, "--set", "seed=7")[1] == "out/ten.png\nout/the-law.png\n"


def test_a_file_that_was_not_made_from_a_scene_is_not_replaced(thalweg, talk):
    os.mkdir("out")
    Path("out/the-law.png").write_bytes(b"mine")
    code, out, err = thalweg("render", talk, "--format", "png", *SIZE, "-o", "out/")
    assert (code, out, err) == (1, "", "out/the-law.png is in the way: it was not made from a scene.\n")
    assert os.listdir("out") == ["the-law.png"]
    assert read("out/the-law.png") == b"mine"


def test_a_damaged_list_counts_as_none(thalweg, talk):
    os.mkdir("out")
    Path("out/.thalweg.json").write_bytes(b"[1")
    assert thalweg("render", talk, "--format", "svg", *SIZE, "-o", "out/")[0] == 0
    assert sorted(json.loads(read("out/.thalweg.json"))) == ["ten.svg", "the-law.svg"]


def test_a_file_whose_writing_was_interrupted_is_made_again(thalweg, talk, monkeypatch):
    def interrupted(*_arguments):
        raise RuntimeError

    render = ("render", "talk.toml#ten", "--format", "png", *SIZE, "-o", "out/")
    assert thalweg(*render)[0] == 0
    Path(talk).write_text(TALK.replace("dark", "light"), encoding="utf-8")
    with monkeypatch.context() as changed:
        changed.setattr(scene_folder, "render_scene", interrupted)
        assert thalweg(*render)[0] == 1
    assert thalweg(*render)[1] == "out/ten.png\n"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("data", "talk.toml"), "TARGET: 'talk.toml' was given; allowed: one scene, as talk.toml#ten."),
        (
            ("render", "talk.toml", "-o", "x.png"),
            "TARGET: 'talk.toml' was given; allowed: one scene, as talk.toml#ten or --format with -o DIR/.",
        ),
        (
            ("data", "talk.toml#tne"),
            "TARGET: 'talk.toml#tne' was given; allowed: one of talk.toml#ten, talk.toml#the-law. "
            "Did you mean talk.toml#ten?",
        ),
        (("data", "talk.toml#card"), "TARGET: 'talk.toml#card' was given; allowed: one of talk.toml#ten, "),
        (("render", "talk.toml", "--format", "bmp", "-o", "x/"), "--format: 'bmp' was given; allowed: one of png, "),
        (("render", "talk.toml", "--format", "png", "-o", "x.png"), "-o: 'x.png' was given; allowed: a folder"),
        (("render", ZIGZAG, "--format", "png", "-o", "x/"), "allowed: with a scene file only."),
        (("render", "talk.toml#ten", "--zoom", "0.5,0,0", "-o", "x.png"), "--zoom: '0.5,0,0' was given"),
        (("render", "talk.toml#ten", "--zoom", "2", "-o", "x.png"), "--zoom: '2' was given"),
        (("render", "talk.toml#ten", "--narrate", "3", "-o", "x.png"), "allowed: one of 0, 1, 2."),
        (("render", "talk.toml#ten", "--set", "sed=1", "-o", "x.png"), "NAME: 'sed' was given"),
        (("render", "none.toml", "-o", "x.png"), "none.toml: the file cannot be read: No such file or directory."),
        (("render", "beside.toml", "-o", "x.png"), "TARGET: 'beside.toml' was given; allowed: scenes without beside"),
        (("scene", ZIGZAG, "-o", "x.txt"), "-o: 'x.txt' was given; allowed: a file with the suffix .toml."),
        (("scene", ZIGZAG, "--beside", "seed=-1", "-o", "x.toml"), "seed: '-1' was given; allowed: a whole number"),
        (("scene", ZIGZAG, "--beside", "sed=1", "-o", "x.toml"), "NAME: 'sed' was given"),
        (("check", "."), "this is not a regular file."),
        (("check",), "FILE: nothing was given"),
    ],
)  # fmt: skip
def test_what_is_refused_is_one_sentence_and_writes_nothing(thalweg, talk, arguments, expected):
    Path("beside.toml").write_text(
        'thalweg = 1\n[[scene]]\ntarget = "conditioning/zigzag"\nbeside = { params = { seed = 1 } }\n', encoding="utf-8"
    )
    code, out, err = thalweg(*arguments)
    assert (code, out, sorted(os.listdir())) == (2, "", ["beside.toml", "talk.toml"])
    assert expected in err
    assert len(err.splitlines()) == 1


def test_a_scene_keeps_its_file_relative_to_its_folder(thalweg, tmp_path):
    import numpy as np

    np.save("w.npy", np.zeros(1210))
    settings = ("--set", f"weights={tmp_path}/w.npy")
    assert thalweg("scene", "network/learn", *settings, "-o", "a.toml")[0] == 0
    assert 'weights = "w.npy"' in Path("a.toml").read_text()
    os.mkdir("other")
    code, _, err = thalweg("scene", "network/learn", *settings, "-o", "other/a.toml")
    assert code == 1
    assert "is not in the folder of the scene file" in err
    assert os.listdir("other") == []


def test_the_window_opens_the_scenes_of_a_file(thalweg, talk, opened):
    assert thalweg(talk)[0] == 0
    assert thalweg("talk.toml#the-law")[0] == 0
    assert thalweg("none.toml")[0] == 2
    assert [(target, [scene.id for scene in scenes]) for target, _, scenes in opened] == [
        ("talk.toml", ["ten", "the-law"]),
        ("talk.toml#the-law", ["the-law"]),
    ]
