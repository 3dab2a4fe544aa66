"""A worker that records its replies, and jobs for it."""

import time
from collections import Counter
from dataclasses import dataclass
from itertools import count

import pytest

from core.experiment import Result
from core.params import Params
from core.run import Progress
from gui.workers.worker import Worker

MAX_WAIT_S = 60
"""Longer than anything takes on a busy machine."""


@dataclass(frozen=True, kw_only=True, eq=False)
class NamedResult(Result):
    name: str = ""

    @property
    def length(self):
        return 1

    def summary(self):
        return {"name": self.name}


def named_result(name):
    return NamedResult(params=Params(), name=name)


class Bench:
    """A worker, the replies and the started jobs it had, and methods that wait for it."""

    def __init__(self, qtbot):
        self.worker = Worker()
        self.replies = []
        self.started = []
        self.steps = Counter()
        self.worker.replied.connect(self.replies.append)
        self.qtbot = qtbot

    def wait_until(self, condition):
        self.qtbot.waitUntil(condition)

    def sleep_until(self, condition):
        """Wait without handling events, so that nothing is delivered meanwhile."""
        end = time.perf_counter() + MAX_WAIT_S
        while not condition():
            assert time.perf_counter() < end
            time.sleep(0.002)

    def close(self):
        """Close the worker; return whether its thread has ended."""
        return self.worker.close(timeout=MAX_WAIT_S)

    def job(self, name, *, steps=0, has_partial=False, gate=None):
        """A run of at least `steps` yields, and until `gate` is set, with partial results if `has_partial`."""

        def run():
            self.started.append(name)
            for step in count():
                if step >= steps and (gate is None or gate.is_set()):
                    return named_result(name)
                time.sleep(0.002)
                self.steps[name] += 1
                yield Progress(0.5, named_result(f"part of {name}") if has_partial else None)

        return run

    @staticmethod
    def named_result(name):
        """A result with a name."""
        return named_result(name)

    def kinds(self, number):
        return [reply.kind for reply in self.replies if reply.number == number]

    def have_ended(self, *numbers):
        """Whether each of these requests has its last reply."""
        return set(numbers) <= {reply.number for reply in self.replies if reply.kind != "progress"}

    def last_reply(self, number):
        (reply,) = [reply for reply in self.replies if reply.number == number and reply.kind != "progress"]
        return reply


@pytest.fixture
def new_bench(qtbot):
    """A function that makes a bench, which the test closes."""
    return lambda: Bench(qtbot)


@pytest.fixture
def bench(qtbot):
    bench = Bench(qtbot)
    yield bench
    assert bench.close()


@pytest.fixture
def started(monkeypatch):
    """The ids of the started processes."""
    from multiprocessing.process import BaseProcess

    pids, start = [], BaseProcess.start
    monkeypatch.setattr(BaseProcess, "start", lambda self: (start(self), pids.append(self.pid)))
    return pids
