"""One tab: it pairs the lanes of a session with stages, beside a form. One class serves every obstacle."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.experiment import Obstacle
from core.params import Params, ParamsError, make, mapping
from core.scene import NO_ZOOM, Scene, non_default_params
from gui.export.on_screen import OnScreen
from gui.form.params_form import ParamsForm
from gui.picture.capability import Capability
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.platform.timer import single_shot
from gui.session.lane import Lane
from gui.session.session import Session
from gui.session.timeline import Timeline
from gui.stages import STAGES
from gui.style.theme import Theme, TypeSize
from gui.window.picture_frame import PictureFrame
from gui.window.transport import Transport
from gui.wording.text import tr
from gui.workers.worker import Reply, Worker

log = logging.getLogger(__name__)

SETTLE = 40
"""Milliseconds without another resize before the picture is laid out anew."""


class Panel(QWidget):
    """The experiments of one obstacle: a picture, the form beside it, the transport below."""

    opened = Signal(str)

    def __init__(self, obstacle: Obstacle[Any], worker: Worker, params: Params) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.obstacle = obstacle
        self.session = Session(obstacle.key, worker, self)
        self._params: Params | None = params
        self._worker = worker
        self.view = View()
        """How the picture on screen is looked at; see `look_at`."""
        self._stages: dict[Lane, Stage[Any]] = {}
        self.frame = PictureFrame()
        self.form = ParamsForm()
        self.form.setObjectName("form")
        self.transport = Transport(self.timeline)
        self._arrange()
        self.frame.overdue.connect(self._say_computing)
        self._settle = single_shot(self, self._resize_stage, SETTLE)
        self.frame.resized.connect(self._settle.start)
        self.form.changed.connect(self.set_params)
        self.form.again.connect(self.measure_again)
        self.timeline.moved.connect(self._show)
        self.session.params_changed.connect(self._show_params)
        self.session.requested.connect(self.frame.expect)
        self.session.result_changed.connect(self._adopt)
        self.session.replied.connect(self._take)

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
        """The moment that is shown."""
        return self.session.timeline

    @property
    def params(self) -> Params:
        """The parameters of the lane on screen."""
        return self.lane.params

    @property
    def on_screen(self) -> OnScreen | None:
        """What there is to export, None while there is no result."""
        lane = self.lane
        if lane.result is None:
            return None
        return OnScreen(self.scene, STAGES[lane.address], lane.result, self.view, self.timeline.position)

    @property
    def scene(self) -> Scene:
        """What is on screen, as it can be written down."""
        time, end = self.timeline.time, self.timeline.at_end
        return Scene(
            target=self.lane.address,
            params=non_default_params(self.params),
            look=self.view.look,
            moment="last" if end else time,
        )

    def can(self, capability: Capability) -> bool:
        """Return whether the picture on screen has a capability."""
        return capability in self.stage.capabilities

    def open(self, key: str) -> None:
        """Show an experiment; its stage is made at its first opening."""
        if self._opened:
            if key == self.lane.experiment.key:
                return
            self.stage.widget.hide()
        lane = self.session.open(self.obstacle, key, params=self._params)
        self._params = None
        if lane not in self._stages:
            self._stages[lane] = self._made(lane)
        self.view = replace(self.view, zoom=NO_ZOOM, ghost=lane.ghost)
        self._resize_stage()
        self.stage.widget.show()
        experiment = lane.experiment
        self.form.show_fields(experiment.reads, lane.params, measures=experiment.measures_time)
        self.transport.count(self.stage.position_label, self.stage.position_number)
        self.timeline.pause()
        if lane.result is not None:
            self._adopt(lane)
        self.timeline.seek(self.timeline.schedule.duration)
        self.stage.set_notice(lane.notice)
        self.frame.finish()
        self.frame.expect()
        self._say_status()
        self.session.request()
        self.opened.emit(key)

    def _made(self, lane: Lane) -> Stage[Any]:
        """Return the stage of a lane, in its place."""
        stage = STAGES[lane.address](self.view)
        stage.widget.setParent(self.frame)
        stage.edited.connect(self._edit)
        stage.edit_requested.connect(self.form.ask)
        stage.view_changed.connect(self.look_at)
        return stage

    @property
    def _opened(self) -> bool:
        return bool(self._stages)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stand still while another obstacle is shown."""
        super().hideEvent(event)
        if self._opened and not event.spontaneous():  # as it is when the whole window is put away
            self.timeline.pause()
            self.session.leave()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on with what was not finished when another obstacle was opened."""
        super().showEvent(event)
        if self._opened:
            self.session.request()

    @Slot(Params)
    def set_params(self, params: Params) -> None:
        """Compute and show other values, as a change that can be taken back; the step stays, and so does playing."""
        self.session.set_params(params)

    @Slot(Lane)
    def _show_params(self, lane: Lane) -> None:
        self.form.set_params(lane.params)

    def look(self, theme: Theme, type_size: TypeSize, pixels: float) -> None:
        """Show pictures and controls in a theme and a type size."""
        self.view = replace(self.view, theme=theme, type_size=type_size)
        self.transport.set_color(theme.ink, pixels)
        self.form.set_color(theme.secondary)
        self.form.setFixedWidth(round(min(19 * pixels, 0.24 * max(self.width(), 1000))))
        if self._opened:
            self._take_view()

    def set_caption(self, *, shown: bool) -> None:
        """Show or hide the sentence under the pictures: speech and the same text compete."""
        self.view = replace(self.view, caption=shown)
        if self._opened:
            self._take_view()

    @Slot(View)
    def look_at(self, view: View) -> None:
        """Show the same picture in another view of the same size."""
        self.view = view
        self._take_view()

    @Slot()
    def measure_again(self) -> None:
        """Measure the times of this experiment anew, if it measures any."""
        self.session.request(again=True)

    def close_stages(self) -> None:
        """Take everything apart, in order: nothing may be painted or delivered afterwards."""
        self.frame.finish()
        self._settle.stop()
        self.frame.resized.disconnect(self._settle.start)
        self.session.close()
        for stage in self._stages.values():
            stage.close()
        self._stages.clear()

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(0)
        above.addWidget(self.frame, 1)
        above.addWidget(self.form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above, 1)
        layout.addWidget(self.transport)

    @Slot(Lane, Reply)
    def _take(self, lane: Lane, reply: Reply) -> None:
        """Show what a lane has taken up."""
        self.frame.set_fraction(reply.fraction)
        if lane.request == 0:
            self.frame.finish()
        self._say_status()
        if reply.result is not None and lane.result is not None:
            self._adopt(lane)
        if lane.notice or lane.result is not None:
            self._stages[lane].set_notice(lane.notice)

    @Slot(Lane)
    def _adopt(self, lane: Lane) -> None:
        """Let the timeline run through the lane's result."""
        try:
            self.timeline.set_schedule(self._stages[lane].schedule(lane.result))
        except Exception:  # noqa: BLE001  a bug in one stage must not take the window along
            self._fail()

    @Slot()
    def _show(self, _position: float = 0.0) -> None:
        result = self.lane.result
        if result is None:
            return
        self._worker.yield_to_gui()
        try:
            self.stage.show(result, self.timeline.position)
        except Exception:  # noqa: BLE001  as above
            self._fail()

    def _fail(self) -> None:
        """Say on the picture that it failed."""
        lane = self.lane
        log.exception("the stage of %s failed", lane.address)
        # First of all: a paused timeline tells its position, and the same would be tried again.
        lane.result = self.stage.result = None
        self.timeline.pause()
        lane.notice = tr("This picture failed: the log says why.")
        self.stage.set_notice(lane.notice)

    @Slot()
    def _say_computing(self) -> None:
        if self._opened and self.lane.request:
            self.frame.show_progress()
            self._say_status()
            if self.lane.result is None:
                self.lane.notice = tr("Computing…")
                self.stage.set_notice(self.lane.notice)

    def _say_status(self) -> None:
        self.transport.say_share(self.frame.fraction if self.frame.progress.isVisible() else None)

    @Slot(dict)
    def _edit(self, values: Mapping[str, Any]) -> None:
        try:
            params = make(self.obstacle.params, mapping(self.params) | dict(values))
        except ParamsError:  # dragged to where no start can be, such as the minimum: the last good one stays
            return
        self.session.set_params(params, fields=values)

    @Slot()
    def _resize_stage(self) -> None:
        size = self.frame.size()
        if not self._opened or size.isEmpty():
            return
        self.view = replace(self.view, width=size.width(), height=size.height())
        if self.stage.view != self.view:
            self._take_view()

    def _take_view(self) -> None:
        """Show the same thing in another view, and the same words over it."""
        try:
            self.stage.set_view(self.view)
        except Exception:  # noqa: BLE001  as above
            self._fail()
        self.stage.set_notice(self.lane.notice)
