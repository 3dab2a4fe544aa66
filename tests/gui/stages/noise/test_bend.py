"""The bend: the fitted curve with its asymptotes, dots as counts, and both cases of the needed batch size."""

from dataclasses import replace

import numpy as np
import pytest
from changes import with_params
from PySide6.QtGui import QColor, QImage, QPainter

from core.laws import Estimate, Slope
from gui.picture.view import View
from gui.stages.noise.bend_words import FEW, MANY
from gui.style.theme import DESK, HALL

ADDRESS = "noise/bend"
NOISE, SIGNAL = "fixed_signal", "own_signal"


def with_step(index, value):
    def change(result):
        steps = result.steps.copy()
        steps[index] = value
        return replace(result, steps=steps)

    return change


def with_entry(name, case, value):
    return lambda result: replace(result, **{name: {**getattr(result, name), case: value}})


CHANGES = [
    ("caption", ": 7× fewer", with_step(3, 50.0)),
    ("caption", "B = 1024: only 35×", with_step(10, 10.0)),
    ("caption", "Counting", with_step(10, np.nan)),
    ("caption", "B = 16 instead of 1:", lambda result: replace(result, batch_sizes=result.batch_sizes ** (4 / 3))),
    ("caption", "B = 24 instead of 3:", lambda result: replace(result, batch_sizes=3 * result.batch_sizes)),
    ("caveat", "B = 777 with only", with_entry("chosen_needed", NOISE, 777.0)),
    ("caveat", ", 7.77 with signal", with_entry("chosen_needed", SIGNAL, 7.77)),
    ("caveat", "d = 34:", with_params(dimension=34)),
    ("hero", "steps ÷ 35", with_step(10, 10.0)),
    ("hero", "…", with_step(10, np.nan)),
    ("label", "÷ 35", with_step(10, 10.0)),
    ("label", "÷ 7", with_step(3, 50.0)),
    ("title", "512 × the samples", lambda result: replace(result, batch_sizes=np.maximum(result.batch_sizes, 2.0))),
    ("axis_title", "77 steps", lambda result: replace(result, chosen_steps=77)),
    ("axis_title", "1 step at", lambda result: replace(result, chosen_steps=1)),
    ("axis_title", "…", lambda result: replace(result, chosen_steps=None)),
    ("axis_title", "ring: B = 12,", with_params(batch_size=12)),
    ("axis_title", "to 5 % of", lambda result: replace(result, target=0.05)),
    ("axis_title", "κ = 4", lambda result: replace(result, eigenvalues=np.array([1.0, 4.0]))),
    ("axis_title", "noise scale 3 to 222", lambda result: replace(result, simple_batch=np.array([3.0, 222.0]))),
    ("axis_title", "cosine 0.8", lambda result: replace(result, alignment=0.8)),
    ("label", "floor: 9.9 steps", lambda result: replace(result, smallest_steps=Estimate(9.9, 9.0, 10.0))),
    ("code", "≈ 9.9 (1", lambda result: replace(result, smallest_steps=Estimate(9.9, 9.0, 10.0))),
    ("label", "bend at B = 44", lambda result: replace(result, critical_batch=Estimate(44.0, 40.0, 50.0))),
    ("code", "44 / B", lambda result: replace(result, critical_batch=Estimate(44.0, 40.0, 50.0))),
    ("label", "slope 0.55", with_entry("needed_slope", NOISE, Slope(0.55, 0.5, 0.6))),
    ("label", "slope −0.22", with_entry("needed_slope", SIGNAL, Slope(-0.22, -0.27, -0.17))),
    ("label", "slope 0.00", with_entry("needed_slope", SIGNAL, Slope(-0.001, -0.051, 0.049))),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_bend_quotes_its_result(role, words, change, result_of, check_quote):
    result = result_of(ADDRESS)
    check_quote(ADDRESS, result, change(result), role, words)


def test_the_texts_at_the_defaults(result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS))
    assert words["caption"] == ["B = 8 instead of 1: 6.7× fewer steps; B = 1024: only 29×."]
    assert words["hero"] == ["steps ÷ 29"]
    assert {"÷ 6.7", "÷ 29"} <= set(words["label"])
    assert words["caveat"] == ["For mean cosine 0.9 at d = 100: B = 423 with only noise added, 4.23 with signal."]
    assert "Past the bend a larger batch saves at most half the steps" in words["title"]
    assert {"bend at B = 28", "floor: 11.8 steps", "slope 1.01", "slope 0.01"} <= set(words["label"])


def test_nothing_of_the_fit_is_shown_before_it_is_known(result_of, texts_of, open_stage):
    result = result_of(ADDRESS)
    steps = np.where(np.arange(17) < 6, result.steps, np.nan)
    unknown = np.full(result.curve_steps.shape, np.nan)
    partial = replace(
        result, steps=steps, smallest_steps=None, critical_batch=None, curve_steps=unknown, simple_batch=np.empty(0)
    )
    words = texts_of(ADDRESS, partial)
    assert "code" not in words
    assert "How many steps does a larger batch save?" in words["title"]
    assert not any(text.startswith(("floor", "bend", "perfect")) for text in words["label"])
    assert not any("noise scale" in text for text in words["axis_title"])
    stage = open_stage(ADDRESS, partial)
    assert not stage._steps.bend.isVisible()
    stage.show(result, 17.0)
    assert stage._steps.bend.isVisible()
    assert stage._steps.floor_name.isVisible()


def drawn_parts(stage, drawn):
    dots = {case: drawn(each) for case, each in stage._needed._dots.items()}
    return {
        "steps": drawn(stage._steps.dots),
        "curves": drawn(stage._steps),
        "laws": drawn(stage._needed._log_plot),
        **dots,
    }


def scaled(name, case=None):
    def change(result):
        value = getattr(result, name)
        return replace(result, **{name: 1.1 * value if case is None else {**value, case: 1.1 * value[case]}})

    return change


@pytest.mark.parametrize(
    ("change", "moved"),
    [
        (with_step(7, 20.0), "steps"),
        (scaled("curve_steps"), "curves"),
        (scaled("ideal"), "curves"),
        (lambda result: replace(result, smallest_steps=Estimate(9.9, 9.0, 10.0)), "curves"),
        (scaled("needed", NOISE), NOISE),
        (scaled("needed", SIGNAL), SIGNAL),
        (scaled("exact_needed", NOISE), "laws"),
        (scaled("exact_needed", SIGNAL), "laws"),
    ],
)
def test_counts_move_dots_and_theory_moves_lines(change, moved, result_of, open_stage, drawn, painted):
    result = result_of(ADDRESS)
    right, other = open_stage(ADDRESS, result), open_stage(ADDRESS, change(result))
    before, after = drawn_parts(right, drawn), drawn_parts(other, drawn)
    assert {name for name in before if before[name] != after[name]} == {moved}
    assert painted(right) != painted(other)


def test_dots_of_the_second_plot_appear_after_those_of_the_first(result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result, 0.0)
    shown = []
    for position in (0.0, 5.0, 17.0, 20.0, 27.0):
        stage.show(result, position)
        shown.append(
            (min(stage._steps.dots.visible_count, 17), *(dots.visible_count for dots in stage._needed._dots.values()))
        )
    assert shown == [(0, 0, 0), (5, 0, 0), (17, 0, 0), (17, 3, 3), (17, 10, 10)]


def test_the_bend_is_where_the_curve_is_twice_its_floor(result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result)
    top = stage._steps.plot.point(np.log10(result.critical_batch.value), np.log10(2 * result.smallest_steps.value))
    line = stage._steps.bend.line()
    assert (line.x1(), line.y1()) == pytest.approx((top.x(), top.y()), abs=0.5)
    assert line.y2() == stage._steps.rect.bottom()
    ends = [stage._steps.plot.point(np.log10(each), 0.0).x() for each in result.simple_batch[[0, -1]]]
    assert [stage._steps.scale_bar.line().x1(), stage._steps.scale_bar.line().x2()] == pytest.approx(ends)


def test_the_chosen_values_are_marked_in_both_plots(case, result_of, open_stage):
    result = result_of(ADDRESS, case)
    stage, params = open_stage(ADDRESS, result), result.params
    assert stage._chosen_ring.points.tolist() == [[np.log10(params.batch_size), np.log10(result.chosen_steps)]]
    assert stage._steps.rect.contains(stage._batch_cursor.line().p1())
    for name, rings in stage._needed._rings.items():
        ((x, y),) = rings.points.tolist()
        assert (x, y) == pytest.approx((np.log10(params.dimension), np.log10(result.chosen_needed[name])))
        assert stage._needed.rect.contains(stage._needed._log_plot.plot.point(x, y))


@pytest.mark.parametrize("type_size", [DESK, HALL])
@pytest.mark.parametrize("size", [(1920, 1080), (1000, 616)])
def test_no_curve_crosses_a_label(size, type_size, result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result, view=View(*size, type_size=type_size))
    curve = crossing(stage._steps, result.curve_batch_sizes, result.curve_steps)
    texts = (stage._readouts._count, stage._readouts._detail, stage._fall_names[MANY])
    for label in (*texts, stage._fall_names[FEW], stage._steps.bend_name, stage._steps.floor_name):
        assert curve(label.rect.left()) > label.rect.bottom() - 0.25 * label.pixels, label.text
    ideal = crossing(stage._steps, result.batch_sizes, result.ideal)
    name = stage._steps.ideal_name.rect
    assert ideal(name.left()) > name.bottom() - 0.25 * stage._steps.ideal_name.pixels
    assert curve(name.right()) < name.top()
    if not stage._needed.is_visible:
        return
    noise = crossing(stage._needed._log_plot, result.dimensions, result.exact_needed[NOISE])
    signal = crossing(stage._needed._log_plot, result.dimensions, result.exact_needed[SIGNAL])
    for label in stage._needed._names[NOISE]:
        assert noise(label.rect.right()) > label.rect.bottom() - 0.25 * label.pixels, label.text
    above, below = stage._needed._names[SIGNAL]
    assert noise(above.rect.left()) < above.rect.top()
    assert signal(above.rect.right()) > above.rect.bottom() - 0.25 * above.pixels
    assert signal(below.rect.left()) < below.rect.top() + 0.25 * below.pixels
    assert below.rect.bottom() < stage._needed.rect.bottom() + 0.25 * below.pixels


def crossing(law, x, y):
    """A function from x to y in pixels for the polyline through these values."""
    points = [law.plot.point(*point) for point in np.log10([x, y]).T]
    return lambda at: np.interp(at, [point.x() for point in points], [point.y() for point in points])


def test_the_falls_go_from_the_first_steps_to_those_of_8_and_1024_samples(result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result)
    top = stage._steps.pixel(1.0, float(result.steps[0]))
    assert stage._level.line().p1() == top
    for index, size in ((FEW, 8.0), (MANY, 1024.0)):
        line = stage._falls[index].line()
        assert line.p2() == stage._steps.pixel(size, float(result.steps[index]))
        assert line.y1() == top.y()
    stage.show(replace(result, steps=np.where(np.arange(17) < 8, result.steps, np.nan)), 3.0)
    assert not stage._level.isVisible()
    assert not stage._fall_names[FEW].isVisible()


VIEWS = [(View(1920, 1080), True), (View(1280, 720), True), (View(640, 360), False), (View(type_size=HALL), False)]


@pytest.mark.parametrize(("view", "both"), VIEWS, ids=lambda each: getattr(each, "width", each))
def test_the_second_plot_is_small_or_left_out(view, both, result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS), view=view)
    small, large = stage._needed.rect, stage._steps.rect
    assert stage._needed.is_visible == both
    if both:
        assert small.width() * small.height() < 0.4 * large.width() * large.height()
    else:
        assert large.width() > 0.85 * view.width
        assert "mean cosine 0.9" in stage.caveat.text
        assert stage._needed._handle.line is None
        # The hero number stands beside the line of its fall.
        assert stage._falls[MANY].line().x1() < stage._readouts._count.rect.left()
        assert stage._readouts._count.rect.right() < large.right()


def test_most_of_a_film_is_for_the_batch_sizes(result_of, open_stage):
    result = result_of(ADDRESS)
    schedule = open_stage(ADDRESS, result).schedule(result, 10.0)
    assert schedule.position(0.75 * 9.0) < len(result.batch_sizes) <= schedule.position(0.85 * 9.0)
    assert schedule.position(10.0) == result.length


def ring_colors(image, ring, spot):
    """The colors of an image along a ring around a spot."""
    radius, angles = 0.56 * ring._style.dot, np.linspace(0.0, 2 * np.pi, 24, endpoint=False)
    along = [(spot.x() + radius * np.cos(angle), spot.y() + radius * np.sin(angle)) for angle in angles]
    return [image.pixelColor(int(x), int(y)) for x, y in along]


def test_the_rings_lie_over_the_dots_on_screen_and_in_vectors(result_of, open_stage, painted):
    result = result_of(ADDRESS, batch_size=36, dimension=18)
    stage = open_stage(ADDRESS, result, None, View(1920, 1080))
    rings = [(stage._steps, stage._chosen_ring), *((stage._needed._log_plot, r) for r in stage._needed._rings.values())]
    vectors = QImage(1920, 1080, QImage.Format.Format_RGB32)
    with QPainter(vectors) as painter:
        stage.paint_vectors(painter)
    for plot, ring in rings:
        stroke = np.array(QColor(ring._style.series.stroke).getRgb())
        spot = plot.plot.point(*ring.points[0].tolist())
        for image in (painted(stage), vectors):
            colors = np.array([color.getRgb() for color in ring_colors(image, ring, spot)])
            assert np.abs(colors - stroke).max() < 40
