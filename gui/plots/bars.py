"""Horizontal bars that grow, each with a mark at the predicted end."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.plots.hatching import hatch_lines
from gui.plots.pixels import PixelItem
from gui.style.series import SeriesStyle
from gui.style.theme import Theme, pen

RIM_WIDTH, HATCH_PITCH = 0.12, 0.5
"""Width of the rim of a hollow or hatched bar, and distance of its hatches, in thicknesses of the bar."""
MIN_RIM_WIDTH = 1.0
"""Width of the rim in pixels, at least: a thinner one would fade in a small picture."""
THIN_BAR_TOP, THIN_BAR_HEIGHT = 0.62, 0.22
"""Top edge of the secondary bar below the middle of the main one, and its height, in thicknesses of the main bar."""


@dataclass(frozen=True)
class Bar:
    """One bar with its row, style, length, length in another unit and predicted length.

    Attributes
    ----------
    row
        The y of its middle, in the plot's coordinates.
    value, secondary_value
        Lengths in the plot's coordinates. The secondary one, such as the cost, is drawn as a thin bar below; it is
        None where it equals the first.
    predicted_value
        The length that theory predicts, or None.
    truncated
        Whether the true length is larger than the drawn one: a gap near the end marks it.

    """

    row: float
    series: SeriesStyle
    value: float
    secondary_value: float | None = None
    predicted_value: float | None = None
    truncated: bool = False


class Bars(PixelItem):
    """Bars that grow from zero to the right."""

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self._thickness = self._mark_width = 1.0
        self._bars: tuple[Bar, ...] = ()

    def set_style(self, theme: Theme, thickness: float, mark_width: float) -> None:
        """Set the theme, the thickness of a bar and the width of a mark in pixels."""
        self._theme, self._thickness, self._mark_width = theme, thickness, mark_width
        self.update()

    def set_bars(self, bars: tuple[Bar, ...]) -> None:
        """Set the bars."""
        before, self._bars = self._bars, bars
        if len(bars) != len(before):
            self.update()
            return
        for old, new in zip(before, bars, strict=True):
            if old != new:
                self.update_pixels(self._changed_rect(old, new))

    def _changed_rect(self, old: Bar, new: Bar) -> QRectF:
        """Return the part of a row in scene pixels outside of which two bars of this row look the same."""
        transform, reach = self.sceneTransform(), 2 * self._thickness + self._mark_width
        same_kind = replace(old, value=new.value, secondary_value=new.secondary_value) == new
        lengths = [old.value, new.value] if same_kind else [0.0, self.boundingRect().right()]
        lengths += [each.secondary_value or 0.0 for each in (old, new) if old.secondary_value != new.secondary_value]
        ends = [transform.map(length, new.row)[0] for length in lengths]
        middle = transform.map(0.0, new.row)[1]
        return QRectF(min(ends) - reach, middle - reach, max(ends) - min(ends) + 2 * reach, 2 * reach)

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the bars and their marks."""
        if self._theme is None:
            return
        transform, thick = self.sceneTransform(), self._thickness
        for bar in self._bars:
            left, middle = transform.map(0.0, bar.row)
            right = transform.map(bar.value, bar.row)[0]
            self._draw_bar(
                painter, bar.series, QRectF(left, middle - thick / 2, max(right - left, self._mark_width), thick)
            )
            if bar.truncated:
                self._draw_gap(painter, right - 1.2 * thick, middle)
            if bar.secondary_value is not None:
                end = transform.map(bar.secondary_value, bar.row)[0]
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(bar.series.stroke))
                painter.drawRect(
                    QRectF(
                        left, middle + THIN_BAR_TOP * thick, max(end - left, self._mark_width), THIN_BAR_HEIGHT * thick
                    )
                )
            if bar.predicted_value is not None:
                at = transform.map(bar.predicted_value, bar.row)[0]
                painter.setPen(pen(self._theme.ink, self._mark_width))
                # The prediction does not apply to the secondary bar: the mark ends above it.
                below = 0.75 if bar.secondary_value is None else 0.54
                painter.drawLine(QLineF(at, middle - 0.75 * thick, at, middle + below * thick))

    def _draw_bar(self, painter: QPainter, series: SeriesStyle, rect: QRectF) -> None:
        """Draw a filled bar, or the rim of a hollow or hatched one with its hatches."""
        rim = max(RIM_WIDTH * self._thickness, MIN_RIM_WIDTH)
        if not (series.hollow or series.hatched) or rect.width() <= 2 * rim:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(series.stroke))
            painter.drawRect(rect)
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(series.stroke, rim))
        inside = rect.adjusted(rim / 2, rim / 2, -rim / 2, -rim / 2)
        if series.hatched:
            painter.drawLines(hatch_lines(inside, rect.left(), HATCH_PITCH * self._thickness))
        painter.drawRect(inside)

    def _draw_gap(self, painter: QPainter, x: float, middle: float) -> None:
        """Draw a slanted gap across a bar, in the color of the background."""
        if self._theme is not None:
            painter.setPen(pen(self._theme.background, 0.24 * self._thickness))
            lean = 0.25 * self._thickness
            painter.drawLine(QLineF(x - lean, middle + self._thickness, x + lean, middle - self._thickness))
            painter.setPen(Qt.PenStyle.NoPen)
