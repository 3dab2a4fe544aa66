"""Tasks of runs in child processes."""

import os
import time
from functools import partial

import pytest
from processes import alive

from core.run import Progress, Task, run_to_end
from gui.workers import processes
from gui.workers.processes import children_at_once, run_beside

pytestmark = pytest.mark.slow


def run_of(tasks):
    yield Progress(0.0, tasks=tasks)
    while not all(task.done for task in tasks):
        yield Progress(0.0)
    return [task.value for task in tasks]


def test_tasks_are_computed_in_few_processes_that_end_with_the_run(started):
    tasks = tuple(Task(os.getpid) for _ in range(7))
    values = run_to_end(run_beside(partial(run_of, tasks)))
    assert set(values) == set(started)
    assert 1 <= len(started) <= children_at_once()
    assert os.getpid() not in started
    assert not any(alive(pid) for pid in started)


def test_two_tasks_are_computed_at_the_same_time(tmp_path):
    first, second = (Task(_meet, (str(tmp_path / a), str(tmp_path / b))) for a, b in ("xy", "yx"))
    assert run_to_end(run_beside(partial(run_of, (first, second)))) == [True, True]


def test_an_error_of_a_task_is_raised_with_its_traceback_and_ends_all(started):
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        run_to_end(run_beside(partial(run_of, (Task(time.sleep, (60,)), Task(divmod, (1, 0))))))
    assert not any(alive(pid) for pid in started)


def test_closing_kills_the_children(started):
    run = run_beside(partial(run_of, (Task(time.sleep, (60,)), Task(time.sleep, (60,)))))
    while len(started) < 2:
        next(run)
    run.close()
    assert not any(alive(pid) for pid in started)


def test_tasks_step_back_behind_the_window():
    (niceness,) = run_to_end(run_beside(partial(run_of, (Task(os.nice, (0,)),))))
    assert niceness == os.nice(0) + processes.NICENESS


@pytest.mark.parametrize(("processors", "expected"), [(None, 2), (1, 2), (2, 2), (6, 3), (64, 4)])
def test_half_of_the_processors_compute_tasks(monkeypatch, processors, expected):
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    assert children_at_once() == expected


def _meet(own, other):
    """Return whether another process makes its file while this one waits."""
    with open(own, "w", encoding="utf-8"):
        pass
    end = time.monotonic() + 60
    while not os.path.exists(other) and time.monotonic() < end:
        time.sleep(0.01)
    return os.path.exists(other)
