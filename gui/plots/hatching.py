"""Hatching: strokes that fill a place, which every device draws alike, where a pattern of Qt's would be a bitmap."""

import math

from PySide6.QtCore import QLineF, QRectF


def hatch_lines(place: QRectF, origin: float, pitch: float) -> list[QLineF]:
    """Return rising strokes that fill a place, cut off at its sides by hand, on one raster from `origin` on."""
    height, lines = place.height(), []
    first = math.ceil((place.left() - height - origin) / pitch)
    last = math.floor((place.right() - origin) / pitch)
    for k in range(first, last + 1):
        foot = origin + k * pitch
        left, right = max(foot, place.left()), min(foot + height, place.right())
        if right > left:
            lines.append(QLineF(left, place.bottom() - (left - foot), right, place.bottom() - (right - foot)))
    return lines
