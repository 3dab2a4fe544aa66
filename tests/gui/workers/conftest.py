"""A worker with everything it said, for the tests of it."""

import time
from dataclasses import dataclass

import pytest

from core.experiment import Progress, Result
from core.params import Params
from gui.workers.worker import Worker


@dataclass(frozen=True, kw_only=True, eq=False)
class Answer(Result):
    name: str = ""

    @property
    def length(self):
        return 1

    def summary(self):
        return {"name": self.name}


def answer(name):
    return Answer(params=Params(), name=name)


class Bench:
    """A worker with everything it said, and a way to wait for it."""

    def __init__(self, qtbot):
        self.worker = Worker()
        self.replies = []
        self.started = []
        self.steps = 0
        self.worker.replied.connect(self.replies.append)
        self._qtbot = qtbot

    def until(self, condition, timeout=5_000):
        self._qtbot.waitUntil(condition, timeout=timeout)

    def job(self, name, *, seconds=0.0, shows=False, gate=None):
        """A run that takes `seconds`, with a partial result at once if it shows something."""

        def run():
            self.started.append(name)
            begin = time.perf_counter()
            while time.perf_counter() - begin < seconds or (gate is not None and not gate.is_set()):
                time.sleep(0.002)
                self.steps += 1
                yield Progress(0.5, answer(f"part of {name}") if shows else None)
            return answer(name)

        return run

    @staticmethod
    def answer(name):
        """A result."""
        return answer(name)

    def kinds(self, number):
        return [reply.kind for reply in self.replies if reply.number == number]

    def ended(self, *numbers):
        ends = {reply.number for reply in self.replies if reply.kind != "progress"}
        return set(numbers) <= ends

    def end_of(self, number):
        (reply,) = [reply for reply in self.replies if reply.number == number and reply.kind != "progress"]
        return reply


@pytest.fixture
def new_bench(qtbot):
    """Makes a bench that the test closes."""
    return lambda: Bench(qtbot)


@pytest.fixture
def bench(qtbot):
    made = Bench(qtbot)
    yield made
    assert made.worker.close()
