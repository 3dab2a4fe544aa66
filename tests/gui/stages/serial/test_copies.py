"""Copies: rates in total and per copy, with figures from the result."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from core.experiment import rescaled
from core.params import make, mapping
from gui.picture.view import View
from gui.style.theme import DESK, HALL
from gui.wording.text import number

ADDRESS = "serial/copies"


def spread(middle):
    return np.column_stack([0.9 * middle, middle, 1.1 * middle])


def numpy_seconds(copies):
    """Seconds per step of all copies: 3 µs for calls, 2 ns per copy, and 10 ns more per copy above 300 000."""
    return spread(3e-6 + 2e-9 * copies + 1e-8 * np.maximum(copies - 3e5, 0))


@pytest.fixture
def result(result_of):
    """Made-up times, which are the same in every run."""
    result = result_of(ADDRESS)
    return replace(result, step_seconds={"numpy": numpy_seconds(result.copies)})


def with_numba(result):
    return replace(result, step_seconds={**result.step_seconds, "numba": spread(6e-9 + 4e-10 * result.copies)})


def part(result, count):
    seconds = {way: each[:count] for way, each in result.step_seconds.items()}
    return replace(result, complete=False, copies=result.copies[:count], step_seconds=seconds)


def scaled(row, factor):
    def change(result):
        seconds = result.step_seconds["numpy"].copy()
        seconds[row] *= factor
        return replace(result, step_seconds={**result.step_seconds, "numpy": seconds})

    return change


def dated(result, date):
    return replace(result, machine=result.machine._replace(date=date))


def without_first(result):
    seconds = {way: each[1:] for way, each in result.step_seconds.items()}
    return replace(result, copies=result.copies[1:], step_seconds=seconds)


def with_iterations(result):
    return rescaled(result, make(type(result.params), mapping(result.params) | {"iterations": 1_000_000}))


CHANGES = [
    ("hero", "1000×", scaled(0, 2.0 / 3.0)),
    ("caption", "1000×", scaled(0, 2.0 / 3.0)),
    ("caveat", "at best 6 s", scaled(0, 2.0 / 3.0)),
    ("caveat", "at best 3 s", with_iterations),
    ("axis_title", "on this machine, 2027-02-03", lambda result: dated(result, "2027-02-03 12:00 UTC")),
    ("axis_title", "against M = 3", lambda result: without_first(result)),
    ("label", "half the rate between M = 100 and 300", scaled(5, 2.0)),
    ("label", "≥ half the best total: M = 10\u2009000 to 300\u2009000", scaled(8, 0.5)),
    ("label", "≥ half the best total: M = 3000 to 100\u2009000", scaled(11, 3.0)),
    ("label", "≥ half the best total from M = 3000", scaled(12, 0.3)),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_copies_quote_their_result(role, words, change, result, texts_of):
    before, after = texts_of(ADDRESS, result)[role], texts_of(ADDRESS, change(result))[role]
    assert not any(words in text for text in before), before
    assert any(words in text for text in after), after


def test_figures_of_numba_are_given_where_it_was_measured(result, texts_of):
    without, words = texts_of(ADDRESS, result), texts_of(ADDRESS, with_numba(result))
    compiled = with_numba(result)
    assert "numba" not in without["caveat"][0]
    # Compiled chains finish long before, so statements about numpy's chains name numpy.
    assert "3\u2009000\u2009000 steps: at best" in without["caveat"][0]
    assert "at best" not in words["caveat"][0]
    assert words["caption"][0].startswith("In numpy ")
    assert not without["caption"][0].startswith("In numpy ")
    assert f"M = 1 runs {number(compiled.compiled_speedup)}× as fast" in words["caveat"][0]
    assert "copies gain 16×." in words["caveat"][0]
    assert len(words["caveat"][0]) <= 90
    assert {"numba, total", "numba, each", "numpy, total", "numpy, each"} <= set(words["label"])
    assert {"in total", "per copy"} <= set(without["label"])


def test_a_partial_result_says_that_it_is_still_measuring(result, texts_of):
    words = texts_of(ADDRESS, part(result, 4))
    assert words["caption"] == ["Measuring steps per second of more and more copies."]
    assert not any("best" in text for text in words["label"])


def test_a_mark_appears_once_the_dots_have_reached_it(result, texts_of):
    found = [texts_of(ADDRESS, result, float(shown))["label"] for shown in range(result.length + 1)]
    halves = [any("half the rate" in text for text in labels) for labels in found]
    peaks = [any("best" in text for text in labels) for labels in found]
    reached = [0.0, *result.copies.tolist()]
    assert halves == [copies >= result.half_at["numpy"] for copies in reached]
    assert peaks == [copies >= result.plateau["numpy"][1] for copies in reached]


def test_the_hero_grows_with_the_dots_and_stays_at_the_best(result, texts_of):
    found = [texts_of(ADDRESS, result, float(shown))["hero"][0] for shown in range(result.length + 1)]
    total = result.total["numpy"][:, 1]
    best = [float(total[:shown].max() / total[0]) for shown in range(1, len(total) + 1)]
    assert found == ["…", *(f"{number(gain)}×" for gain in best)]
    assert found[-1] == found[-2] == f"{number(result.gain['numpy'])}×"


def test_the_text_below_the_hero_gives_the_best_number_of_copies_so_far(result, texts_of):
    total = result.total["numpy"][:, 1]
    for shown in range(1, len(total) + 1):
        best = number(float(result.copies[total[:shown].argmax()]))
        assert any(f"at M = {best}," in text for text in texts_of(ADDRESS, result, float(shown))["axis_title"])


@pytest.mark.parametrize("row", [8, 9])
def test_the_mark_of_the_plateau_is_at_half_the_best_total(row, result, open_stage):
    result = scaled(row, 0.8)(result)
    stage = open_stage(ADDRESS, result)
    path, total = stage._marks[1].path(), result.total["numpy"][:, 1]
    first, last = (path.elementAt(k) for k in range(2))
    for at, copies in zip((first, last), result.plateau["numpy"], strict=True):
        x, y = stage._log_plot.plot.coordinates(QPointF(at.x, at.y))
        assert (10.0**x, 10.0**y) == pytest.approx((copies, total.max() / 2))


@pytest.mark.parametrize("row", [9, 10])
def test_the_plateau_label_does_not_depend_on_the_position_of_the_maximum(row, result, texts_of):
    words, other = texts_of(ADDRESS, result), texts_of(ADDRESS, scaled(row, 0.97)(result))
    assert [text for text in words["label"] if "best" in text] == [text for text in other["label"] if "best" in text]


def test_the_best_chain_time_is_the_smallest_measured_one(result, texts_of):
    words = texts_of(ADDRESS, scaled(3, 0.49)(result))
    assert "steps: at best 4.5 s" in words["caveat"][0]
    assert "at M = 30 a chain took 50 % less" in words["caption"][0]


@pytest.mark.parametrize(
    ("count", "change", "words"),
    [
        (13, lambda result: result, "1000 copies took 1.7× the time of one"),
        (13, scaled(4, 3.0), "30 copies took 1× the time of one"),
        (13, without_first, "1000 copies took 1.7× the time of 3"),
        (13, scaled(0, 0.1), "10⁶ copies took 30\u2009000× the time of one"),
        (4, lambda result: result, "Many chains of steps side by side"),
    ],
)
def test_the_title_gives_the_slowdown_of_the_cheap_copies_or_of_all(count, change, words, result, texts_of):
    shown = change(result) if count == 13 else part(result, count)
    assert words in texts_of(ADDRESS, shown)["title"]


def test_dots_and_bands_are_the_rates_of_the_result(result, open_stage):
    result = with_numba(result)
    stage = open_stage(ADDRESS, result)
    for (way, kind), dots in stage._dots.items():
        rates = getattr(result, kind)[way]
        assert dots.points == pytest.approx(np.log10(np.column_stack([result.copies, rates[:, 1]])))
        outline = stage._bands[way, kind].outline
        assert outline[: len(rates), 1] == pytest.approx(np.log10(rates[:, 2]))
        assert outline[len(rates) :, 1] == pytest.approx(np.log10(rates[::-1, 0]))


@pytest.mark.parametrize("shown", [0, 1, 5, 13])
def test_copies_not_yet_reached_have_no_dot(shown, result, open_stage):
    stage = open_stage(ADDRESS, result, shown + 0.6)
    assert {dots.visible_count for dots in stage._dots.values()} == {shown}
    assert stage._count.isVisible() is (shown > 0)
    for ring in stage._rings.values():
        assert ring.points[:, 0].tolist() == np.log10(result.copies[max(shown - 1, 0) : shown]).tolist()


VARIANTS = [
    lambda result: result,
    with_numba,
    lambda result: part(result, 1),
    lambda result: part(with_numba(result), 6),
]


@pytest.mark.parametrize("change", VARIANTS)
@pytest.mark.parametrize("type_size", [DESK, HALL])
@pytest.mark.parametrize("size", [(1920, 1080), (1000, 616), (640, 360)])
def test_texts_overlap_neither_each_other_nor_dots(change, size, type_size, result, open_stage):
    result = change(result)
    stage = open_stage(ADDRESS, result, view=View(*size, type_size=type_size))
    for position in range(result.length + 1):
        stage.show(result, position)
        inked = [(t.text, t.rect.adjusted(0, 0.25 * t.pixels, 0, -0.1 * t.pixels)) for t in stage.texts()]
        assert [(a, b) for (a, first), (b, other) in combinations(inked, 2) if first.intersects(other)] == []
        spots = [
            stage._log_plot.plot.point(*spot)
            for dots in stage._dots.values()
            for spot in dots.points[: dots.visible_count]
        ]
        labels = (stage._hero, stage._below, *(label for label in stage._mark_names if label.isVisible()))
        ink = [label.ink_rect for label in labels]
        assert [(spot, rect) for spot in spots for rect in ink if rect.contains(spot)] == [], position


@pytest.mark.parametrize("type_size", [DESK, HALL])
@pytest.mark.parametrize("size", [(320, 180), (640, 360), (1280, 720)])
def test_the_axes_contain_the_rates_also_in_small_pictures(size, type_size, result, open_stage):
    stage = open_stage(ADDRESS, result, view=View(*size, type_size=type_size))
    rates = np.log10([result.per_copy["numpy"].min(), result.total["numpy"].max()])
    low, high = stage._log_plot.plot._range[1]
    assert low < rates[0] < rates[1] < high
    assert high - low < 4 * (rates[1] - rates[0])
