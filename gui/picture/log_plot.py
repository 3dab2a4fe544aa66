"""A plot with logarithmic axes: lines, dots, axis titles, and texts beside lines."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QGraphicsItem

from core.arrays import FloatArray
from core.laws import Slope
from gui.picture.axes_frame import AxesFrame
from gui.picture.stage import Stage
from gui.plots.curve import CurveStyle, Dots, Lines
from gui.plots.label import Label
from gui.plots.plot import Ticks
from gui.plots.ticks import decade_ticks
from gui.style.series import SeriesStyle
from gui.wording.text import number, tr

MIN_TICK_GAP = 0.16
"""Distance of two ticks as a share of the axis, at least, so that their texts do not overlap."""
TICK_PITCH = 2.0
"""Distance of two ticks of the y axis in sizes of their texts, at least."""
FAINT_ALPHA_HEX = "70"
"""The opacity of the dot of a single run, as two hexadecimal digits (44 %)."""
PLATE_Z = -2.0
"""Z value of texts on a plate: above the cursors, below lines and dots."""


class LogPlot(AxesFrame):
    """A plot of logarithms to base 10, with one item for all lines.

    Parameters
    ----------
    linear_x
        True for a linear x axis, such as years: then only y is logarithmic.
    layer
        The parent of all its items, with which they are hidden; None for none.

    """

    def __init__(self, stage: Stage[Any], *, linear_x: bool = False, layer: QGraphicsItem | None = None) -> None:
        super().__init__(stage, layer)
        self._linear_x = linear_x
        self._lines = Lines()
        self.add(self._lines)

    def arrange(self, area: QRectF, *, names_width: float = 0.0) -> None:
        """Place the plot with its titles in an area.

        `names_width` is the width in pixels left free on the right, for names at the ends of lines.
        """
        # A long number at the right end of the x axis extends beyond it by nearly the text size of a tick.
        self.place(area, right_margin=max(self._stage.text_size("ticks"), names_width))

    def set_axis_titles(self, x: str, *y: str) -> None:
        """Set the axis titles; the title of y is the first of several wordings that fits."""
        self.set_x_title(x)
        self.set_y_title(*y)

    def set_lines(self, lines: Sequence[tuple[CurveStyle, FloatArray, FloatArray]]) -> None:
        """Set the lines, the topmost last: style, x and y of each."""
        self._lines.set_lines([(style, self.points(x, y)) for style, x, y in lines])

    def points(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Return values as points (n, 2) in the plot's coordinates; NaN stays NaN."""
        return np.column_stack([x, np.log10(y)]) if self._linear_x else log_points(x, y)

    def pixel(self, x: float, y: float) -> QPointF:
        """Return the scene position of a pair of values."""
        (point,) = self.points(np.array([x]), np.array([y])).tolist()
        return self.plot.point(*point)

    def pixels(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Return the scene positions of pairs of values, shape (n, 2), without those that are not finite."""
        points = self.points(x, y)
        return self.plot.pixels(points[np.isfinite(points).all(axis=1)])

    def y_decades(self, low: float, high: float) -> Ticks:
        """Return ticks at powers of ten between two logarithms of y, five at most, and fewer where there is no room."""
        room = int(self.rect.height() / (TICK_PITCH * self._stage.text_size("ticks")))
        return decade_ticks(low, high, min(max(2, room), 5))

    def make_dots(self, z_value: float) -> Dots:
        """Add dots with a z value to the plot and return them."""
        dots = Dots()
        dots.setZValue(z_value)
        self.plot.add(dots)
        return dots

    def write(self, label: Label, words: str, at: tuple[float, float], shift: tuple[float, float], **how: Any) -> None:
        """Write a text beside a point given by its values, moved right and up by `shift` in text sizes.

        With a negative shift in x the text ends there, else it begins there.
        """
        size, align = self._stage.text_size(label.role), 1.0 if shift[0] < 0 else 0.0
        self._stage.write(label, words, **how)
        place = self.pixel(*at)
        label.place(place.x() + shift[0] * size, place.y() - shift[1] * size, align)


def log_points(x: FloatArray, y: FloatArray) -> FloatArray:
    """Return points (n, 2) in the coordinates of a plot whose axes are both logarithmic; NaN stays NaN."""
    return np.column_stack([np.log10(x), np.log10(y)])


def drawable(values: FloatArray) -> FloatArray:
    """Return values with NaN for those that a logarithmic axis cannot show: 0, negative and not finite ones."""
    return np.where(np.isfinite(values) & (values > 0.0), values, np.nan)


def clipped_below(low: float, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the part of a falling line, shape (n,) each, above a value: some SVG readers ignore clip paths."""
    inside = y > low
    if inside.all() or not inside.any():
        return x, y
    end = np.exp(np.interp(-np.log(low), -np.log(y), np.log(x)))
    return np.append(x[inside], end), np.append(y[inside], low)


def few_ticks(values: FloatArray, *extra: float) -> Ticks:
    """Return ticks at the first and last of ascending values, and at the middle one and larger extra ones with room."""
    first, middle, last = (float(values[place]) for place in (0, len(values) // 2, -1))
    marked = [first]
    if min(middle / first, last / middle) > (last / first) ** MIN_TICK_GAP:
        marked.append(middle)
    if last > first:
        marked.append(last)
    for value in extra:
        if np.log10(value / marked[-1]) > MIN_TICK_GAP * np.log10(value / marked[0]):
            marked.append(value)
    return [(float(np.log10(value)), number(value)) for value in marked]


def spaced_ticks(values: FloatArray) -> Ticks:
    """Return ticks at the first and the last of ascending values, and at those between that have room."""
    places = np.log10(values)
    gap = MIN_TICK_GAP * float(np.ptp(places))
    kept = [0]
    for index in range(1, len(values) - 1):
        if places[index] - places[kept[-1]] >= gap and places[-1] - places[index] >= gap:
            kept.append(index)
    return [(float(places[index]), number(float(values[index]))) for index in sorted({*kept, len(values) - 1})]


def ring_style(series: SeriesStyle) -> SeriesStyle:
    """Return the style of a ring that marks the chosen value; a dot inside the ring stays visible."""
    return SeriesStyle(series.stroke, series.label, marker="ring")


def faint_style(series: SeriesStyle) -> SeriesStyle:
    """Return the style of the dots of single runs, so that their medians stand out."""
    return SeriesStyle(f"#{FAINT_ALPHA_HEX}{series.stroke[1:]}", series.label, marker="disc")


def slope_wordings(slope: Slope) -> tuple[str, str]:
    """Return two wordings of a fitted slope: with its interval, and without."""
    half = (slope.high - slope.low) / 2
    # At least two decimals, and more for a narrow interval.
    digits = int(np.clip(-np.floor(np.log10(half)), 2, 6)) if half > 0 else 2
    with_interval = tr("{value} ± {half}", value=_decimals(slope.value, digits), half=_decimals(half, digits))
    return with_interval, _decimals(slope.value, 2)


def _decimals(value: float, digits: int) -> str:
    # Adding 0.0 turns -0.0 into 0.0.
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")
