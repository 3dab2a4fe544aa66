"""The base class of stages: the picture of one experiment, a pure function of result, position and view."""

import math
from abc import abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem

from core.experiment import Result
from core.scene import DEFAULT_FILM_SECONDS
from gui.picture.capability import Capability
from gui.picture.view import View
from gui.plots.canvas import Canvas, mark_static
from gui.plots.curve import CurveStyle
from gui.plots.label import Label, text_width
from gui.plots.plot import PlotStyle
from gui.session.timeline import Schedule
from gui.style.series import SeriesStyle
from gui.wording.text import tr_noop

R = TypeVar("R", bound=Result)
Item = TypeVar("Item", bound=QGraphicsItem)


@dataclass(frozen=True)
class Text:
    """A visible text in a picture, for tests: role, text, rectangle, size in pixels, and the text that was set."""

    role: str
    text: str
    rect: QRectF
    pixels: float
    source_text: str


class Stage(QObject, Generic[R]):
    """The picture of one experiment.

    `show` is a pure function of result, position and view: playing, seeking and scrubbing give the same pixels, on
    screen and off screen. Its cost does not grow with the position.

    Subclasses implement `_build` (once), `_arrange` (for a new view), `_load` (for a new result) and `_move` (for a new
    position), and never compute what a Result should contain.
    """

    edited = Signal(dict)
    """The user dragged a handle: new values by field name."""

    view_changed = Signal(View)
    """The user changed the view, for example by zooming: the new View."""
    edit_requested = Signal(str)
    """The user wants to type a value: the name of the field."""

    position_label = tr_noop("step {n} of {all}")
    """Template of a position in the transport, with the fields `n` and `all`."""
    capabilities: frozenset[Capability] = frozenset()
    """The optional capabilities of the picture."""
    slow_steps = 3
    """Number of first steps that a film shows slowly."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view
        self.result: R | None = None
        self.position = 0.0
        self.widget = Canvas()
        self.title = self.add(Label("title"))
        self.formula = self.add(Label("code"))
        self.caption = self.add(Label("caption"))
        self.caveat = self.add(Label("axis_title"))
        self.notice = self.add(Label("title"))
        self.notice.setZValue(100)
        self._progress_line = self.add(QGraphicsRectItem())
        self._progress_line.setPen(Qt.PenStyle.NoPen)
        self._progress_line.setZValue(99)
        mark_static(self.title, self.formula, self.caption, self.caveat)
        self._build()
        self.set_view(view)

    # Implemented by the stage of each experiment

    @abstractmethod
    def _build(self) -> None:
        """Create the items of the picture, once."""

    @abstractmethod
    def _arrange(self, view: View, picture: QRectF) -> None:
        """Place the items for a view; `picture` is the area between title and caption."""

    @abstractmethod
    def _load(self, result: R, *, grown: bool) -> None:
        """Load a result into the items; `grown` says that it continues the result before, so that items can append."""

    @abstractmethod
    def _move(self, result: R, position: float) -> None:
        """Update the items for a position of the loaded result."""

    # Used by the window and the exporter

    def position_number(self, position: int) -> int:
        """Return the number that the transport displays at a position, such as a step, a year or a depth."""
        return position

    def show(self, result: R, position: float) -> None:
        """Show `result` at `position`, between 0 and `result.length`."""
        if result is not self.result:
            grown = self.result is not None and self.result.run == result.run
            self.result = result
            self._load(result, grown=grown)
            self.widget.invalidate_background()
        self.position = min(max(position, 0.0), float(result.length))
        self._move(result, self.position)
        self._show_progress(self.position / result.length if result.length else 1.0)

    def set_view(self, view: View) -> None:
        """Set the view, and show the same result and position in it."""
        self.view = view
        self.widget.setFixedSize(view.width, view.height)
        self.widget.set_background_color("transparent" if view.transparent else view.theme.background)
        self._arrange(view, self._arrange_frame())
        if self.result is not None:
            result, self.result = self.result, None
            self.show(result, self.position)

    def schedule(self, result: R, duration: float = DEFAULT_FILM_SECONDS) -> Schedule:
        """Return the schedule of positions for a film of `duration` seconds."""
        return Schedule(result.length, duration, self.slow_steps)

    def set_notice(self, words: str) -> None:
        """Set the notice over the picture, such as that a run failed; "" removes it."""
        view = self.view
        self.notice.set_text(words, view.theme, 0.8 * self.text_size("title"), plate=True)
        self.notice.place(view.width / 2, 0.22 * view.height, align=0.5)
        self.notice.setVisible(bool(words))

    def cancel_drag(self) -> bool:
        """Cancel a drag and restore the values before it; return whether a drag was in progress."""
        return False

    def render(self, image: QImage) -> None:
        """Paint the picture on an image of the view's size."""
        self.widget.paint_image(image)

    def paint_vectors(self, painter: QPainter) -> None:
        """Paint the picture as vectors, for SVG or PDF."""
        self.widget.paint_vectors(painter)

    def texts(self) -> list[Text]:
        """Return all visible texts of the picture that are not empty."""
        items = self.widget.scene().items()
        labels = [item for item in items if isinstance(item, Label) and item.isVisible() and item.text]
        return [Text(label.role, label.text, label.rect, label.pixels, label.source_text) for label in labels]

    def close(self) -> None:
        """Destroy the picture; it cannot be shown again."""
        self.widget.close()
        self.widget.setParent(None)
        self.widget.scene().clear()
        self.widget.deleteLater()

    # Used by subclasses

    def add(self, item: Item, layer: QGraphicsItem | None = None) -> Item:
        """Add an item to the picture, below a layer with which it is hidden, and return it."""
        self.widget.scene().addItem(item)
        if layer is not None:
            item.setParentItem(layer)
        return item

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
        fitting = size if width <= room else math.floor(size * room / width)
        label.set_text(words, self.view.theme, fitting, color=color, bold=bold, plate=plate)
        return label

    def write_fitting(
        self, label: Label, wordings: Iterable[str], room: float, *, bold: bool = False, **how: Any
    ) -> Label:
        """Write the first of several wordings, the longest first, that fits a width of `room` pixels, else the last."""
        size, candidates = self.text_size(label.role), list(wordings)
        for words in candidates:
            if text_width(words, size, bold=bold, monospaced=label.monospaced) <= room:
                return self.write(label, words, bold=bold, **how)
        return self.write(label, candidates[-1], bold=bold, **how)

    def set_title(self, title: str, formula: str = "") -> None:
        """Set the title and, with normal text only, the formula on its right."""
        view = self.view
        unit = view.text_scale
        # In a small picture text has a least size, at which a long title is too wide.
        self.write(self.title, title, bold=True, room=view.width - 2 * self.px(48)).place(self.px(48), 84 * unit)
        self.write(self.formula, formula, color=view.theme.secondary).place(
            view.width - self.px(48), 84 * unit, align=1
        )
        free = view.width - 2 * self.px(48) - self.title.width - self.px(48)
        self.formula.setVisible(not view.hall and self.formula.width <= free)

    def set_caption(self, caption: str, caveat: str) -> None:
        """Set the sentence below the picture, and the caveat below the sentence."""
        view = self.view
        unit = view.text_scale
        self.write(self.caption, caption).place(self.px(48), view.height - 96 * unit)
        self.write(self.caveat, caveat).place(self.px(48), view.height - 40 * unit)

    def _arrange_frame(self) -> QRectF:
        view, unit = self.view, self.view.text_scale
        for label in (self.caption, self.caveat):
            label.setVisible(view.caption)
        self.set_notice("")
        top = 116 * unit
        bottom = view.height - (176 if view.caption else 48) * unit
        return QRectF(self.px(48), top, view.width - 2 * self.px(48), bottom - top)

    def _show_progress(self, share: float) -> None:
        height = self.px(8)
        self._progress_line.setVisible(self.view.progress)
        self._progress_line.setBrush(QColor(self.view.theme.focus))
        self._progress_line.setRect(0, self.view.height - height, share * self.view.width, height)


StageFactory = Callable[[View], Stage[Any]]
"""Creates a stage for a view; the window and the exporters take one."""


def lazy_factory(module: str, name: str) -> StageFactory:
    """Return a factory of a stage class that imports its module at the first call."""

    def create(view: View) -> Stage[Any]:
        factory: StageFactory = getattr(import_module(module), name)
        return factory(view)

    return create
