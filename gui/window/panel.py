"""One tab: a session with a stage for each of its lanes, the form and the transport. Serves every obstacle."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from core.cache import Cache
from core.experiment import Obstacle
from core.params import Params, ParamsError, make, mapping
from core.scene import Moment, Scene, non_default_params
from gui.export.on_screen import OnScreen
from gui.form.params_form import ParamsForm
from gui.picture.capability import Capability
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.session.lane import Lane
from gui.session.session import Session
from gui.session.timeline import Timeline
from gui.stages import STAGES
from gui.style.theme import Theme, TypeSize
from gui.window.picture_frame import PictureFrame
from gui.window.term_help import explain_at
from gui.window.transport import Transport
from gui.wording.text import tr
from gui.workers.worker import Reply, Worker

log = logging.getLogger(__name__)


class Panel(QWidget):
    """Shows the experiments of one obstacle: a picture, the form beside it, the transport below."""

    arranged = Signal()
    """The picture was arranged anew."""

    def __init__(self, obstacle: Obstacle[Any], worker: Worker, params: Params, *, cache: Cache | None = None) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.obstacle = obstacle
        self.session = Session(obstacle.key, worker, self, cache=cache)
        self._params: Params | None = params
        self._worker = worker
        self.view = View()
        """The view of the stage on screen; see `set_view`."""
        self._stages: dict[Lane, Stage[Any]] = {}
        self.frame = PictureFrame()
        self.form = ParamsForm()
        self.form.setObjectName("form")
        self.transport = Transport(self.timeline)
        self._arrange()
        self.frame.overdue.connect(self._show_computing)
        self.frame.resized.connect(self._resize_stage)
        self.form.changed.connect(self.set_params)
        self.form.measure_again_requested.connect(self.measure_again)
        self.form.refused.connect(self.transport.show_refusal)
        self.session.params_changed.connect(self.transport.clear_message)
        self.timeline.moved.connect(self._show_position)
        self.session.params_changed.connect(self._show_params)
        self.session.requested.connect(self.frame.expect_run)
        self.session.result_changed.connect(self._update_schedule)
        self.session.replied.connect(self._handle_reply)

    @property
    def lane(self) -> Lane:
        """The lane on screen."""
        return self.session.lanes[0]

    @property
    def stage(self) -> Stage[Any]:
        """The stage on screen."""
        return self._stages[self.lane]

    @property
    def timeline(self) -> Timeline:
        """The timeline of the session."""
        return self.session.timeline

    @property
    def params(self) -> Params:
        """The parameters of the lane on screen."""
        return self.lane.params

    @property
    def on_screen(self) -> OnScreen | None:
        """The picture on screen for an export, None while there is no result."""
        lane = self.lane
        if lane.result is None:
            return None
        return OnScreen(self.scene, STAGES[lane.address], lane.result, self.view, self.timeline.position)

    @property
    def scene(self) -> Scene:
        """The scene on screen."""
        lane, timeline = self.lane, self.timeline
        moment: Moment = "last" if timeline.at_end else timeline.time
        play, params = lane.play_at(moment), non_default_params(self.params)
        return Scene(target=lane.address, params=params, look=self.view.look, play=play)

    def has_capability(self, capability: Capability) -> bool:
        """Return whether the stage on screen has a capability."""
        return capability in self.stage.capabilities

    def open(self, key: str) -> None:
        """Show an experiment; its stage is created when it is first opened."""
        if self._is_open:
            if key == self.lane.experiment.key:
                return
            self.stage.widget.hide()
            self.lane.keep(self.timeline.step_to_keep, self.view.zoom)
        lane = self.session.open(self.obstacle, key, params=self._params)
        self._params = None
        if lane not in self._stages:
            self._stages[lane] = self._create_stage(lane)
        self.view = replace(self.view, zoom=lane.zoom, ghost=lane.ghost)
        self._resize_stage()
        self.stage.widget.show()
        experiment = lane.experiment
        self.form.show_fields(experiment.reads, lane.params, measures=experiment.measures_time, usual=experiment.usual)
        self.transport.set_position_label(self.stage.position_label, self.stage.position_number)
        self.timeline.pause()
        if lane.result is not None:
            self._update_schedule(lane)
        self.timeline.seek_step(self.timeline.schedule.length if lane.step is None else lane.step)
        self.stage.set_notice(lane.notice)
        self.frame.hide_progress()
        self.frame.expect_run()
        self._update_status()
        self.session.request()

    def _create_stage(self, lane: Lane) -> Stage[Any]:
        """Create and connect the stage of a lane."""
        stage = STAGES[lane.address](self.view)
        stage.widget.setParent(self.frame)
        stage.edited.connect(self._apply_edit)
        stage.edit_requested.connect(self.form.focus_field)
        stage.seek_requested.connect(self.timeline.pause_at)
        stage.view_changed.connect(self.set_view)
        stage.widget.help_requested.connect(partial(explain_at, stage))
        return stage

    @property
    def _is_open(self) -> bool:
        return bool(self._stages)

    def hideEvent(self, event: QHideEvent) -> None:
        """Pause while another obstacle is shown."""
        super().hideEvent(event)
        if self._is_open and not event.spontaneous():  # spontaneous: the whole window is minimized
            self.timeline.pause()
            self.session.suspend()

    def showEvent(self, event: QShowEvent) -> None:
        """Resume the run that was cancelled when another obstacle was opened."""
        super().showEvent(event)
        if self._is_open:
            self.session.request()

    @Slot(Params)
    def set_params(self, params: Params) -> None:
        """Set the parameters as an undoable change; keeps the step, and keeps playing."""
        self.session.set_params(params)

    @Slot(Lane)
    def _show_params(self, lane: Lane) -> None:
        self.form.set_params(lane.params)

    def set_theme(self, theme: Theme, type_size: TypeSize) -> None:
        """Set the theme and the type size of the picture."""
        QToolTip.hideText()
        if (theme, type_size) != (self.view.theme, self.view.type_size):
            self.set_view(replace(self.view, theme=theme, type_size=type_size))

    def style_controls(self, pixels: float) -> None:
        """Give the controls the theme of the picture, and room for a text size in pixels."""
        self.transport.set_color(self.view.theme.ink, pixels)
        self.form.set_color(self.view.theme.secondary)
        self.form.setFixedWidth(round(min(19 * pixels, 0.24 * max(self.width(), 1000))))

    def set_options(self, *, caption: bool, reveal: bool) -> None:
        """Set the options of the view that hold for all pictures."""
        self.set_view(replace(self.view, caption=caption, reveal=reveal))

    @Slot(View)
    def set_view(self, view: View) -> None:
        """Set the view of the stage on screen; its size must not change."""
        self.view = view
        if self._is_open:
            self._apply_view()

    @Slot()
    def measure_again(self) -> None:
        """Run the measurement again if the experiment measures times."""
        self.session.request(again=True)

    def close_stages(self) -> None:
        """Stop all timers and runs, then close the stages: nothing is painted or delivered afterwards."""
        self.frame.hide_progress()
        self.frame.resized.disconnect(self._resize_stage)
        self.session.close()
        for stage in self._stages.values():
            stage.close()
        self._stages.clear()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.frame, 1)
        row.addWidget(self.form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row, 1)
        layout.addWidget(self.transport)

    @Slot(Lane, Reply)
    def _handle_reply(self, lane: Lane, reply: Reply) -> None:
        """Update progress, timeline and notice after a lane has received a reply."""
        self.frame.set_fraction(reply.fraction)
        if lane.request == 0:
            self.frame.hide_progress()
        self._update_status()
        if reply.result is not None and lane.result is not None:
            self._update_schedule(lane)
        if lane.notice or lane.result is not None:
            self._stages[lane].set_notice(lane.notice)

    @Slot(Lane)
    def _update_schedule(self, lane: Lane) -> None:
        """Set the timeline's schedule to that of the lane's result."""
        try:
            if (result := lane.result) is not None:
                schedule = self._stages[lane].schedule(result, lane.play.duration)
                self.timeline.set_schedule(schedule, is_complete=result.complete)
        except Exception:  # noqa: BLE001  a bug in one stage must not close the window
            self._handle_stage_failure()

    @Slot()
    def _show_position(self, _position: float = 0.0) -> None:
        result = self.lane.result
        if result is None:
            return
        self._worker.yield_to_gui()
        try:
            self.stage.show(result, self.timeline.position)
        except Exception:  # noqa: BLE001  as in _update_schedule
            self._handle_stage_failure()

    def _handle_stage_failure(self) -> None:
        """Log the current exception of the stage and show a notice on the picture."""
        lane = self.lane
        log.exception("the stage of %s failed", lane.address)
        # Before pausing: the timeline emits its position when it pauses, which would show the result again.
        lane.result = self.stage.result = None
        self.timeline.pause()
        lane.notice = tr("This picture failed: the log says why.")
        self.stage.set_notice(lane.notice)

    @Slot()
    def _show_computing(self) -> None:
        if self._is_open and self.lane.request:
            self.frame.show_progress()
            self._update_status()
            if self.lane.result is None:
                self.lane.notice = tr("Computing…")
                self.stage.set_notice(self.lane.notice)

    def _update_status(self) -> None:
        self.transport.set_run_fraction(self.frame.fraction if self.frame.progress.isVisible() else None)

    @Slot(dict)
    def _apply_edit(self, values: Mapping[str, Any]) -> None:
        try:
            params = make(self.obstacle.params, mapping(self.params) | dict(values))
        except ParamsError:  # dragged to an invalid start, such as the minimum: the last valid one stays
            return
        self.session.set_params(params, fields=values)

    @Slot()
    def _resize_stage(self) -> None:
        size = self.frame.size()
        if not self._is_open or size.isEmpty():
            return
        self.view = replace(self.view, width=size.width(), height=size.height())
        if self.stage.view != self.view:
            self._apply_view()

    def _apply_view(self) -> None:
        """Apply the view to the stage, and show its notice again."""
        try:
            self.stage.set_view(self.view)
        except Exception:  # noqa: BLE001  as in _update_schedule
            self._handle_stage_failure()
        self.stage.set_notice(self.lane.notice)
        self.arranged.emit()
