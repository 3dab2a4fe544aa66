"""Finished results in a session: every result survives the cache, and the worker reads and keeps them."""

import threading
import time
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

import numpy as np
import pytest

from core.cache import Cache, default_folder
from core.document import to_npz
from core.experiment import Experiment, Obstacle, Result
from core.params import Params
from core.run import Progress, run_to_end
from core.scene import TARGETS, find_experiment
from gui.session.session import Session
from gui.workers.worker import Worker

pytestmark = pytest.mark.usefixtures("keep_short_runs")


class Sample(Params, frozen=True, kw_only=True):
    size: int = 3
    scale: float = 1.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Counted(Result):
    """The number of the run that made it."""

    params: Sample
    number: int

    @property
    def length(self):
        return self.params.size

    def summary(self):
        return {"number": self.number}


class Runs:
    """Counts its runs; they end when `may_end` is set."""

    def __init__(self):
        self.count, self.may_end = 0, threading.Event()
        self.may_end.set()

    def __call__(self, params):
        self.count += 1
        yield Progress(0.5)
        while not self.may_end.is_set():
            time.sleep(0.002)
            yield Progress(0.5)
        return Counted(params=params, number=self.count)


@pytest.fixture
def runs():
    return Runs()


@pytest.fixture
def obstacle(runs):
    one = Experiment("one", "One", ("size", "scale"), Counted, runs, rescales=("scale",), cached=True)
    return Obstacle("samples", "Samples", Sample, (one,))


@pytest.fixture
def opened(qtbot, obstacle):
    """Return a function that opens a new session with the cache and returns it with its lane and its replies."""
    made = []

    def build(**values):
        worker = Worker()
        session, replies = Session("test", worker, cache=Cache(default_folder())), []
        made.append((worker, session))
        session.replied.connect(lambda _lane, reply: replies.append(reply))
        lane = session.open(obstacle, "one", params=Sample(**values))
        session.request()
        return session, lane, replies

    yield build
    for worker, session in made:
        session.close()
        assert worker.close()


@pytest.fixture
def finished(opened, qtbot):
    """Return a function like `opened` that waits for the end of the run."""

    def build(**values):
        session, lane, replies = opened(**values)
        qtbot.waitUntil(lambda: lane.request == 0)
        return session, lane, replies

    return build


@pytest.mark.parametrize("address", TARGETS)
def test_every_result_survives_the_cache(address, result_at):
    obstacle, experiment = find_experiment(address)
    # Times are not kept but measured again, which test_remedies tests.
    experiment, jobs = replace(experiment, cached=True, measure=None), []
    result = replace(result_at(address), **{name: MappingProxyType({}) for name in experiment.measured})

    def job():
        jobs.append(address)
        yield Progress(0.0)
        return result

    first, second = (
        run_to_end(Cache(default_folder()).run(obstacle, experiment, result.params, job)) for _ in range(2)
    )
    assert jobs == [address]
    assert first is result
    assert (type(second), second.params, second.complete) == (type(result), result.params, True)
    assert second.run != result.run
    assert to_npz({experiment.key: second}) == to_npz({experiment.key: result})
    assert second.summary() == result.summary()
    for field in fields(result):
        value = getattr(second, field.name)
        assert type(value) is type(getattr(result, field.name)), field.name
        for part in getattr(value, "values", lambda value=value: [value])():
            assert not isinstance(part, np.ndarray) or not part.flags.writeable, field.name


def test_a_session_reads_what_another_has_computed(finished, runs):
    _, computed, _ = finished()
    _, read, replies = finished()
    assert runs.count == 1
    assert read.result.number == computed.result.number == 1
    assert read.result.run != computed.result.run
    assert (read.request, read.notice, read.result.complete) == (0, "", True)
    assert [reply.kind for reply in replies if reply.result is not None] == ["finished"]


def test_files_are_read_and_written_in_the_thread_of_the_worker(finished, monkeypatch):
    threads = []
    for name in ("read", "write"):
        real = getattr(type(default_folder()), name)

        def recorded(folder, *arguments, name=name, real=real):
            threads.append((name, threading.current_thread().name))
            return real(folder, *arguments)

        monkeypatch.setattr(type(default_folder()), name, recorded)
    finished()
    finished()
    assert threads == [("read", "worker"), ("write", "worker"), ("read", "worker")]


def test_other_parameters_and_a_return_to_the_first(finished, runs, qtbot):
    session, lane, _ = finished()
    for size in (4, 3):
        session.set_params(Sample(size=size))
        qtbot.waitUntil(lambda: lane.request == 0)
        assert lane.result.params.size == size
    assert runs.count == 2
    assert lane.result.number == 1


def test_a_field_that_only_rescales_is_applied_to_what_was_read(finished, runs):
    finished(scale=1.0)
    _, lane, _ = finished(scale=5.0)
    assert runs.count == 1
    assert lane.result.params == Sample(scale=5.0)


def test_a_stopped_run_is_not_kept_and_is_computed_when_it_is_asked_for_again(opened, finished, runs, qtbot):
    runs.may_end.clear()
    session, lane, _ = opened()
    qtbot.waitUntil(lambda: runs.count == 1)
    session.stop_computing()
    qtbot.waitUntil(lambda: lane.request == 0)
    assert lane.result is None
    assert lane.notice
    assert default_folder().files() == []
    runs.may_end.set()
    session.request()
    qtbot.waitUntil(lambda: lane.request == 0)
    assert (lane.result.number, lane.notice) == (2, "")
    assert len(default_folder().files()) == 1


def test_a_session_without_a_cache_keeps_nothing(obstacle, runs, qtbot):
    worker = Worker()
    session = Session("test", worker)
    lane = session.open(obstacle, "one")
    session.request()
    qtbot.waitUntil(lambda: lane.request == 0)
    assert runs.count == 1
    assert not default_folder().path.exists()
    session.close()
    assert worker.close()
