"""nonlinearity/stack: how far the loss is from a parabola by number of layers, with and without skips."""

from PySide6.QtCore import QRectF

from core.obstacles.nonlinearity.stack import StackResult
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.label import Label, text_width
from gui.stages.nonlinearity.cut import Cut
from gui.stages.nonlinearity.depth_stage import DepthStage
from gui.stages.nonlinearity.names import family_names
from gui.stages.nonlinearity.share_plot import SharePlot
from gui.stages.nonlinearity.stack_words import caption, caveat, cut_share, formula, heading, headline, legend, share_at

CUT_SHARE = 642 / 1824
"""The share of the picture's width that the cuts take."""
HIGHEST_SHARE = 0.45
"""Size of a share on a cut, at most, as a share of the cut's height."""


class StackStage(DepthStage[StackResult]):
    """Shares against depth; beside them cuts through the loss of two families at the cursor's depth."""

    def _build(self) -> None:
        self._share_plot = SharePlot(self)
        self._cuts = [Cut(self), Cut(self)]
        self._headings = [self.add(Label("label")) for _ in self._cuts]
        self._share_labels = [self.add(Label("hero")), self.add(Label("title"))]
        self._network_labels = [self.add(Label("axis_title")) for _ in self._cuts]
        self._legend = self.add(Label("axis_title"))
        for label in self._share_labels:
            label.setZValue(50)
        mark_static(self._legend)

    def _arrange(self, view: View, picture: QRectF) -> None:
        width = CUT_SHARE * picture.width()
        left = picture.right() - width
        self._share_plot.arrange(
            QRectF(picture.left(), picture.top(), left - self.px(24) - picture.left(), picture.height())
        )
        self._column = QRectF(left, picture.top(), width, picture.height())

    def _load(self, result: StackResult, *, grown: bool) -> None:
        families, theme = list(result.nu)[: len(self._cuts)], self.view.theme
        # The theory of infinite width is drawn only if the user sets a width.
        limits = {} if result.params.width == "default" else result.wide_limit
        self._share_plot.load(result.depths, result.nu, limits, several=result.params.replicates > 1)
        self._place_cuts(len(families))
        for cut, family in zip(self._cuts, families, strict=False):
            cut.load(family, result.along, result.cut[family], result.quadratic[family])
        self.write_fitting(self._legend, legend(), self._column.width(), color=theme.secondary)
        self._legend.place(self._column.left(), self._column.bottom() - 0.1 * self.text_size("axis_title"))

    def _describe(self, result: StackResult) -> None:
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: StackResult, position: float) -> None:
        self._share_plot.move(position)
        families = list(result.nu)[: len(self._cuts)]
        texts = family_names(result.nu, hall=self.view.hall)
        step = min(int(position), len(result.depths) - 1)
        depth = float(result.depths[step])
        for k, family in enumerate(families):
            cut, rect = self._cuts[k], self._cuts[k].rect
            cut.move(min(position, len(result.depths) - 1.0))
            color = self.view.theme.series[family].label
            size = self.text_size(self._share_labels[k].role)
            title = self._headings[k]
            wordings = (heading(family, family_names(result.nu)[family], depth), heading(family, texts[family], depth))
            self.write_fitting(title, wordings, rect.width(), color=color, bold=True)
            title.place(rect.left(), rect.top() - 0.45 * self.text_size("label"))
            share = share_at(result, family, step)
            # In a low cut a smaller number leaves the curve free.
            fitting = min(size, HIGHEST_SHARE * rect.height())
            room = fitting / size * text_width(share, size, bold=True)
            label = self.write(self._share_labels[k], share, color=color, bold=True, plate=True, room=room)
            label.place(rect.center().x(), rect.top() + 1.12 * label.pixels, align=0.5)
            self.write(self._network_labels[k], cut_share(result, family, step), color=self.view.theme.secondary)
            self._network_labels[k].place(rect.right(), rect.top() - 0.45 * self.text_size("label"), align=1)
            self._network_labels[k].setVisible(
                self._network_labels[k].width <= rect.width() - title.width - 0.5 * self.text_size("label")
            )

    def _place_cuts(self, count: int) -> None:
        """Divide the column among `count` cuts."""
        column, heading_height = self._column, 1.3 * self.text_size("label")
        bottom = column.bottom() - 1.6 * self.text_size("axis_title")
        gap = self.px(20)
        height = (bottom - column.top() - (count - 1) * gap) / count
        for k, cut in enumerate(self._cuts):
            visible = k < count
            cut.set_visible(visible)
            for label in (self._headings[k], self._share_labels[k], self._network_labels[k]):
                label.setVisible(visible)
            top = column.top() + k * (height + gap) + heading_height
            cut.arrange(QRectF(column.left(), top, column.width(), height - heading_height))
