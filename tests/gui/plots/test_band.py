"""A band: the area between two curves, in its color, and nothing else."""

import numpy as np
import pytest

from gui.plots.band import OPACITY, Band
from gui.style.theme import LIGHT

RED = "#FF0000"
X = np.array([40.0, 200.0, 320.0])
LOW, HIGH = np.array([60.0, 100.0, 60.0]), np.array([120.0, 200.0, 120.0])


def color(image, x, y):
    """The color at a point of the plot's coordinates, on a sheet whose plot begins at 20, 20 and is 260 high."""
    return image.pixelColor(20 + round(x), 280 - round(y))


def shown(sheet, *curves):
    band = sheet.add(Band())
    band.set_color(RED)
    band.set_curves(*curves)
    sheet.canvas.invalidate_background()
    return sheet.painted()


def test_a_band_fills_the_area_between_its_curves(sheet):
    image = shown(sheet, X, LOW, HIGH)
    ground = color(image, 200, 240)
    for x, y in ((200, 150), (120, 115), (60, 90)):
        inside = color(image, x, y)
        assert inside.red() > ground.red() - 2
        assert abs(inside.green() - ground.green() * (1 - OPACITY)) <= 2
    for x, y in ((200, 90), (200, 210), (20, 90), (340, 90), (120, 70)):
        assert color(image, x, y) == ground
    assert ground.name() == LIGHT.background.lower()


def test_a_band_of_zero_height_is_visible_with_a_rim(sheet):
    for rim in (0.0, 4.0):
        band = sheet.add(Band())
        band.set_color(RED, rim)
        band.set_curves(X[1:], HIGH[:1].repeat(2), HIGH[:1].repeat(2))
        sheet.canvas.invalidate_background()
        seen = color(sheet.painted(), 260, 120).name() != LIGHT.background.lower()
        assert seen is (rim > 0)


def test_a_band_ends_where_a_curve_is_nan(sheet):
    none = np.full(3, np.nan)
    assert shown(sheet, X, none, HIGH) == sheet.painted()
    image = sheet.painted()
    assert color(image, 200, 150).name() == LIGHT.background.lower()


def test_a_single_point_draws_no_band(sheet):
    assert color(shown(sheet, X[:1], LOW[:1], HIGH[:1]), 40, 90).name() == LIGHT.background.lower()


def test_new_curves_replace_the_old_ones(sheet):
    band = sheet.add(Band())
    band.set_color(RED)
    band.set_curves(X, LOW, HIGH)
    band.set_curves(X, LOW + 80, HIGH + 40)
    image = sheet.painted()
    assert color(image, 200, 150).name() == LIGHT.background.lower()
    assert color(image, 200, 210).name() != LIGHT.background.lower()


def test_a_band_is_revealed_from_left_to_right(sheet):
    x = np.array([0.0, 100.0, 200.0, 300.0])
    band = sheet.add(Band(revealed=True))
    band.set_color("#0000FF")
    band.set_curves(x, np.full(4, 60.0), np.full(4, 200.0))
    bare = sheet.painted()
    wide = []
    for end in (-np.inf, 0.0, 100.0, 250.0, 100.0, 300.0):
        band.set_reveal_end(end)
        image = sheet.painted()
        wide.append(sum(image.pixelColor(c, 150) != bare.pixelColor(c, 150) for c in range(400)))
    assert wide == pytest.approx([0, 0, 100, 250, 100, 300], abs=2)
