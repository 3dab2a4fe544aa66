"""A lane of a panel: one picture, what it was asked for, and what came of it."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from core.experiment import Experiment, Progress, Result, Run, restated
from core.params import Params
from gui.run import Job, Reply, Worker, run_in_process
from gui.stage import Stage
from gui.text import Words, rich


@dataclass
class Lane:
    """An experiment, its stage, and the state of the runs it has asked for.

    Attributes
    ----------
    request, shown
        Numbers of the request under way, 0 when it has ended, and of the one whose result is shown.
    asked
        The parameters of the latest request, None when it was stopped.
    result, notice
        What the stage shows, and the words over it.
    ghost
        The result whose path is kept in the picture, or None.

    """

    experiment: Experiment[Any, Any]
    stage: Stage[Any]
    request: int = 0
    shown: int = 0
    asked: Params | None = None
    result: Result | None = None
    notice: Words = ()
    ghost: Result | None = None

    def shows(self, params: Params) -> bool:
        """Return whether the latest request was for parameters alike in all that the experiment reads."""
        asked = self.asked
        return asked is not None and all(getattr(asked, n) == getattr(params, n) for n in self.experiment.reads)

    def ask(self, worker: Worker, client: str, params: Params, *, again: bool = False) -> bool:
        """Ask for a run and return True, unless what the experiment reads is what was asked for last.

        One that measures time has something new to say all the same, and says it when asked `again`.
        """
        anew = again and self.experiment.isolated
        if self.shows(params) and not anew:
            return False
        self.request = worker.request(client, self._job(params, anew=anew))
        self.asked = params
        return True

    def leave(self, worker: Worker, client: str) -> None:
        """Give up a run that nobody sees, for the sake of those that are seen; the next question asks for it again."""
        if self.request:
            worker.cancel(client)
            self.request, self.asked, self.notice = 0, None, ()

    def _job(self, params: Params, *, anew: bool) -> Job:
        result, experiment = self.result, self.experiment
        if not experiment.isolated:
            return partial(experiment.run, params)
        measure = partial(run_in_process, experiment.run, params)
        if result is None or anew or not experiment.measured_alike(result.params, params):
            return measure
        return partial(_restate, result, params, measure)

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
            self.request, self.notice = 0, ()
        if reply.result is not None:
            self.result, self.shown, self.notice = reply.result, reply.number, ()
        if reply.kind == "failed":
            self.notice = rich("This run failed: the log says why.")
        elif reply.kind == "cancelled":
            self.asked = None
            self.notice = rich("Stopped. Any change computes again.")


def _restate(result: Result, params: Params, measure: Job) -> Run[Result]:
    """Return what has been measured, for other parameters; where that is not all, tell it, then measure anew."""
    told = restated(result, params)
    if result.complete:
        return told
    yield Progress(0.0, told)
    measured: Result = yield from measure()
    return measured
