"""The worker: which job runs, waits or is cancelled, and which replies are delivered."""

import threading
import time
from itertools import pairwise

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from core.experiment import Progress
from gui.workers.worker import MAX_GUI_WAIT


def test_a_finished_run_is_reported_with_its_result(bench):
    number = bench.worker.request("a", bench.job("first", has_partial=True, seconds=0.02))
    bench.wait_until(lambda: bench.have_ended(number))
    reply = bench.last_reply(number)
    assert (reply.client, reply.kind, reply.fraction, reply.result.name) == ("a", "finished", 1.0, "first")


def test_the_latest_request_replaces_a_waiting_one(bench):
    gate = threading.Event()
    running = bench.worker.request("other", bench.job("running", gate=gate))
    bench.wait_until(lambda: bench.started == ["running"])
    numbers = [bench.worker.request("a", bench.job(f"job {k}")) for k in range(20)]
    gate.set()
    bench.wait_until(lambda: bench.have_ended(running, numbers[-1]))
    assert bench.started == ["running", "job 19"]
    assert [bench.kinds(number) for number in numbers[:-1]] == [[]] * 19


def test_requests_of_other_clients_survive_and_are_served_in_order(bench):
    gate = threading.Event()
    numbers = [bench.worker.request("busy", bench.job("busy", gate=gate))]
    bench.wait_until(lambda: bench.started == ["busy"])
    numbers += [bench.worker.request(client, bench.job(client)) for client in "abc"]
    bench.worker.request("b", bench.job("b once more"))
    gate.set()
    bench.wait_until(lambda: bench.have_ended(numbers[0], numbers[1], numbers[3]))
    bench.wait_until(lambda: len(bench.started) == 4)
    assert bench.started == ["busy", "a", "b once more", "c"]


def test_a_job_without_partial_result_keeps_its_first_100_ms(bench):
    first = bench.worker.request("a", bench.job("quick", seconds=0.03))
    bench.wait_until(lambda: bench.started == ["quick"])
    second = bench.worker.request("a", bench.job("next"))
    bench.wait_until(lambda: bench.have_ended(first, second))
    assert bench.last_reply(first).kind == "finished"
    assert bench.last_reply(second).kind == "finished"


def test_a_job_without_partial_result_is_cancelled_after_100_ms(bench):
    first = bench.worker.request("a", bench.job("slow", seconds=10))
    bench.wait_until(lambda: bench.started == ["slow"])
    begin = time.perf_counter()
    second = bench.worker.request("a", bench.job("next"))
    bench.wait_until(lambda: bench.have_ended(first, second))
    assert bench.last_reply(first).kind == "cancelled"
    assert 0.05 < time.perf_counter() - begin < 2


def test_a_job_with_a_partial_result_is_cancelled_at_its_next_yield(bench):
    first = bench.worker.request("a", bench.job("slow", seconds=10, has_partial=True))
    bench.wait_until(lambda: "progress" in bench.kinds(first))
    begin = time.perf_counter()
    bench.worker.request("a", bench.job("next"))
    bench.wait_until(lambda: len(bench.started) == 2)
    assert time.perf_counter() - begin < 1
    bench.wait_until(lambda: bench.have_ended(first))
    assert bench.last_reply(first).kind == "cancelled"


def test_a_dragged_slider_gets_results(bench):
    for _ in range(60):
        number = bench.worker.request("a", bench.job("drag", seconds=0.015))
        bench.qtbot.wait(5)
    bench.wait_until(lambda: bench.have_ended(number))
    assert [reply.kind for reply in bench.replies].count("finished") >= 8
    drawn = [reply.number for reply in bench.replies if reply.result is not None]
    assert drawn == sorted(drawn)
    assert drawn[-1] == number


def test_a_newer_request_leaves_other_clients_jobs_alone(bench):
    first = bench.worker.request("a", bench.job("slow", seconds=0.3, has_partial=True))
    bench.wait_until(lambda: "progress" in bench.kinds(first))
    second = bench.worker.request("b", bench.job("other"))
    bench.wait_until(lambda: bench.have_ended(first, second))
    assert bench.last_reply(first).kind == "finished"


def test_a_cancelled_run_is_closed_and_reported(bench):
    closed = []

    def run():
        try:
            while True:
                time.sleep(0.002)
                yield Progress(0.0)
        finally:
            closed.append(threading.current_thread().name)

    number = bench.worker.request("a", run)
    bench.wait_until(lambda: "progress" in bench.kinds(number))
    waiting = bench.worker.request("b", bench.job("b"))
    bench.worker.cancel("a")
    bench.wait_until(lambda: bench.have_ended(number, waiting))
    assert bench.last_reply(number).kind == "cancelled"
    assert bench.last_reply(waiting).kind == "finished"
    assert closed == ["worker"]


def test_a_request_after_a_cancel_runs(bench):
    first = bench.worker.request("a", bench.job("first", seconds=10))
    bench.wait_until(lambda: bench.started == ["first"])
    bench.worker.cancel("a")
    second = bench.worker.request("a", bench.job("second"))
    bench.wait_until(lambda: bench.have_ended(first, second))
    assert [bench.last_reply(first).kind, bench.last_reply(second).kind] == ["cancelled", "finished"]


def test_late_replies_carry_their_own_number(bench):
    first = bench.worker.request("a", bench.job("first", seconds=0.05, has_partial=True))
    bench.wait_until(lambda: bench.started == ["first"])
    second = bench.worker.request("a", bench.job("second", has_partial=True))
    assert second > first
    bench.wait_until(lambda: bench.have_ended(first, second))
    for reply in bench.replies:
        if reply.result is not None:
            assert reply.result.name.endswith({first: "first", second: "second"}[reply.number])


def test_an_exception_is_reported_with_its_traceback_and_the_worker_continues(bench, caplog):
    def run():
        yield Progress(0.0)
        raise ZeroDivisionError("a bug in a run")

    def begin():
        raise KeyError("before the first yield")

    numbers = [bench.worker.request("a", run), bench.worker.request("b", begin)]
    numbers.append(bench.worker.request("c", bench.job("alive")))
    bench.wait_until(lambda: bench.have_ended(*numbers))
    failed, early, alive = (bench.last_reply(number) for number in numbers)
    assert (failed.kind, early.kind, alive.kind) == ("failed", "failed", "finished")
    assert "Traceback" in failed.error
    assert "a bug in a run" in failed.error
    assert "before the first yield" in early.error
    assert "a bug in a run" in caplog.text


def test_a_flood_of_progress_is_delivered_30_times_a_second_and_does_not_block_the_window(bench):
    yields, deliveries, beats = [0], [], []

    def run():
        end = time.perf_counter() + 1.2
        while time.perf_counter() < end:
            yields[0] += 1
            yield Progress(0.5, bench.named_result("part"))
        return bench.named_result("whole")

    heartbeat = QTimer()
    heartbeat.setInterval(10)
    heartbeat.timeout.connect(lambda: beats.append(time.perf_counter()))
    bench.worker.replied.connect(lambda _: deliveries.append(time.perf_counter()))
    heartbeat.start()
    number = bench.worker.request("a", run)
    bench.wait_until(lambda: bench.have_ended(number))
    heartbeat.stop()
    assert yields[0] > 1_000
    assert 10 <= len(deliveries) <= 1.2 * 30 + 4
    assert len(beats) > 40
    assert max(after - before for before, after in pairwise(beats)) < 0.25


def test_a_partial_result_is_kept_when_later_progress_has_none(bench):
    def run():
        yield Progress(0.1, bench.named_result("part"))
        for _ in range(20):
            time.sleep(0.002)
            yield Progress(0.2)
        return bench.named_result("whole")

    number = bench.worker.request("a", run)
    bench.wait_until(lambda: bench.have_ended(number))
    parts = [reply.result for reply in bench.replies if reply.kind == "progress"]
    assert [part.name for part in parts if part is not None] == ["part"]
    assert parts[0] is not None


def test_no_reply_follows_the_end_of_a_run(bench):
    numbers = [bench.worker.request(str(k), bench.job(str(k), seconds=0.02, has_partial=True)) for k in range(10)]
    bench.wait_until(lambda: bench.have_ended(*numbers))
    bench.qtbot.wait(80)
    for number in numbers:
        kinds = bench.kinds(number)
        assert kinds[-1] == "finished"
        assert kinds.count("finished") == 1


def test_an_idle_worker_stops_its_timer(bench):
    number = bench.worker.request("a", bench.job("a"))
    bench.wait_until(lambda: bench.have_ended(number))
    bench.wait_until(lambda: not bench.worker._timer.isActive())


@pytest.mark.parametrize("has_partial", [False, True])
def test_closing_during_a_run_takes_less_than_300_ms(new_bench, has_partial):
    bench = new_bench()
    bench.worker.request("a", bench.job("endless", seconds=60, has_partial=has_partial))
    bench.worker.request("b", bench.job("waiting"))
    bench.wait_until(lambda: bench.started == ["endless"])
    begin = time.perf_counter()
    assert bench.worker.close()
    assert time.perf_counter() - begin < 0.3
    replies = len(bench.replies)
    bench.qtbot.wait(80)
    assert len(bench.replies) == replies
    assert bench.started == ["endless"]


def test_close_returns_false_when_the_thread_does_not_end(new_bench):
    bench, gate = new_bench(), threading.Event()

    def stuck():
        bench.started.append("stuck")
        gate.wait(5)
        yield Progress(0.0)

    bench.worker.request("a", stuck)
    bench.wait_until(lambda: bench.started == ["stuck"])
    assert bench.worker.close(timeout=0.05) is False
    gate.set()
    assert bench.worker.close()


def test_a_partial_result_of_a_stopped_run_is_delivered(bench):
    gate = threading.Event()
    first = bench.worker.request("a", bench.job("first", seconds=10, has_partial=True))
    time.sleep(2 * MAX_GUI_WAIT)  # nothing is delivered meanwhile
    second = bench.worker.request("a", bench.job("second", gate=gate))
    time.sleep(2 * MAX_GUI_WAIT)
    assert bench.started == ["first", "second"]
    bench.wait_until(lambda: bool(bench.kinds(first)))
    assert [(r.number, r.kind, r.result and r.result.name) for r in bench.replies if r.number == first] == [
        (first, "progress", "part of first"),
        (first, "cancelled", None),
    ]
    gate.set()
    bench.wait_until(lambda: bench.have_ended(second))


def test_runs_wait_until_the_events_that_follow_are_handled(bench):
    yields, seen = [0], []

    def run():
        while True:
            yields[0] += 1
            yield Progress(0.0)

    class Follower(QObject):
        def customEvent(self, _event):  # noqa: N802  Qt's name
            time.sleep(0.01)  # a step of the run may be under way
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


def test_a_deleted_window_does_not_keep_runs_waiting(new_bench):
    first = new_bench()
    first.worker.yield_to_gui()
    first.worker.close()
    shiboken6.delete(first.worker)
    second = new_bench()
    number = second.worker.request("a", second.job("many yields", seconds=0.5))
    time.sleep(0.4)
    assert second.steps > 20
    second.wait_until(lambda: second.have_ended(number))
    second.worker.close()
