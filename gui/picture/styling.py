"""Sizes, strokes and texts of a picture, in the pixels of its view."""

import math
from collections.abc import Iterable
from typing import Any

from gui.picture.view import View
from gui.plots.curve import CurveStyle
from gui.plots.label import Label, text_width
from gui.plots.plot import PlotStyle
from gui.style.series import SeriesStyle


class Styling:
    """Converts the sizes of a view's text size and theme to pixels, and writes labels with them."""

    view: View
    """The view of the picture."""

    def px(self, length: float) -> float:
        """Convert a length from pixels at 1080p to pixels of this view."""
        return length * self.view.scale

    def text_size(self, role: str) -> float:
        """Return the text size of a role in pixels of this view."""
        size: float = getattr(self.view.type_size, role) * self.view.text_scale
        return size

    def stroke_width(self, role: str) -> float:
        """Return the stroke width or marker size of a role in pixels of this view, at least 0.75."""
        width: float = getattr(self.view.type_size, role) * self.view.scale
        return max(width, 0.75)

    @property
    def plot_style(self) -> PlotStyle:
        """The style of a plot in this view."""
        return PlotStyle(self.view.theme, self.text_size("ticks"), self.stroke_width("axis"), self.stroke_width("grid"))

    def curve_style(
        self, series: SeriesStyle, *, line: str = "theory", dot: str = "iterate", share: float = 1.0
    ) -> CurveStyle:
        """Return the style of a series' curve; `line` and `dot` are roles of sizes, and `share` scales all sizes."""
        return CurveStyle(
            theme=self.view.theme,
            series=series,
            line=share * self.stroke_width(line),
            dense_dot=share * self.stroke_width("data"),
            dot=share * self.stroke_width(dot),
            casing=self.stroke_width("casing"),
        )

    def line_style(self, color: str, width: float, dash: tuple[float, ...] = ()) -> CurveStyle:
        """Return the style of a line that belongs to no series, `width` pixels wide."""
        return CurveStyle(self.view.theme, SeriesStyle(color, color, dash), width, width, width, 0.0)

    def write(
        self,
        label: Label,
        words: str,
        *,
        color: str = "",
        bold: bool = False,
        plate: bool = False,
        room: float = math.inf,
    ) -> Label:
        """Set the text of a label at the size of its role, or smaller to fit `room` pixels; return the label."""
        size, room = self.text_size(label.role), max(room, 1.0)
        width = text_width(words, size, bold=bold)
        pixels = size if width <= room else math.floor(size * room / width)
        label.set_text(words, self.view.theme, pixels, color=color, bold=bold, plate=plate)
        return label

    def fitting(
        self, role: str, wordings: Iterable[str], room: float, *, bold: bool = False, monospaced: bool = False
    ) -> str:
        """Return the first of several wordings, the longest first, that fits `room` pixels in a role, else the last."""
        size, words = self.text_size(role), ""
        for words in wordings:
            if text_width(words, size, bold=bold, monospaced=monospaced) <= room:
                break
        return words

    def write_fitting(
        self, label: Label, wordings: Iterable[str], room: float, *, bold: bool = False, **how: Any
    ) -> Label:
        """Write the first of several wordings, the longest first, that fits a width of `room` pixels, else the last."""
        words = self.fitting(label.role, wordings, room, bold=bold, monospaced=label.monospaced)
        return self.write(label, words, bold=bold, **how)
