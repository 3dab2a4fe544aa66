"""The laws of noise: exact lines, measured dots, and figures from the result."""

from dataclasses import replace

import numpy as np
import pytest
from changes import with_params
from PySide6.QtCore import QPointF

from core.laws import Slope
from core.obstacles.noise import NOISE
from core.params import make
from gui.picture.view import View
from gui.style.theme import DESK, HALL

ADDRESS = "noise/roots"


def with_slope(name, value):
    return lambda result: replace(result, **{name: Slope(value, value - 0.01, value + 0.01)})


CHANGES = [
    ("caption", "÷ 4", with_slope("slope_by_batch", -1.0)),
    ("caption", "× 8", with_slope("slope_by_dimension", 1.5)),
    ("hero", "noise ÷ 2.9", with_slope("slope_by_batch", -0.77)),
    ("axis_title", "slope −0.77 ± 0.01, exact −1/2", with_slope("slope_by_batch", -0.77)),
    ("label", "slope 0.33 ± 0.01, exact 1/2", with_slope("slope_by_dimension", 0.33)),
    ("label", "the samples: 100 → 50", with_params(batch_size=4)),
    ("label", "the samples: 400 → 200", with_params(dimension=400)),
    ("axis_title", "at B = 12", with_params(batch_size=12)),
    ("axis_title", "at d = 34", with_params(dimension=34)),
    ("caveat", "σ = 4.5 ", with_params(noise_std=4.5)),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_roots_quote_their_result(role, words, change, result_of, check_quote):
    result = result_of(ADDRESS)
    check_quote(ADDRESS, result, change(result), role, words)


def test_the_texts_at_the_defaults(result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS))
    assert words["caption"] == ["Four times the samples: noise ÷ 2.0. Four times the dimension: × 2.0."]
    assert words["hero"] == ["noise ÷ 2.0"]
    assert "four times the samples: 200 → 100" in words["label"]


def test_the_caption_of_a_run_that_goes_on_gives_no_figure(result_of, texts_of):
    words = texts_of(ADDRESS, replace(result_of(ADDRESS), complete=False))
    assert words["caption"] == ["Measuring the length of noise."]


@pytest.mark.parametrize(("half", "digits"), [(0.2, "0.50 ± 0.20"), (0.004, "0.500 ± 0.004"), (0.0, "0.50 ± 0.00")])
def test_the_digits_of_a_slope_follow_its_interval(half, digits, result_of, texts_of):
    words = texts_of(ADDRESS, replace(result_of(ADDRESS), slope_by_dimension=Slope(0.5, 0.5 - half, 0.5 + half)))
    assert f"RMS: slope {digits}, exact 1/2" in words["label"]


MEASURED = [("rms_by_batch", 0), ("rms_by_dimension", 1)]


@pytest.mark.parametrize(("name", "index"), MEASURED)
def test_measured_values_move_dots_and_no_line(name, index, result_of, open_stage, drawn, painted):
    result = result_of(ADDRESS)
    wrong = getattr(result, name).copy()
    wrong[4] *= 2.0
    right, other = open_stage(ADDRESS, result), open_stage(ADDRESS, replace(result, **{name: wrong}))
    for law in ("_across", "_along"):
        assert drawn(getattr(right, law)) == drawn(getattr(other, law))
    before, after = drawn(right._dots[index]), drawn(other._dots[index])
    assert [k for k, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == [4]
    assert after[4][1] - before[4][1] == pytest.approx(np.log10(2.0))
    assert painted(right) != painted(other)


@pytest.mark.parametrize(
    ("name", "law"),
    [("exact_rms_by_dimension", "_across"), ("exact_mean_by_dimension", "_across"), ("exact_rms_by_batch", "_along")],
)
def test_exact_values_move_a_line_and_no_dots(name, law, result_of, open_stage, drawn):
    result = result_of(ADDRESS)
    right, other = (
        open_stage(ADDRESS, result),
        open_stage(ADDRESS, replace(result, **{name: 1.1 * getattr(result, name)})),
    )
    assert drawn(getattr(right, law)) != drawn(getattr(other, law))
    assert [drawn(dots) for dots in right._dots] == [drawn(dots) for dots in other._dots]


def has_dot(image, stage, law, x, y):
    """Whether the middle of a dot has its color; the line alone is thinner than that."""
    at = law.plot.point(np.log10(x), np.log10(y)).toPoint()
    color = stage.view.theme.series["gradient_descent"].stroke.lower()
    around = [image.pixelColor(at.x() + dx, at.y() + dy).name() for dx in (-2, 0, 2) for dy in (-2, 0, 2)]
    return around.count(color) == len(around)


@pytest.mark.parametrize("count", [0, 3, 11])
def test_dots_appear_one_by_one_in_both_plots(count, result_of, open_stage, painted):
    result = result_of(ADDRESS, dimension=1024, batch_size=1024)
    stage = open_stage(ADDRESS, result, count + 0.4, View(1920, 1080, type_size=HALL))
    image = painted(stage)
    shown = [
        has_dot(image, stage, stage._across, *point)
        for point in zip(result.dimensions[:-1], result.rms_by_dimension[:-1], strict=True)
    ]
    assert shown == [k < count for k in range(10)]
    shown = [
        has_dot(image, stage, stage._along, *point)
        for point in zip(result.batch_sizes[:-1], result.rms_by_batch[:-1], strict=True)
    ]
    assert shown == [k < count for k in range(10)]


def test_the_rings_stand_at_the_chosen_values_above_their_ticks(case, result_of, open_stage):
    result = result_of(ADDRESS, case)
    stage = open_stage(ADDRESS, result)
    chosen = (result.params.batch_size, result.params.dimension)
    for law, rings, drop, value in zip(stage._plots, stage._rings, stage._drops, chosen, strict=True):
        ((x, y),) = rings.points.tolist()
        assert (x, y) == pytest.approx((np.log10(value), np.log10(result.chosen_rms)))
        assert drop.line().p1() == law.plot.point(x, y)
        assert drop.line().y2() == law.rect.bottom()
        assert law.rect.contains(drop.line().p1())


def test_the_step_goes_to_four_times_the_samples_and_half_the_noise(case, result_of, open_stage):
    result = result_of(ADDRESS, case)
    stage = open_stage(ADDRESS, result)
    path = stage._step.path()
    points = [QPointF(path.elementAt(k).x, path.elementAt(k).y) for k in range(3)]
    (first, before), _, (last, after) = (stage._along.plot.coordinates(point) for point in points)
    assert last - first == pytest.approx(np.log10(4))
    assert before - after == pytest.approx(np.log10(2))
    ring = [np.log10(result.params.batch_size), np.log10(result.chosen_rms)]
    assert [first, before] == pytest.approx(ring) or [last, after] == pytest.approx(ring)
    assert all(stage._along.rect.contains(point) for point in points)
    leader = stage._leader.line()
    assert leader.p2() == points[1]
    assert stage._step_label.rect.left() < leader.x1() < stage._step_label.rect.right()
    assert leader.y1() == stage._step_label.rect.bottom()


@pytest.mark.parametrize("type_size", [DESK, HALL])
@pytest.mark.parametrize("size", [(1920, 1080), (1000, 616), (640, 360)])
def test_texts_stand_above_the_lines(case, size, type_size, result_of, open_stage):
    result = result_of(ADDRESS, case)
    stage = open_stage(ADDRESS, result, view=View(*size, type_size=type_size))
    top = stage._along.pixel(1.0, result.exact_rms_by_batch[0]).y()
    assert stage._step_label.rect.bottom() - 0.25 * stage._step_label.pixels < top
    if stage._slope.isVisible():
        rising = [
            stage._across.pixel(*point) for point in zip(result.dimensions, result.exact_rms_by_dimension, strict=True)
        ]
        corner, x, y = stage._slope.rect, [point.x() for point in rising], [point.y() for point in rising]
        assert np.interp(corner.right(), x, y) > corner.bottom() - 0.25 * stage._slope.pixels
    if stage._mean.isVisible():
        assert stage._mean.rect.bottom() < stage._across.rect.bottom()


def test_the_plot_against_the_dimension_has_less_weight(result_of, open_stage):
    for view in (View(1920, 1080), View(1280, 720, type_size=HALL)):
        stage = open_stage(ADDRESS, result_of(ADDRESS), view=view)
        small, large = stage._across.rect, stage._along.rect
        assert small.width() * small.height() < 0.4 * large.width() * large.height()


def test_a_picture_too_small_for_two_plots_has_one(result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS), view=View(640, 360))
    assert not stage._across.y_title.isVisible()
    assert not stage._slope.isVisible()
    assert stage._ring_handles[1].line is None
    assert stage._ring_handles[0].line is not None


def test_the_axis_of_batch_sizes_stands_still_while_the_ring_is_dragged(pointer_on):
    pointer = pointer_on(ADDRESS, batch_size=32_768, dimension=3)
    law, ring = pointer.stage._along, pointer.stage._drops[0].line().p1()
    end = law.plot.coordinates(law.rect.bottomRight())[0]
    pointer.press(ring)
    for place in (0.5, 0.2, 0.8):
        at = QPointF(law.rect.left() + place * law.rect.width(), ring.y())
        pointer.move(at)
        assert law.plot.coordinates(law.rect.bottomRight())[0] == end
        assert pointer.stage._drops[0].line().x1() == pytest.approx(at.x(), abs=1)
    pointer.move(QPointF(1e5, 0))
    assert pointer.params.batch_size == 32_768
    pointer.move(law.rect.center())
    pointer.release(law.rect.center())
    assert law.plot.coordinates(law.rect.bottomRight())[0] < end


def test_each_result_of_a_new_dimension_has_all_dots_at_its_own_line(open_stage):
    run = NOISE.experiment("roots").run(make(NOISE.params, {"dimension": 53}))
    results = [progress.partial for progress in run if progress.partial is not None]
    assert results
    stage = open_stage(ADDRESS, results[0])
    for result in results:
        stage.show(result, float(result.length))
        for dots, line in (
            (stage._dots[0], result.exact_rms_by_batch),
            (stage._dots[1], result.exact_rms_by_dimension),
        ):
            assert dots.visible_count == len(dots.points) == 11
            assert dots.points[:, 1] == pytest.approx(np.log10(line), abs=0.1)
