"""Overlapping dots, drawn with few strokes that look the same."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from PySide6.QtGui import QPainter

from core.arrays import FloatArray
from gui.plots.pixels import polygon
from gui.plots.strokes import draw_round_strokes, is_sharp
from gui.plots.thinning import simplified, thinned

TOUCHING_DISTANCE = 0.9
"""Distance up to which neighboring dots join into a stroke, in widths of a dot."""
THINNING_GAP = TOUCHING_DISTANCE / 2.4
"""Gap by which dots are thinned first: less than half of the distance above, so that thinning splits no stroke."""
MAX_STROKES = 32
"""With more strokes than this every dot is drawn by itself, which then takes less time than the strokes."""
MAX_CHEAP_POINTS = 60
"""Corners and dots up to which drawing costs less than copying a layer."""


@dataclass(frozen=True)
class DenseDots:
    """Dots in their order, joined into strokes where they touch: a tenth of the cost of one dot at every pixel.

    Attributes
    ----------
    strokes, isolated
        Corners of each stroke, and the dots that touch no other, in pixels.

    """

    strokes: list[FloatArray]
    isolated: FloatArray

    @classmethod
    def from_pixels(cls, pixels: FloatArray, width: float) -> Self:
        """Return the strokes and isolated dots of dots at pixels (n, 2), all `width` pixels wide."""
        pixels = thinned(pixels, THINNING_GAP * width)
        if len(pixels) < 2:
            return cls([], pixels)
        near = np.concatenate([[False], np.hypot(*np.diff(pixels, axis=0).T) <= TOUCHING_DISTANCE * width, [False]])
        starts, ends = np.flatnonzero(near[1:] & ~near[:-1]), np.flatnonzero(near[:-1] & ~near[1:])
        if len(starts) > MAX_STROKES:
            return cls([], pixels)
        strokes = [simplified(pixels[start : end + 1]) for start, end in zip(starts, ends, strict=True)]
        return cls(strokes, pixels[~(near[1:] | near[:-1])])

    @property
    def is_cheap(self) -> bool:
        """Whether drawing the dots costs less than copying a layer."""
        return sum(len(stroke) for stroke in [*self.strokes, self.isolated]) <= MAX_CHEAP_POINTS

    def draw(self, painter: QPainter) -> None:
        """Draw strokes and dots with the painter's pen, which is as wide as a dot and has round caps."""
        dot = painter.pen()
        for stroke in self.strokes:
            if is_sharp(painter):
                draw_round_strokes(painter, stroke, dot)
            else:
                painter.drawPolyline(polygon(stroke))
        painter.setPen(dot)
        painter.drawPoints(polygon(self.isolated))
