"""Runs in a child process that report progress."""

from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import pytest
from processes import alive

from core.experiment import new_run_number
from core.obstacles.serial import SERIAL
from core.params import make
from core.run import Progress, run_to_end
from gui.workers import child_process
from gui.workers.processes import run_in_process
from gui.workers.worker import Worker

PARAMS = make(SERIAL.params, {"copies": "1,2", "repeats": 3, "break_year": 2007})


@pytest.mark.slow
def test_a_run_in_a_child_process_gives_the_same_result():
    experiment = SERIAL.experiment("curves")
    here, there = run_to_end(experiment.run(PARAMS)), run_to_end(run_in_process(experiment.run, PARAMS))
    assert there.summary() == here.summary()
    assert (there.params, there.complete, type(there)) == (PARAMS, True, type(here))
    assert type(there.series) is type(here.series) is MappingProxyType
    with pytest.raises(ValueError, match="read-only"):
        there.series["clock"][0] = 0.0


@pytest.mark.slow
def test_partial_results_arrive_before_the_end_with_a_run_number_of_this_process():
    number = new_run_number()
    run = run_in_process(SERIAL.experiment("loop").run, PARAMS)
    reports = []
    while True:
        try:
            reports.append(next(run))
        except StopIteration as stop:
            result = stop.value
            break
    partials = [report.partial for report in reports if report.partial is not None]
    assert partials
    assert {partial.run for partial in partials} == {result.run}
    assert result.run > number
    assert not any(partial.complete for partial in partials)
    assert result.complete
    assert result.timings["python"].median > 0.0
    fractions = [report.fraction for report in reports]
    assert fractions == sorted(fractions)


@pytest.mark.slow
def test_an_exception_in_a_run_is_raised_here_with_its_traceback(started):
    run = run_in_process(SERIAL.experiment("copies").run, None)
    with pytest.raises(RuntimeError, match=r"Traceback[\s\S]*copies\.py[\s\S]*AttributeError"):
        run_to_end(run)
    assert not alive(started[0])


@pytest.mark.slow
def test_closing_a_run_under_way_kills_the_child(started):
    endless = make(SERIAL.params, {"copies": "1000000", "repeats": 101})
    run = run_in_process(SERIAL.experiment("copies").run, endless)
    while next(run).fraction == 0.0:
        pass
    assert alive(started[0])
    run.close()
    assert not alive(started[0])


@dataclass
class Pipe:
    """Records the messages."""

    sent: list

    def send(self, message):
        self.sent.append(message)


@pytest.fixture
def clock(monkeypatch):
    now = [1.0]
    monkeypatch.setattr(child_process.time, "perf_counter", lambda: now[0])
    return now


def test_at_most_30_reports_a_second_are_sent(clock):
    def run():
        for k in range(1000):
            clock[0] += 0.001
            yield Progress(k / 1000)

    pipe = Pipe([])
    child_process.call_and_send(pipe, run, ())
    assert 20 <= len(pipe.sent) <= 32
    assert pipe.sent[-1] == ("returned", None)


def test_a_partial_result_is_sent_once_with_the_next_report(clock):
    def run():
        yield Progress(0.0)
        yield Progress(0.1, "early")
        clock[0] += 1.0
        yield Progress(0.2)
        clock[0] += 1.0
        yield Progress(0.3)

    pipe = Pipe([])
    child_process.call_and_send(pipe, run, ())
    assert [value for kind, value in pipe.sent if kind == "progress"] == [
        Progress(0.0),
        Progress(0.2, "early"),
        Progress(0.3),
    ]


def test_a_broken_pipe_ends_the_call_without_an_error():
    class Broken(Pipe):
        def send(self, message):
            raise BrokenPipeError

    child_process.call_and_send(Broken([]), iter, ((),))


@pytest.mark.slow
def test_the_worker_passes_partial_results_on_and_closing_it_kills_the_child(qtbot, started):
    worker, replies = Worker(), []
    worker.replied.connect(replies.append)
    job = partial(run_in_process, SERIAL.experiment("copies").run, make(SERIAL.params, {"copies": "1,1000000"}))
    try:
        number = worker.request("serial/copies", job)
        qtbot.waitUntil(lambda: any(reply.result is not None for reply in replies))
        assert {(reply.number, reply.kind) for reply in replies} == {(number, "progress")}
        assert replies[-1].result.length == 1
    finally:
        assert worker.close(timeout=60)
    assert not alive(started[0])
