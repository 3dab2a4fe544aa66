"""Very many round dots of one size: each is a copy of one that is drawn once."""

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QImage, QPainter

from core.arrays import FloatArray
from gui.plots.pixels import draw_on, is_raster, new_layer, pixel_ratio, polygon
from gui.style.theme import pen

PARTS = 4
"""Places within a pixel that a dot may stand at, in either direction."""


def draw_dots(painter: QPainter, pixels: FloatArray, color: QColor, size: float) -> None:
    """Draw round dots of a diameter at points (n, 2), both in pixels: where those are the device's, to a quarter."""
    if not is_raster(painter) or pixel_ratio(painter) != 1.0:  # an image between two pixels takes as long as a dot
        painter.setPen(pen(color, size))
        painter.drawPoints(polygon(pixels))
        return
    stamps, reach = _stamps(color.rgba(), size)
    whole, part = np.divmod(np.round(pixels * PARTS).astype(int), PARTS)
    for (x, y), kind in zip((whole - reach).tolist(), (part @ (1, PARTS)).tolist(), strict=True):
        painter.drawImage(x, y, stamps[kind])


@lru_cache(32)
def _stamps(color: int, size: float) -> tuple[list[QImage], int]:
    """Return a dot at each place within a pixel, and how many pixels lie to the left of that one and above it."""
    reach = math.ceil(size / 2) + 1
    ends = [divmod(kind, PARTS) for kind in range(PARTS**2)]
    return [_stamp(color, size, reach, QPointF(x, y) / PARTS) for y, x in ends], reach


def _stamp(color: int, size: float, reach: int, at: QPointF) -> QImage:
    def dot(painter: QPainter) -> None:
        painter.setPen(pen(QColor.fromRgba(color), size))
        painter.drawPoint(at)

    area = QRect(-reach, -reach, 2 * reach + 1, 2 * reach + 1)
    image = new_layer(area, 1.0)
    draw_on(image, area, dot)
    return image
