"""A lane of a session: an experiment, its parameters, its latest request and result; without widgets."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from msgspec.structs import replace

from core.cache import Cache
from core.experiment import Experiment, Obstacle, Result, rescaled
from core.params import Params
from core.run import Run
from core.scene import NO_ZOOM, WHOLE_FILM, Moment, Play, Zoom
from gui.wording.text import tr
from gui.workers.processes import run_beside, run_in_process
from gui.workers.worker import Job, Reply, Worker


@dataclass(eq=False)
class Lane:
    """An experiment with its parameters, and the state of its runs.

    Attributes
    ----------
    client
        The name of the lane in its requests to the worker.
    cache
        Where finished results are read and kept, or None.
    request, shown_request
        Number of the running request, 0 when it has ended; number of the request whose result is shown.
    requested_params
        The parameters of the latest request, None when it was stopped.
    result, notice
        The result to show, and the text to show over it.
    ghost
        The result whose path stays in the picture for comparison, or None.
    step, zoom
        Where the timeline was when the lane was left, None at the last step; and the part of the landscape on screen.
    play
        The length and the span of its film, but for the moment on screen.

    """

    obstacle: Obstacle[Any]
    experiment: Experiment[Any, Any]
    params: Params
    client: str
    cache: Cache | None = None
    request: int = 0
    shown_request: int = 0
    requested_params: Params | None = None
    result: Result | None = None
    notice: str = ""
    ghost: Result | None = None
    step: int | None = None
    zoom: Zoom = NO_ZOOM
    play: Play = WHOLE_FILM

    @property
    def address(self) -> str:
        """The experiment as OBSTACLE/EXPERIMENT."""
        return f"{self.obstacle.key}/{self.experiment.key}"

    def play_at(self, moment: Moment) -> Play:
        """Return how the film is played, with a moment on screen."""
        return replace(self.play, at=moment)

    def keep(self, step: int | None, zoom: Zoom) -> None:
        """Keep the step and the zoom at which the lane is left; of a lane without a result the last step."""
        self.step, self.zoom = None if self.result is None else step, zoom

    def is_requested(self, params: Params) -> bool:
        """Return whether the latest request had the same values of all fields that the experiment reads."""
        latest = self.requested_params
        return latest is not None and all(getattr(latest, n) == getattr(params, n) for n in self.experiment.reads)

    def request_run(self, worker: Worker, *, again: bool = False) -> bool:
        """Request a run with the lane's parameters; return whether a request was made.

        No request is made when the fields that the experiment reads are those of the latest request;
        an experiment that measures time is run nevertheless if `again` is true. Where the new
        parameters need no new measurement, the result at hand is rescaled and a running measurement
        continues.
        """
        params, remeasure = self.params, again and self.experiment.measures_time
        if self.is_requested(params) and not remeasure:
            return False
        keep_running = bool(self.request) and not remeasure and self._same_measurement(self.requested_params, params)
        self.requested_params = params
        self.result = self.result and self._rescaled(self.result)
        if not keep_running:
            self.request = worker.request(self.client, self._job(params, remeasure=remeasure))
        return not keep_running

    def suspend(self, worker: Worker) -> None:
        """Cancel the running request of a lane that is not visible; the next `request_run` starts it again."""
        if self.request:
            worker.cancel(self.client)
            self.request, self.requested_params, self.notice = 0, None, ""

    def _job(self, params: Params, *, remeasure: bool) -> Job:
        result, run = self.result, self.experiment.run
        if result is not None and result.complete and not remeasure and self._same_measurement(result.params, params):
            return partial(_finished_run, result)
        alone = self.experiment.own_process(params)
        job: Job = partial(run_in_process, run, params) if alone else partial(run, params)
        if self.cache is not None:
            job = partial(self.cache.run, self.obstacle, self.experiment, params, job)
        return partial(run_beside, job)

    def _same_measurement(self, measured: Params | None, params: Params) -> bool:
        """Return whether a measurement with the parameters `measured` also serves `params`."""
        experiment = self.experiment
        return experiment.measures_time and measured is not None and experiment.same_measurement(measured, params)

    def _rescaled(self, result: Result) -> Result:
        """Return a result rescaled to the latest requested parameters where its measurement serves them."""
        latest = self.requested_params
        if latest is None or self.is_requested(result.params) or not self._same_measurement(result.params, latest):
            return result
        return rescaled(result, latest)

    def accepts(self, reply: Reply) -> bool:
        """Return whether a reply is to the latest request, or has a result newer than the shown one.

        Without the latter, a slider dragged faster than replies are delivered would show no result.
        """
        has_newer_result = self.shown_request <= reply.number < self.request and reply.result is not None
        return reply.number == self.request or has_newer_result

    def is_final(self, reply: Reply) -> bool:
        """Return whether a reply ends the latest request."""
        return reply.number == self.request and reply.kind != "progress"

    def update(self, reply: Reply) -> None:
        """Update the lane from an accepted reply."""
        if self.is_final(reply):
            self.request, self.notice = 0, ""
        if reply.result is not None:
            self.result, self.shown_request, self.notice = self._rescaled(reply.result), reply.number, ""
        if reply.kind == "failed":
            self.notice = tr("This run failed: the log says why.")
        elif reply.kind == "cancelled":
            self.requested_params = None
            self.notice = tr("Stopped. Change a parameter to recompute.")


def _finished_run(result: Result) -> Run[Result]:
    """Return a run that returns `result` at once."""
    yield from ()
    return result
