"""nonlinearity/toy: two entries of a product of matrices, alone and tied through all layers, and descent on both."""

from PySide6.QtCore import QRectF

from core.obstacles.nonlinearity.toy import ToyResult
from gui.picture.capability import Capability
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.stages.nonlinearity.cut import Cut
from gui.stages.nonlinearity.depths import DepthStage
from gui.stages.nonlinearity.descents import Descents
from gui.stages.nonlinearity.handles import PatchHandles
from gui.stages.nonlinearity.patch import Patch
from gui.stages.nonlinearity.toy_words import (
    ALONE,
    TIED,
    caption,
    caveat,
    degree,
    figure,
    formula,
    headline,
    legends,
    name,
    steps,
    where,
)

CUT = 220 / 788
"""The share of the picture's height that the cuts take."""
SIDES = ALONE, TIED


class ToyStage(DepthStage[ToyResult]):
    """Two slices from above, over their cuts, side by side: what depth does to one and not to the other."""

    capabilities = frozenset({Capability.GHOST, Capability.ZOOM})

    def _build(self) -> None:
        self._patches = {key: Patch(self, key) for key in SIDES}
        self._cuts = {key: Cut(self) for key in SIDES}
        self._handles = [PatchHandles(self, patch) for patch in self._patches.values()]
        self._names = {key: self.add(Label("label")) for key in SIDES}
        self._numbers = {ALONE: self.add(Label("title")), TIED: self.add(Label("hero"))}
        self._words = {key: [self.add(Label(role)) for role in ("axis_title", "axis_title", "label")] for key in SIDES}
        self._legends = [self.add(Label("axis_title")) for _ in SIDES]
        mark_static(*self._names.values(), *self._legends)

    def _arrange(self, view: View, picture: QRectF) -> None:
        style = self.plot_style
        gutter, width = self.px(24), (picture.width() - self.px(48)) / 2
        bottom = picture.bottom() - 1.5 * self.text("axis_title")
        top = bottom - CUT * picture.height()
        side = min(top - gutter - picture.top(), 0.62 * width)
        self._columns, self._ghosts_at = {}, -1
        for key, left in zip(SIDES, (picture.left(), picture.right() - width), strict=True):
            self._patches[key].arrange(QRectF(left, picture.top(), side, side), style)
            self._cuts[key].arrange(QRectF(left, top, width, bottom - top))
            beside = left + side + gutter
            self._columns[key] = QRectF(beside, picture.top(), left + width - beside, side)
        self._foot = picture.bottom() - 0.1 * self.text("axis_title")

    def _load(self, result: ToyResult, *, grown: bool) -> None:
        theme = self.view.theme
        for key, patch in self._patches.items():
            patch.load(result.axis, result.loss[key], result.path[key], result.start)
            self._cuts[key].load(key, result.along, result.cut[key], result.quadratic[key])
            label = self.write(self._names[key], name(key), color=theme.series[key].label, bold=True)
            label.place(self._columns[key].left(), self._columns[key].top() + 0.8 * self.text("label"))
        for handles in self._handles:
            handles.load(result.params.start)
        for label, key, wordings in zip(self._legends, SIDES, legends(result), strict=True):
            self.write_fitting(label, wordings, self._cuts[key].rect.width(), color=theme.secondary)
            label.place(self._cuts[key].rect.left(), self._foot)
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: ToyResult, position: float) -> None:
        theme, last = self.view.theme, len(result.depths) - 1
        place = min(position, float(last))
        step = int(place)
        depth = float(result.depths[step])
        self._pin(step)
        for key in SIDES:
            self._patches[key].move(place)
            self._cuts[key].move(place)
            column, number = self._columns[key], self._numbers[key]
            color = theme.series[key].label
            self.write(number, figure(result, key, step), color=color, bold=True, room=column.width())
            y = column.top() + 1.3 * self.text("label") + 0.9 * self.text("hero")
            number.place(column.left(), y)
            wordings = (where(depth), degree(result, key, step), steps(result, key, step))
            colors = (theme.secondary, theme.ink, color)
            for label, words, ink in zip(self._words[key], wordings, colors, strict=True):
                y += 1.75 * self.text(label.role)
                self.write_fitting(label, words, column.width(), color=ink)
                label.place(column.left(), y)
                # In small pictures, where words keep their least size, the last line would stand in the cut.
                label.setVisible(y <= column.bottom())

    def cancel_drag(self) -> bool:
        """Put back what is being dragged; return whether anything was."""
        return any(handles.cancel() for handles in self._handles)

    def _pin(self, step: int) -> None:
        """Keep the ghost's descents at this depth."""
        if step == self._ghosts_at:
            return
        self._ghosts_at, ghost = step, self.view.ghost
        paths = ghost.path if isinstance(ghost, ToyResult) and step < len(ghost.depths) else {}
        for key, patch in self._patches.items():
            patch.pin_ghost({key: Descents(paths[key]).at(step)} if paths else {})
