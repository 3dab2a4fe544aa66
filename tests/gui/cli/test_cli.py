"""The output of the commands."""

import csv
import io
import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage
from short_films import short_plan

from core.document import program_version
from core.obstacles import OBSTACLES
from core.obstacles.conditioning import CONDITIONING
from core.run import run_to_end
from core.scene import DEFAULT_FILM_SECONDS, Scene
from gui.cli import pictures, reading
from gui.export.formats import FORMATS
from gui.export.plan import Plan
from gui.export.still import picture, png, save_png
from gui.picture.view import View
from gui.stages import STAGES
from gui.style.theme import DARK, HALL, LIGHT, THEMES, TYPE_SIZES

ROOT = Path(__file__).parents[3]
SMALL = ("--size", "640x360")


def result_of(key, **values):
    return run_to_end(CONDITIONING.experiment(key).run(CONDITIONING.params(**values)))


def test_data_prints_the_documented_object_reproducibly(thalweg):
    code, out, err = thalweg("data", "conditioning/zigzag", "--set", "condition_number=4")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert (answer["obstacle"], answer["params"]["condition_number"]) == ("conditioning", 4)
    assert answer["results"]["zigzag"]["steps_to_tolerance"]["gradient_descent"] == 4
    assert thalweg("data", "conditioning/zigzag", "--set", "condition_number=4")[1] == out


def test_data_of_an_obstacle_holds_all_its_experiments(thalweg):
    out = thalweg("data", "conditioning", "--set", "optimizers=newton")[1]
    assert list(json.loads(out)["results"]) == [each.key for each in CONDITIONING.experiments]


@pytest.mark.parametrize("form", ["json", "csv", "npz"])
def test_the_suffix_of_a_file_decides_its_format(thalweg, tmp_path, form):
    path = tmp_path / f"numbers.{form}"
    assert thalweg("data", "conditioning/zigzag", "-o", path) == (0, f"{path}\n", "")
    if form == "json":
        assert json.loads(path.read_bytes())["obstacle"] == "conditioning"
    elif form == "csv":
        header = next(csv.reader(io.StringIO(path.read_text())))
        assert header == ["experiment", "method", "step", "name", "value"]
    else:
        with np.load(path) as stored:
            assert stored["zigzag/start"].tolist() == [10, 1]


def test_a_format_overrides_the_suffix(thalweg, tmp_path):
    thalweg("data", "conditioning/zigzag", "--format", "csv", "-o", tmp_path / "numbers.txt")
    assert (tmp_path / "numbers.txt").read_text().startswith("experiment,method")


def test_npz_is_refused_on_a_terminal(thalweg, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    code, out, err = thalweg("data", "conditioning", "--format", "npz")
    assert (code, out) == (2, "")
    assert err == "--format: 'npz' was given; allowed: on a terminal one of json, csv; npz with -o FILE.\n"


def test_npz_is_written_to_a_pipe():
    code = "import sys; sys.argv[1:] = ['data', 'conditioning/zigzag', '--format', 'npz']; from gui.cli import main; "
    done = subprocess.run(
        [sys.executable, "-c", code + "sys.exit(main())"], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    with np.load(io.BytesIO(done.stdout)) as stored:
        assert stored["zigzag/start"].tolist() == [10, 1]


def test_params_lists_every_field(thalweg):
    code, out, _ = thalweg("params", "conditioning")
    assert code == 0
    assert "condition_number = 10\n    Condition number κ. " in out
    assert "Allowed: a number from 1 to 10000." in out
    fields = json.loads(thalweg("params", "conditioning", "--format", "json")[1])["params"]
    assert [field["name"] for field in fields] == list(CONDITIONING.params.__struct_fields__)
    wanted = {"name", "title", "description", "unit", "scale", "words", "number", "integer", "minimum", "maximum"}
    assert wanted | {"default"} <= set(fields[0])


@pytest.mark.parametrize("command", [(), ("data",), ("render",), ("gallery",), ("params",), ("cache",)])
def test_every_help_gives_an_example(thalweg, command):
    code, out, _ = thalweg(*command, "--help")
    assert code == 0
    assert " ".join(("  thalweg", *command)) in out.partition("Example")[2]


def test_the_help_of_the_cache_names_the_experiments_whose_results_are_kept(thalweg):
    out = " ".join(thalweg("cache", "--help")[1].split())
    *most, last = [each.title for obstacle in OBSTACLES for each in obstacle.experiments if each.cached]
    assert f"Finished results of {', '.join(most)} and {last} are kept" in out


def test_the_version_is_that_of_the_package(thalweg):
    assert thalweg("--version") == (0, f"thalweg {program_version()}\n", "")


@pytest.mark.parametrize(
    "arguments", [["data", "conditioning/zigzag"], ["params", "conditioning"], ["--help"], ["data", "nothing"]]
)
def test_commands_without_pictures_need_no_qt(arguments):
    code = f"""
import sys
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None  # an import of it now fails
sys.argv[1:] = {arguments}
from gui.cli import main
sys.exit(main())
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == (2 if "nothing" in arguments else 0), done.stderr


def test_a_still_has_the_same_bytes_as_an_export_from_the_window(thalweg, tmp_path):
    path = tmp_path / "zigzag.png"
    options = ("--set", "condition_number=4", *SMALL, "--theme", "dark", "--type", "hall")
    assert thalweg("render", "conditioning", *options, "-o", path) == (0, f"{path}\n", "")
    result, view = result_of("zigzag", condition_number=4.0), View(640, 360, DARK, HALL)
    save_png(STAGES["conditioning/zigzag"], result, view, tmp_path / "window.png", result.length)
    assert path.read_bytes() == (tmp_path / "window.png").read_bytes()


@pytest.mark.parametrize(("at", "time"), [("first", 0.0), ("last", 7.9), ("1.5", 1.5), ("8", 7.9)])
def test_a_still_can_be_any_frame_of_the_film(thalweg, tmp_path, at, time):
    path = tmp_path / "zigzag.png"
    assert thalweg("render", "conditioning/zigzag", *SMALL, "--fps", "10", "--at", at, "-o", path)[0] == 0
    factory, result = STAGES["conditioning/zigzag"], result_of("zigzag")
    stage = factory(View(640, 360))
    position = stage.schedule(result, DEFAULT_FILM_SECONDS).position(time)
    stage.close()
    assert path.read_bytes() == png(picture(factory, result, View(640, 360), position))


def test_a_film_is_written_and_its_path_printed(thalweg, tmp_path):
    path = tmp_path / "zigzag.mp4"
    options = ("--size", "641x361", "--fps", "29.97", "--duration", "0.5")
    code, out, err = thalweg("render", "conditioning/zigzag", *options, "-o", path)
    assert (code, out) == (0, f"{path}\n")
    assert err == "The size 641x361 is rounded to 642x362: MP4 has even sizes.\n"
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        assert (stream.frames, stream.width, stream.height) == (15, 642, 362)


@pytest.mark.parametrize("suffix", [form.suffix for form in FORMATS.values()])
def test_every_format_is_written_and_its_path_printed(thalweg, tmp_path, suffix):
    path = f"{tmp_path}/picture{suffix}"
    film = ("--duration", "0.5", "--to", "0.3", "--fps", "10") if FORMATS[suffix].film else ("--at", "0.2")
    assert thalweg("render", "conditioning", "--size", "640x360", *film, "-o", path) == (0, f"{path}\n", "")
    beginnings = {".svg": b"<?xml", ".pdf": b"%PDF", ".gif": b"GIF89a", ".webp": b"RIFF", ".webm": b"\x1aE\xdf\xa3"}
    if suffix == "/":
        assert [file.name for file in sorted(Path(path).iterdir())] == ["000001.png", "000002.png", "000003.png"]
    else:
        assert Path(path).read_bytes().startswith(beginnings.get(suffix, b""))
    assert len(list(tmp_path.iterdir())) == 1


def test_a_gif_with_an_unsupported_rate_prints_its_actual_rate(thalweg, tmp_path):
    path = tmp_path / "zigzag.gif"
    code, out, err = thalweg("render", "conditioning", "--size", "640x360", "--duration", "0.2", "-o", path)
    assert (code, out) == (0, f"{path}\n")
    assert err == "60 frames per second become 50: GIF has 1, 2, 4, 5, 10, 20, 25, 50.\n"


@pytest.mark.parametrize("suffix", [".png", ".apng", ".webp"])
def test_a_background_can_be_transparent(thalweg, tmp_path, suffix):
    path = tmp_path / f"zigzag{suffix}"
    short = () if suffix == ".png" else ("--duration", "0.5", "--fps", "4")
    assert thalweg("render", "conditioning", *SMALL, *short, "--transparent", "-o", path)[0] == 0
    with Image.open(path) as image:
        corners = image.convert("RGBA").getpixel((1, 1)), image.convert("RGBA").getpixel((100, 150))
    assert [corner[3] for corner in corners] == [0, 255]


def test_a_diverged_run_is_rendered(thalweg, tmp_path):
    path = tmp_path / "diverged.png"
    code, _, err = thalweg("render", "conditioning/zigzag", *SMALL, "--set", "learning_rate=90", "-o", path)
    assert (code, err) == (0, "")
    assert not QImage(str(path)).isNull()


@pytest.fixture
def small_gallery(monkeypatch):
    monkeypatch.setattr(pictures, "Plan", partial(short_plan(10, 0.5), width=640, height=360))


@pytest.mark.usefixtures("small_gallery")
def test_a_gallery_has_a_still_and_a_film_of_every_experiment(thalweg, tmp_path):
    code, out, err = thalweg("gallery", tmp_path / "new" / "gallery")
    assert (code, err) == (0, "")
    stems = [address.replace("/", "-") for address in STAGES]
    assert [Path(line).name for line in out.splitlines()] == [
        stem + kind for stem in stems for kind in (".png", ".mp4")
    ]
    assert all(Path(line).stat().st_size for line in out.splitlines())


def test_the_defaults_of_plan_scene_and_view_agree():
    assert tuple(THEMES) == reading.THEMES
    assert tuple(TYPE_SIZES) == reading.TYPE_SIZES
    plan = Plan(Scene(target="conditioning/zigzag"))
    assert plan.scene.look == View().look
    assert View().with_look(plan.scene.look) == View()
    assert (plan.width, plan.height) == (View().width, View().height)


def fail(*_arguments):
    raise ZeroDivisionError("a bug")


def test_a_bug_prints_one_sentence_and_logs_its_traceback(thalweg, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(pictures, "content", fail)
    code, out, err = thalweg("render", "conditioning", *SMALL, "-o", tmp_path / "x.png")
    assert (code, out) == (1, "")
    assert err == (
        f"This could not be done because of ZeroDivisionError: a bug (the log has the details: {tmp_path / 'log'})\n"
    )
    assert "Traceback" in caplog.text
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("small_gallery")
def test_a_gallery_continues_after_a_bug_in_one_picture(thalweg, tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "content", fail)
    monkeypatch.setattr(pictures, "TARGETS", [each for each in pictures.TARGETS if each.startswith("conditioning/")])
    code, out, err = thalweg("gallery", tmp_path / "gallery")
    assert code == 1
    films = [f"{address.replace('/', '-')}.mp4" for address in STAGES if address.startswith("conditioning")]
    assert [Path(line).name for line in out.splitlines()] == films
    assert len(err.splitlines()) == len(films)
    assert "conditioning-zigzag.png could not be drawn because of ZeroDivisionError: a bug" in err


def test_a_run_that_fails_prints_one_sentence(thalweg, monkeypatch, caplog):
    monkeypatch.setattr("gui.cli.commands.run_with_progress", fail)
    code, out, err = thalweg("data", "conditioning")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "ZeroDivisionError: a bug" in err
    assert "Traceback" in caplog.text


def test_bytes_that_are_no_text_are_refused_like_any_bad_value(thalweg):
    code, out, err = thalweg("data", "noise/valley", "--set", "valley=\udcff")
    assert (code, out) == (2, "")
    assert err == "valley: '\\udcff' was given; allowed: a number from 1 to 1000.\n"


def test_control_characters_of_a_path_are_printed_escaped(thalweg, tmp_path):
    code, out, err = thalweg("data", "noise/valley", "-o", f"{tmp_path}/a\x1b[31m\nb/c.json")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "/a\\x1b[31m\\nb/c.json cannot be written: there is no folder" in err


def test_pyqtgraph_uses_the_binding_of_the_program():
    program = "import gui, pyqtgraph; print(pyqtgraph.Qt.QT_LIB)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=os.environ | {"PYQTGRAPH_QT_LIB": "PyQt5"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "PySide6"), done.stderr


@pytest.mark.parametrize(
    ("option", "name", "lined"),
    [([], "a.png", False), (["--progress"], "a.png", True), ([], "a/", True), (["--no-progress"], "a/", False)],
)
def test_films_have_a_line_of_progress_and_stills_do_not_unless_asked(thalweg, tmp_path, option, name, lined):
    film = ("--fps", "1", "--duration", "2") if name.endswith("/") else ()
    code, _, err = thalweg("render", "conditioning/zigzag", *SMALL, *film, *option, "-o", f"{tmp_path}/{name}")
    assert code == 0, err
    bottom = set()
    for path in tmp_path.rglob("*.png"):
        with Image.open(path) as image:
            bottom |= {image.convert("RGB").getpixel((x, 358)) for x in range(640)}
    assert (tuple(bytes.fromhex(LIGHT.focus[1:])) in bottom) is lined
