"""Dots so close that they cannot be told apart: what they look like, drawn with few strokes."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from PySide6.QtGui import QPainter, QPolygonF

from core.arrays import FloatArray
from gui.plots.pixels import polygon
from gui.plots.thinning import simplified, thinned

TOUCHING = 0.9
"""Parts of a dot's width that its neighbor is away at most, where they run together into a stroke."""
GAP = TOUCHING / 2.4
"""The same, between dots that are looked at: less than half of it, so that leaving some out never parts a stroke."""
STROKES = 32
"""Strokes at most: where dots touch here and there, to look for what touches takes longer than to draw them."""
LIGHT = 60
"""Corners and dots that cost less to draw than a layer to copy."""


@dataclass(frozen=True)
class DenseDots:
    """Crowded dots: those that touch as strokes, a tenth of the cost of a dot at every pixel; the others as they are.

    Attributes
    ----------
    strokes, apart
        Corners of each stroke, and the dots that touch no other, in pixels.

    """

    strokes: list[QPolygonF]
    apart: QPolygonF

    @classmethod
    def of(cls, pixels: FloatArray, width: float) -> Self:
        """Find what dots (n, 2) of a width look like, in order of their arrival."""
        pixels = thinned(pixels, GAP * width)
        if len(pixels) < 2:
            return cls([], polygon(pixels))
        near = np.concatenate([[False], np.hypot(*np.diff(pixels, axis=0).T) <= TOUCHING * width, [False]])
        starts, ends = np.flatnonzero(near[1:] & ~near[:-1]), np.flatnonzero(near[:-1] & ~near[1:])
        if len(starts) > STROKES:
            return cls([], polygon(pixels))
        strokes = [simplified(pixels[start : end + 1]) for start, end in zip(starts, ends, strict=True)]
        return cls([polygon(stroke) for stroke in strokes], polygon(pixels[~(near[1:] | near[:-1])]))

    @property
    def light(self) -> bool:
        """Whether drawing it costs less than copying a picture of it."""
        return sum(stroke.size() for stroke in [*self.strokes, self.apart]) <= LIGHT

    def draw(self, painter: QPainter) -> None:
        """Draw it with the painter's pen, as wide as a dot and round."""
        for stroke in self.strokes:
            painter.drawPolyline(stroke)
        painter.drawPoints(self.apart)
