"""Rows of dots: crowded ones are thinned, hollow ones have the color inside."""

from contextlib import closing

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from gui.plots.canvas import Canvas
from gui.plots.dot_row import DotRow, apart
from gui.plots.plot import Plot, PlotStyle
from gui.style.theme import LIGHT


@pytest.fixture
def drawn(qapp):
    """drawn(points, inside): the picture of a row 20 pixels in diameter, in a plot of 100 pixels from 0 to 1."""

    def draw(points, inside=""):
        with closing(Canvas()) as canvas:
            canvas.setFixedSize(100, 100)
            canvas.set_background_color("white")
            plot, row = Plot(canvas.scene(), axes=False, framed=False), DotRow()
            plot.add(row)
            plot.place(QRectF(0, 0, 100, 100), PlotStyle(LIGHT, 10, 1, 1))
            plot.set_range((0.0, 1.0), (0.0, 1.0))
            row.set_style("#ff0000", 20.0, inside)
            row.set_points(np.array(points))
            image = QImage(100, 100, QImage.Format.Format_RGB32)
            canvas.paint_image(image)
            canvas.scene().clear()
            return image

    return draw


def test_filled_dots_are_filled_and_hollow_ones_have_the_color_inside(drawn):
    for inside, middle in (("", "#ff0000"), ("#00ff00", "#00ff00")):
        image = drawn([[0.5, 0.5]], inside)
        assert image.pixelColor(50, 50) == QColor(middle)
        assert image.pixelColor(50 + 8, 50) == QColor("#ff0000")
        assert image.pixelColor(50 + 13, 50) == QColor("white")


def test_of_crowded_hollow_dots_only_some_are_drawn(drawn):
    crowded = [[0.3 + 0.01 * k, 0.5] for k in range(20)]
    assert drawn(crowded, "#00ff00") == drawn([crowded[0]], "#00ff00")
    assert drawn(crowded) != drawn([crowded[0]])


def test_kept_dots_are_apart_and_begin_with_the_first():
    line = np.column_stack([np.arange(10.0), np.zeros(10)])
    assert apart(line, 3.0)[:, 0].tolist() == [0.0, 3.0, 6.0, 9.0]
    assert apart(line, 0.5).tolist() == line.tolist()
    assert apart(line[:0], 1.0).shape == (0, 2)
