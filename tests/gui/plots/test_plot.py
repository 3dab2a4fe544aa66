"""The ticks of a plot with axes, and where its points are."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gui.plots.canvas import Canvas
from gui.plots.label import Label
from gui.plots.plot import Plot, PlotStyle
from gui.style.theme import LIGHT


@pytest.fixture
def canvas():
    canvas = Canvas()
    canvas.setFixedSize(400, 300)
    yield canvas
    canvas.close()
    canvas.scene().clear()


def visible(canvas):
    """The texts of the visible ticks, sorted."""
    labels = [item for item in canvas.scene().items() if isinstance(item, Label) and item.isVisible()]
    return sorted(label.text for label in labels)


def test_ticks_outside_the_range_are_left_out_until_the_range_includes_them(canvas):
    plot = Plot(canvas.scene(), axes=True)
    plot.place(QRectF(50, 50, 300, 200), PlotStyle(LIGHT, 12.0, 1.0, 1.0))
    plot.set_range((0.0, 1.0), (0.0, 10.0))
    plot.set_ticks([(0.0, "a"), (1.0, "b"), (2.0, "c")], [(-5.0, "d"), (0.0, "e"), (10.0 + 1e-12, "f")])
    assert visible(canvas) == ["a", "b", "e", "f"]
    plot.set_range((0.0, 2.0), (-5.0, 5.0))
    assert visible(canvas) == ["a", "b", "c", "d", "e"]


def test_the_pixels_of_points_are_those_of_each_point(canvas):
    plot = Plot(canvas.scene(), axes=True)
    plot.place(QRectF(50, 50, 300, 200), PlotStyle(LIGHT, 12.0, 1.0, 1.0))
    plot.set_range((1971.0, 2021.0), (-5.0, 3.0))
    points = np.array([[1971.0, -5.0], [2000.5, 1.0], [1900.0, 9.0]])
    expected = [plot.point(*point).toTuple() for point in points.tolist()]
    assert plot.pixels(points) == pytest.approx(np.array(expected), abs=1e-9)
