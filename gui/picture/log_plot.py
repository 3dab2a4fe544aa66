"""Curves on a logarithmic scale: their lines, what the axes are called, and words that stand beside a line."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core.arrays import FloatArray
from core.laws import Slope
from gui.picture.axes_frame import LEFT_MARGIN, AxesFrame
from gui.picture.stage import Stage
from gui.plots.curve import CurveStyle, Dots, Lines
from gui.plots.label import Label
from gui.plots.plot import Ticks
from gui.style.series import SeriesStyle
from gui.wording.text import number, tr

LEAST_GAP = 0.16
"""Of an axis between two ticks: nearer ones would stand in each other's way."""
PLATE_Z = -2.0
"""How deep words on a plate lie: over the cursors, under lines and dots."""


class LogPlot(AxesFrame):
    """A plot of logarithms to base 10 with one item for all its lines.

    Parameters
    ----------
    even
        Whether places from left to right are even, such as years: only the values are logarithms then.

    """

    def __init__(self, stage: Stage[Any], *, even: bool = False) -> None:
        super().__init__(stage)
        self._even = even
        self._lines = Lines()
        self.add(self._lines)

    def arrange(self, area: QRectF, *, numbered: bool = True, names: float = 0.0) -> None:
        """Place the plot with its titles in an area; `numbered` says whether figures stand left of it.

        `names` pixels are left free beside its right end, for names at the ends of lines.
        """
        # A long number under the right end of the axis runs on by nearly a tick's size.
        beside = max(self._stage.text("ticks"), names)
        self.place(area, left_margin=LEFT_MARGIN if numbered else 0.0, right_margin=beside)

    def set_axis_titles(self, x: str, *y: str) -> None:
        """Write what the axes are: of several wordings of the upright one the first that has room."""
        self.set_x_title(x)
        self.set_y_title(*y)

    def set_lines(self, lines: Sequence[tuple[CurveStyle, FloatArray, FloatArray]]) -> None:
        """Take up lines, the topmost last: a style, places and values of each."""
        self._lines.set_lines([(style, self.points(x, y)) for style, x, y in lines])

    def points(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Return points (n, 2) of the plot; what is not a number stays none."""
        return np.column_stack([x, np.log10(y)]) if self._even else log_points(x, y)

    def pixel(self, x: float, y: float) -> QPointF:
        """Return where values stand in the picture."""
        (point,) = self.points(np.array([x]), np.array([y])).tolist()
        return self.plot.point(*point)

    def make_dots(self, depth: float) -> Dots:
        """Return dots in this plot that lie at a depth."""
        dots = Dots()
        dots.setZValue(depth)
        self.plot.add(dots)
        return dots

    def write(self, label: Label, words: str, at: tuple[float, float], shift: tuple[float, float], **how: Any) -> None:
        """Write words `shift` sizes of their text right of and above a place given by its values.

        What begins left of its place (a negative shift) ends there.
        """
        size, align = self._stage.text(label.role), 1.0 if shift[0] < 0 else 0.0
        self._stage.write(label, words, **how)
        place = self.pixel(*at)
        label.place(place.x() + shift[0] * size, place.y() - shift[1] * size, align)


def log_points(x: FloatArray, y: FloatArray) -> FloatArray:
    """Return points (n, 2) of the plot; what is not a number stays none."""
    return np.column_stack([np.log10(x), np.log10(y)])


def clipped_below(low: float, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return a falling line, shape (n,) each, as far as a value: not every reader of SVG cuts off the rest."""
    inside = y > low
    if inside.all() or not inside.any():
        return x, y
    end = np.exp(np.interp(-np.log(low), -np.log(y), np.log(x)))
    return np.append(x[inside], end), np.append(y[inside], low)


def few_ticks(values: FloatArray, *beyond: float) -> Ticks:
    """Return ticks at the first, a middle and the last of rising values, and at one beyond them where there is room."""
    marked = [float(values[0]), float(values[len(values) // 2]), float(values[-1])]
    for value in beyond:
        if np.log10(value / marked[-1]) > LEAST_GAP * np.log10(value / marked[0]):
            marked.append(value)
    return [(float(np.log10(value)), number(value)) for value in marked]


def ring_style(series: SeriesStyle) -> SeriesStyle:
    """Return the ring that marks what is chosen: a dot that lands there is seen within it."""
    return SeriesStyle(series.stroke, series.label, marker="ring")


def slope_wordings(slope: Slope) -> tuple[str, str]:
    """Return a fitted slope as words, with its interval and, where that is too long, without."""
    half = (slope.high - slope.low) / 2
    # Two decimals at least, and as many more as the interval gives meaning to.
    digits = int(np.clip(-np.floor(np.log10(half)), 2, 6)) if half > 0 else 2
    told = tr("{value} ± {half}", value=_decimals(slope.value, digits), half=_decimals(half, digits))
    return told, _decimals(slope.value, 2)


def _decimals(value: float, digits: int) -> str:
    # Adding nothing takes the sign from a zero.
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")
