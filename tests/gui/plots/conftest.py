"""A plot of its own for one item."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from gui.plots.canvas import Canvas
from gui.plots.plot import Plot, PlotStyle
from gui.style.theme import LIGHT


class Sheet:
    """A canvas of 400 x 300 with one plot of 360 x 260, whose coordinates are its pixels."""

    def __init__(self):
        self.canvas = Canvas()
        self.canvas.setFixedSize(400, 300)
        self.canvas.set_background_color(LIGHT.background)
        self.plot = Plot(self.canvas.scene(), axes=False)
        self.plot.place(QRectF(20, 20, 360, 260), PlotStyle(LIGHT, 11.0, 1.0, 1.0))
        self.plot.set_range((0, 360), (0, 260))

    def add(self, item):
        self.plot.add(item)
        return item

    def painted(self, ratio=1.0):
        image = QImage(round(400 * ratio), round(300 * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        self.canvas.paint_image(image)
        return image

    def close(self):
        self.canvas.close()
        self.canvas.scene().clear()
        self.canvas.deleteLater()


def _sheet():
    made = Sheet()
    yield made
    made.close()


sheet = pytest.fixture(_sheet, name="sheet")
another_sheet = pytest.fixture(_sheet, name="another_sheet")
