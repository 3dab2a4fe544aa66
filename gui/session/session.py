"""The state of a tab without widgets: its lanes, one undo stack for all of them, one timeline."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from core.cache import Cache
from core.experiment import Obstacle
from core.params import Params
from core.scene import Play
from gui.session.lane import Lane
from gui.session.timeline import Timeline
from gui.session.undo import Change
from gui.workers.worker import Reply, Worker


class Session(QObject):
    """The experiments that are shown side by side, and the time on their timeline.

    A lane shows an experiment of any obstacle. Lanes opened at a place before are kept with their results. All
    experiments of an obstacle share their parameters at a place.

    Attributes
    ----------
    lanes
        The visible lanes, from left to right.
    timeline
        The time that all lanes show.
    undo_stack
        Changes of the parameters of all lanes.

    """

    params_changed = Signal(Lane)
    """The parameters of a visible lane have changed."""
    requested = Signal(Lane)
    """A visible lane has requested a run."""
    result_changed = Signal(Lane)
    """The result of a visible lane has been rescaled to new parameters, or its film has another length."""
    replied = Signal(Lane, Reply)
    """A visible lane has accepted a reply: progress, a result, or the end of its run."""

    def __init__(self, name: str, worker: Worker, parent: QObject | None = None, *, cache: Cache | None = None) -> None:
        """Start without lanes; `name` identifies the session among those that use the same worker.

        Finished results are read from the cache and kept there, if there is one.
        """
        super().__init__(parent)
        self.lanes: list[Lane] = []
        self.timeline = Timeline(self)
        self.undo_stack = QUndoStack(self)
        self._name, self._worker, self._cache = name, worker, cache
        self._opened: dict[str, Lane] = {}
        self._params: dict[tuple[int, str], Params] = {}
        worker.replied.connect(self._handle_reply)

    def open(self, obstacle: Obstacle[Any], key: str, *, place: int = 0, params: Params | None = None) -> Lane:
        """Show an experiment at a place, or in a new lane after the last one, without requesting its run.

        Without `params` it gets those of its obstacle at this place, initially the defaults.
        """
        if place < len(self.lanes):
            self.lanes[place].suspend(self._worker)
        given = params or self._params.get((place, obstacle.key)) or obstacle.params()
        self._params[place, obstacle.key] = given
        client = f"{self._name} {place} {obstacle.key}/{key}"
        if client not in self._opened:
            self._opened[client] = Lane(obstacle, obstacle.experiment(key), given, client, self._cache)
        lane = self._opened[client]
        lane.params = given
        self.lanes[place : place + 1] = [lane]
        return lane

    def set_params(self, params: Params, *, place: int = 0, fields: Iterable[str] = ()) -> None:
        """Change the parameters of a lane, undoably, and request its run; see `Change` for `fields`."""
        before = self.lanes[place].params
        if params != before:
            self.undo_stack.push(Change(before, params, partial(self._apply, place), fields))

    def request(self, *, place: int = 0, again: bool = False) -> None:
        """Request the run of a lane unless it is the latest request; `again` repeats a measurement of times."""
        lane = self.lanes[place]
        before = lane.result
        if lane.request_run(self._worker, again=again):
            self.requested.emit(lane)
        if lane.result is not None and lane.result is not before:
            self.result_changed.emit(lane)

    def set_play(self, play: Play, *, place: int = 0) -> None:
        """Set how the film of a lane is played; the step on screen stays."""
        lane = self.lanes[place]
        lane.play = play
        if place == 0:
            self.timeline.set_speed(play.speed)
        if lane.result is not None:
            self.result_changed.emit(lane)

    @property
    def busy(self) -> bool:
        """Whether a requested run has not ended."""
        return any(lane.request for lane in self._opened.values())

    def suspend(self) -> None:
        """Cancel the running requests because the session is not visible; the next request starts them again."""
        for lane in self.lanes:
            lane.suspend(self._worker)

    def stop_computing(self) -> None:
        """Stop the running requests, and say so over the picture."""
        for lane in self.lanes:
            self._worker.cancel(lane.client)

    def close(self) -> None:
        """Disconnect from the worker; no run may be requested afterwards."""
        self.timeline.pause()
        self._worker.replied.disconnect(self._handle_reply)
        self._opened.clear()

    def _apply(self, place: int, params: Params) -> None:
        lane = self.lanes[place]
        if not isinstance(params, lane.obstacle.params):  # an undone change of an obstacle that is no longer shown
            owner = next(each.obstacle for each in self._opened.values() if isinstance(params, each.obstacle.params))
            self._params[place, owner.key] = params
            return
        self._params[place, lane.obstacle.key] = lane.params = params
        self.params_changed.emit(lane)
        self.request(place=place)

    @Slot(Reply)
    def _handle_reply(self, reply: Reply) -> None:
        """Update the lane that made the request of a reply."""
        lane = self._opened.get(reply.client)
        if lane is None or not lane.accepts(reply):
            return
        lane.update(reply)
        if lane in self.lanes:
            self.replied.emit(lane, reply)
