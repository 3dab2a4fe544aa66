"""Markers as they look on what lies below them."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from gui.plots.markers import draw_marker
from gui.style.series import SeriesStyle


def test_a_ring_is_transparent_inside():
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    with QPainter(image) as painter:
        draw_marker(painter, SeriesStyle("#0000ff", "#0000ff", marker="ring"), QPointF(30, 30), 40.0, "#ffffff", 2.0)
    row = [image.pixelColor(x, 30).name() for x in range(30, 60)]
    assert (row[0], row.count("#0000ff") > 5) == ("#ff0000", True)
    assert 15 < row.index("#0000ff") < 20
