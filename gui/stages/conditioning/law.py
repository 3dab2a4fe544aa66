"""conditioning/law: steps against condition number, as predicted lines and measured dots."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from core.obstacles.conditioning.law import LawResult
from gui.picture.axes_frame import AxesFrame
from gui.picture.choices import position_choices
from gui.picture.position_cursor import PositionCursor
from gui.picture.readouts import Readouts
from gui.picture.stage import Stage
from gui.picture.unlabeled_methods import UNLABELED_WIDTH, UnlabeledMethods
from gui.picture.view import View
from gui.plots.band import Band
from gui.plots.baselines import DOT_GAP, place_line_names
from gui.plots.canvas import mark_static
from gui.plots.contour import Contour, ContourStyle
from gui.plots.curve import CurveStyle, Dots, Lines
from gui.plots.label import Label
from gui.plots.label_place import band_points, curve_points, free_place, leader
from gui.plots.plot import Plot
from gui.stages.conditioning.bowl_geometry import bowl_values, frame_half_size
from gui.stages.conditioning.law_words import caption, caveat, count_text, formula, headline
from gui.style.theme import pen
from gui.wording.names import short_name
from gui.wording.text import number, percent, power_of_ten, tr, tr_noop

PLOT_SHARE = 1240 / 1824
"""The share of the picture's width that the law takes."""
LABELED = 4
INSET_LEVELS = 9
"""Contours of the bowl beside the law, which is drawn anew for each condition number: as many as with large text."""
MIN_BAND_DECADES = 0.1
"""The band is labeled where it is wider than this many decades of steps; a narrower one looks like a line."""


class LawStage(Stage[LawResult]):
    """Steps against condition number on logarithmic axes; beside it the bowl at the cursor's condition number."""

    position_label = tr_noop("condition number {n} of {all}")
    slow_steps = 0

    def position_number(self, position: int) -> int:
        """Return the index of the condition number, counted from 1."""
        return position + 1

    def _build(self) -> None:
        scene = self.widget.scene()
        self._frame = AxesFrame(self)
        self._plot = self._frame.plot
        self._bowl = Plot(scene, axes=False, static=False)
        self._contour = Contour()
        self._bowl.add(self._contour)
        self._band = Band()
        self._band.setZValue(-10)
        self._plot.add(self._band)
        self._median = Lines()
        self._plot.add(self._median)
        self._theory = Lines()
        self._plot.add(self._theory)
        self._dots: dict[str, Dots] = {}
        self._current_dot = Dots()
        self._current_dot.setZValue(40)
        self._plot.add(self._current_dot)
        self._cursor = PositionCursor(self, self._plot, dash=())
        self._curve_labels = [self.add(Label("label")) for _ in range(LABELED)]
        self._unlabeled = UnlabeledMethods(self)
        self._readouts = Readouts(self, static=False)
        self._band_label, self._leader = self.add(Label("axis_title")), self.add(QGraphicsLineItem())
        mark_static(*self._curve_labels, self._leader)
        self._shown_step = -1

    def _arrange(self, view: View, picture: QRectF) -> None:
        gutter, width = self.px(24), PLOT_SHARE * picture.width()
        style = self.plot_style
        margin = (5.4 if view.hall else 9.0) * self.text_size("label")
        self._frame.place(QRectF(picture.left(), picture.top(), width, picture.height()), right_margin=margin)
        self._frame.set_x_title(tr("condition number κ"))
        self._rect = self._plot.rect
        left = picture.left() + width + gutter
        column = QRectF(left, picture.top(), picture.right() - left, picture.height())
        top = self._readouts.arrange(column)
        height = min(column.width(), column.bottom() - top)
        self._bowl.place(QRectF(left, top, column.width(), height), style)
        self._contour.set_style(
            ContourStyle(
                view.theme, self.stroke_width("contour"), self.stroke_width("ring"), self.stroke_width("casing")
            )
        )
        self._shown_step = -1

    def _load(self, result: LawResult, *, grown: bool) -> None:
        theme = self.view.theme
        lead = result.params.optimizers[0]
        kappas = np.log10(result.condition_numbers)
        top = self._top(result)
        self._plot.set_range((-0.06, float(kappas[-1]) + 0.06), (-0.16, top))
        decades = range(int(kappas[-1]) + 1)
        self._plot.set_ticks(
            [(float(at), power_of_ten(at)) for at in decades],
            [(float(at), power_of_ten(at)) for at in range(int(top) + 1)],
        )
        self._choices = position_choices(kappas, np.array(decades, dtype=float))
        self._load_curves(result, kappas)
        self._load_band(result, kappas)
        self._label_curves(result)
        share = percent(result.params.tolerance)
        title = tr("steps to {share} of the initial loss", "tolerance", share=share)
        self._frame.set_y_title(title, over_tick_labels=False)
        unnamed = list(result.steps_to_tolerance)[LABELED:]
        self._unlabeled.set_methods(unnamed, self._frame.y_title, self._rect.right())
        self._cursor.update_style()
        self._color = theme.series[lead].label
        self._current_dot.set_style(replace(self._style(lead), dot=self.stroke_width("current")))
        self._shown_step = -1

    def _describe(self, result: LawResult) -> None:
        self.set_title(headline(result), formula(result))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: LawResult, position: float) -> None:
        kappas = np.log10(result.condition_numbers)
        at = float(np.interp(position, np.arange(len(kappas)), kappas))
        step = int(position)
        self._cursor.move(at, self._choices, step)
        if step == self._shown_step:
            return
        self._shown_step = step
        kappa, lead = float(result.condition_numbers[step]), result.params.optimizers[0]
        steps = float(result.steps_to_tolerance[lead][step])
        self._readouts.set_heading(
            tr("κ = {kappa}", "condition_numbers", kappa=number(kappa)),
            tr("contours {ratio} : 1", "condition_numbers", ratio=number(float(np.sqrt(kappa)))),
        )
        self._readouts.set_count(count_text(result, step), self._color)
        self._current_dot.set_points(np.array([[np.log10(kappa), np.log10(steps)]]))
        self._current_dot.set_visible_count(1)
        self._show_bowl(kappa, result.params.tolerance)

    def _show_bowl(self, kappa: float, tolerance: float) -> None:
        hessian = np.diag([1.0, kappa])
        loss = (kappa**2 + kappa) / 2
        half_width, half_height = half = frame_half_size(hessian, loss, self._bowl.rect)
        self._contour.set_values(bowl_values(hessian, loss, tolerance, half, INSET_LEVELS))
        self._bowl.set_range((-half_width, half_width), (-half_height, half_height))

    def _top(self, result: LawResult) -> float:
        series = [*result.steps_to_tolerance.values(), *result.predicted_steps.values()]
        most = max((float(np.nanmax(steps)) for steps in series if np.isfinite(steps).any()), default=10.0)
        return max(float(np.log10(max(most, 1.0))), 1.0) + 0.12

    def _load_curves(self, result: LawResult, kappas: FloatArray) -> None:
        for key in set(self._dots) - set(result.steps_to_tolerance):
            self._plot.remove(self._dots.pop(key))
        for depth, (key, steps) in enumerate(result.steps_to_tolerance.items()):
            if key not in self._dots:
                self._dots[key] = Dots()
                mark_static(self._dots[key])
                self._plot.add(self._dots[key])
            self._dots[key].setZValue(30 - depth)
            self._dots[key].set_style(self._style(key))
            self._dots[key].set_points(np.column_stack([kappas, np.log10(steps)]))
            self._dots[key].set_visible_count(len(kappas))
        predicted = {key: np.column_stack([kappas, np.log10(steps)]) for key, steps in result.predicted_steps.items()}
        self._theory.set_lines([(self._style(key), line) for key, line in reversed(predicted.items())])

    def _load_band(self, result: LawResult, kappas: FloatArray) -> None:
        """Draw the quartiles of the steps from random starts as a band, and their median as a line."""
        key = result.params.optimizers[0]
        style = self._style(key)
        with np.errstate(divide="ignore"):
            low, middle, high = (np.log10(result.random_start_quantiles[name]) for name in ("q25", "median", "q75"))
        self._band.set_color(style.series.stroke)
        self._band.set_curves(kappas, np.maximum(low, 0.0), np.maximum(high, 0.0))
        known = np.isfinite(middle)
        median = replace(style, series=replace(style.series, dash=(1.0, 2.0)))
        self._median.set_lines([(median, np.column_stack([kappas, np.maximum(middle, 0.0)])[known])])
        self._label_band(result, kappas, np.maximum(low, 0.0), np.maximum(high, 0.0))

    def _label_band(self, result: LawResult, kappas: FloatArray, low: FloatArray, high: FloatArray) -> None:
        """Label the band if it is wide enough to be seen, near it and where no curve passes."""
        wide = np.flatnonzero(high - low > MIN_BAND_DECADES)
        place = None
        if len(wide):
            size, at = self.text_size("axis_title"), wide[len(wide) // 2]
            half = tr("random starts: middle half")
            self.write(self._band_label, half, plate=True)
            band = self._plot.point(float(kappas[at]), float(low[at] + high[at]) / 2)
            curves = [*result.steps_to_tolerance.values(), *result.predicted_steps.values()]
            points = [band_points(kappas, low, high), *(curve_points(kappas, np.log10(steps)) for steps in curves)]
            occupied = self._plot.pixels(np.concatenate(points))
            margin = 0.5 * self.stroke_width("iterate") + 0.3 * size
            area = self._rect.adjusted(margin, margin, -margin, -margin)
            room = self._band_label.rect.size()
            place = free_place(area, room.width() + 2 * margin, room.height() + 2 * margin, occupied, band)
        self._band_label.setVisible(place is not None)
        self._leader.setVisible(place is not None)
        if place is not None:
            self._band_label.place(place.left() + margin, place.bottom() - margin - 0.3 * size)
            self._leader.setPen(pen(QColor(self.view.theme.ink), self.stroke_width("theory")))
            self._leader.setLine(leader(self._band_label.rect, band))

    def _style(self, key: str) -> CurveStyle:
        result = self.result
        share = 1.0 if result is None or key in list(result.steps_to_tolerance)[:LABELED] else UNLABELED_WIDTH
        count = 1 if result is None else len(result.condition_numbers)
        style = self.curve_style(self.view.theme.series[key], share=share)
        return replace(style, dot=share * self._dot_size(count))

    def _dot_size(self, count: int) -> float:
        """Return the dot size for `count` dots on a curve, small enough to keep the dashes between them visible."""
        size, pitch = self.stroke_width("iterate"), self._rect.width() / max(count - 1, 1)
        # Dots that touch at every size are drawn as a line.
        return size if pitch < size else min(size, 0.5 * pitch)

    def _label_curves(self, result: LawResult) -> None:
        """Label the curves at their right ends, moved apart where the labels would overlap."""
        ends = []
        for label in self._curve_labels:
            label.setVisible(False)
        for label, key in zip(self._curve_labels, result.steps_to_tolerance, strict=False):
            steps = result.predicted_steps.get(key, result.steps_to_tolerance[key])
            known = steps[np.isfinite(steps)]
            if len(known):
                self.write(label, short_name(key, hall=self.view.hall), color=self.view.theme.series[key].label)
                label.setVisible(True)
                ends.append((label, self._plot.point(0, float(np.log10(known[-1]))).y()))
        place_line_names(self._rect, ends, DOT_GAP)
