"""A panel of an obstacle whose parameters select how its runs and stages behave."""

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Literal

import pytest
from msgspec import Meta

from core.experiment import Experiment, Obstacle, Result
from core.params import Params, make, mapping
from core.run import Progress
from gui.picture.stage import Stage
from gui.plots.label import Label
from gui.style.theme import DESK, LIGHT
from gui.window import panel as module
from gui.window.panel import Panel
from gui.wording.text import tr
from gui.workers.worker import Worker

Kind = Literal["quick", "endless", "failing", "no picture", "no layout"]


class Knobs(Params, frozen=True, kw_only=True):
    steps: Annotated[int, Meta(ge=1, le=1000, title="Steps")] = 10
    kind: Kind = "quick"
    other: Annotated[float, Meta(ge=0, le=1, title="Other")] = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class Walk(Result):
    params: Knobs

    @property
    def length(self):
        return self.params.steps

    def summary(self):
        return {}


class Log:
    runs: list = []  # noqa: RUF012
    lock = threading.Lock()
    """A test that holds it stops an endless run between two yields."""
    is_waiting = False
    """Whether a run waits for the lock."""


def run(params):
    Log.runs.append(params)
    if params.kind == "failing":
        raise ZeroDivisionError("a bug of ours")
    while params.kind == "endless":
        time.sleep(0.003)
        Log.is_waiting = True
        with Log.lock:
            Log.is_waiting = False
        yield Progress(0.25)
    return Walk(params=params)


class StepStage(Stage):
    """Shows the step as text."""

    def _build(self):
        self.step = self.add(Label("hero"))

    def _arrange(self, view, picture):
        pass

    def _load(self, result, *, grown):
        pass

    def _move(self, result, position):
        self.write(self.step, tr("at {step}", step=int(position)))


class FailingStage(StepStage):
    """Fails if its parameters say so."""

    def _load(self, result, *, grown):
        if result.params.kind == "no layout":
            raise KeyError("a bug in loading a result")

    def _move(self, result, position):
        if result.params.kind == "no picture":
            raise KeyError("a bug in a picture")
        super()._move(result, position)


OBSTACLE = Obstacle(
    "knobs",
    "Knobs",
    Knobs,
    (
        Experiment("walk", "Walk", ("steps", "kind"), Walk, run),
        Experiment("stroll", "Stroll", ("steps", "other"), Walk, run),
    ),
)


@pytest.fixture
def worker_stopped(qtbot):
    """worker_stopped(): a context in which the endless run does not go on, so that no other can start."""

    @contextmanager
    def stopped():
        with Log.lock:
            qtbot.waitUntil(lambda: Log.is_waiting)
            yield

    return stopped


@pytest.fixture
def panel(qtbot, monkeypatch):
    monkeypatch.setattr(module, "STAGES", {"knobs/walk": FailingStage, "knobs/stroll": StepStage})
    Log.runs = []
    worker = Worker()
    made = Panel(OBSTACLE, worker, make(Knobs, {}))
    made.resize(900, 500)
    made.set_theme(LIGHT, DESK)
    made.style_controls(13)
    made.show()
    made.open("walk")
    yield made
    worker.close()
    made.close_stages()
    made.close()
    made.deleteLater()


@pytest.fixture
def set_to(panel):
    """Return a function that sets fields of the parameters."""
    return lambda **values: panel.set_params(make(Knobs, mapping(panel.params) | values))


@pytest.fixture
def wait_for_run(panel, qtbot):
    """Wait until the run on screen has ended; return a function that does so again."""

    def wait():
        qtbot.waitUntil(lambda: panel.lane.request == 0)

    wait()
    return wait


@pytest.fixture
def texts(panel):
    """Return a function that returns every text in the picture on screen."""
    return lambda: {text.text for text in panel.stage.texts()}


@pytest.fixture
def runs(panel):
    """The parameters of every run that was started."""
    return Log.runs
