"""Trails: the same pixels from every side, at a cost that does not grow."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gui.plots import layer_cache
from gui.plots import trail_drawing as module
from gui.plots.trail import Trail
from gui.plots.trail_drawing import FADED_OPACITY, MAX_FADED_OPACITY, NEWEST_STEPS, TrailStyle
from gui.style.theme import LIGHT

GD = LIGHT.series["gradient_descent"]
BLUE = QColor(GD.stroke)
STYLE = TrailStyle(theme=LIGHT, series=GD, width=3, casing=2, marker=9, current=16, min_marker_distance=12)
FADING = replace(STYLE, marker=0, min_marker_distance=1e9, faded_width=1.5)


def noisy(length):
    """A walk that wanders over the whole plot."""
    random = np.random.default_rng(3)
    angle = np.linspace(0, 12, length + 1)
    center = np.column_stack([180 + 120 * np.cos(angle), 130 + 80 * np.sin(1.3 * angle)])
    return center + random.normal(0, 12, (length + 1, 2))


def zigzag(length):
    x = np.linspace(340, 30, length + 1)
    return np.column_stack([x, 130 + 60 * (-1.0) ** np.arange(length + 1) * (x / 340)])


@pytest.fixture
def strokes(monkeypatch):
    """A list of one number: how many strokes were drawn."""
    drawn = [0]
    draw_strokes, draw_tip = module.TrailDrawing.draw_strokes, module.TrailDrawing.draw_tip

    def counted_draw_strokes(self, painter, begin, end):
        drawn[0] += max(end - begin, 0)
        draw_strokes(self, painter, begin, end)

    def counted_draw_tip(self, painter, cached, reached, tip):
        drawn[0] += (reached - cached if self._style.faded_width is not None else 0) + 1
        draw_tip(self, painter, cached, reached, tip)

    monkeypatch.setattr(module.TrailDrawing, "draw_strokes", counted_draw_strokes)
    monkeypatch.setattr(module.TrailDrawing, "draw_tip", counted_draw_tip)
    return drawn


def trail_on(sheet, style, path):
    trail = sheet.add(Trail())
    trail.set_style(style)
    trail.set_path(path)
    return trail


@pytest.fixture
def fresh(another_sheet):
    """fresh(style, path, position): what a trail shows that has shown nothing before."""

    def show(style, path, position, ratio=1.0):
        trail = trail_on(another_sheet, style, path)
        trail.set_position(position)
        image = another_sheet.painted(ratio)
        another_sheet.plot.remove(trail)
        return image

    return show


PLACES = (0.0, 0.4, 1.0, 59.0, 60.0, 61.0, 499.0, 500.0, 501.3, 559.0, 560.5, 2_345.0, 4_999.0, 5_000.0)


@pytest.mark.parametrize("style", [FADING, STYLE], ids=["fading", "staying"])
def test_forward_backward_and_new_give_the_same_pixels(sheet, fresh, style):
    path = noisy(5_000)
    wanted = {place: fresh(style, path, place) for place in PLACES}
    trail = trail_on(sheet, style, path)
    for order in (PLACES, tuple(reversed(PLACES)), np.random.default_rng(0).permutation(PLACES).tolist()):
        for place in order:
            trail.set_position(place)
            assert sheet.painted() == wanted[place], place


@pytest.mark.parametrize("ratio", [1.25, 1.5, 2.0])
@pytest.mark.parametrize("style", [FADING, STYLE], ids=["fading", "staying"])
def test_scrubbing_back_gives_the_pixels_of_a_jump_at_every_pixel_ratio(sheet, fresh, style, ratio):
    path = noisy(400)
    wanted = {place: fresh(style, path, place, ratio) for place in np.linspace(0, 400, 25).tolist()}
    trail = trail_on(sheet, style, path)
    for place in reversed(wanted):
        trail.set_position(place)
        assert sheet.painted(ratio) == wanted[place], place


@pytest.mark.parametrize("style", [FADING, STYLE], ids=["fading", "staying"])
def test_playing_every_frame_ends_with_the_pixels_of_a_jump(sheet, fresh, style):
    path = noisy(1_200)
    trail = trail_on(sheet, style, path)
    for place in np.linspace(0, 1_200, 90).tolist():
        trail.set_position(place)
        image = sheet.painted()
    assert image == fresh(style, path, 1_200.0)


@pytest.mark.parametrize("style", [FADING, STYLE], ids=["fading", "staying"])
def test_a_grown_path_has_the_pixels_of_a_new_one(sheet, fresh, style):
    path = zigzag(300)
    trail = trail_on(sheet, style, path[:40])
    for end in (41, 60, 61, 150, 301):
        trail.set_path(path[:end], grown=True)
        trail.set_position(end - 1.0)
        assert sheet.painted() == fresh(style, path[:end], end - 1.0), end
    trail.set_position(20.5)
    assert sheet.painted() == fresh(style, path, 20.5)


def test_a_late_frame_draws_as_few_strokes_as_an_early_one(sheet, strokes):
    trail = trail_on(sheet, FADING, noisy(20_000))
    costs = []
    for place in range(19_000):
        if place % 500 < 3:
            trail.set_position(float(place))
            before = strokes[0]
            sheet.painted()
            costs.append(strokes[0] - before)
    early, late = costs[3:12], costs[-9:]
    assert max(late) <= max(early) <= 500 + 2 * NEWEST_STEPS


@pytest.mark.parametrize(("style", "live"), [(FADING, NEWEST_STEPS + 1), (STYLE, 1)], ids=["fading", "staying"])
def test_playing_draws_each_old_stroke_once(sheet, strokes, style, live):
    trail = trail_on(sheet, style, noisy(3_000))
    trail.set_position(2_000.0)
    sheet.painted()
    for place in range(2_001, 2_101):
        before = strokes[0]
        trail.set_position(float(place))
        sheet.painted()
        assert strokes[0] - before <= live + 1, place


@pytest.mark.parametrize("length", [5_000, 60_000])
def test_a_jump_starts_from_a_nearby_cached_layer(sheet, strokes, length):
    trail = trail_on(sheet, FADING, noisy(length))
    trail.set_position(float(length))
    sheet.painted()
    for place in np.random.default_rng(1).integers(0, length, 12).tolist():
        before = strokes[0]
        trail.set_position(float(place))
        sheet.painted()
        assert strokes[0] - before <= layer_cache.SPACING + NEWEST_STEPS + 1, place


def test_a_memory_limit_reduces_the_cached_layers_but_not_the_pixels(sheet, fresh, monkeypatch):
    path = noisy(20_000)
    monkeypatch.setattr(layer_cache, "MAX_COPY_BYTES", 2_000_000)
    trail = trail_on(sheet, FADING, path)
    for place in (20_000.0, 3_000.0, 7_777.0, 20_000.0):
        trail.set_position(place)
        assert sheet.painted() == fresh(FADING, path, place), place
    assert 0 < layer_cache._total_bytes(trail._layer_cache._copies.values()) <= 2_000_000


def test_repainting_the_same_position_draws_only_the_moving_part(sheet, strokes):
    trail = trail_on(sheet, FADING, noisy(5_000))
    trail.set_position(4_000.0)
    sheet.painted()
    before = strokes[0]
    sheet.painted()
    assert strokes[0] - before == NEWEST_STEPS + 1


def test_ten_thousand_tiny_steps_draw_few_strokes(sheet, strokes):
    path = np.column_stack([np.linspace(340, 30, 10_001), np.full(10_001, 130.0)])
    trail = trail_on(sheet, STYLE, path)
    trail.set_position(10_000.0)
    sheet.painted()
    assert strokes[0] <= 2 * 310 + 2


@pytest.mark.parametrize("length", [100, 300, 2_000, 20_000])
@pytest.mark.parametrize("share", [0.3, 1.0])
def test_a_path_of_tiny_steps_is_visible(sheet, length, share):
    trail = trail_on(sheet, STYLE, np.column_stack([np.linspace(340, 30, length + 1), np.full(length + 1, 130.0)]))
    trail.set_position(share * length)
    image = sheet.painted()
    tip = 340 - 310 * share
    columns = np.arange(round(tip) + 12, 338) + 20
    colors = [image.pixelColor(int(x), 150).name() for x in columns]
    assert set(colors) == {BLUE.name()}
    ahead = [image.pixelColor(int(x), 150).name() for x in range(25, 20 + round(tip) - 13)]
    assert BLUE.name() not in ahead


def test_the_current_point_moves_between_steps(sheet):
    trail = trail_on(sheet, STYLE, np.array([[40.0, 130.0], [320.0, 130.0]]))
    for share in (0.0, 0.25, 0.5, 1.0):
        trail.set_position(share)
        image = sheet.painted()
        x = round(40 + 280 * share) + 20
        assert image.pixelColor(x, 150 - 6) == BLUE  # inside the point, beside the line
        assert image.pixelColor(x + 14, 150 - 6) != BLUE


def test_a_path_that_leaves_the_plot_keeps_its_visible_part(sheet):
    path = np.array([[100.0, 130.0], [1e9, 1e12], [-1e15, 5.0], [100.0, 30.0]])
    trail = trail_on(sheet, STYLE, path)
    for place in (0.0, 0.5, 1.0, 1.7, 3.0):
        trail.set_position(place)
        image = sheet.painted()
        assert {image.pixelColor(x, 5).name() for x in range(400)} == {LIGHT.background.lower()}


def test_positions_beyond_the_path_are_its_end(sheet, fresh):
    path = zigzag(10)
    assert fresh(STYLE, path, 50.0) == fresh(STYLE, path, 10.0)


def test_a_path_of_one_point_is_a_point(sheet):
    trail = trail_on(sheet, STYLE, np.array([[100.0, 130.0]]))
    trail.set_position(0.0)
    assert sheet.painted().pixelColor(120, 150) == BLUE


def test_another_pixel_ratio_draws_finer_and_comes_back(sheet):
    trail = trail_on(sheet, STYLE, zigzag(30))
    trail.set_position(20.0)
    plain = sheet.painted()
    fine = sheet.painted(2.0)
    assert (fine.width(), fine.height()) == (800, 600)
    assert fine.scaled(400, 300) != plain
    assert sheet.painted() == plain


def test_another_style_or_range_redraws(sheet):
    trail = trail_on(sheet, STYLE, zigzag(30))
    trail.set_position(20.0)
    plain = sheet.painted()
    trail.set_style(FADING)
    assert sheet.painted() != plain
    trail.set_style(STYLE)
    assert sheet.painted() == plain
    sheet.plot.set_range((0, 720), (0, 520))
    assert sheet.painted() != plain
    sheet.plot.set_range((0, 360), (0, 260))
    assert sheet.painted() == plain


@pytest.mark.parametrize("style", [FADING, STYLE], ids=["fading", "staying"])
def test_steps_up_to_the_position_are_drawn(sheet, style):
    path = np.array([[30.0 + 60 * k, 60.0 if k % 2 else 200.0] for k in range(6)])
    trail = trail_on(sheet, style, path)
    middles = (path[:-1] + path[1:]) / 2
    for place in (0, 1, 3, 5, 2):
        trail.set_position(float(place))
        image = sheet.painted()
        drawn = [image.pixelColor(round(20 + x), round(280 - y)) == BLUE for x, y in middles.tolist()]
        assert drawn == [k < place for k in range(5)], place


def test_older_steps_are_faded(sheet):
    path = np.column_stack([np.linspace(20, 340, 201), np.where(np.arange(201) % 2, 60.0, 200.0)])
    trail = trail_on(sheet, FADING, path)
    trail.set_position(200.0)
    image = sheet.painted()
    row = np.array([image.pixelColor(x, 150).lightness() for x in range(40, 360)])
    newest = round(320 * NEWEST_STEPS / 200)
    assert row[-newest + 10 :].min() < BLUE.lightness() + 30
    assert row[: -newest - 10].min() > BLUE.lightness() + 40


def share(image, x, y):
    """How much of a pixel is the trail's color, of which most is red it does not have."""
    ground = QColor(LIGHT.background).red()
    return (ground - image.pixelColor(x, y).red()) / (ground - BLUE.red())


def test_crossings_of_older_steps_are_darker_but_not_opaque(sheet):
    once, often = [[40, 60], [320, 60]], [[40, 200], [320, 200]] * 40
    away = [[40, 120 + k % 2] for k in range(NEWEST_STEPS + 1)]
    trail = trail_on(sheet, replace(FADING, faded_width=6.0), np.array([*once, *often, *away], dtype=float))
    trail.set_position(1000.0)
    image = sheet.painted()
    assert share(image, 200, 220) == pytest.approx(FADED_OPACITY, abs=0.02)
    assert share(image, 200, 80) == pytest.approx(MAX_FADED_OPACITY, abs=0.02)


def test_a_style_can_fade_older_steps_further(sheet):
    path = np.array([[40, 60], [320, 60], *([[40, 120 + k % 2] for k in range(NEWEST_STEPS + 1)])], dtype=float)
    trail = trail_on(sheet, replace(FADING, faded_width=6.0, faded_opacity=0.1), path)
    trail.set_position(1000.0)
    assert share(sheet.painted(), 200, 220) == pytest.approx(0.1, abs=0.02)
