"""A lane of a panel: one picture, what it was asked for, and what came of it."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from core.experiment import Experiment, Result
from core.params import Params
from gui.run import Job, Reply
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

    def job(self, params: Params) -> Job:
        """Return the run to ask for."""
        self.asked = params
        return partial(self.experiment.run, params)

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
