"""Hatching as lines, which look the same on every device: Qt's brush patterns are bitmaps."""

import math

from PySide6.QtCore import QLineF, QRectF


def hatch_lines(rect: QRectF, origin: float, pitch: float) -> list[QLineF]:
    """Return rising 45 degree lines, clipped to a rectangle, `pitch` apart in x and aligned to x = `origin`."""
    height, lines = rect.height(), []
    first = math.ceil((rect.left() - height - origin) / pitch)
    last = math.floor((rect.right() - origin) / pitch)
    for k in range(first, last + 1):
        foot = origin + k * pitch
        left, right = max(foot, rect.left()), min(foot + height, rect.right())
        if right > left:
            lines.append(QLineF(left, rect.bottom() - (left - foot), right, rect.bottom() - (right - foot)))
    return lines
