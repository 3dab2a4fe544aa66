"""The command `cache`, and which commands use the cache."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from short_films import short_plan

from core.cache import MAX_BYTES, default_folder
from gui.cli import pictures

ROOT = Path(__file__).parents[3]
RENDER = ("render", "conditioning/zigzag", "--size", "640x360")
pytestmark = pytest.mark.usefixtures("zigzag_runs")


def files():
    return [file.path.name for file in default_folder().files()]


def test_a_picture_is_the_same_from_the_cache(thalweg, tmp_path, zigzag_runs):
    paths = [tmp_path / "first.png", tmp_path / "second.png"]
    for path in paths:
        assert thalweg(*RENDER, "-o", path) == (0, f"{path}\n", "")
    assert len(zigzag_runs) == len(files()) == 1
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_film_and_a_still_share_a_result(thalweg, tmp_path, zigzag_runs):
    assert thalweg(*RENDER, "-o", tmp_path / "a.png")[0] == 0
    assert thalweg(*RENDER, "--fps", "5", "--duration", "0.4", "-o", tmp_path / "a.mp4")[0] == 0
    assert thalweg(*RENDER, "--theme", "dark", "--set", "condition_number=4", "-o", tmp_path / "b.png")[0] == 0
    assert len(zigzag_runs) == len(files()) == 2


@pytest.mark.parametrize("arguments", [(*RENDER, "--no-cache"), ("--no-cache", *RENDER)])
def test_without_the_cache_nothing_is_read_or_kept(thalweg, tmp_path, zigzag_runs, arguments):
    for _ in range(2):
        assert thalweg(*arguments, "-o", tmp_path / "a.png")[0] == 0
    assert len(zigzag_runs) == 2
    assert files() == []
    assert thalweg(*RENDER, "-o", tmp_path / "a.png")[0] == 0
    assert thalweg(*arguments, "-o", tmp_path / "a.png")[0] == 0
    assert len(zigzag_runs) == 4


def test_data_never_uses_the_cache(thalweg, zigzag_runs):
    for _ in range(2):
        assert thalweg("data", "conditioning/zigzag")[0] == 0
    assert len(zigzag_runs) == 2
    assert files() == []


@pytest.mark.parametrize(
    ("arguments", "count"), [(("gallery",), 1), (("gallery", "--no-cache"), 2), (("--no-cache", "gallery"), 2)]
)
def test_a_gallery_computes_once_for_a_still_and_a_film(thalweg, tmp_path, zigzag_runs, monkeypatch, arguments, count):
    monkeypatch.setattr(pictures, "TARGETS", ("conditioning/zigzag",))
    monkeypatch.setattr(pictures, "Plan", partial(short_plan(5, 0.4), width=640, height=360))
    assert thalweg(*arguments, tmp_path / "gallery")[0] == 0
    assert len(zigzag_runs) == count


@pytest.mark.parametrize(
    ("arguments", "target", "cached"),
    [
        ((), None, True),
        (("--no-cache",), None, False),
        (("noise/cloud",), "noise/cloud", True),
        (("noise/cloud", "--no-cache"), "noise/cloud", False),
        (("--no-cache", "noise/cloud"), "noise/cloud", False),
    ],
)
def test_the_window_has_the_cache_unless_told_otherwise(thalweg, opened, arguments, target, cached):
    assert thalweg(*arguments)[0] == 0
    ((shown, cache, scenes),) = opened
    assert (shown, cache is not None, scenes) == (target, cached, ())


def test_info_tells_the_folder_the_number_the_size_and_the_limit(thalweg, tmp_path):
    folder = default_folder().path
    assert thalweg("cache", "info") == (0, f"folder: {folder}\nresults: 0\nbytes: 0\nlimit: {MAX_BYTES}\n", "")
    for kappa in (3, 4):
        thalweg(*RENDER, "--set", f"condition_number={kappa}", "-o", tmp_path / "a.png")
    (folder / ".begun.part.npz").write_bytes(bytes(10))
    size = sum(path.stat().st_size for path in folder.iterdir())
    out = thalweg("cache", "info")[1]
    assert out == f"folder: {folder}\nresults: 2\nbytes: {size}\nlimit: {MAX_BYTES}\n"


def test_clear_removes_all_results_and_says_how_many(thalweg, tmp_path):
    for kappa in (3, 4):
        thalweg(*RENDER, "--set", f"condition_number={kappa}", "-o", tmp_path / "a.png")
    assert thalweg("cache", "clear") == (0, "2 results removed.\n", "")
    assert files() == []
    assert thalweg("cache", "clear") == (0, "0 results removed.\n", "")
    thalweg(*RENDER, "-o", tmp_path / "a.png")
    assert thalweg("cache", "clear") == (0, "1 result removed.\n", "")


def test_what_cannot_be_removed_is_told_in_one_sentence(thalweg, tmp_path, monkeypatch):
    thalweg(*RENDER, "-o", tmp_path / "a.png")

    def refuse(path, *, missing_ok=False):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    code, out, err = thalweg("cache", "clear")
    assert (code, out) == (1, "")
    assert err == f"Not all of {default_folder().path} could be removed: Permission denied.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("cache",), "info|clear: nothing was given; allowed: one of info, clear.\n"),
        (("cache", "claer"), "info|clear: 'claer' was given; allowed: one of info, clear. Did you mean clear?\n"),
        (("cache", "info", "all"), "ARGUMENT: 'all' was given; allowed: nothing more.\n"),
    ],
)
def test_another_action_is_refused(thalweg, arguments, sentence):
    assert thalweg(*arguments) == (2, "", sentence)


def test_the_command_needs_no_qt():
    code = """
import sys
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None  # an import of it now fails
sys.argv[1:] = ["cache", "info"]
from gui.cli import main
sys.exit(main())
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "results: 0\n" in done.stdout
