"""Columns around a curve: they hold all of it, and what has arrived looks as if it had been drawn alone."""

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer

from gui.plots.band import Band
from gui.plots.columns import COLUMN_WIDTH, covering_columns
from gui.plots.curve import CurveStyle, Dots
from gui.style.theme import LIGHT

AREA = QRect(20, 20, 360, 260)
STYLE = CurveStyle(theme=LIGHT, series=LIGHT.series["gradient_descent"], line=3, dense_dot=3, dot=9, casing=2)
X = np.linspace(30.0, 330.0, 11)
Y = 130.0 + 90.0 * np.sin(X / 40)


def rows(image):
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)


def vectors(sheet):
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(QSize(400, 300))
    drawing.setViewBox(QRectF(0, 0, 400, 300))
    with QPainter(drawing) as painter:
        sheet.canvas.paint_vectors(painter)
    return bytes(buffer.data()).decode()


def test_strips_tile_the_area_and_contain_every_point():
    points = np.column_stack([np.linspace(-100, 500, 40), np.linspace(400, -50, 40)])
    found = covering_columns(points, 5, AREA)
    assert all(AREA.contains(column) and column.width() <= COLUMN_WIDTH for column in found)
    assert not any(a.intersects(b) for k, a in enumerate(found) for b in found[k + 1 :])
    inside = [QRect(int(x) - 4, int(y) - 4, 9, 9) & AREA for x, y in points.tolist()]
    for spot in inside:
        covered = sum((spot & column).width() * (spot & column).height() for column in found)
        assert covered == spot.width() * spot.height()


def test_all_nan_gives_no_strips():
    assert covering_columns(np.array([[np.nan, 1.0], [2.0, np.inf]]), 5, AREA) == []


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("shown", [1, 5, 6, 10, 11])
def test_dots_from_the_cached_layer_equal_dots_drawn_alone(shown, ratio, sheet, another_sheet):
    kept, alone = sheet.add(Dots()), another_sheet.add(Dots())
    for dots, count in ((kept, len(X)), (alone, shown)):
        dots.set_style(STYLE)
        dots.set_points(np.column_stack([X, Y])[:count])
        dots.set_visible_count(shown)
    assert np.array_equal(rows(sheet.painted(ratio)), rows(another_sheet.painted(ratio)))


def make_band(on):
    band = on.add(Band(revealed=True))
    band.set_color(STYLE.series.stroke)
    band.set_curves(X, Y - 30, Y + 20)
    return band


def arrived(image):
    """Where along the middle of the band it is seen, from place to place."""
    places = np.arange(31.5, 329.5, 1.0)
    middle = np.interp(places, X, Y - 5)
    ground = QColor(LIGHT.background)
    return [image.pixelColor(20 + int(x), 280 - int(y)) != ground for x, y in zip(places, middle, strict=True)]


def read_again(sheet):
    """The picture as Qt's own reader of SVG shows it, which does not clip."""
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        QSvgRenderer(QByteArray(vectors(sheet).encode())).render(painter)
    return image


@pytest.mark.parametrize("paint", [lambda sheet: sheet.painted(), read_again])
@pytest.mark.parametrize("end", [-np.inf, 20.0, 30.0, 31.0, 90.0, 160.0, 163.0, 329.0, 400.0])
def test_a_band_is_drawn_up_to_its_reveal_end(end, paint, sheet):
    make_band(sheet).set_reveal_end(end)
    seen = arrived(paint(sheet))
    assert abs(sum(seen) - min(max(end - 31.5, 0), len(seen))) <= 2
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("shown", [0, 1, 5, 11])
def test_a_vector_file_contains_only_the_visible_dots(shown, sheet):
    dots = sheet.add(Dots())
    dots.set_style(STYLE)
    dots.set_points(np.column_stack([X, Y]))
    dots.set_visible_count(shown)
    assert vectors(sheet).count(f'fill="{STYLE.series.stroke.lower()}"') == shown
    image, color = read_again(sheet), QColor(STYLE.series.stroke)
    there = [image.pixelColor(20 + round(x), 280 - round(y)) == color for x, y in zip(X, Y, strict=True)]
    assert there == [k < shown for k in range(len(X))]
