"""A panel whose experiment measures time: in a process of its own, kept until it is asked for again."""

import os
import threading
import time
from dataclasses import dataclass, replace
from typing import Annotated

import pytest
from msgspec import Meta
from PySide6.QtWidgets import QPushButton

from core.experiment import Experiment, Obstacle, Progress, Result
from core.params import Params, make
from gui.picture.stage import Stage
from gui.plots.label import Label
from gui.style.theme import DESK, LIGHT
from gui.window import panel as module
from gui.window.panel import Panel
from gui.wording.text import tr
from gui.workers.worker import Worker


class Times(Params, frozen=True, kw_only=True):
    steps: Annotated[int, Meta(ge=1, le=1000, title="Steps")] = 10
    repeats: Annotated[int, Meta(ge=1, le=9, title="Repeats")] = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Measured(Result):
    """Where it was measured stands for what was."""

    params: Times
    process: int

    @property
    def length(self):
        return self.params.steps

    def summary(self):
        return {"measured": {"process": self.process}}


class Picture(Stage):
    def _build(self):
        self.process = self.add(Label("hero"))

    def _arrange(self, view, picture):
        pass

    def _load(self, result, *, grown):
        pass

    def _move(self, result, position):
        steps = result.params.steps
        self.write(self.process, tr("{steps} in {process}", steps=steps, process=result.process))


def measure(params):
    yield Progress(0.5)
    return Measured(params=params, process=os.getpid())


OBSTACLE = Obstacle(
    "times",
    "Times",
    Times,
    (
        Experiment(
            "clock",
            "Clock",
            ("steps", "repeats"),
            Measured,
            measure,
            measures_time=True,
            own_process=True,
            rescales=("steps",),
        ),
        Experiment("plain", "Plain", ("steps", "repeats"), Measured, measure),
    ),
)


@pytest.fixture
def panel(qtbot, monkeypatch):
    # Another process could not import this file by a name: its runs stay here, and say numbers of no process.
    elsewhere = iter(range(-1, -100, -1))

    def run_in_process(function, params):
        result = yield from function(params)
        return Measured(params=result.params, process=next(elsewhere))

    monkeypatch.setattr("gui.session.lane.run_in_process", run_in_process)
    monkeypatch.setattr(module, "STAGES", {"times/clock": Picture, "times/plain": Picture})
    worker = Worker()
    made = Panel(OBSTACLE, worker, make(Times, {}))
    made.resize(900, 500)
    made.look(LIGHT, DESK, 13)
    made.show()
    made.open("clock")
    yield made
    worker.close()
    made.close_stages()
    made.close()
    made.deleteLater()


@pytest.fixture
def shown(panel, qtbot):
    """shown(): wait for the run on screen; return the parameters of its result and the process that measured it."""

    def read():
        qtbot.waitUntil(lambda: panel.lane.request == 0, timeout=5_000)
        result = panel.lane.result
        assert {text.text for text in panel.stage.texts()} >= {f"{result.params.steps} in {result.process}"}
        return result.params.steps, result.process

    return read


def set_to(panel, **values):
    panel.set_params(make(Times, values))


def test_what_measures_time_runs_elsewhere_and_the_rest_here(panel, shown):
    assert shown() == (10, -1)
    panel.open("plain")
    assert shown() == (10, os.getpid())


def test_a_field_that_only_rescales_keeps_what_was_measured(panel, shown):
    assert shown() == (10, -1)
    number = panel.lane.result.run
    set_to(panel, steps=20)
    assert shown() == (20, -1)
    assert panel.lane.result.run != number
    set_to(panel, steps=20, repeats=4)
    assert shown() == (20, -2)


def test_the_button_measures_the_same_again_and_so_does_the_command(panel, shown):
    assert shown() == (10, -1)
    (button,) = panel.form.findChildren(QPushButton, "again")
    button.click()
    assert panel.lane.request
    assert shown() == (10, -2)
    panel.measure_again()
    assert shown() == (10, -3)


def test_what_measures_nothing_has_no_button_and_runs_no_more(panel, shown):
    panel.open("plain")
    shown()
    assert not panel.form.findChildren(QPushButton, "again")
    panel.measure_again()
    assert panel.lane.request == 0


def told(panel):
    """The steps and the process of the result that the lane holds, and whether it is complete."""
    result = panel.lane.result
    return result.params.steps, result.process, result.complete


@pytest.fixture
def held(monkeypatch):
    """held.set() lets measurements end, which have half of what they measure to tell at once."""
    gate, elsewhere = threading.Event(), iter(range(-1, -100, -1))

    def run_in_process(function, params):
        found = Measured(params=params, process=next(elsewhere))
        yield Progress(0.5, replace(found, complete=False))
        while not gate.is_set():
            time.sleep(0.002)
            yield Progress(0.5)
        return found

    monkeypatch.setattr("gui.session.lane.run_in_process", run_in_process)
    return gate


def test_a_measurement_under_way_goes_on_where_other_steps_are_asked_for(panel, shown, held, qtbot):
    shown()
    set_to(panel, repeats=4)
    qtbot.waitUntil(lambda: told(panel) == (10, -1, False))
    number = panel.lane.request
    for steps in (20, 30):
        set_to(panel, repeats=4, steps=steps)
        assert told(panel) == (steps, -1, False)
        assert panel.lane.request == number
    held.set()
    assert shown() == (30, -1)
    assert panel.lane.result.complete


def test_going_back_to_what_was_measured_ends_another_measurement(panel, shown, held):
    first = shown()
    set_to(panel, repeats=4)
    panel.lane.result = Measured(params=make(Times, {}), process=first[1])
    set_to(panel, steps=20)
    assert shown() == (20, first[1])


def test_what_was_half_measured_and_given_up_is_told_and_measured(panel, shown, held):
    shown()
    panel.lane.result = Measured(params=make(Times, {"steps": 10}), process=-7, complete=False)
    set_to(panel, steps=30)
    assert told(panel) == (30, -7, False)
    assert panel.lane.request
    held.set()
    assert shown() == (30, -1)


def test_what_a_measurement_finds_bit_by_bit_stays_one_run(panel, shown, held, qtbot):
    shown()
    set_to(panel, repeats=4)
    qtbot.waitUntil(lambda: told(panel) == (10, -1, False))
    number = panel.lane.result.run
    held.set()
    shown()
    assert (panel.lane.result.complete, panel.lane.result.run) == (True, number)
