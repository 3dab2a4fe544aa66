"""What is another one at every frame of a morph: drawn at once, and it looks like what is kept."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from gui.plots.band import Band
from gui.plots.trail import Trail
from gui.plots.trail_drawing import TrailStyle
from gui.style.theme import LIGHT

GD = LIGHT.series["gradient_descent"]
STYLE = TrailStyle(theme=LIGHT, series=GD, width=3, casing=2, marker=9, current=16, min_marker_distance=12)


def zigzag(length, wide=60.0):
    x = np.linspace(340, 30, length + 1)
    return np.column_stack([x, 130 + wide * (-1.0) ** np.arange(length + 1) * (x / 340)])


def pixels(image):
    copy = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(copy.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return raw[..., :3].astype(int)


@pytest.mark.parametrize("length", [1, 12, 60, 119])
def test_a_trail_without_cache_has_the_pixels_of_a_cached_one(sheet, another_sheet, length):
    pictures = []
    for each, kept in ((sheet, True), (another_sheet, False)):
        trail = each.add(Trail(cached=kept))
        trail.set_style(STYLE)
        trail.set_path(zigzag(length))
        trail.set_position(length)
        pictures.append(pixels(each.painted()))
    kept, drawn = pictures
    assert (np.abs(kept - drawn).max(axis=2) > 60).mean() < 0.002
    assert (np.abs(kept - QColor(LIGHT.background).getRgb()[2::-1]).max(axis=2) > 60).mean() > 0.004


def test_a_trail_without_cache_follows_its_path(sheet, another_sheet):
    trail = sheet.add(Trail(cached=False))
    trail.set_style(STYLE)
    for wide in (20.0, 40.0, 60.0):
        trail.set_path(zigzag(30, wide))
        trail.set_position(30)
        moved = sheet.painted()
    alone = another_sheet.add(Trail(cached=False))
    alone.set_style(STYLE)
    alone.set_path(zigzag(30))
    alone.set_position(30)
    assert moved == another_sheet.painted()


@pytest.mark.parametrize("smooth", [True, False])
def test_a_band_has_the_edges_of_its_curves_with_and_without_antialiasing(sheet, smooth):
    band = sheet.add(Band())
    band.set_color(LIGHT.alarm)
    x = np.linspace(10, 350, 1_001)
    low, high = 60 + 0.1 * x, 200 + 40 * np.sin(x / 40)
    band.set_curves(x, low, high, smooth=smooth)
    sheet.canvas.invalidate_background()
    image = sheet.painted()
    shades = {image.pixelColor(20 + at, 280 - 210 + row).name() for at in range(40, 340) for row in range(-40, 60)}
    assert (len(shades) > 20) == smooth
    there = (np.abs(pixels(image) - QColor(LIGHT.background).getRgb()[2::-1]).max(axis=2)) > 12
    for at in (40, 120, 200, 280, 340):
        rows = 25 + np.flatnonzero(there[25:275, 20 + at])  # within the frame
        assert abs(280 - rows.max() - np.interp(at, x, low)) < 1.5
        assert abs(280 - rows.min() - np.interp(at, x, high)) < 1.5
