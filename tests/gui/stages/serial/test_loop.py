"""The loop: clocks that run as long as steps times seconds, and workers that change none of them."""

import math
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QPointF

from core.experiment import rescaled
from core.obstacles.serial.loop import METHODS
from core.obstacles.serial.timing import Timing
from core.params import make, mapping
from gui.picture.view import View
from gui.stages.serial.durations import duration, time_ticks
from gui.style.theme import DESK, HALL

ADDRESS = "serial/loop"
TOLD = {"python": 2.3e-7, "numpy": 3e-6, "numba": None, "digits": 1.26e-3}


def timed(result, **seconds):
    """The result, as if a step took so long in each way; None where it is not measured."""
    timings = {way: each and Timing(each, each, each) for way, each in (TOLD | seconds).items()}
    return replace(result, timings=timings, machine=result.machine._replace(date="2026-01-31 12:00 UTC"))


@pytest.fixture
def result(result_of):
    return timed(result_of(ADDRESS))


def with_params(**values):
    return lambda result: rescaled(result, make(type(result.params), mapping(result.params) | values))


CHANGES = [
    ("title", "0.39 s", lambda result: timed(result, python=1.3e-7)),
    ("axis_title", "130 ns per step in Python, measured", lambda result: timed(result, python=1.3e-7)),
    ("title", "83 min", lambda result: timed(result, digits=1.66e-3)),
    ("axis_title", "1.7 ms per step, measured", lambda result: timed(result, digits=1.66e-3)),
    ("hero", "17.4 days", with_params(step_seconds=0.5)),
    ("axis_title", "0.5 s per step, assumed", with_params(step_seconds=0.5)),
    ("caption", "17.4 days", with_params(step_seconds=0.5)),
    ("caption", "1\u2009000\u2009000 steps", with_params(iterations=1_000_000)),
    ("code", "range(1_000_000)", with_params(iterations=1_000_000)),
    ("label", "1\u2009000\u2009000 of 1\u2009000\u2009000 steps done", with_params(iterations=1_000_000)),
    ("label", "still 1\u2009000\u2009000 sequential steps", with_params(iterations=1_000_000)),
    ("caveat", "numpy: 15 s", lambda result: timed(result, numpy=5e-6)),
    ("caveat", "2027-02-03", lambda result: replace(result, machine=result.machine._replace(date="2027-02-03 12:00"))),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_loop_quotes_its_result(role, words, change, result, check_quote):
    check_quote(ADDRESS, result, change(result), role, words)


def test_three_clocks_at_the_end_of_three_million_steps(result, texts_of):
    words = texts_of(ADDRESS, result)
    assert {"0.69 s", "63 min"} < set(words["title"])
    assert words["hero"] == ["10.4 days"]
    assert words["caption"] == ["3\u2009000\u2009000 steps, one after another, take your model 10.4 days."]
    assert words["caveat"] == ["Measured on this machine, 2026-01-31; your step is assumed. The toy in numpy: 9 s."]


def test_clocks_run_with_the_position_and_one_worker_works(result, texts_of):
    words = texts_of(ADDRESS, result, 250.7)
    assert words["hero"] == ["2.6 days"]
    assert {"0.17 s", "16 min"} <= set(words["title"])
    assert "1 working, 999 waiting" in words["title"]
    assert "750\u2009000 of 3\u2009000\u2009000 steps done" in words["label"]


@pytest.mark.parametrize("position", [0.0, 1.0, 500.0, 1000.0])
def test_more_workers_leave_the_number_of_sequential_steps_unchanged(position, result, texts_of):
    assert "1000 workers: still 3\u2009000\u2009000 sequential steps" in texts_of(ADDRESS, result, position)["label"]


MISSING = [dict.fromkeys(METHODS), {"digits": None}, {"python": None, "digits": None}]


@pytest.mark.parametrize("missing", MISSING)
def test_what_is_not_measured_yet_says_so_and_the_assumed_clock_runs(missing, result, texts_of):
    words = texts_of(ADDRESS, replace(timed(result, **missing), complete=False), 500.0)
    clocks = [clock for clock in ("python", "digits") if clock in missing]
    assert words["axis_title"].count("measuring…") == len(clocks)
    assert words["title"].count("…") == len(clocks)
    assert words["hero"] == ["5.21 days"]
    assert words["caveat"] == ["Measuring on this machine… Your step is assumed."]


@pytest.mark.parametrize("type_size", [DESK, HALL])
@pytest.mark.parametrize("missing", MISSING)
@pytest.mark.parametrize("size", [(1280, 720), (1000, 616), (640, 360)])
def test_texts_do_not_overlap_while_times_are_missing(missing, size, type_size, result, open_stage):
    stage = open_stage(
        ADDRESS, replace(timed(result, **missing), complete=False), 300.0, View(*size, type_size=type_size)
    )
    inked = [(t.text, t.ink_rect) for t in stage.texts()]
    assert [(a, b) for (a, first), (b, other) in combinations(inked, 2) if first.intersects(other)] == []


def test_every_point_ends_where_its_track_does(result, open_stage):
    stage = open_stage(ADDRESS, result)
    tracks = [points for _, points in stage._tracks.lines]
    assert len(stage._points) == len(tracks) == 3
    for point, track in zip(stage._points.values(), tracks, strict=True):
        assert point.points[0] == pytest.approx(track[1])
    stage.show(result, 0.0)
    for point, track in zip(stage._points.values(), tracks, strict=True):
        assert point.points[0] == pytest.approx(track[0])


def test_only_what_is_assumed_has_a_hollow_point(result, open_stage):
    points = open_stage(ADDRESS, result)._points
    assert {clock: dots._style.series.hollow for clock, dots in points.items()} == {
        "python": False,
        "digits": False,
        "yours": True,
    }


@pytest.mark.parametrize("type_size", [DESK, HALL])
@pytest.mark.parametrize("mark", [0, 1, 37, 500, 999, 1000])
def test_exactly_one_worker_is_marked(mark, type_size, result, open_stage, painted):
    stage = open_stage(ADDRESS, result, float(mark), View(1920, 1080, type_size=type_size))
    image, theme, block, columns = painted(stage), stage.view.theme, stage._block, stage._columns
    half = 0.35 * (block.point(1, 0).x() - block.point(0, 0).x())
    colors = []
    for k in range(1000):
        at = block.point(k % columns, -(k // columns)) + QPointF(half, half)
        colors.append(image.pixelColor(at.toPoint()).name())
    working = max(mark - 1, 0)
    assert colors[working] == theme.focus.lower()
    beside = {working + row * columns + side for row in (-1, 0, 1) for side in (-1, 0, 1)}
    assert {color for k, color in enumerate(colors) if k not in beside} == {theme.contour.lower()}


@pytest.mark.parametrize(
    ("seconds", "digits", "told"),
    [
        (0.0, 2, "0 s"),
        (1.7e-7, 2, "170 ns"),
        (9.99e-7, 2, "1 µs"),
        (3.1e-6, 2, "3.1 µs"),
        (1.24e-3, 2, "1.2 ms"),
        (0.51, 2, "0.51 s"),
        (119.9, 2, "2 min"),
        (3730.0, 2, "62 min"),
        (9e5, 3, "10.4 days"),
        (86_400.0, 3, "24 h"),
        (8.64e13, 3, "2.74 × 10⁶ years"),
    ],
)
def test_durations_have_a_fitting_unit(seconds, digits, told):
    assert duration(seconds, digits) == told


@pytest.mark.parametrize("decades", [3.0, 4.5, 8.0, 16.0])
@pytest.mark.parametrize("low", [1e-9, 1.4e-7, 3e-3, 140.0, 5e4])
def test_an_axis_of_times_has_three_to_five_marks(low, decades):
    found = time_ticks(low, low * 10.0**decades, 5)
    assert 3 <= len(found) <= 5
    places = [at for at, _ in found]
    assert places == sorted(places)
    assert math.log10(low) <= places[0]
    assert places[-1] <= math.log10(low) + decades


@pytest.mark.parametrize("type_size", [DESK, HALL])
@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (640, 360)])
def test_workers_are_separate_squares_in_a_small_picture(size, type_size, result, open_stage):
    stage = open_stage(ADDRESS, result, 300.0, View(*size, type_size=type_size))
    block = stage._block
    assert block.point(1, 0).x() - block.point(0, 0).x() >= 2.0
    assert block.rect.bottom() < stage._steps_label.rect.bottom() < stage.caption.rect.top()
    assert any("working" in text.text for text in stage.texts())


@pytest.mark.parametrize("type_size", [DESK, HALL])
@pytest.mark.parametrize("steps", [1, 3_000_000, 1_000_000_000])
@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1000, 616), (640, 360)])
def test_the_program_text_ends_before_the_clocks(size, steps, type_size, result, open_stage):
    stage = open_stage(ADDRESS, with_params(iterations=steps)(result), view=View(*size, type_size=type_size))
    lines = [text for text in stage.texts() if text.text.startswith(("for step", "    "))]
    clocks = [text for text in stage.texts() if "measured" in text.text and "per step" in text.text]
    assert all(line.rect.right() < clock.rect.left() for line in lines for clock in clocks)
    if (size, type_size) == ((1920, 1080), DESK):
        assert f"for step in range({steps:_}):" in {line.text for line in lines}


def test_with_large_text_the_workers_have_the_place_of_the_note(result, open_stage):
    for type_size, said in ((DESK, True), (HALL, False)):
        stage = open_stage(ADDRESS, result, view=View(1280, 720, type_size=type_size))
        assert any(text.text.startswith("Each line needs the one before") for text in stage.texts()) is said
        assert all(label.isVisible() for label in stage._code)
