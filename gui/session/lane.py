"""A lane of a session: one picture, what it was asked for, and what came of it; without widgets."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from core.experiment import Experiment, Obstacle, Result, Run, rescaled
from core.params import Params
from gui.wording.text import tr
from gui.workers.worker import Job, Reply, Worker, run_in_process


@dataclass(eq=False)
class Lane:
    """An experiment with its parameters, and the state of the runs it has asked for.

    Attributes
    ----------
    client
        The name under which it asks the worker for runs.
    request, shown
        Numbers of the request under way, 0 when it has ended, and of the one whose result is shown.
    asked
        The parameters of the latest request, None when it was stopped.
    result, notice
        What is to be shown, and the words over it.
    ghost
        The result whose path is kept in the picture, or None.

    """

    obstacle: Obstacle[Any]
    experiment: Experiment[Any, Any]
    params: Params
    client: str
    request: int = 0
    shown: int = 0
    asked: Params | None = None
    result: Result | None = None
    notice: str = ""
    ghost: Result | None = None

    @property
    def address(self) -> str:
        """The experiment as OBSTACLE/EXPERIMENT."""
        return f"{self.obstacle.key}/{self.experiment.key}"

    def shows(self, params: Params) -> bool:
        """Return whether the latest request was for parameters alike in all that the experiment reads."""
        asked = self.asked
        return asked is not None and all(getattr(asked, n) == getattr(params, n) for n in self.experiment.reads)

    def ask(self, worker: Worker, *, again: bool = False) -> bool:
        """Ask for a run with the lane's parameters; return False where what it reads is what was asked for last.

        One that measures time has something new to say all the same, and says it when asked `again`.
        Where only what follows from its measurement is asked for, that is told at once, of what there
        is; a measurement under way goes on.
        """
        params, anew = self.params, again and self.experiment.measures_time
        if self.shows(params) and not anew:
            return False
        goes_on = bool(self.request) and not anew and self._measured_by(self.asked, params)
        self.asked = params
        self.result = self.result and self._told(self.result)
        if not goes_on:
            self.request = worker.request(self.client, self._job(params, anew=anew))
        return not goes_on

    def leave(self, worker: Worker) -> None:
        """Give up a run that nobody sees, for the sake of those that are seen; the next question asks for it again."""
        if self.request:
            worker.cancel(self.client)
            self.request, self.asked, self.notice = 0, None, ""

    def _job(self, params: Params, *, anew: bool) -> Job:
        result, run = self.result, self.experiment.run
        if result is not None and result.complete and not anew and self._measured_by(result.params, params):
            return partial(_known, result)
        return partial(run_in_process, run, params) if self.experiment.own_process else partial(run, params)

    def _measured_by(self, measured: Params | None, params: Params) -> bool:
        """Return whether what was measured, or is, with some parameters tells all of others."""
        experiment = self.experiment
        return experiment.measures_time and measured is not None and experiment.same_measurement(measured, params)

    def _told(self, result: Result) -> Result:
        """Return a result, told of the parameters that were asked for last where it tells all of them."""
        asked = self.asked
        if asked is None or self.shows(result.params) or not self._measured_by(result.params, asked):
            return result
        return rescaled(result, asked)

    def wants(self, reply: Reply) -> bool:
        """Return whether a reply is to the latest request, or has a result to show until that one's comes.

        A slider dragged faster than replies are delivered would else show nothing until it rests.
        """
        overtaken = self.shown <= reply.number < self.request and reply.result is not None
        return reply.number == self.request or overtaken

    def ends(self, reply: Reply) -> bool:
        """Return whether a reply ends the latest request."""
        return reply.number == self.request and reply.kind != "progress"

    def take(self, reply: Reply) -> None:
        """Take up a reply that is wanted."""
        if self.ends(reply):
            self.request, self.notice = 0, ""
        if reply.result is not None:
            self.result, self.shown, self.notice = self._told(reply.result), reply.number, ""
        if reply.kind == "failed":
            self.notice = tr("This run failed: the log says why.")
        elif reply.kind == "cancelled":
            self.asked = None
            self.notice = tr("Stopped. Change a parameter to recompute.")


def _known(result: Result) -> Run[Result]:
    """Return what there is, as a run does."""
    yield from ()
    return result
