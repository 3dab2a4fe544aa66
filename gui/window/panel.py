"""One tab: lanes of stages with one form and one timeline. One class serves every obstacle."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.experiment import Obstacle, Result
from core.params import Params, ParamsError, make, mapping
from gui.export.plan import OnScreen
from gui.form.params_form import ParamsForm
from gui.picture.capability import Capability
from gui.picture.stage import View, Zoom
from gui.platform.timer import single_shot
from gui.session.timeline import Timeline
from gui.stages import STAGES
from gui.style.theme import Theme, TypeSize
from gui.window.lane import Lane
from gui.window.picture_frame import PictureFrame
from gui.window.transport import Transport
from gui.window.undo import Change
from gui.wording.text import tr
from gui.workers.worker import Reply, Worker

log = logging.getLogger(__name__)

PATIENCE = 150
"""Milliseconds of computing before the window says so."""
SETTLE = 40
"""Milliseconds without another resize before the picture is laid out anew."""


class Panel(QWidget):
    """The experiments of one obstacle: a picture, the form beside it, the transport below."""

    opened = Signal(str)

    def __init__(self, obstacle: Obstacle[Any], worker: Worker, params: Params) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.obstacle = obstacle
        self.params = params
        self.timeline = Timeline(self)
        self.history = QUndoStack(self)
        self._worker = worker
        self._view = View()
        self._lanes: dict[str, Lane] = {}
        self._key, self._frame = "", PictureFrame()
        self.form = ParamsForm()
        self.form.setObjectName("form")
        self._busy = self._frame.progress
        self.transport = Transport(self.timeline)
        self._arrange()
        self._patience = single_shot(self, self._say_computing, PATIENCE)
        self._settle = single_shot(self, self._resize_stage, SETTLE)
        self._frame.resized.connect(self._settle.start)
        self.form.changed.connect(self.set_params)
        self.form.again.connect(self.measure_again)
        self.timeline.moved.connect(self._show)
        worker.replied.connect(self._take)

    @property
    def lane(self) -> Lane:
        """The lane on screen."""
        return self._lanes[self._key]

    @property
    def on_screen(self) -> OnScreen | None:
        """What there is to export, None while there is no result."""
        result = self.lane.result
        if result is None:
            return None
        return OnScreen(self._client, STAGES[self._client], result, self._view, self.timeline.position)

    def can(self, capability: Capability) -> bool:
        """Return whether the picture on screen has a capability."""
        return capability in self.lane.stage.capabilities

    @property
    def view(self) -> View:
        """How the picture on screen is looked at."""
        return self._view

    def open(self, key: str) -> None:
        """Show an experiment, made at its first opening."""
        if key == self._key:
            return
        if self._key:
            self.lane.stage.widget.hide()
            self.lane.leave(self._worker, self._client)
        experiment = self.obstacle.experiment(key)
        if key not in self._lanes:
            stage = STAGES[f"{self.obstacle.key}/{key}"](self._view)
            stage.widget.setParent(self._frame)
            stage.edited.connect(self._edit)
            stage.asked.connect(self.form.ask)
            stage.looked.connect(self.look_at)
            self._lanes[key] = Lane(experiment, stage)
        self._key = key
        self._view = replace(self._view, zoom=Zoom(), ghost=self.lane.ghost)
        self._resize_stage()
        self.lane.stage.widget.show()
        self._busy.raise_()
        self.form.show_fields(experiment.reads, self.params, measures=experiment.measures_time)
        self.transport.count(self.lane.stage.counts, self.lane.stage.counted)
        self.timeline.pause()
        if self.lane.result is not None:
            self._adopt(self.lane.result)
        self.timeline.seek(self.timeline.schedule.duration)
        self.lane.stage.say(self.lane.notice)
        self._busy.hide()
        self._say_status(0.0)
        self._patience.start()
        self._request()
        self.opened.emit(key)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stand still while another obstacle is shown."""
        super().hideEvent(event)
        if self._key in self._lanes and not event.spontaneous():  # as it is when the whole window is put away
            self.timeline.pause()
            self.lane.leave(self._worker, self._client)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on with what was not finished when another obstacle was opened."""
        super().showEvent(event)
        if self._key in self._lanes:
            self._request()

    def set_params(self, params: Params) -> None:
        """Compute and show other values, as a change that can be taken back; the step stays, and so does playing."""
        self._change(params)

    def _change(self, params: Params, fields: Iterable[str] = ()) -> None:
        if params != self.params:
            self.history.push(Change(self.params, params, self._apply, fields))

    def _apply(self, params: Params) -> None:
        self.params = params
        self.form.set_params(params)
        self._request()

    def look(self, theme: Theme, type_size: TypeSize, pixels: float) -> None:
        """Show pictures and controls in a theme and a type size."""
        self._view = replace(self._view, theme=theme, type_size=type_size)
        self.transport.set_color(theme.ink, pixels)
        self.form.set_color(theme.secondary)
        self.form.setFixedWidth(round(min(19 * pixels, 0.24 * max(self.width(), 1000))))
        if self._key:
            self._take_view()

    def set_caption(self, *, shown: bool) -> None:
        """Show or hide the sentence under the pictures: speech and the same text compete."""
        self._view = replace(self._view, caption=shown)
        if self._key:
            self._take_view()

    @Slot(object)
    def look_at(self, view: View) -> None:
        """Show the same picture in another view of the same size."""
        self._view = view
        self._take_view()

    def tell(self, count: int) -> None:
        """Go on, or back, by one part of a step: the gradient, the rate, the move."""
        part = (self._view.narrate or 0) + count
        self._view = replace(self._view, narrate=part % 3)
        # The move is the last part, and the point has arrived when it is told.
        moves = (count > 0 and part == 2) or (count < 0 and part == 1)
        self.timeline.pause()
        if moves:
            self.timeline.step(count)
        self._take_view()

    def stop_computing(self) -> None:
        """Stop the run under way."""
        self._worker.cancel(self._client)

    @Slot()
    def measure_again(self) -> None:
        """Measure the times of this experiment anew, if it measures any."""
        self._request(again=True)

    def close_stages(self) -> None:
        """Take everything apart, in order: nothing may be painted or delivered afterwards."""
        self.timeline.pause()
        for timer in (self._patience, self._settle):
            timer.stop()
        self._frame.resized.disconnect(self._settle.start)
        self._worker.replied.disconnect(self._take)
        for lane in self._lanes.values():
            lane.stage.close()
        self._lanes.clear()

    @property
    def _client(self) -> str:
        return f"{self.obstacle.key}/{self._key}"

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(0)
        above.addWidget(self._frame, 1)
        above.addWidget(self.form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above, 1)
        layout.addWidget(self.transport)

    def _request(self, *, again: bool = False) -> None:
        before = self.lane.result
        if self.lane.ask(self._worker, self._client, self.params, again=again):
            self._patience.start()
        if self.lane.result is not None and self.lane.result is not before:
            self._adopt(self.lane.result)

    @Slot(object)
    def _take(self, reply: Reply) -> None:
        """Take up what the worker says about a request of ours."""
        key = reply.client.removeprefix(f"{self.obstacle.key}/")
        lane = self._lanes.get(key)
        if lane is None or not lane.wants(reply):
            return
        lane.take(reply)
        if key == self._key:
            self._refresh(lane, reply)

    def _refresh(self, lane: Lane, reply: Reply) -> None:
        self._busy.setValue(round(1000 * reply.fraction))
        if lane.request == 0:
            self._patience.stop()
            self._busy.hide()
        self._say_status(reply.fraction)
        if reply.result is not None and lane.result is not None:
            self._adopt(lane.result)
        if lane.notice or lane.result is not None:
            lane.stage.say(lane.notice)

    def _adopt(self, result: Result) -> None:
        try:
            self.timeline.set_schedule(self.lane.stage.schedule(result))
        except Exception:  # noqa: BLE001  a bug in one stage must not take the window along
            self._fail()

    @Slot()
    def _show(self, _position: float = 0.0) -> None:
        lane = self.lane
        if lane.result is None:
            return
        self._worker.step_aside()
        try:
            lane.stage.show(lane.result, self.timeline.position)
        except Exception:  # noqa: BLE001  as above
            self._fail()

    def _fail(self) -> None:
        """Say on the picture that it failed."""
        log.exception("the stage of %s failed", self._client)
        # First of all: a paused timeline tells its position, and the same would be tried again.
        self.lane.result = self.lane.stage.result = None
        self.timeline.pause()
        self.lane.notice = tr("This picture failed: the log says why.")
        self.lane.stage.say(self.lane.notice)

    @Slot()
    def _say_computing(self) -> None:
        if self._key and self.lane.request:
            self._busy.show()
            self._say_status(self._busy.value() / 1000)
            if self.lane.result is None:
                self.lane.notice = tr("Computing…")
                self.lane.stage.say(self.lane.notice)

    def _say_status(self, fraction: float) -> None:
        self.transport.say_share(fraction if self._busy.isVisible() else None)

    @Slot(dict)
    def _edit(self, values: Mapping[str, Any]) -> None:
        try:
            self._change(make(self.obstacle.params, mapping(self.params) | dict(values)), values)
        except ParamsError:  # dragged to where no start can be, such as the minimum: the last good one stays
            return

    @Slot()
    def _resize_stage(self) -> None:
        size = self._frame.size()
        if not self._key or size.isEmpty():
            return
        self._view = replace(self._view, width=size.width(), height=size.height())
        if self.lane.stage.view != self._view:
            self._take_view()

    def _take_view(self) -> None:
        """Show the same thing in another view, and the same words over it."""
        try:
            self.lane.stage.set_view(self._view)
        except Exception:  # noqa: BLE001  as above
            self._fail()
        self.lane.stage.say(self.lane.notice)
