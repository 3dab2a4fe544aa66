"""A panel whose experiment measures time: it runs in its own process and is kept until measured again."""

import os
import threading
import time
from dataclasses import dataclass, replace
from typing import Annotated

import pytest
from msgspec import Meta
from PySide6.QtWidgets import QPushButton

from core.experiment import Experiment, Obstacle, Result, always
from core.params import Params, make
from core.run import Progress
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
    """A measurement, represented by the id of the process that made it."""

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
            own_process=always,
            rescales=("steps",),
        ),
        Experiment("plain", "Plain", ("steps", "repeats"), Measured, measure),
    ),
)


@pytest.fixture
def panel(qtbot, monkeypatch):
    # Another process cannot import this file by name: runs stay in this process and return negative ids.
    process_ids = iter(range(-1, -100, -1))

    def run_in_process(function, params):
        result = yield from function(params)
        return Measured(params=result.params, process=next(process_ids))

    monkeypatch.setattr("gui.session.lane.run_in_process", run_in_process)
    monkeypatch.setattr(module, "STAGES", {"times/clock": Picture, "times/plain": Picture})
    worker = Worker()
    made = Panel(OBSTACLE, worker, make(Times, {}))
    made.resize(900, 500)
    made.set_theme(LIGHT, DESK)
    made.style_controls(13)
    made.show()
    made.open("clock")
    yield made
    worker.close()
    made.close_stages()
    made.close()
    made.deleteLater()


@pytest.fixture
def wait_for_result(panel, qtbot):
    """Return a function that waits for the run on screen and returns its number of steps and its process id."""

    def read():
        qtbot.waitUntil(lambda: panel.lane.request == 0)
        result = panel.lane.result
        assert {text.text for text in panel.stage.texts()} >= {f"{result.params.steps} in {result.process}"}
        return result.params.steps, result.process

    return read


def set_to(panel, **values):
    panel.set_params(make(Times, values))


def test_only_experiments_that_measure_time_run_in_another_process(panel, wait_for_result):
    assert wait_for_result() == (10, -1)
    panel.open("plain")
    assert wait_for_result() == (10, os.getpid())


def test_a_field_that_only_rescales_keeps_the_measurement(panel, wait_for_result):
    assert wait_for_result() == (10, -1)
    number = panel.lane.result.run
    set_to(panel, steps=20)
    assert wait_for_result() == (20, -1)
    assert panel.lane.result.run != number
    set_to(panel, steps=20, repeats=4)
    assert wait_for_result() == (20, -2)


def test_the_button_and_the_command_measure_again(panel, wait_for_result):
    assert wait_for_result() == (10, -1)
    (button,) = panel.form.findChildren(QPushButton, "again")
    button.click()
    assert panel.lane.request
    assert wait_for_result() == (10, -2)
    panel.measure_again()
    assert wait_for_result() == (10, -3)


def test_an_experiment_without_measurement_has_no_button_and_does_not_run_again(panel, wait_for_result):
    panel.open("plain")
    wait_for_result()
    assert not panel.form.findChildren(QPushButton, "again")
    panel.measure_again()
    assert panel.lane.request == 0


def lane_result(panel):
    """Return the steps and the process of the lane's result, and whether it is complete."""
    result = panel.lane.result
    return result.params.steps, result.process, result.complete


@pytest.fixture
def may_finish(monkeypatch):
    """Return an event that lets measurements end; they yield a partial result at once."""
    gate, process_ids = threading.Event(), iter(range(-1, -100, -1))

    def run_in_process(function, params):
        found = Measured(params=params, process=next(process_ids))
        yield Progress(0.5, replace(found, complete=False))
        while not gate.is_set():
            time.sleep(0.002)
            yield Progress(0.5)
        return found

    monkeypatch.setattr("gui.session.lane.run_in_process", run_in_process)
    return gate


def test_a_running_measurement_continues_when_only_the_steps_change(panel, wait_for_result, may_finish, qtbot):
    wait_for_result()
    set_to(panel, repeats=4)
    qtbot.waitUntil(lambda: lane_result(panel) == (10, -1, False))
    number = panel.lane.request
    for steps in (20, 30):
        set_to(panel, repeats=4, steps=steps)
        assert lane_result(panel) == (steps, -1, False)
        assert panel.lane.request == number
    may_finish.set()
    assert wait_for_result() == (30, -1)
    assert panel.lane.result.complete


def test_going_back_to_measured_parameters_ends_a_running_measurement(panel, wait_for_result, may_finish):
    first = wait_for_result()
    set_to(panel, repeats=4)
    panel.lane.result = Measured(params=make(Times, {}), process=first[1])
    set_to(panel, steps=20)
    assert wait_for_result() == (20, first[1])


def test_a_cancelled_measurement_is_shown_and_measured_again(panel, wait_for_result, may_finish):
    wait_for_result()
    panel.lane.result = Measured(params=make(Times, {"steps": 10}), process=-7, complete=False)
    set_to(panel, steps=30)
    assert lane_result(panel) == (30, -7, False)
    assert panel.lane.request
    may_finish.set()
    assert wait_for_result() == (30, -1)


def test_partial_results_of_a_measurement_keep_their_run_number(panel, wait_for_result, may_finish, qtbot):
    wait_for_result()
    set_to(panel, repeats=4)
    qtbot.waitUntil(lambda: lane_result(panel) == (10, -1, False))
    number = panel.lane.result.run
    may_finish.set()
    wait_for_result()
    assert (panel.lane.result.complete, panel.lane.result.run) == (True, number)
