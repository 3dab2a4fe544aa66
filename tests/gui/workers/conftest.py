"""A worker that records its replies, and jobs for it."""

import time
from dataclasses import dataclass

import pytest

from core.experiment import Progress, Result
from core.params import Params
from gui.workers.worker import Worker


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
        self.steps = 0
        self.worker.replied.connect(self.replies.append)
        self.qtbot = qtbot

    def wait_until(self, condition):
        self.qtbot.waitUntil(condition)

    def job(self, name, *, seconds=0.0, has_partial=False, gate=None):
        """A run that takes `seconds`, or until `gate` is set, with partial results from the start if `has_partial`."""

        def run():
            self.started.append(name)
            begin = time.perf_counter()
            while time.perf_counter() - begin < seconds or (gate is not None and not gate.is_set()):
                time.sleep(0.002)
                self.steps += 1
                yield Progress(0.5, named_result(f"part of {name}") if has_partial else None)
            return named_result(name)

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
    assert bench.worker.close()
