"""The base class of stages: the picture of one experiment, a pure function of result, position and view."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem

from core.experiment import Result
from core.scene import DEFAULT_FILM_SECONDS
from gui.picture.capability import Capability
from gui.picture.styling import Styling
from gui.picture.view import View
from gui.plots.canvas import Canvas, mark_static
from gui.plots.label import Label
from gui.session.timeline import Schedule
from gui.wording.text import tr_noop

R = TypeVar("R", bound=Result)
Kept = TypeVar("Kept", bound=Result)
Item = TypeVar("Item", bound=QGraphicsItem)


@dataclass(frozen=True)
class Text:
    """A visible text in a picture, for tests: role, text, rectangle, size in pixels, and the text that was set.

    `ink_rect` is the rectangle of its letters, without the space above and below them.
    """

    role: str
    text: str
    rect: QRectF
    ink_rect: QRectF
    pixels: float
    source_text: str


class Stage(QObject, Styling, Generic[R]):
    """The picture of one experiment.

    `show` is a pure function of result, position and view: playing, seeking and scrubbing give the same pixels, on
    screen and off screen. Its cost does not grow with the position.

    Subclasses implement `_build` (once), `_arrange` (for a new view), `_load` (for a new result), `_describe` (its
    sentences) and `_move` (for a new position), and never compute what a Result should contain.

    With `View.reveal` sentences are about `Result.until` the step on screen, so that none tells how the run ends.
    """

    edited = Signal(dict)
    """The user dragged a handle: new values by field name."""

    view_changed = Signal(View)
    """The user changed the view, for example by zooming: the new View."""
    edit_requested = Signal(str)
    """The user wants to type a value: the name of the field."""
    seek_requested = Signal(int)
    """The user dragged the cursor of the position: the step to go to."""

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
        self.is_stretched = False  # whether an axis is, in this view and for this result
        self.described: R | None = None
        """The result that the sentences are about: with `View.reveal` only the part up to the step on screen."""
        self._described_step: int | None = None
        self.after_move: list[Callable[[], None]] = []
        """Called after each `_move`: they place what must not touch the other texts."""
        self.drag_cancels: list[Callable[[], bool]] = []
        """Each cancels a drag of one kind of handle and restores the values before it; False if none is in progress."""
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
    def _describe(self, result: R) -> None:
        """Write the title, the captions and every other text about the outcome, after `_load`.

        With `View.reveal` the result is only the part of the loaded one up to the step on screen: it is not complete
        until the last step, and `shows_predictions` says whether its predictions are shown.
        """

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
            self._described_step = None
            self.widget.invalidate_background()
        self.position = float(min(max(position, 0.0), result.length))
        self._describe_until(result, int(self.position) if self.view.reveal else result.length)
        self._move(result, self.position)
        for place in self.after_move:
            place()
        self._show_progress(self.position / result.length if result.length else 1.0)

    def _describe_until(self, result: R, step: int) -> None:
        """Write the sentences about the result up to a step, unless they stand already."""
        if step != self._described_step:
            self._described_step, self.described = step, result.until(step)
            self._describe(self.described)

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
        return any(cancel() for cancel in self.drag_cancels)

    def render(self, image: QImage) -> None:
        """Paint the picture on an image of the view's size."""
        self.widget.paint_image(image)

    def paint_vectors(self, painter: QPainter) -> None:
        """Paint the picture as vectors, for SVG or PDF."""
        self.widget.paint_vectors(painter)

    def texts(self) -> list[Text]:
        """Return all visible texts of the picture that are not empty."""
        return [
            Text(label.role, label.text, label.rect, label.ink_rect, label.pixels, label.source_text)
            for label in self.visible_labels()
        ]

    def visible_labels(self) -> list[Label]:
        """Return the labels of all visible texts that are not empty."""
        items = self.widget.scene().items()
        return [item for item in items if isinstance(item, Label) and item.isVisible() and item.text]

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

    def kept(self, kind: type[Kept]) -> Kept | None:
        """Return the earlier result whose path the view keeps, if it is of this kind."""
        return self.view.ghost if isinstance(self.view.ghost, kind) else None

    def shows_predictions(self, described: R) -> bool:
        """Return whether what the result predicts is shown: with `View.reveal` only when the run has ended."""
        return described.complete or not self.view.reveal

    def set_title(self, title: str, formula: str = "") -> None:
        """Set the title and, with normal text only, the formula on its right."""
        view, unit = self.view, self.view.text_scale
        # In a small picture text has a least size, at which a long title is too wide.
        self.write(self.title, title, bold=True, room=view.width - 2 * self.px(48)).place(self.px(48), 84 * unit)
        self.write(self.formula, formula, color=view.theme.secondary).place(
            view.width - self.px(48), 84 * unit, align=1
        )
        free = view.width - 2 * self.px(48) - self.title.width - self.px(48)
        self.formula.setVisible(not view.hall and self.formula.width <= free)

    def set_caption(self, caption: str, caveat: str) -> None:
        """Set the sentence below the picture, and the caveat below the sentence."""
        view, unit = self.view, self.view.text_scale
        self.write(self.caption, caption).place(self.px(48), view.height - 96 * unit)
        self.write(self.caveat, caveat).place(self.px(48), view.height - 40 * unit)

    def _arrange_frame(self) -> QRectF:
        view, unit = self.view, self.view.text_scale
        # Sentences that change with the step would cost a new background at every step.
        mark_static(self.title, self.formula, self.caveat, static=not view.reveal)
        mark_static(self.caption, static=not view.reveal and view.narration is None)
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
