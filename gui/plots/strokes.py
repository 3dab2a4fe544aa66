"""Lines drawn stroke by stroke, without joints: in less than half of the time."""

from itertools import pairwise

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter, QPen

from core.arrays import FloatArray
from gui.plots.dot_sprites import draw_dots
from gui.plots.pixels import is_raster, pixel_ratio, polygon

STROKE_OVERLAP = 0.5
"""Pixels by which a stroke without joints extends beyond both ends, which hides the seams."""
SHARP_RATIO = 1.5
"""Pixel ratio from which the beads where strokes overlap are too small to be seen."""


def is_sharp(painter: QPainter) -> bool:
    """Return whether a painter paints the pixels of a sharp screen, on which strokes may replace whole lines."""
    return is_raster(painter) and pixel_ratio(painter) >= SHARP_RATIO


def draw_line(painter: QPainter, pixels: FloatArray, *, smooth: bool) -> None:
    """Draw a line through pixels (n, 2) with the painter's pen; points that are not finite break it.

    Without `smooth` a line that turns little is drawn without joints.
    """
    if not np.isfinite(pixels).all():
        painter.drawPath(pg.arrayToQPath(*pixels.T, connect="finite"))
        return
    if smooth or not (is_raster(painter) and draw_without_joints(painter, pixels)):
        painter.drawPolyline(polygon(pixels))  # takes a fifth of the time to create a path


def draw_without_joints(painter: QPainter, pixels: FloatArray) -> bool:
    """Draw a line through pixels (n, 2) without joints; return False where it is dashed or turns too sharply for that.

    The painter then has a pen with flat ends.
    """
    line = painter.pen()
    strokes = jointless_strokes(pixels, line.widthF()) if line.style() == Qt.PenStyle.SolidLine else []
    if strokes:
        painter.setPen(flat(line))
        painter.drawLines(strokes)
    return bool(strokes)


def draw_round_strokes(painter: QPainter, pixels: FloatArray, line: QPen) -> None:
    """Draw a line through pixels (n, 2) that has round ends and joints, with a pen of an opaque color.

    A stroke with round ends takes five times as long as one with flat ends and a copied dot.
    """
    if is_raster(painter):
        painter.setPen(flat(line))
        painter.drawLines(strokes_between(pixels))
        draw_dots(painter, pixels, line.color(), line.widthF())
    else:
        painter.setPen(line)
        painter.drawPolyline(polygon(pixels))


def strokes_between(pixels: FloatArray) -> list[QLineF]:
    """Return a stroke from each point (n, 2) to the next."""
    return [QLineF(*start, *end) for start, end in pairwise(pixels.tolist())]


def flat(line: QPen) -> QPen:
    """Return a pen with flat ends, for strokes without joints."""
    made = QPen(line)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    return made


def jointless_strokes(pixels: FloatArray, width: float) -> list[QLineF]:
    """Return a line through pixels (n, 2) as separate strokes, or an empty list where it turns too sharply for that.

    At a turn by an angle t the outer corner of a line `width` pixels wide lacks width / 2 tan(t / 2); half of the
    overlap may be missing, so that a line 4 pixels wide may turn by 14 degrees, and one of 1 pixel by 53.

    A separate stroke takes a fifth of the time of its part of a polyline. The strokes overlap, which hides the seams.
    """
    steps = np.diff(pixels, axis=0)
    directions = steps / np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)[:, None]
    tangent = STROKE_OVERLAP / width
    least_cosine = (1.0 - tangent**2) / (1.0 + tangent**2)
    if (np.einsum("ij,ij->i", directions[1:], directions[:-1]) < least_cosine).any():
        return []
    reach = STROKE_OVERLAP * directions
    return [QLineF(*ends) for ends in np.hstack([pixels[:-1] - reach, pixels[1:] + reach]).tolist()]
