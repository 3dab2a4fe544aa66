"""Copies: rates in total and per copy, with figures from the result."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

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


def slower_at_first(result):
    """The fewest copies take three times as long, so that more copies are clearly faster."""
    return scaled(0, 3.0)(result)


CHANGES = [
    ("hero", "3× per chain", slower_at_first),
    ("title", "4500× in total", slower_at_first),
    ("title", "3000 copies took 1× the time of one", slower_at_first),
    ("title", "1000× in total", scaled(0, 2.0 / 3.0)),
    ("caption", "1000 copies took 1.2× the time of one;", scaled(6, 0.75)),
    ("caption", "4500× the total steps per second; at M = 3 a chain took 67 % less.", slower_at_first),
    ("caveat", "at best 6 s", scaled(0, 2.0 / 3.0)),
    ("caveat", "at best 3 s", with_iterations),
    ("axis_title", "on this machine, 2027-02-03", lambda result: dated(result, "2027-02-03 12:00 UTC")),
    ("axis_title", "against M = 3", lambda result: without_first(result)),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_copies_quote_their_result(role, words, change, result, check_quote):
    check_quote(ADDRESS, result, change(result), role, words)


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
    assert {"in total", "per chain"} <= set(without["label"])


def test_a_partial_result_says_that_it_is_still_measuring(result, texts_of):
    words = texts_of(ADDRESS, part(result, 4))
    assert words["caption"] == ["Measuring steps per second of more and more copies."]


def gains_of(result, texts_of):
    """The hero number and the gain in total at every position."""
    for shown in range(result.length + 1):
        words = texts_of(ADDRESS, result, float(shown))
        yield words["hero"][0], next(text for text in words["title"] if "in total" in text or text == "…")


def test_the_total_grows_with_the_dots_and_no_chain_gains(result, texts_of):
    total = result.total["numpy"][:, 1]
    best = [float(total[:shown].max() / total[0]) for shown in range(1, len(total) + 1)]
    expected = [("…", "…"), *(("1× per chain", f"{number(gain)}× in total") for gain in best)]
    assert list(gains_of(result, texts_of)) == expected


def test_a_chain_gains_where_more_copies_are_clearly_faster(result, texts_of):
    found = [chain for chain, _ in gains_of(scaled(3, 0.49)(result), texts_of)]
    assert found == ["…", *3 * ["1× per chain"], *10 * ["2× per chain"]]


def test_the_best_chain_time_is_the_smallest_measured_one(result, texts_of):
    words = texts_of(ADDRESS, scaled(3, 0.49)(result))
    assert "steps: at best 4.5 s" in words["caveat"][0]
    assert "at M = 30 a chain took 50 % less" in words["caption"][0]


@pytest.mark.parametrize(
    ("count", "change", "words"),
    [
        (13, lambda result: result, "1000 copies took 1.7× the time of one; no chain ended clearly sooner."),
        (13, scaled(4, 3.0), "30 copies took 1× the time of one; no chain ended clearly sooner."),
        (13, without_first, "1000 copies took 1.7× the time of 3."),
        (13, scaled(0, 0.1), "10⁶ copies took 30\u2009000× the time of one; no chain ended clearly sooner."),
        (4, lambda result: result, "Measuring steps per second of more and more copies."),
    ],
)
def test_the_caption_gives_the_slowdown_of_the_cheap_copies_or_of_all(count, change, words, result, texts_of):
    shown = change(result) if count == 13 else part(result, count)
    assert texts_of(ADDRESS, shown)["caption"] == [words]


def test_the_title_says_that_no_chain_is_faster_once_all_are_measured(result, texts_of):
    assert "More chains side by side, and none is clearly faster" in texts_of(ADDRESS, result)["title"]
    assert "Many chains of steps side by side" in texts_of(ADDRESS, part(result, 4))["title"]


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
        inked = [(t.text, t.ink_rect) for t in stage.texts()]
        assert [(a, b) for (a, first), (b, other) in combinations(inked, 2) if first.intersects(other)] == []
        spots = [
            stage._log_plot.plot.point(*spot)
            for dots in stage._dots.values()
            for spot in dots.points[: dots.visible_count]
        ]
        assert [spot for spot in spots if stage._count.isVisible() and stage._count.ink_rect.contains(spot)] == []


@pytest.mark.parametrize("type_size", [DESK, HALL])
@pytest.mark.parametrize("size", [(320, 180), (640, 360), (1280, 720)])
def test_the_axes_contain_the_rates_also_in_small_pictures(size, type_size, result, open_stage):
    stage = open_stage(ADDRESS, result, view=View(*size, type_size=type_size))
    rates = np.log10([result.per_copy["numpy"].min(), result.total["numpy"].max()])
    low, high = stage._log_plot.plot._range[1]
    assert low < rates[0] < rates[1] < high
    assert high - low < 4 * (rates[1] - rates[0])
