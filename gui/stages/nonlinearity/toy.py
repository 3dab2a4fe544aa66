"""nonlinearity/toy: the loss along two tied weights cut open, below it along two free ones, and maps of both."""

from PySide6.QtCore import QRectF

from core.obstacles.nonlinearity.toy import ToyResult
from gui.picture.capability import Capability
from gui.picture.ghost import NO_PATH
from gui.picture.readouts import Row
from gui.picture.view import View
from gui.plots.baselines import NAME_GAP, place_line_names
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
    alone_wordings,
    caption,
    caveat,
    formula,
    headline,
    line_names,
    map_wordings,
    misfit_text,
    share_at,
    step_wordings,
    tied_wordings,
)

TIED_SHARE = 0.64
"""The tied weights' share of the height below the row."""
SIDES = ALONE, TIED
BELOW_MAP = 1.5
"""Height of the line below a map, in sizes of its text."""


class ToyStage(DepthStage[ToyResult]):
    """The cut through the tied slice and its misfit as hero number; smaller the same of free weights; maps of both."""

    capabilities = frozenset({Capability.GHOST, Capability.ZOOM})

    def _build(self) -> None:
        self._row = Row(self)
        # In the small map of the free weights labels would cover the descent; both maps show the same start and cut.
        self._slices = {key: SliceView(self, key, labeled=key == TIED) for key in SIDES}
        self._cuts = {key: Cut(self) for key in SIDES}
        self._handles = [SliceHandles(self, slice_view) for slice_view in self._slices.values()]
        self._line_names = [self.add(Label("label")) for _ in range(2)]
        self._alone_share, self._alone_words = self.add(Label("title")), self.add(Label("axis_title"))
        self._steps = {key: self.add(Label("axis_title")) for key in SIDES}
        self._map_name = self.add(Label("axis_title"))
        mark_static(self._map_name)

    def _arrange(self, view: View, picture: QRectF) -> None:
        small, gap = self.text_size("axis_title"), self.px(24)
        top = picture.top() + 1.1 * self.text_size("hero") + self.px(8)
        middle = top + TIED_SHARE * (picture.bottom() - top)
        side = middle - top - BELOW_MAP * small
        self._map_left = picture.right() - side
        self._slices[TIED].arrange(QRectF(self._map_left, top, side, side), self.plot_style)
        self._alone_top = middle + self.px(12)
        alone_side = picture.bottom() - self._alone_top - BELOW_MAP * small
        self._slices[ALONE].arrange(QRectF(self._map_left, self._alone_top, alone_side, alone_side), self.plot_style)
        self._left, self._room = picture.left(), self._map_left - gap - picture.left()
        names = max(self.write(label, words).width for label, words in self._named_lines())
        width = self._room - names - NAME_GAP * self.text_size("label")
        self._cuts[TIED].arrange(QRectF(picture.left(), top, width, middle - top))
        alone_cut = self._alone_top + 1.4 * self.text_size("title")
        self._cuts[ALONE].arrange(QRectF(picture.left(), alone_cut, width, picture.bottom() - alone_cut))
        self._row.arrange(QRectF(picture.left(), picture.top(), self._room, picture.height()))
        self._shown_step = -1

    def _load(self, result: ToyResult, *, grown: bool) -> None:
        for key, slice_view in self._slices.items():
            slice_view.load(result.axis, result.loss[key], result.path[key], result.start)
            self._cuts[key].load(key, result.along, result.cut[key], result.quadratic[key])
        for handles in self._handles:
            handles.load(result.params.start)
        rect = self._slices[TIED].rect
        label = self.write_fitting(self._map_name, map_wordings(), rect.width(), color=self.view.theme.secondary)
        label.place(rect.left(), rect.top() - 0.4 * self.text_size("axis_title"))
        label.setVisible(label.width <= rect.width())
        self._row.reserve(*(share_at(result, TIED, place) for place in range(len(result.depths))))
        self._shown_step = -1

    def _describe(self, result: ToyResult) -> None:
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: ToyResult, position: float) -> None:
        place = min(position, float(len(result.depths) - 1))
        for key in SIDES:
            self._slices[key].move(place)
            self._cuts[key].move(place)
        self._name_lines()
        if int(place) != self._shown_step:
            self._shown_step = int(place)
            self._show_step(result, int(place))

    def _show_step(self, result: ToyResult, step: int) -> None:
        """Show what changes with the depth alone: the ghosts and all texts but the names of the lines."""
        series = self.view.theme.series
        self._pin_ghosts(step)
        for key in SIDES:
            label, rect = self._steps[key], self._slices[key].rect
            self.write_fitting(
                label, step_wordings(result, key, step), self._slices[TIED].rect.width(), color=series[key].label
            )
            label.place(rect.left(), rect.bottom() + 1.2 * self.text_size("axis_title"))
        depth = float(result.depths[step])
        self._row.set_values(share_at(result, TIED, step), series[TIED].label, (misfit_text(),), tied_wordings(depth))
        self._write_alone(result, step)

    def _write_alone(self, result: ToyResult, step: int) -> None:
        """Write the misfit of the free weights above their cut."""
        theme, baseline = self.view.theme, self._alone_top + 0.95 * self.text_size("title")
        share = self.write(self._alone_share, share_at(result, ALONE, step), color=theme.series[ALONE].label, bold=True)
        share.place(self._left, baseline)
        before = share.width + 0.5 * self.text_size("title")
        self.write_fitting(self._alone_words, alone_wordings(), self._room - before, color=theme.secondary)
        self._alone_words.place(self._left + before, baseline)

    def _named_lines(self) -> list[tuple[Label, str]]:
        return list(zip(self._line_names, line_names(hall=self.view.hall), strict=True))

    def _name_lines(self) -> None:
        """Write the names of the loss and of its best parabola at their right ends in the tied cut."""
        cut, theme = self._cuts[TIED], self.view.theme
        heights = cut.end_heights
        for label, words in self._named_lines():
            label.setVisible(heights is not None)
            self.write(label, words, color=theme.series[TIED].label if label is self._line_names[0] else theme.ink)
        if heights is not None:
            place_line_names(cut.rect, list(zip(self._line_names, heights, strict=True)))

    def _pin_ghosts(self, step: int) -> None:
        """Show the descents of the ghost at this depth."""
        ghost = self.kept(ToyResult)
        kept = ghost if ghost is not None and step < len(ghost.depths) else None
        for key, slice_view in self._slices.items():
            slice_view.pin_ghost(kept, Descents(kept.path[key]).at(step) if kept else NO_PATH)
