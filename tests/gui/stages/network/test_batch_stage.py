"""Batch: dots of steps between perfect scaling and a floor, the bend, and the noise scale on the axis."""

from dataclasses import replace

import numpy as np
import pytest
from changes import combined, with_params

from core.laws import Slope
from core.obstacles.network.batch_claims import BatchClaims, NoiseTrend
from gui.picture.view import View
from gui.style.theme import HALL

ADDRESS = "network/batch"
CASE = "arriving"
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1797)
STEPS = (1152, 640, 304, 152, 92, 51, 41, 34, 29, 27, 26, 27)


def with_steps(steps, sizes=SIZES, **others):
    """A change of the steps by batch size."""
    counts = np.array(steps, dtype=float)
    fields = {"batch_sizes": np.array(sizes, dtype=float), "steps": counts}
    fields |= {"best_rate": np.full(counts.shape, 0.5), "overflows": np.zeros(counts.shape)}
    return lambda result: replace(result, **fields | others)


def with_scales(initial, *later):
    return lambda result: replace(result, noise_scale_initial=initial, noise_scale=np.array(later))


TABLE = combined(with_params(digits="usual", max_steps="usual", noise_scale="off"), with_steps(STEPS))
SCALES = combined(TABLE, with_params(noise_scale="on"), with_scales(32.0, 81.0, 656.0, 4593.0, 15_841.0))


def changed(place, value):
    return with_steps([value if each == place else steps for each, steps in enumerate(STEPS)])


PAST = (100, 50, 15, 14, 12.5), (1, 2, 8, 12, 16)
CHANGES = [
    ("hero", "32× fewer", changed(6, 36)),
    ("hero", "not in 5000 steps", changed(11, np.inf)),
    ("hero", "…", changed(11, np.nan)),
    ("hero", "0 steps", with_steps([0] * 12)),
    ("hero", "12 steps", with_steps([12], [8])),
    ("hero", "1 step", with_steps([1], [8])),
    ("hero", "1.2× more", with_steps([10, 12], [8, 16])),
    ("hero", "no fewer", with_steps([10, 10], [8, 16])),
    ("hero", "2× fewer", with_steps([20, 10], [8, 16])),
    ("title", "How many steps does a larger batch save?", changed(11, 11)),
    ("title", "batch size 32 instead of 1", changed(5, 26)),
    ("title", "batch size 64 instead of 2", changed(0, np.inf)),
    ("title", "with batch size 8", with_steps([12], [8])),
    ("title", "with all 1797 digits in a batch", with_steps([12], [1797])),
    ("title", "all 1797 digits instead of 8", with_steps([12, 9], [8, 1797])),
    ("caption", "Batch 1: 1153 steps.", changed(0, 1153)),
    ("caption", "Batch 8: 1 step.", with_steps([1], [8])),
    ("caption", "Batch 64: 40.", changed(6, 40)),
    ("caption", "All 1797 digits: 28.", changed(11, 28)),
    ("caption", "Batch 1024: 26.", changed(11, np.inf)),
    ("caption", "Batch 8: 20 steps. Batch 16: 10.", with_steps([20, 10], [8, 16])),
    ("caption", "No batch size is at loss 0.2 within 5000 steps.", with_steps([np.inf] * 12)),
    ("caption", "The loss overflows at every rate", with_steps([np.inf] * 12, overflows=np.ones(12))),
    ("caption", "At the start the loss is 0.2 or less: no steps.", with_steps([0] * 12)),
    ("caption", "Counting the steps", with_steps([1152] + [np.nan] * 11, complete=False)),
    ("code", "slope −1.00, past the bend", with_steps([1280, 640, 320, 160, 80, *STEPS[5:]])),
    ("code", "past the bend 0.00", with_steps([*STEPS[:7], 27, 27, 27, 27, 27])),
    ("axis_title", "all 1797 digits instead of 64: no fewer steps", changed(11, 41)),
    (
        "axis_title",
        "batch size 16 instead of 8: 1.2× fewer steps",
        with_steps(*PAST),
    ),
    ("axis_title", "best rate 0.5", with_steps([20, 10], [8, 16])),
    ("axis_title", "the loss overflows", with_steps([np.inf] * 12, overflows=np.ones(12))),
    ("axis_title", "Top strip: not within 5000 steps", changed(11, np.inf)),
    ("axis_title", "steps to loss 0.3", with_params(target_loss=0.3)),
    ("axis_title", "medians of 7 seeds", with_params(replicates=7)),
    ("label", "floor: 25 steps", changed(10, 25)),
    ("label", "bend at B = 46", changed(10, 25)),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_curve_quotes_its_result(role, words, change, result_of, check_quote):
    result = TABLE(result_of(ADDRESS, CASE))
    check_quote(ADDRESS, result, change(result), role, words)


def test_the_texts_of_the_specification(result_of, texts_of):
    words = texts_of(ADDRESS, TABLE(result_of(ADDRESS, CASE)))
    assert words["hero"] == ["28× fewer"]
    assert words["caption"] == ["Batch 1: 1152 steps. Batch 64: 41. All 1797 digits: 27."]
    assert "Past the bend a larger batch saves at most half the steps" in words["title"]
    assert "batch size 64 instead of 1" in words["title"]
    assert "all 1797 digits instead of 64: 1.5× fewer steps" in words["axis_title"]
    assert words["code"] == ["slope −0.94, past the bend −0.09"]
    assert {"floor: 26 steps", "bend at B = 44", "perfect scaling"} == set(words["label"])


def test_one_seed_has_no_medians(result_of, texts_of):
    words = texts_of(ADDRESS, with_params(replicates=1)(TABLE(result_of(ADDRESS, CASE))))
    assert "steps to loss 0.2, best rate for each B" in words["axis_title"]


@pytest.mark.parametrize(
    ("slope", "later", "sentence"),
    [
        (0.0, False, "Noise scale does not grow with parameters: 26 to 33 at the start, P = 310 to 19\u2009210."),
        (0.0, True, "Noise scale does not grow with parameters: 26 to 33 at loss 0.3, P = 310 to 19\u2009210."),
        (0.5, False, "Noise scale grows with parameters at the start, exponent 0.50: 26 to 33."),
        (-0.5, True, "Noise scale falls with parameters at loss 0.3, exponent −0.50: 26 to 33."),
        (None, False, "Noise scale, no clear trend with parameters: 26 to 33 at the start, P = 310 to 19\u2009210."),
    ],
)
def test_the_caveat_tells_the_trend_of_the_noise_scale(slope, later, sentence, result_of, texts_of, monkeypatch):
    fit = (0.2, -1.0, 1.4) if slope is None else (slope, slope - 0.05, slope + 0.05)
    trend = NoiseTrend(Slope(*fit), 26.0, 33.0, 310.0, 19_210.0)
    monkeypatch.setattr(BatchClaims, "noise_trend", lambda self, *, later=False: trend)
    result = with_params(noise_scale="on" if later else "off")(TABLE(result_of(ADDRESS, CASE)))
    assert texts_of(ADDRESS, result)["caveat"] == [sentence]


@pytest.mark.parametrize(
    ("low", "words"), [(-0.01, "Noise scale does not grow"), (-1.0, "Noise scale, no clear trend")]
)
def test_a_long_caveat_leaves_out_the_parameters(low, words, result_of, texts_of, monkeypatch):
    trend = NoiseTrend(Slope(0.2 if low < -0.5 else 0.0, low, 1.0), 0.00123, 2.1e6, 310.0, 19_210.0)
    monkeypatch.setattr(BatchClaims, "noise_trend", lambda self, *, later=False: trend)
    (caveat,) = texts_of(ADDRESS, TABLE(result_of(ADDRESS, CASE)))["caveat"]
    assert caveat == f"{words} with parameters: 0.0012 to 2.1 × 10⁶ at the start."


def test_an_unknown_noise_scale_has_another_caveat(result_of, texts_of):
    result = TABLE(result_of(ADDRESS, CASE))
    unknown = replace(result, noise_scale_by_parameters=np.full_like(result.noise_scale_by_parameters, np.nan))
    assert texts_of(ADDRESS, unknown)["caveat"] == ["Minibatches are drawn with replacement."]


def test_the_row_follows_the_position(result_of, texts_of):
    result = TABLE(result_of(ADDRESS, CASE))
    first, third, past = (texts_of(ADDRESS, result, position) for position in (0.0, 2.7, 8.0))
    assert first["hero"] == ["1152 steps"]
    assert "with batch size 1" in first["title"]
    assert third["hero"] == ["3.8× fewer"]
    assert "batch size 4 instead of 1" in third["title"]
    assert "best rate 0.5" in third["axis_title"]
    assert past["hero"] == ["28× fewer"]
    assert "batch size 256 instead of 64: 1.4× fewer steps" in past["axis_title"]
    assert first["caption"] == past["caption"]


def test_the_noise_scale_is_told_until_it_is_above_all_digits(result_of, texts_of, open_stage):
    result = SCALES(result_of(ADDRESS, CASE))
    words = texts_of(ADDRESS, result)["axis_title"]
    assert "noise scale: 32 at the start, 81 at loss 1, 656 at loss 0.3, > all 1797 at loss 0.1" in words
    above = texts_of(ADDRESS, with_scales(2000.0, *[np.nan] * 4)(result))["axis_title"]
    assert "noise scale: > all 1797 at the start" in above
    assert not any("noise" in text for text in texts_of(ADDRESS, with_params(noise_scale="off")(result))["axis_title"])


def test_the_bar_of_the_noise_scale_ends_at_all_digits(result_of, open_stage):
    result = SCALES(result_of(ADDRESS, CASE))
    stage = open_stage(ADDRESS, result)
    line, plot = stage._plot.scale_bar.line(), stage._plot
    assert stage._plot.scale_bar.isVisible()
    assert [line.x1(), line.x2()] == pytest.approx([plot.pixel(each, 1.0).x() for each in (32.0, 1797.0)])
    small = open_stage(ADDRESS, with_scales(0.5, 7.0, *[np.nan] * 3)(result))._plot
    line = small.scale_bar.line()
    assert [line.x1(), line.x2()] == pytest.approx([small.pixel(each, 1.0).x() for each in (1.0, 7.0)])
    assert not open_stage(ADDRESS, with_scales(*[np.nan] * 5)(result))._plot.scale_bar.isVisible()


def test_dots_are_the_steps_and_sizes_that_do_not_arrive_are_crosses_in_the_lane(result_of, open_stage):
    result = combined(TABLE, with_steps([np.inf, np.nan, *STEPS[2:]]))(result_of(ADDRESS, CASE))
    stage = open_stage(ADDRESS, result)
    expected = [np.nan, np.nan, *STEPS[2:]]
    assert 10.0 ** stage._plot.dots.points[:, 1] == pytest.approx(expected, nan_ok=True)
    assert 10.0 ** stage._plot.dots.points[:, 0] == pytest.approx(SIZES)
    crosses = stage._lane.crosses.points
    assert np.isfinite(crosses[:, 1]).tolist() == [True] + [False] * 11
    assert stage._plot.counts_top < crosses[0, 1] < stage._plot.top
    assert stage._lane.line.isVisible()
    assert not open_stage(ADDRESS, TABLE(result))._lane.line.isVisible()


def test_perfect_scaling_meets_the_floor_at_the_bend(result_of, open_stage):
    result = TABLE(result_of(ADDRESS, CASE))
    plot = open_stage(ADDRESS, result)._plot
    (_, ideal), (_, floor) = plot._lines.lines
    assert 10.0 ** floor[:, 1] == pytest.approx(26.0)
    assert 10.0 ** ideal.sum(axis=1)[:6] == pytest.approx(1152.0)
    line = plot.bend.line()
    assert line.x1() == pytest.approx(plot.pixel(1152 / 26, 1.0).x())
    assert line.y2() == plot.rect.bottom()
    # It begins between the dots on both sides, 51 and 41 steps.
    assert plot.pixel(1.0, 51.0).y() < line.y1() < plot.pixel(1.0, 41.0).y()


def test_without_sizes_on_both_sides_nothing_is_said_of_a_bend(result_of, open_stage):
    stage = open_stage(ADDRESS, combined(TABLE, with_steps([20, 10], [8, 16]))(result_of(ADDRESS, CASE)))
    assert not stage._plot.bend.isVisible()
    assert not any(text.role in {"label", "code"} for text in stage.texts())
    assert len(stage._plot._lines.lines) == 1


def test_the_axis_marks_the_first_size_the_one_past_the_bend_and_the_last(result_of, open_stage):
    result = TABLE(result_of(ADDRESS, CASE))
    ticks = [text for _, text in open_stage(ADDRESS, result)._plot.plot._ticks[0]]
    assert ticks == ["1", "64", "1797"]
    single = open_stage(ADDRESS, with_steps([12], [8])(result))
    assert [text for _, text in single._plot.plot._ticks[0]] == ["8"]
    close = open_stage(ADDRESS, with_steps([12, 11, 6], [8, 9, 64])(result))
    assert [text for _, text in close._plot.plot._ticks[0]] == ["8", "64"]


def test_the_axis_holds_all_dots_and_lines(case, result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS, case))
    low, high = stage._plot.plot._range[1]
    for points in (
        stage._plot.dots.points,
        stage._lane.crosses.points,
        *(each for _, each in stage._plot._lines.lines),
    ):
        known = points[np.isfinite(points[:, 1]), 1]
        assert ((low <= known) & (known < high)).all()


def test_the_cursor_is_at_the_batch_size_and_dots_come_with_it(result_of, open_stage):
    result = TABLE(result_of(ADDRESS, CASE))
    stage = open_stage(ADDRESS, result, 2.0)
    assert stage._cursor.line().x1() == pytest.approx(stage._plot.pixel(4.0, 1.0).x())
    assert stage._plot.dots.visible_count == 3
    assert [stage.position_number(place) for place in (0, 3, 99)] == [1, 8, 1797]
    assert stage._ring.points[0] == pytest.approx(np.log10([4.0, 304.0]))


@pytest.mark.parametrize("view", [View(1280, 720), View(1280, 720, type_size=HALL), View(640, 360, type_size=HALL)])
@pytest.mark.parametrize("steps", [STEPS, (40, 34, 30, 28, 28, 27, 27, 27, 26, 26, 26, 26)])
def test_the_floor_is_named_where_no_dot_and_no_line_is(view, steps, result_of, open_stage):
    result = combined(SCALES, with_steps(steps))(result_of(ADDRESS, CASE))
    stage = open_stage(ADDRESS, result, view=view)
    plot, label = stage._plot, stage._plot.floor_name
    assert label.isVisible()
    assert plot.rect.contains(label.ink_rect)
    for x, y in plot.plot.pixels(plot.dots.points):
        assert not label.ink_rect.contains(x, y)
    floor = plot.pixel(1.0, result.smallest_steps).y()
    assert not label.ink_rect.top() < floor < label.ink_rect.bottom()
    assert not label.ink_rect.intersects(plot.bend_name.ink_rect)
    assert not (plot.scale_name.isVisible() and label.ink_rect.intersects(plot.scale_name.ink_rect))
