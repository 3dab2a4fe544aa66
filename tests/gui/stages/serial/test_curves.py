"""Trends of microprocessors: dots by year, two fitted lines, and every figure the result's."""

from dataclasses import replace

import numpy as np
import pytest

from core.laws import Estimate
from core.params import make, mapping
from gui.picture.view import View
from gui.style.theme import DESK, HALL

ADDRESS = "serial/curves"
THREAD = "single_thread"


def with_rate(name, value):
    rate = Estimate(value, value - 0.01, value + 0.01)
    return lambda result: replace(result, **{name: {**getattr(result, name), THREAD: rate}})


def with_peak(result):
    return replace(result, peak={**result.peak, "clock": np.array([2013.0, 5000.0])})


def with_break(result):
    return replace(result, params=make(type(result.params), mapping(result.params) | {"break_year": 2009}))


def with_line(result):
    line = np.array([[2005.0, 3e4], [2018.0, 1e5]])
    return replace(result, line_after={**result.line_after, THREAD: line})


CHANGES = [
    ("caption", "gave 6.2×;", with_rate("growth_before", 1.2)),
    ("caption", "now 1.6×.", with_rate("growth_after", 1.05)),
    ("hero", "1.6×", with_rate("growth_after", 1.05)),
    ("label", "single thread: 20 % a year (95 %: 19 to 21)", with_rate("growth_before", 1.2)),
    ("label", "single thread: 5 % a year (95 %: 4 to 6)", with_rate("growth_after", 1.05)),
    ("axis_title", "pace of 2005–2018", with_line),
    ("caveat", "peaked in 2013", with_peak),
    ("caveat", "grew on: 5 % a year", with_rate("growth_after", 1.05)),
    ("caveat", "20 % before", with_rate("growth_before", 1.2)),
    ("axis_title", "break set at 2009", with_break),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_curves_quote_their_result(role, words, change, result_of, check_quote):
    result = result_of(ADDRESS)
    check_quote(ADDRESS, result, change(result), role, words)


def test_ten_years_once_gave_47_times_and_now_little(result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS))
    assert words["caption"] == ["Single thread: ten years once gave 47×; now 2.2×."]
    assert words["caveat"] == [
        "The clock peaked in 2007. A single thread grew on: 8.1 % a year after 2005, 47 % before."
    ]


@pytest.mark.parametrize("type_size", [DESK, HALL])
def test_the_source_is_credited_in_the_picture(type_size, case, result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS, case), view=View(1280, 720, type_size=type_size, caption=False))
    assert "data: K. Rupp, CC BY 4.0" in [text.text for text in stage.texts()]


@pytest.mark.parametrize(("year", "factor"), [(1989, "47×"), (2005, "47×"), (2006, "2.2×"), (2021, "2.2×")])
def test_the_factor_is_that_of_the_year_s_side_of_the_break(year, factor, result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS), year - 1971 + 0.3)
    assert words["hero"] == [factor]
    assert str(year) in words["title"]


@pytest.mark.parametrize("year", [1971, 1988])
def test_no_single_thread_text_before_its_first_year(year, result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS), year - 1971 + 0.3)
    assert words["hero"] == ["…"]
    assert "no single-thread data before 1989" in words["axis_title"]
    assert not any("a year" in text for text in words["label"])


def test_overlapping_intervals_are_given_without_a_factor(result_of, texts_of):
    result = result_of(ADDRESS, "early break")
    for year, hero in ((1992, "0.34–69\u2009000×"), (2021, "3.4–6.2×")):
        words = texts_of(ADDRESS, result, year - 1971)
        assert words["hero"] == [hero]
        assert words["caption"] == ["Growth a year (95 %): −10 to 200 % up to 1995, 13 to 20 % after."]
        assert words["caveat"] == ["The clock peaked in 2007. A single thread did not. Up to 1995 there are 3 values."]
        assert "Single-thread speed up to 1995 and after" in words["title"]
    assert "The single-thread free ride is over" in texts_of(ADDRESS, result_of(ADDRESS))["title"]


def test_a_single_thread_peak_is_reported(result_of, texts_of):
    result = result_of(ADDRESS)
    series = {**result.series, THREAD: np.array([*result.series[THREAD][:-1], [2021.0, 5e4]])}
    peak = {**result.peak, THREAD: np.array([2020.0, 99_000.0])}
    words = texts_of(ADDRESS, replace(result, series=series, peak=peak))
    assert words["caveat"] == ["The clock peaked in 2007, a single thread in 2020."]


@pytest.mark.parametrize("year", [1971, 1988, 1992, 2005, 2021])
def test_dots_appear_up_to_the_current_year(year, result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result, year - 1971)
    for name, dots in stage._dots.items():
        years = dots.points[: dots.visible_count, 0]
        assert years.tolist() == [each for each in result.series[name][:, 0] if each <= year]
        assert dots.points[:, 1] == pytest.approx(np.log10(result.series[name][:, 1]))


def test_three_lines_are_drawn_and_all_are_of_a_single_thread(result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result)
    lines = [(bool(style.series.dash), points) for style, points in stage._log_plot._lines.lines]
    assert [dashed for dashed, _ in lines] == [True, False, False]
    for (_, points), ends in zip(lines, (result.gone_on, result.line_before, result.line_after), strict=True):
        assert points[:, 0].tolist() == ends[THREAD][:, 0].tolist()
        assert points[:, 1] == pytest.approx(np.log10(ends[THREAD][:, 1]))


def test_without_a_fit_the_texts_claim_nothing(result_of, texts_of):
    result = result_of(ADDRESS)
    none = {**result.growth_after, THREAD: None}
    lines = {name: ends for name, ends in result.line_after.items() if name != THREAD}
    words = texts_of(ADDRESS, replace(result, growth_after=none, line_after=lines))
    assert words["hero"] == ["…"]
    assert "too few years" in words["caption"][0]
    assert words["caveat"] == ["The clock peaked in 2007. A single thread did not. Up to 2005 there are 8 values."]


@pytest.mark.parametrize("type_size", [DESK, HALL])
@pytest.mark.parametrize("size", [(1920, 1080), (1000, 616)])
def test_the_cursor_crosses_no_text(case, size, type_size, result_of, open_stage):
    result = result_of(ADDRESS, case)
    stage = open_stage(ADDRESS, result, view=View(*size, type_size=type_size))
    for position in range(result.length + 1):
        stage.show(result, position)
        line = stage._cursor.line()
        for label in (stage._year, stage._hero, stage._below, *stage._rates):
            ink = label.ink_rect
            assert not (ink.left() < line.x1() < ink.right() and line.y1() < ink.bottom()), (position, label.text)


@pytest.mark.parametrize("type_size", [DESK, HALL])
def test_numbers_do_not_cover_dots_in_a_small_picture(type_size, result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result, view=View(640, 360, type_size=type_size))
    spots = [stage._log_plot.plot.point(*spot) for dots in stage._dots.values() for spot in dots.points]
    ink = [label.ink_rect for label in (stage._hero, stage._below)]
    assert not any(rect.contains(spot) for rect in ink for spot in spots)
