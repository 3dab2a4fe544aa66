"""Fewer points that look the same, and dots that crowd."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gui.plots.curve import CurveStyle, Dots
from gui.plots.dense_dots import DenseDots
from gui.plots.thinning import peak_downsampled, simplified, thinned
from gui.style.theme import LIGHT

GD = LIGHT.series["gradient_descent"]


def beside(points, corners):
    """Return how far each of the points, ascending in x, is from a line through corners, in y."""
    return np.abs(np.interp(points[:, 0], *corners.T) - points[:, 1])


def corners_of(polygons):
    return [[(point.x(), point.y()) for point in polygon] for polygon in polygons]


def test_thinning_keeps_the_ends_and_every_visible_turn():
    x = np.linspace(0, 100, 50_001)
    wave = np.column_stack([x, 20 * np.sin(x)])
    kept = thinned(wave)
    assert len(kept) < 5_000
    assert (kept[0].tolist(), kept[-1].tolist()) == (wave[0].tolist(), wave[-1].tolist())
    assert beside(wave, kept).max() < 0.3
    assert thinned(wave[:2]).tolist() == wave[:2].tolist()


def test_many_points_keep_the_extremes_of_every_pixel_column():
    rng = np.random.default_rng(0)
    points = np.column_stack([np.arange(100_000.0), rng.normal(size=100_000)])
    seen = peak_downsampled(points, 500)
    assert len(seen) <= 4 * 500
    groups = points[:, 1].reshape(500, 200)
    of_each = seen[:, 1].reshape(500, 4)
    assert of_each.max(axis=1).tolist() == groups.max(axis=1).tolist()
    assert of_each.min(axis=1).tolist() == groups.min(axis=1).tolist()
    assert peak_downsampled(points[:3_000], 500) is not seen
    assert peak_downsampled(points[:3_000], 500).tolist() == points[:3_000].tolist()


def test_a_straight_line_is_its_ends_and_a_bent_one_its_corners():
    x = np.linspace(0, 500, 1_001)
    assert len(simplified(np.column_stack([x, 3 * x]))) < 20
    bent = np.column_stack([x, np.abs(x - 200.25)])
    corners = simplified(bent)
    assert len(corners) < 40
    assert beside(bent, corners).max() <= 0.1
    curved = np.column_stack([x, x**2 / 500])
    assert beside(curved, simplified(curved)).max() <= 0.15
    assert len(simplified(curved)) < 200


def test_a_turn_back_along_a_straight_line_is_kept():
    up, down = np.linspace(0, 100, 41), np.linspace(100, 50, 21)[1:]
    spike = np.column_stack([np.full(61, 7.0), np.concatenate([up, down])])
    assert simplified(spike)[:, 1].max() == 100
    assert simplified(spike)[[0, -1], 1].tolist() == [0, 50]


def test_thinning_does_not_bridge_nan():
    line = np.column_stack([np.arange(200.0), np.arange(200.0)])
    line[90] = np.nan
    kept = simplified(line)
    where = int(np.flatnonzero(np.isnan(kept[:, 0]))[0])
    assert kept[[where - 1, where + 1], 0].tolist() == [89, 91]
    assert len(kept) < 60


def test_touching_dots_become_a_stroke_and_others_stay_dots():
    x = np.array([0.0, 1, 2, 10, 20, 21, 30])
    crowd = DenseDots.from_pixels(np.column_stack([x, np.zeros(7)]), 3)
    assert [(stroke[0][0], stroke[-1][0]) for stroke in crowd.strokes] == [(0, 2), (20, 21)]
    assert crowd.isolated.tolist() == [[10, 0], [30, 0]]
    assert crowd.is_cheap


def test_dots_that_touch_in_few_places_stay_dots():
    places = 20.0 * np.arange(100)
    pairs = np.sort(np.concatenate([places, places + 1.5]))
    crowd = DenseDots.from_pixels(np.column_stack([pairs, np.zeros(200)]), 3)
    assert (len(crowd.strokes), len(crowd.isolated)) == (0, 200)
    assert len(DenseDots.from_pixels(np.empty((0, 2)), 3).isolated) == 0
    scattered = DenseDots.from_pixels(
        np.column_stack([np.arange(600.0), 200 * np.random.default_rng(0).random(600)]), 3
    )
    assert len(scattered.isolated) > 550
    assert not scattered.is_cheap


@pytest.mark.parametrize("noise", [0.0, 60.0], ids=["a stroke", "dots"])
def test_dense_dots_look_the_same_for_any_visible_count(sheet, noise):
    style = CurveStyle(theme=LIGHT, series=GD, line=3, dense_dot=3, dot=9, casing=2)
    x = np.linspace(40, 340, 1_001)
    y = 130.0 + noise * np.random.default_rng(0).normal(size=len(x)).clip(-1.5, 1.5)
    dots = sheet.add(Dots())
    dots.set_style(style)
    dots.set_points(np.column_stack([x, y]))
    dots.set_visible_count(len(x))
    whole = sheet.painted()
    dots.set_visible_count(501)
    half = sheet.painted()
    width, middle = whole.width(), 20 + 190
    same = [whole.pixelColor(at, row) == half.pixelColor(at, row) for at in range(middle - 4) for row in range(60, 240)]
    assert all(same)
    ground = QColor(LIGHT.background)
    assert all(half.pixelColor(at, row) == ground for at in range(middle + 8, width - 60) for row in range(60, 240))
    assert any(whole.pixelColor(at, 150) != ground for at in range(middle + 8, width - 60))
