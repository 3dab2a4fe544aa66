"""Horizontal bars that grow: how far each of several things has come, with a mark at where it should end."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.plots.hatching import hatch_lines
from gui.plots.pixels import PixelItem
from gui.style.series import SeriesStyle
from gui.style.theme import Theme, pen

RIM, PITCH = 0.12, 0.5
"""How thick the rim of a hollow or hatched bar is, and how far its hatches are apart: parts of its thickness."""
THIN_BAR_TOP, THIN_BAR_HEIGHT = 0.62, 0.22
"""Where a thin bar begins under the middle of the other, and how thick it is: parts of the other's thickness."""


@dataclass(frozen=True)
class Bar:
    """One bar: its place, its style, how far it has come, the same in another unit, and its forecast.

    Attributes
    ----------
    row
        The vertical place, in the plot's coordinates.
    value, other
        Lengths in the plot's coordinates; `other` is drawn thin below, None where it says nothing more.
    expected
        Where the theory lets it end, or None.
    cut
        Whether it goes on beyond its end: then a gap says so.

    """

    row: float
    series: SeriesStyle
    value: float
    secondary_value: float | None = None
    predicted_value: float | None = None
    truncated: bool = False


class Bars(PixelItem):
    """Bars from zero to the right."""

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self._thickness = self._mark = 1.0
        self._bars: tuple[Bar, ...] = ()

    def set_style(self, theme: Theme, thickness: float, mark: float) -> None:
        """Take up colors, the thickness of a bar and the width of a mark in pixels."""
        self._theme, self._thickness, self._mark = theme, thickness, mark
        self.update()

    def set_bars(self, bars: tuple[Bar, ...]) -> None:
        """Take up other lengths."""
        if bars != self._bars:
            self._bars = bars
            self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw bars and marks."""
        if self._theme is None:
            return
        transform, thick = self.sceneTransform(), self._thickness
        for bar in self._bars:
            left, middle = transform.map(0.0, bar.row)
            right = transform.map(bar.value, bar.row)[0]
            self._fill(painter, bar.series, QRectF(left, middle - thick / 2, max(right - left, self._mark), thick))
            if bar.truncated:
                self._cut(painter, right - 1.2 * thick, middle)
            if bar.secondary_value is not None:
                end = transform.map(bar.secondary_value, bar.row)[0]
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(bar.series.stroke))
                painter.drawRect(
                    QRectF(left, middle + THIN_BAR_TOP * thick, max(end - left, self._mark), THIN_BAR_HEIGHT * thick)
                )
            if bar.predicted_value is not None:
                at = transform.map(bar.predicted_value, bar.row)[0]
                painter.setPen(pen(self._theme.ink, self._mark))
                # A bar in another unit is not what is foretold.
                below = 0.75 if bar.secondary_value is None else 0.54
                painter.drawLine(QLineF(at, middle - 0.75 * thick, at, middle + below * thick))

    def _fill(self, painter: QPainter, series: SeriesStyle, place: QRectF) -> None:
        """Fill a bar with its color, or draw its rim, and hatches within it, where its series is hollow or hatched."""
        rim = RIM * self._thickness
        if not (series.hollow or series.hatched) or place.width() <= 2 * rim:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(series.stroke))
            painter.drawRect(place)
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(series.stroke, rim))
        inside = place.adjusted(rim / 2, rim / 2, -rim / 2, -rim / 2)
        if series.hatched:
            painter.drawLines(hatch_lines(inside, place.left(), PITCH * self._thickness))
        painter.drawRect(inside)

    def _cut(self, painter: QPainter, at: float, middle: float) -> None:
        """Leave a slanted gap in a bar, in the color of the ground."""
        if self._theme is not None:
            painter.setPen(pen(self._theme.background, 0.24 * self._thickness))
            lean = 0.25 * self._thickness
            painter.drawLine(QLineF(at - lean, middle + self._thickness, at + lean, middle - self._thickness))
            painter.setPen(Qt.PenStyle.NoPen)
