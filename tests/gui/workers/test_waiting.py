"""Runs wait while the window handles events, but not for ever."""

import time

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from core.run import Progress
from gui.workers import worker


def test_runs_wait_until_the_events_that_follow_are_handled(bench, monkeypatch):
    monkeypatch.setattr(worker, "MAX_GUI_WAIT", 60)
    yields, seen = [0], []

    def run():
        while True:
            yields[0] += 1
            yield Progress(0.0)

    class Follower(QObject):
        def customEvent(self, _event):  # noqa: N802  Qt's name
            time.sleep(0.2)  # a step of the run may be under way
            before = yields[0]
            time.sleep(0.03)
            seen.append(yields[0] - before)

    number = bench.worker.request("a", lambda: run())
    bench.wait_until(lambda: yields[0] > 100)
    follower = Follower()
    QCoreApplication.postEvent(follower, QEvent(QEvent.Type.User))
    bench.worker.yield_to_gui()
    bench.wait_until(lambda: bool(seen))
    assert seen == [0]
    after = yields[0]
    bench.wait_until(lambda: yields[0] > after)
    bench.worker.cancel("a")
    bench.wait_until(lambda: bench.have_ended(number))


def test_a_deleted_window_does_not_keep_runs_waiting(new_bench, monkeypatch):
    monkeypatch.setattr(worker, "MAX_GUI_WAIT", 4)
    first = new_bench()
    first.worker.yield_to_gui()
    assert first.close()
    shiboken6.delete(first.worker)
    second = new_bench()
    number = second.worker.request("a", second.job("many yields", steps=40))
    second.sleep_until(lambda: second.steps["many yields"] > 20)  # takes 80 s if each step waits
    second.wait_until(lambda: second.have_ended(number))
    assert second.close()
