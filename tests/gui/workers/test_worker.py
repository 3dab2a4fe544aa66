"""The worker: which job runs, waits or is cancelled, and which replies are delivered."""

import threading
import time

import pytest
from PySide6.QtCore import QTimer

from core.run import Progress
from gui.workers import worker
from gui.workers.pacing import DELIVERY_INTERVAL_S

ENDLESS = 10**9
"""Steps of a job that only a cancel ends."""


def test_a_finished_run_is_reported_with_its_result(bench):
    number = bench.worker.request("a", bench.job("first", has_partial=True, steps=8))
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


def test_a_job_without_partial_result_keeps_its_first_100_ms(bench, monkeypatch):
    assert worker.MIN_RUN_TIME == 0.1
    monkeypatch.setattr(worker, "MIN_RUN_TIME", 1e9)
    gate = threading.Event()
    first = bench.worker.request("a", bench.job("quick", gate=gate))
    bench.wait_until(lambda: bench.started == ["quick"])
    second = bench.worker.request("a", bench.job("next"))
    steps = bench.steps["quick"]
    bench.wait_until(lambda: bench.steps["quick"] > steps + 10)
    gate.set()
    bench.wait_until(lambda: bench.have_ended(first, second))
    assert bench.last_reply(first).kind == "finished"
    assert bench.last_reply(second).kind == "finished"


def test_a_job_without_partial_result_is_cancelled_after_100_ms(bench):
    first = bench.worker.request("a", bench.job("slow", steps=ENDLESS))
    bench.wait_until(lambda: bench.started == ["slow"])
    second = bench.worker.request("a", bench.job("next"))
    bench.wait_until(lambda: bench.have_ended(first, second))
    assert bench.last_reply(first).kind == "cancelled"
    assert bench.last_reply(second).kind == "finished"


def test_a_job_with_a_partial_result_is_cancelled_at_its_next_yield(bench, monkeypatch):
    monkeypatch.setattr(worker, "MIN_RUN_TIME", 1e9)  # protects runs without a partial result only
    first = bench.worker.request("a", bench.job("slow", steps=ENDLESS, has_partial=True))
    bench.wait_until(lambda: "progress" in bench.kinds(first))
    bench.worker.request("a", bench.job("next"))
    steps = bench.steps["slow"]
    bench.wait_until(lambda: bench.have_ended(first))
    assert bench.last_reply(first).kind == "cancelled"
    assert bench.steps["slow"] <= steps + 1


def test_a_dragged_slider_gets_results(bench):
    number = 0

    def drag():
        nonlocal number
        number = bench.worker.request("a", bench.job("drag", steps=6))
        return [reply.kind for reply in bench.replies].count("finished") >= 8

    bench.wait_until(drag)  # a request every 10 ms
    bench.wait_until(lambda: bench.have_ended(number))
    drawn = [reply.number for reply in bench.replies if reply.result is not None]
    assert drawn == sorted(drawn)
    assert drawn[-1] == number


def test_a_newer_request_leaves_other_clients_jobs_alone(bench):
    gate = threading.Event()
    first = bench.worker.request("a", bench.job("slow", gate=gate, has_partial=True))
    bench.wait_until(lambda: "progress" in bench.kinds(first))
    second = bench.worker.request("b", bench.job("other"))
    steps = bench.steps["slow"]
    bench.wait_until(lambda: bench.steps["slow"] > steps + 10)
    gate.set()
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
    first = bench.worker.request("a", bench.job("first", steps=ENDLESS))
    bench.wait_until(lambda: bench.started == ["first"])
    bench.worker.cancel("a")
    second = bench.worker.request("a", bench.job("second"))
    bench.wait_until(lambda: bench.have_ended(first, second))
    assert [bench.last_reply(first).kind, bench.last_reply(second).kind] == ["cancelled", "finished"]


def test_late_replies_carry_their_own_number(bench):
    first = bench.worker.request("a", bench.job("first", steps=20, has_partial=True))
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
    yields, deliveries, beats, gate = [0], [], [], threading.Event()

    def run():
        while not gate.is_set():
            yields[0] += 1
            yield Progress(0.5, bench.named_result("part"))
        return bench.named_result("whole")

    heartbeat = QTimer()
    heartbeat.setInterval(10)
    heartbeat.timeout.connect(lambda: beats.append(time.perf_counter()))
    bench.worker.replied.connect(lambda _: deliveries.append(time.perf_counter()))
    heartbeat.start()
    begin = time.perf_counter()
    number = bench.worker.request("a", run)
    bench.wait_until(lambda: yields[0] > 1_000 and len(deliveries) >= 20 and len(beats) > 40)
    gate.set()
    bench.wait_until(lambda: bench.have_ended(number))
    heartbeat.stop()
    assert len(deliveries) <= (time.perf_counter() - begin) / DELIVERY_INTERVAL_S + 2  # the first and the ending


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
    numbers = [bench.worker.request(str(k), bench.job(str(k), steps=8, has_partial=True)) for k in range(10)]
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
def test_closing_ends_a_run_at_its_next_yield(new_bench, has_partial):
    bench = new_bench()
    bench.worker.request("a", bench.job("endless", steps=ENDLESS, has_partial=has_partial))
    bench.worker.request("b", bench.job("waiting"))
    bench.wait_until(lambda: bench.started == ["endless"])
    steps = bench.steps["endless"]
    assert bench.close()
    assert bench.steps["endless"] <= steps + 1
    replies = len(bench.replies)
    bench.qtbot.wait(80)
    assert len(bench.replies) == replies
    assert bench.started == ["endless"]


def test_close_returns_false_when_the_thread_does_not_end(new_bench):
    bench, gate = new_bench(), threading.Event()

    def stuck():
        bench.started.append("stuck")
        gate.wait(60)
        yield Progress(0.0)

    bench.worker.request("a", stuck)
    bench.wait_until(lambda: bench.started == ["stuck"])
    assert bench.worker.close(timeout=0.05) is False
    gate.set()
    assert bench.close()


def test_a_partial_result_of_a_stopped_run_is_delivered(bench):
    gate = threading.Event()
    first = bench.worker.request("a", bench.job("first", steps=ENDLESS, has_partial=True))
    bench.sleep_until(lambda: bench.steps["first"] > 1)
    second = bench.worker.request("a", bench.job("second", gate=gate))
    bench.sleep_until(lambda: "second" in bench.started)
    assert bench.started == ["first", "second"]
    bench.wait_until(lambda: bool(bench.kinds(first)))
    assert [(r.number, r.kind, r.result and r.result.name) for r in bench.replies if r.number == first] == [
        (first, "progress", "part of first"),
        (first, "cancelled", None),
    ]
    gate.set()
    bench.wait_until(lambda: bench.have_ended(second))
