"""nonlinearity/toy: slices along two free weights and along two weights tied through all layers, with descents."""

from PySide6.QtCore import QRectF

from core.obstacles.nonlinearity.toy import ToyResult
from gui.picture.capability import Capability
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.stages.nonlinearity.cut import Cut
from gui.stages.nonlinearity.depth_stage import DepthStage
from gui.stages.nonlinearity.descents import Descents
from gui.stages.nonlinearity.handles import SliceHandles
from gui.stages.nonlinearity.slice_view import SliceView
from gui.stages.nonlinearity.toy_words import (
    ALONE,
    TIED,
    caption,
    caveat,
    degree_wordings,
    depth_wordings,
    formula,
    headline,
    legend_wordings,
    share_at,
    slice_name,
    step_wordings,
)

CUT_SHARE = 220 / 788
"""The share of the picture's height that the cuts take."""
SIDES = ALONE, TIED


class ToyStage(DepthStage[ToyResult]):
    """Two slices side by side, each above its cut."""

    capabilities = frozenset({Capability.GHOST, Capability.ZOOM})

    def _build(self) -> None:
        self._slices = {key: SliceView(self, key) for key in SIDES}
        self._cuts = {key: Cut(self) for key in SIDES}
        self._handles = [SliceHandles(self, slice_view) for slice_view in self._slices.values()]
        self._names = {key: self.add(Label("label")) for key in SIDES}
        self._share_labels = {ALONE: self.add(Label("title")), TIED: self.add(Label("hero"))}
        self._texts = {key: [self.add(Label(role)) for role in ("axis_title", "axis_title", "label")] for key in SIDES}
        self._legends = [self.add(Label("axis_title")) for _ in SIDES]
        mark_static(*self._names.values(), *self._legends)

    def _arrange(self, view: View, picture: QRectF) -> None:
        style = self.plot_style
        gutter, width = self.px(24), (picture.width() - self.px(48)) / 2
        bottom = picture.bottom() - 1.5 * self.text_size("axis_title")
        top = bottom - CUT_SHARE * picture.height()
        side = min(top - gutter - picture.top(), 0.62 * width)
        self._columns, self._ghost_step = {}, -1
        for key, left in zip(SIDES, (picture.left(), picture.right() - width), strict=True):
            self._slices[key].arrange(QRectF(left, picture.top(), side, side), style)
            self._cuts[key].arrange(QRectF(left, top, width, bottom - top))
            text_left = left + side + gutter
            self._columns[key] = QRectF(text_left, picture.top(), left + width - text_left, side)
        self._legend_baseline = picture.bottom() - 0.1 * self.text_size("axis_title")

    def _load(self, result: ToyResult, *, grown: bool) -> None:
        theme = self.view.theme
        for key, slice_view in self._slices.items():
            slice_view.load(result.axis, result.loss[key], result.path[key], result.start)
            self._cuts[key].load(key, result.along, result.cut[key], result.quadratic[key])
            label = self.write(self._names[key], slice_name(key), color=theme.series[key].label, bold=True)
            label.place(self._columns[key].left(), self._columns[key].top() + 0.8 * self.text_size("label"))
        for handles in self._handles:
            handles.load(result.params.start)
        for label, key, wordings in zip(self._legends, SIDES, legend_wordings(result), strict=True):
            self.write_fitting(label, wordings, self._cuts[key].rect.width(), color=theme.secondary)
            label.place(self._cuts[key].rect.left(), self._legend_baseline)
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: ToyResult, position: float) -> None:
        theme, last = self.view.theme, len(result.depths) - 1
        place = min(position, float(last))
        step = int(place)
        depth = float(result.depths[step])
        self._pin_ghosts(step)
        for key in SIDES:
            self._slices[key].move(place)
            self._cuts[key].move(place)
            column, number = self._columns[key], self._share_labels[key]
            color = theme.series[key].label
            self.write(number, share_at(result, key, step), color=color, bold=True, room=column.width())
            y = column.top() + 1.3 * self.text_size("label") + 0.9 * self.text_size("hero")
            number.place(column.left(), y)
            wordings = (depth_wordings(depth), degree_wordings(result, key, step), step_wordings(result, key, step))
            colors = (theme.secondary, theme.ink, color)
            for label, words, ink in zip(self._texts[key], wordings, colors, strict=True):
                y += 1.75 * self.text_size(label.role)
                self.write_fitting(label, words, column.width(), color=ink)
                label.place(column.left(), y)
                # In small pictures text keeps its minimum size, and the last line would reach into the cut.
                label.setVisible(y <= column.bottom())

    def cancel_drag(self) -> bool:
        """Undo the current drag; return whether there was one."""
        return any(handles.cancel() for handles in self._handles)

    def _pin_ghosts(self, step: int) -> None:
        """Show the descents of the ghost at this depth."""
        if step == self._ghost_step:
            return
        self._ghost_step, ghost = step, self.view.ghost
        paths = ghost.path if isinstance(ghost, ToyResult) and step < len(ghost.depths) else {}
        for key, slice_view in self._slices.items():
            slice_view.pin_ghost({key: Descents(paths[key]).at(step)} if paths else {})
