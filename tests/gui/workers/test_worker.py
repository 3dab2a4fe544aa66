"""The worker: who runs, who waits, who is cancelled, and what is delivered."""

import threading
import time
from itertools import pairwise

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from core.experiment import Progress
from gui.workers.worker import COURTESY


def test_a_run_is_finished_with_its_result(bench):
    number = bench.worker.request("a", bench.job("first", shows=True, seconds=0.02))
    bench.until(lambda: bench.ended(number))
    reply = bench.end_of(number)
    assert (reply.client, reply.kind, reply.fraction, reply.result.name) == ("a", "finished", 1.0, "first")


def test_the_latest_request_replaces_one_that_waits(bench):
    gate = threading.Event()
    running = bench.worker.request("other", bench.job("running", gate=gate))
    bench.until(lambda: bench.started == ["running"])
    numbers = [bench.worker.request("a", bench.job(f"job {k}")) for k in range(20)]
    gate.set()
    bench.until(lambda: bench.ended(running, numbers[-1]))
    assert bench.started == ["running", "job 19"]
    assert [bench.kinds(number) for number in numbers[:-1]] == [[]] * 19


def test_requests_of_other_clients_survive_and_are_served_in_order(bench):
    gate = threading.Event()
    numbers = [bench.worker.request("busy", bench.job("busy", gate=gate))]
    bench.until(lambda: bench.started == ["busy"])
    numbers += [bench.worker.request(client, bench.job(client)) for client in "abc"]
    bench.worker.request("b", bench.job("b once more"))
    gate.set()
    bench.until(lambda: bench.ended(numbers[0], numbers[1], numbers[3]))
    bench.until(lambda: len(bench.started) == 4)
    assert bench.started == ["busy", "a", "b once more", "c"]


def test_a_job_that_has_shown_nothing_keeps_its_first_100_ms(bench):
    first = bench.worker.request("a", bench.job("quick", seconds=0.03))
    bench.until(lambda: bench.started == ["quick"])
    second = bench.worker.request("a", bench.job("next"))
    bench.until(lambda: bench.ended(first, second))
    assert bench.end_of(first).kind == "finished"
    assert bench.end_of(second).kind == "finished"


def test_a_job_that_has_shown_nothing_is_cancelled_after_100_ms(bench):
    first = bench.worker.request("a", bench.job("slow", seconds=10))
    bench.until(lambda: bench.started == ["slow"])
    begin = time.perf_counter()
    second = bench.worker.request("a", bench.job("next"))
    bench.until(lambda: bench.ended(first, second))
    assert bench.end_of(first).kind == "cancelled"
    assert 0.05 < time.perf_counter() - begin < 2


def test_a_job_that_has_shown_something_is_cancelled_at_its_next_yield(bench):
    first = bench.worker.request("a", bench.job("slow", seconds=10, shows=True))
    bench.until(lambda: "progress" in bench.kinds(first))
    begin = time.perf_counter()
    bench.worker.request("a", bench.job("next"))
    bench.until(lambda: len(bench.started) == 2)
    assert time.perf_counter() - begin < 1
    bench.until(lambda: bench.ended(first))
    assert bench.end_of(first).kind == "cancelled"


def test_a_dragged_slider_gets_pictures(bench):
    for _ in range(60):
        number = bench.worker.request("a", bench.job("drag", seconds=0.015))
        bench._qtbot.wait(5)
    bench.until(lambda: bench.ended(number))
    assert [reply.kind for reply in bench.replies].count("finished") >= 8
    drawn = [reply.number for reply in bench.replies if reply.result is not None]
    assert drawn == sorted(drawn)
    assert drawn[-1] == number


def test_a_newer_request_leaves_other_clients_jobs_alone(bench):
    first = bench.worker.request("a", bench.job("slow", seconds=0.3, shows=True))
    bench.until(lambda: "progress" in bench.kinds(first))
    second = bench.worker.request("b", bench.job("other"))
    bench.until(lambda: bench.ended(first, second))
    assert bench.end_of(first).kind == "finished"


def test_a_cancelled_run_is_closed_and_says_so(bench):
    closed = []

    def run():
        try:
            while True:
                time.sleep(0.002)
                yield Progress(0.0)
        finally:
            closed.append(threading.current_thread().name)

    number = bench.worker.request("a", run)
    bench.until(lambda: "progress" in bench.kinds(number))
    waiting = bench.worker.request("b", bench.job("b"))
    bench.worker.cancel("a")
    bench.until(lambda: bench.ended(number, waiting))
    assert bench.end_of(number).kind == "cancelled"
    assert bench.end_of(waiting).kind == "finished"
    assert closed == ["worker"]


def test_a_request_after_a_cancel_runs(bench):
    first = bench.worker.request("a", bench.job("first", seconds=10))
    bench.until(lambda: bench.started == ["first"])
    bench.worker.cancel("a")
    second = bench.worker.request("a", bench.job("second"))
    bench.until(lambda: bench.ended(first, second))
    assert [bench.end_of(first).kind, bench.end_of(second).kind] == ["cancelled", "finished"]


def test_late_replies_carry_their_own_number(bench):
    first = bench.worker.request("a", bench.job("first", seconds=0.05, shows=True))
    bench.until(lambda: bench.started == ["first"])
    second = bench.worker.request("a", bench.job("second", shows=True))
    assert second > first
    bench.until(lambda: bench.ended(first, second))
    for reply in bench.replies:
        if reply.result is not None:
            assert reply.result.name.endswith({first: "first", second: "second"}[reply.number])


def test_a_run_that_raises_is_told_with_its_traceback_and_the_worker_lives_on(bench, caplog):
    def run():
        yield Progress(0.0)
        raise ZeroDivisionError("a bug of ours")

    def begin():
        raise KeyError("before the first yield")

    numbers = [bench.worker.request("a", run), bench.worker.request("b", begin)]
    numbers.append(bench.worker.request("c", bench.job("alive")))
    bench.until(lambda: bench.ended(*numbers))
    failed, early, alive = (bench.end_of(number) for number in numbers)
    assert (failed.kind, early.kind, alive.kind) == ("failed", "failed", "finished")
    assert "Traceback" in failed.error
    assert "a bug of ours" in failed.error
    assert "before the first yield" in early.error
    assert "a bug of ours" in caplog.text


def test_a_flood_of_progress_reaches_the_window_30_times_a_second_and_leaves_it_alive(bench):
    yields, deliveries, beats = [0], [], []

    def run():
        end = time.perf_counter() + 1.2
        while time.perf_counter() < end:
            yields[0] += 1
            yield Progress(0.5, bench.answer("part"))
        return bench.answer("whole")

    heart = QTimer()
    heart.setInterval(10)
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    bench.worker.replied.connect(lambda _: deliveries.append(time.perf_counter()))
    heart.start()
    number = bench.worker.request("a", run)
    bench.until(lambda: bench.ended(number))
    heart.stop()
    assert yields[0] > 1_000
    assert 10 <= len(deliveries) <= 1.2 * 30 + 4
    assert len(beats) > 40
    assert max(after - before for before, after in pairwise(beats)) < 0.25


def test_a_partial_result_outlives_later_news_without_one(bench):
    def run():
        yield Progress(0.1, bench.answer("part"))
        for _ in range(20):
            time.sleep(0.002)
            yield Progress(0.2)
        return bench.answer("whole")

    number = bench.worker.request("a", run)
    bench.until(lambda: bench.ended(number))
    parts = [reply.result for reply in bench.replies if reply.kind == "progress"]
    assert [part.name for part in parts if part is not None] == ["part"]
    assert parts[0] is not None


def test_nothing_is_said_of_a_run_after_its_end(bench):
    numbers = [bench.worker.request(str(k), bench.job(str(k), seconds=0.02, shows=True)) for k in range(10)]
    bench.until(lambda: bench.ended(*numbers))
    bench._qtbot.wait(80)
    for number in numbers:
        kinds = bench.kinds(number)
        assert kinds[-1] == "finished"
        assert kinds.count("finished") == 1


def test_an_idle_worker_wakes_nobody(bench):
    number = bench.worker.request("a", bench.job("a"))
    bench.until(lambda: bench.ended(number))
    bench.until(lambda: not bench.worker._timer.isActive())


@pytest.mark.parametrize("shows", [False, True])
def test_closing_during_a_run_takes_less_than_300_ms(new_bench, shows):
    bench = new_bench()
    bench.worker.request("a", bench.job("endless", seconds=60, shows=shows))
    bench.worker.request("b", bench.job("waiting"))
    bench.until(lambda: bench.started == ["endless"])
    begin = time.perf_counter()
    assert bench.worker.close()
    assert time.perf_counter() - begin < 0.3
    said = len(bench.replies)
    bench._qtbot.wait(80)
    assert len(bench.replies) == said
    assert bench.started == ["endless"]


def test_closing_says_when_the_thread_does_not_end(new_bench):
    bench, gate = new_bench(), threading.Event()

    def stuck():
        bench.started.append("stuck")
        gate.wait(5)
        yield Progress(0.0)

    bench.worker.request("a", stuck)
    bench.until(lambda: bench.started == ["stuck"])
    assert bench.worker.close(timeout=0.05) is False
    gate.set()
    assert bench.worker.close()


def test_what_a_run_showed_before_a_newer_request_stopped_it_is_delivered(bench):
    gate = threading.Event()
    first = bench.worker.request("a", bench.job("first", seconds=10, shows=True))
    time.sleep(2 * COURTESY)  # nothing is delivered meanwhile
    second = bench.worker.request("a", bench.job("second", gate=gate))
    time.sleep(2 * COURTESY)
    assert bench.started == ["first", "second"]
    bench.until(lambda: bool(bench.kinds(first)))
    assert [(r.number, r.kind, r.result and r.result.name) for r in bench.replies if r.number == first] == [
        (first, "progress", "part of first"),
        (first, "cancelled", None),
    ]
    gate.set()
    bench.until(lambda: bench.ended(second))


def test_runs_step_aside_until_what_an_event_brought_about_is_done(bench):
    yields, seen = [0], []

    def run():
        while True:
            yields[0] += 1
            yield Progress(0.0)

    class Follower(QObject):
        def customEvent(self, _event):  # noqa: N802  Qt's name
            time.sleep(0.01)  # a run may be in the middle of a step
            before = yields[0]
            time.sleep(0.03)
            seen.append(yields[0] - before)

    number = bench.worker.request("a", lambda: run())
    bench.until(lambda: yields[0] > 100)
    follower = Follower()
    QCoreApplication.postEvent(follower, QEvent(QEvent.Type.User))
    bench.worker.step_aside()
    bench.until(lambda: bool(seen))
    assert seen == [0]
    after = yields[0]
    bench.until(lambda: yields[0] > after)
    bench.worker.cancel("a")
    bench.until(lambda: bench.ended(number))


def test_a_window_that_went_first_and_is_gone_holds_up_nobody_for_long(new_bench):
    first = new_bench()
    first.worker.step_aside()
    first.worker.close()
    shiboken6.delete(first.worker)
    second = new_bench()
    number = second.worker.request("a", second.job("many yields", seconds=0.5))
    time.sleep(0.4)
    assert second.steps > 20
    second.until(lambda: second.ended(number))
    second.worker.close()
