"""Invalid input: exit code 2 or 1, all problems at once, the closest name, and no file left."""

import os

import pytest

from core.obstacles import OBSTACLES

OBSTACLE_KEYS = ", ".join(obstacle.key for obstacle in OBSTACLES)
RENDER = ("render", "conditioning/zigzag", "-o", "x.png")


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


KAPPA = "condition_number: '{}' was given; allowed: a number from 1 to 10000."


@pytest.mark.parametrize("command", [("data", "conditioning/zigzag"), RENDER])
@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (["condition_number=0.5"], [KAPPA.format("0.5")]),
        (["condition_number=abc"], [KAPPA.format("abc")]),
        (["condition_number=nan"], [KAPPA.format("nan")]),
        (["condition_number=1e400"], [KAPPA.format("1e400")]),
        (["condition_number=0", "seed=x"], [KAPPA.format("0"), "seed: 'x' was given; allowed: a whole number"]),
        (["conditon_number=5"], ["NAME: 'conditon_number' was given; allowed: one of condition_number, "]),
        (["condition_number"], ["--set: 'condition_number' was given; allowed: NAME=VALUE."]),
        (["seed=1", "seed=2"], ["seed: '1', then '2' was given; allowed: one value."]),
        (["optimizers=newton,adm"], ["optimizers: 'newton,adm' was given; allowed: a list of gradient_descent, "]),
        (["seed", "seed=1", "seed=2", "sed=3"], ["NAME: 'sed'", "--set: 'seed'", "seed: '1', then '2'"]),
    ],
)
def test_every_invalid_setting_is_reported(thalweg, command, settings, expected):
    code, out, err = thalweg(*command, *(part for setting in settings for part in ("--set", setting)))
    assert (code, out, os.listdir()) == (2, "", [])
    for line, beginning in zip(err.splitlines(), expected, strict=True):
        assert line.startswith(beginning)


@pytest.mark.parametrize(
    ("setting", "closest"), [("conditon_number=5", "condition_number"), ("optimizers=newton,adm", "adam")]
)
def test_the_closest_name_is_suggested(thalweg, setting, closest):
    assert thalweg("data", "conditioning", "--set", setting)[2].endswith(f"Did you mean {closest}?\n")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--size", "0x0"), "--size: '0x0' was given; allowed: WIDTHxHEIGHT from 640x360 to 7680x4320."),
        (("--size", "100000x100000"), "--size: '100000x100000' was given"),
        (("--size", "16x15"), "--size: '16x15' was given"),
        (("--size", "1920"), "--size: '1920' was given"),
        (("--at", "8.1"), "--at: '8.1' was given; allowed: first, last or seconds from 0 to 8."),
        (("--at", "3", "--duration", "2"), "--at: '3' was given; allowed: first, last or seconds from 0 to 2."),
        (("--at", "nan"), "--at: 'nan' was given"),
        (("--at", "-1"), "--at: '-1' was given"),
        (("--at", "frist"), "Did you mean first?"),
        (("--fps", "0"), "--fps: '0' was given; allowed: a number from 1 to 240."),
        (("--fps", "nan"), "--fps: 'nan' was given"),
        (("--duration", "inf"), "--duration: 'inf' was given; allowed: seconds from 0.1 to 3600."),
        (("--theme", "drak"), "--theme: 'drak' was given; allowed: one of light, dark, projector. Did you mean dark?"),
        (("--type", "hal"), "--type: 'hal' was given; allowed: one of desk, hall. Did you mean hall?"),
        (
            ("-o", "x.bmp"),
            "-o: 'x.bmp' was given; allowed: .png, .svg, .pdf for a still, .mp4, .webm, .gif, .apng, .webp for a film, "
            "/ for a PNG sequence.",
        ),
        (("-o", "x"), "-o: 'x' was given"),
        (("-o", "x.mp4", "--at", "1"), "--at: '1' was given; allowed: with a still only"),
        (("-o", "x/", "--at", "1"), "--at: '1' was given; allowed: with a still only"),
        (("--from", "1"), "--from: '1' was given; allowed: with a film only, as -o FILE.mp4."),
        (("-o", "x.pdf", "--to", "1"), "--to: '1' was given; allowed: with a film only, as -o FILE.mp4."),
        (("-o", "x.gif", "--from", "8.5"), "--from: '8.5' was given; allowed: seconds from 0 to 8."),
        (("-o", "x.gif", "--from", "8"), "--from: '8' was given; allowed: seconds below 8."),
        (("-o", "x.gif", "--from", "3", "--to", "3"), "--to: '3' was given; allowed: seconds above 3."),
        (("-o", "x.gif", "--to", "0"), "--to: '0' was given; allowed: seconds above 0."),
        (("-o", "x.gif", "--to", "nan"), "--to: 'nan' was given; allowed: seconds from 0 to 8."),
        (
            ("-o", "x.mp4", "--transparent"),
            "--transparent: '.mp4' was given; allowed: with .png, .svg, .pdf, .webm, .apng, .webp and PNG sequences "
            "only.",
        ),
        (("-o", "x.gif", "--transparent"), "--transparent: '.gif' was given"),
        (
            ("-o", "x.svg", "--text", "outline"),
            "--text: 'outline' was given; allowed: one of text, outlines. Did you mean outlines?",
        ),
        (
            ("-o", "x.mp4", "--quality", "smal"),
            "--quality: 'smal' was given; allowed: one of fast, standard, small. Did you mean small?",
        ),
        (("-o", "x.webm", "--quality", "small"), "--quality: 'small' was given; allowed: with .mp4 only."),
        (
            ("-o", "x.gif", "--loop", "-1"),
            "--loop: '-1' was given; allowed: forever, or a whole number from 0 to 65535.",
        ),
        (("-o", "x.gif", "--loop", "65536"), "--loop: '65536' was given"),
        (("-o", "x.gif", "--loop", "1.5"), "--loop: '1.5' was given"),
        (("-o", "x.gif", "--loop", "forevr"), "Did you mean forever?"),
        (("-o", "x.mp4", "--loop", "2"), "--loop: '2' was given; allowed: with .gif, .apng, .webp only."),
        (("--dpi", "35.9"), "--dpi: '35.9' was given; allowed: a number from 36 to 1200."),
        (("--dpi", "1201"), "--dpi: '1201' was given"),
        (("-o", "x.svg", "--dpi", "300"), "--dpi: '300' was given; allowed: with .png and PNG sequences only."),
        (("-o", "x.pdf", "--text", "outlines"), "--text: 'outlines' was given; allowed: with .svg only."),
    ],
)
def test_invalid_options_of_render_are_refused(thalweg, arguments, expected):
    code, out, err = thalweg(*RENDER, *arguments)
    assert (code, out, os.listdir()) == (2, "", [])
    assert expected in err
    assert len(err.splitlines()) == 1


def test_problems_of_options_and_settings_are_reported_together(thalweg):
    code, _, err = thalweg(*RENDER, "--size", "1x1", "--fps", "x", "--set", "seed=-1", "--theme", "blue")
    assert code == 2
    assert [line.partition(":")[0] for line in err.splitlines()] == ["seed", "--size", "--fps", "--theme"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ("data", "conditionin"),
            "TARGET: 'conditionin' was given; allowed: a scene FILE.toml or FILE.toml#ID, or ",
        ),
        (("data", "conditionin"), "Did you mean conditioning?"),
        (("data", "conditioning/zagzig"), "Did you mean conditioning/zigzag?"),
        (("data", "conditioning/"), "TARGET: 'conditioning/' was given"),
        (("render", "", "-o", "x.png"), "TARGET: '' was given"),
        (("params", "nose"), f"OBSTACLE: 'nose' was given; allowed: one of {OBSTACLE_KEYS}. Did you mean noise?"),
        (("params", "conditionin"), "Did you mean conditioning?"),
        (("params", "talk.toml"), "OBSTACLE: 'talk.toml' was given"),
        (("rendr", "conditioning", "-o", "x.png"), "Did you mean render?"),
        (("conditoning",), "Did you mean conditioning?"),
        (("data", "conditioning", "--format", "yaml"), "--format: 'yaml' was given; allowed: one of json, csv, npz."),
        (("data", "conditioning", "-o", "x.txt"), "-o: 'x.txt' was given; allowed: .json for JSON, .csv for a table"),
        (("params", "conditioning", "--format", "csv"), "--format: 'csv' was given; allowed: one of text, json."),
        (
            ("data", "conditioning", "--fromat", "csv"),
            "OPTION: '--fromat' was given; allowed: one of --set, --format, -o, --help. Did you mean --format?",
        ),
        (("--foo",), "OPTION: '--foo' was given; allowed: one of --version, --no-cache, --help."),
        (("data", "conditioning", "--set", "seed", "1"), "ARGUMENT: '1' was given; allowed: nothing more."),
        (("conditioning", "law"), "ARGUMENT: 'law' was given; allowed: nothing more."),
        (("data",), "TARGET: nothing was given; allowed: a scene FILE.toml or FILE.toml#ID, or "),
        (("params",), f"OBSTACLE: nothing was given; allowed: one of {OBSTACLE_KEYS}."),
        (("gallery",), "DIR: nothing was given; allowed: a folder, new or not."),
        (("render", "conditioning"), "-o: nothing was given; allowed: FILE with one of .png, "),
        (("render", "conditioning", "-o"), "-o: nothing was given; allowed: FILE with one of .png, "),
        (("data", "conditioning", "-o"), "-o: nothing was given; allowed: FILE."),
        (("data", "conditioning", "--set"), "--set: nothing was given; allowed: NAME=VALUE."),
        (("render", "conditioning", "--theme"), "--theme: nothing was given; allowed: light|dark|projector."),
        ((*RENDER, "--transparent=yes"), "--transparent: a value was given; allowed: no value."),
    ],
)
def test_usage_errors_are_reported_like_invalid_values(thalweg, arguments, expected):
    code, out, err = thalweg(*arguments)
    assert (code, out, os.listdir()) == (2, "", [])
    assert expected in err
    assert len(err.splitlines()) == 1
    assert " was given; allowed: " in err


@pytest.mark.parametrize(
    "command",
    [
        ("data", "conditioning", "-o", "{}.csv"),
        ("render", "conditioning", "-o", "{}.png"),
        ("render", "conditioning", "-o", "{}.mp4"),
        ("render", "conditioning", "-o", "{}.svg"),
        ("render", "conditioning", "-o", "{}.gif"),
    ],
)
@pytest.mark.parametrize(
    ("place", "expected"),
    [("missing/x", "there is no folder"), ("folder", "it is a folder"), ("file/x", "there is no folder")],
)
def test_an_output_that_cannot_be_written_is_refused_before_the_run(thalweg, monkeypatch, command, place, expected):
    with open("file", "w"):
        pass
    for suffix in (".csv", ".png", ".mp4", ".svg", ".gif"):
        os.mkdir(f"folder{suffix}")
    before = sorted(os.listdir())
    for module in ("gui.cli.commands", "gui.cli.pictures"):
        monkeypatch.setattr(f"{module}.run_with_progress", None)
    code, out, err = thalweg(*(part.format(place) for part in command))
    assert (code, out, sorted(os.listdir())) == (1, "", before)
    assert expected in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("target", "expected"),
    [("full/", "the folder is not empty"), ("file/", "it is not a folder"), ("missing/x/", "there is no folder")],
)
def test_an_unusable_output_folder_is_refused_before_the_run(thalweg, monkeypatch, target, expected):
    os.mkdir("full")
    for name in ("full/note", "file"):
        with open(name, "w"):
            pass
    monkeypatch.setattr("gui.cli.pictures.run_with_progress", None)
    code, out, err = thalweg("render", "conditioning", "-o", target)
    assert (code, out, sorted(os.listdir()), os.listdir("full")) == (1, "", ["file", "full"], ["note"])
    assert expected in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("command", [("data", "conditioning", "-o", "x.csv"), RENDER])
def test_a_folder_without_write_permission_is_refused(thalweg, monkeypatch, command):
    def refuse(path, flags, *arguments):
        if ".part" in str(path):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *arguments)

    real = os.open
    monkeypatch.setattr(os, "open", refuse)
    code, _, err = thalweg(*command)
    assert code == 1
    assert err == f"{command[-1]} cannot be written: its folder refuses new files (Permission denied).\n"


def test_a_gallery_cannot_be_written_to_a_file(thalweg):
    with open("file", "w"):
        pass
    assert thalweg("gallery", "file") == (1, "", "file cannot be used: it is not a folder.\n")
