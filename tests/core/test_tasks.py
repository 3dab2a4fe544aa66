"""Runs with tasks: when they begin, what the run sees of them, and how they end."""

import pytest

from core.run import Progress, Task, in_this_process, run_to_end, run_with_tasks


def counting(last):
    for number in range(1, last + 1):
        yield Progress(number / (last + 1), number)
    return -last


def run_of(*tasks, seen=None, closed=None):
    """A run that waits for tasks and returns their values, and keeps their newest partial values in `seen`."""
    try:
        yield Progress(0.0, tasks=tasks)
        while not all(task.done for task in tasks):
            if seen is not None:
                seen.append([task.partial for task in tasks])
            yield Progress(sum(task.fraction for task in tasks) / len(tasks))
        return [task.value for task in tasks]
    finally:
        if closed is not None:
            closed.append("run")


def test_the_values_of_calls_and_of_generators_reach_the_run():
    assert run_to_end(run_of(Task(divmod, (17, 5)), Task(counting, (3,)), Task(dict))) == [(3, 2), -3, {}]


def test_a_run_sees_what_its_tasks_have_yielded_one_after_the_other():
    seen = []
    fractions = [
        each.fraction for each in in_this_process(run_of(Task(counting, (2,)), Task(counting, (1,)), seen=seen))
    ]
    assert seen == [[1, None], [2, None], [2, None], [2, 1]]
    assert fractions == sorted(fractions)


def test_whoever_runs_it_gets_no_tasks():
    assert [each.tasks for each in in_this_process(run_of(Task(counting, (1,))))] == [(), ()]


@pytest.mark.parametrize(("at_once", "expected"), [(1, 1), (2, 2), (9, 3)])
def test_at_most_so_many_tasks_run_at_once(at_once, expected):
    running, most = set(), []

    def start(function, number):
        running.add(number)
        most.append(len(running))
        yield from function(number)
        running.remove(number)

    list(run_with_tasks(run_of(*(Task(counting, (number,)) for number in (4, 2, 3))), start, at_once))
    assert max(most) == expected
    assert not running


def test_a_task_may_be_yielded_later():
    def run():
        first = Task(divmod, (7, 2))
        yield Progress(0.0, tasks=(first,))
        while not first.done:
            yield Progress(0.0)
        second = Task(divmod, first.value)
        yield Progress(0.5, tasks=(second,))
        while not second.done:
            yield Progress(0.5)
        return second.value

    assert run_to_end(run()) == (3, 0)


def test_closing_closes_the_tasks_and_the_run():
    closed = []

    def endless(name):
        try:
            while True:
                yield Progress(0.0)
        finally:
            closed.append(name)

    run = in_this_process(run_of(Task(endless, ("task",)), Task(endless, ("waiting",)), closed=closed))
    for _ in range(3):
        next(run)
    run.close()
    assert closed == ["task", "run"]


def test_an_error_in_a_task_ends_the_run():
    closed = []
    with pytest.raises(ZeroDivisionError):
        run_to_end(run_of(Task(divmod, (1, 0)), closed=closed))
    assert closed == ["run"]
