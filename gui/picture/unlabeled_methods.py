"""A line of text that lists the methods whose curves have no label."""

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtWidgets import QGraphicsItem

from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.wording.names import short_name
from gui.wording.sentences import shortened_lists
from gui.wording.text import Span, number, tr

UNLABELED_WIDTH = 0.6
"""Width of the lines and dots of unlabeled methods, as a share of the width of labeled ones."""


class UnlabeledMethods:
    """A text such as "also Nesterov", each name in the color of its curve."""

    def __init__(self, stage: Stage[Any], layer: QGraphicsItem | None = None) -> None:
        self._stage = stage
        self._label = stage.add(Label("axis_title"), layer)
        mark_static(self._label)

    def set_methods(self, keys: Sequence[str], beside: Label, right: float) -> None:
        """List as many methods as fit between the label `beside` and the x coordinate `right`."""
        room = right - beside.rect.right() - self._stage.text_size("axis_title")
        wordings = _wordings(keys, hall=self._stage.view.hall)
        self._stage.write_fitting(self._label, wordings, room, color=self._stage.view.theme.secondary)
        self._label.place(right, beside.pos().y(), align=1)
        self._label.setVisible(bool(keys) and self._label.width <= room)


def _wordings(keys: Sequence[str], *, hall: bool) -> Iterator[str]:
    """Yield the text with all names first, then with fewer and fewer of them."""
    for some, rest in shortened_lists([Span(short_name(key, hall=hall), key) for key in keys]):
        if rest:
            yield tr("also {list} and {n} more", "optimizers", list=some, n=number(rest))
        else:
            yield tr("also {list}", list=some)
    yield tr("and {n} more", "optimizers", n=number(len(keys))) if keys else ""
