"""The laws of noise: exact lines, measured dots, and figures from the result."""

from dataclasses import replace

import numpy as np
import pytest
from changes import with_params

from core.laws import Slope
from gui.picture.view import View
from gui.style.theme import DESK, HALL

ADDRESS = "noise/roots"


def with_slope(name, value):
    return lambda result: replace(result, **{name: Slope(value, value - 0.01, value + 0.01)})


CHANGES = [
    ("caption", "÷ 4", with_slope("slope_by_batch", -1.0)),
    ("caption", "× 8", with_slope("slope_by_dimension", 1.5)),
    ("label", "slope −0.77 ± 0.01, exact −1/2", with_slope("slope_by_batch", -0.77)),
    ("label", "slope 0.33 ± 0.01, exact 1/2", with_slope("slope_by_dimension", 0.33)),
    ("hero", "77.7", lambda result: replace(result, chosen_rms=77.7)),
    ("axis_title", "at B = 12", with_params(batch_size=12)),
    ("axis_title", "at d = 34", with_params(dimension=34)),
    ("axis_title", "noise at d = 100, B = 12", with_params(batch_size=12)),
    ("caveat", "σ = 4.5 ", with_params(noise_std=4.5)),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_roots_quote_their_result(role, words, change, result_of, texts_of):
    result = result_of(ADDRESS)
    before, after = texts_of(ADDRESS, result)[role], texts_of(ADDRESS, change(result))[role]
    assert not any(words in text for text in before), before
    assert any(words in text for text in after), after


def test_the_texts_at_the_defaults(result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS))
    assert words["caption"] == ["Four times the samples: noise ÷ 2. Four times the dimension: × 2."]
    assert words["hero"] == ["200"]


@pytest.mark.parametrize("missing", ["slope_by_dimension", "slope_by_batch"])
def test_without_a_fit_no_slope_is_given(missing, result_of, texts_of):
    words = texts_of(ADDRESS, replace(result_of(ADDRESS), complete=False, **{missing: None}))
    assert words["caption"] == ["Measuring the length of noise."]
    assert any("slope exactly" in text for text in words["label"])


@pytest.mark.parametrize(("half", "digits"), [(0.2, "0.50 ± 0.20"), (0.004, "0.500 ± 0.004"), (0.0, "0.50 ± 0.00")])
def test_the_digits_of_a_slope_follow_its_interval(half, digits, result_of, texts_of):
    words = texts_of(ADDRESS, replace(result_of(ADDRESS), slope_by_dimension=Slope(0.5, 0.5 - half, 0.5 + half)))
    assert f"RMS: slope {digits}, exact 1/2" in words["label"]


MEASURED = [("rms_by_dimension", 0), ("rms_by_batch", 1)]


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


def test_the_chosen_value_has_one_height_in_both_plots(case, result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS, case))
    drop, level, other = (line.line() for line in stage._cursor)
    assert level.p1() == drop.p1()
    assert level.p2() == other.p1()
    assert level.dy() == pytest.approx(0.0, abs=1e-6)
    assert stage._across.rect.contains(level.p1())
    assert stage._along.rect.contains(level.p2())
    for law, rings, end in zip((stage._across, stage._along), stage._rings, (level.p1(), level.p2()), strict=True):
        ((x, y),) = rings.points.tolist()
        assert law.plot.point(x, y) == end


@pytest.mark.parametrize("type_size", [DESK, HALL])
@pytest.mark.parametrize("size", [(1920, 1080), (1000, 616)])
def test_no_line_crosses_the_texts_in_the_corners(case, size, type_size, result_of, open_stage):
    result = result_of(ADDRESS, case)
    stage = open_stage(ADDRESS, result, view=View(*size, type_size=type_size))
    falling = [stage._along.plot.point(*point) for point in np.log10([result.batch_sizes, result.exact_rms_by_batch]).T]
    x, y = [point.x() for point in falling], [point.y() for point in falling]
    for label in (stage._hero, stage._below):
        if label.rect.left() < x[-1]:
            assert np.interp(label.rect.left(), x, y) > label.rect.bottom() - 0.25 * label.pixels
    rising = [
        stage._across.plot.point(*point) for point in np.log10([result.dimensions, result.exact_rms_by_dimension]).T
    ]
    corner, x, y = stage._slopes[0].rect, [point.x() for point in rising], [point.y() for point in rising]
    assert np.interp(corner.right(), x, y) > corner.bottom()
    low = stage._slopes[1].rect
    assert np.interp(low.right(), [p.x() for p in falling], [p.y() for p in falling]) < low.top()
    assert stage._mean.rect.bottom() < stage._across.rect.bottom()
