"""The state of a tab, without widgets: its lanes, one undo over all of them, one timeline."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from core.experiment import Obstacle
from core.params import Params
from gui.session.lane import Lane
from gui.session.timeline import Timeline
from gui.session.undo import Change
from gui.workers.worker import Reply, Worker


class Session(QObject):
    """What is shown side by side, and at which moment.

    A lane shows an experiment of any obstacle. What was opened at its place before is kept, with its result; all
    experiments of an obstacle share their parameters at a place.

    Attributes
    ----------
    lanes
        What is shown, from left to right.
    timeline
        The moment that all lanes show.
    history
        Changes of the parameters of any lane, which can be taken back.

    """

    params_changed = Signal(Lane)
    """A lane on screen has other parameters."""
    requested = Signal(Lane)
    """A lane on screen has asked for a run."""
    result_changed = Signal(Lane)
    """A lane on screen has another result, told of what it had."""
    replied = Signal(Lane, Reply)
    """A lane on screen has taken up a reply: progress, a result, or the end of its run."""

    def __init__(self, name: str, worker: Worker, parent: QObject | None = None) -> None:
        """Begin with no lane; `name` tells the session from others that ask the same worker."""
        super().__init__(parent)
        self.lanes: list[Lane] = []
        self.timeline = Timeline(self)
        self.history = QUndoStack(self)
        self._name, self._worker = name, worker
        self._opened: dict[str, Lane] = {}
        self._params: dict[tuple[int, str], Params] = {}
        worker.replied.connect(self._take)

    def open(self, obstacle: Obstacle[Any], key: str, *, place: int = 0, params: Params | None = None) -> Lane:
        """Show an experiment at a place, or in a new lane behind the last one; its run is still to be asked for.

        Without `params` it has those of its obstacle at this place, at first the defaults.
        """
        if place < len(self.lanes):
            self.lanes[place].leave(self._worker)
        given = params or self._params.get((place, obstacle.key)) or obstacle.params()
        self._params[place, obstacle.key] = given
        client = f"{self._name} {place} {obstacle.key}/{key}"
        if client not in self._opened:
            self._opened[client] = Lane(obstacle, obstacle.experiment(key), given, client)
        lane = self._opened[client]
        lane.params = given
        self.lanes[place : place + 1] = [lane]
        return lane

    def set_params(self, params: Params, *, place: int = 0, fields: Iterable[str] = ()) -> None:
        """Compute with other parameters, as a change that can be taken back; see `Change` for `fields`."""
        before = self.lanes[place].params
        if params != before:
            self.history.push(Change(before, params, partial(self._apply, place), fields))

    def request(self, *, place: int = 0, again: bool = False) -> None:
        """Ask for the run of a lane where it is not what was asked for last; times are measured `again` if so said."""
        lane = self.lanes[place]
        before = lane.result
        if lane.ask(self._worker, again=again):
            self.requested.emit(lane)
        if lane.result is not None and lane.result is not before:
            self.result_changed.emit(lane)

    @property
    def busy(self) -> bool:
        """Whether a run that was asked for has not ended."""
        return any(lane.request for lane in self._opened.values())

    def leave(self) -> None:
        """Give up the runs under way: nobody sees them. The next request asks for them again."""
        for lane in self.lanes:
            lane.leave(self._worker)

    def stop_computing(self) -> None:
        """Stop the runs under way."""
        for lane in self.lanes:
            self._worker.cancel(lane.client)

    def close(self) -> None:
        """Take up no more replies; nothing may be asked for afterwards."""
        self.timeline.pause()
        self._worker.replied.disconnect(self._take)
        self._opened.clear()

    def _apply(self, place: int, params: Params) -> None:
        lane = self.lanes[place]
        if not isinstance(params, lane.obstacle.params):  # taken back, and another obstacle has been opened since
            owner = next(each.obstacle for each in self._opened.values() if isinstance(params, each.obstacle.params))
            self._params[place, owner.key] = params
            return
        self._params[place, lane.obstacle.key] = lane.params = params
        self.params_changed.emit(lane)
        self.request(place=place)

    @Slot(Reply)
    def _take(self, reply: Reply) -> None:
        """Take up what the worker says about a request of ours."""
        lane = self._opened.get(reply.client)
        if lane is None or not lane.wants(reply):
            return
        lane.take(reply)
        if lane in self.lanes:
            self.replied.emit(lane, reply)
