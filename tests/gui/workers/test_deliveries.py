"""When results are delivered: the first of a run soon, later ones such that the run has its share of the time."""

import threading
import time

import pytest

ENDLESS = 10**9
"""Steps of a job that only a cancel ends."""


def results(bench, number):
    return [reply.result.name for reply in bench.replies if reply.number == number and reply.result is not None]


def test_an_update_waits_until_the_run_had_its_share(bench, monkeypatch):
    monkeypatch.setattr("gui.workers.pacing.RUN_TO_DRAW_RATIO", 1e9)
    gate = threading.Event()
    number = bench.worker.request("a", bench.job("long", gate=gate, has_partial=True))
    bench.wait_until(lambda: results(bench, number) != [])
    steps = bench.steps["long"]
    bench.wait_until(lambda: bench.steps["long"] > steps + 100)
    gate.set()
    bench.wait_until(lambda: bench.have_ended(number))
    assert results(bench, number) == ["part of long", "long"]


def test_the_first_result_of_another_run_does_not_wait_for_the_share(bench, monkeypatch):
    monkeypatch.setattr("gui.workers.pacing.RUN_TO_DRAW_RATIO", 1e9)
    first = bench.worker.request("a", bench.job("slow", steps=ENDLESS, has_partial=True))
    bench.wait_until(lambda: results(bench, first) != [])
    second = bench.worker.request("a", bench.job("next", steps=ENDLESS, has_partial=True))
    bench.wait_until(lambda: results(bench, second) != [])
    assert results(bench, second) == ["part of next"]
    bench.worker.cancel("a")
    bench.wait_until(lambda: bench.have_ended(first, second))


def test_results_that_take_longer_to_draw_are_drawn_less_often(bench):
    gate = threading.Event()
    bench.worker.replied.connect(lambda reply: time.sleep(0.05 if reply.result is not None else 0.0))
    begin = time.perf_counter()
    number = bench.worker.request("a", bench.job("long", gate=gate, has_partial=True))
    bench.wait_until(lambda: len(results(bench, number)) == 5)
    gate.set()
    # Each takes 50 ms to draw and leaves the run 150 ms: there are four such times before the fifth.
    assert time.perf_counter() - begin > 4 * 0.2
    bench.wait_until(lambda: bench.have_ended(number))


@pytest.mark.parametrize(("delay", "expected"), [(1e9, []), (0.0, ["part of second"])])
def test_a_result_superseded_before_a_painting_waits_for_the_newer_one(bench, monkeypatch, delay, expected):
    monkeypatch.setattr("gui.workers.pacing.SUPERSEDED_DELAY_S", delay)
    monkeypatch.setattr("gui.workers.pacing.DELIVERY_INTERVAL_S", 0.5)
    gate = threading.Event()
    job, numbers = bench.job("second", steps=ENDLESS, has_partial=True), []

    def while_drawing(reply):
        if reply.result is not None and not numbers:
            numbers.append(bench.worker.request("a", job))

    bench.worker.replied.connect(while_drawing)
    bench.worker.request("a", bench.job("first", has_partial=True))
    bench.wait_until(lambda: bench.started == ["first", "second"])
    bench.sleep_until(lambda: bench.steps["second"] > 1)  # it has a partial result, and nothing is delivered
    (second,) = numbers
    third = bench.worker.request("a", bench.job("third", gate=gate))
    bench.wait_until(lambda: results(bench, second) == expected)
    bench.wait_until(lambda: bench.steps["third"] > 100)
    gate.set()
    bench.wait_until(lambda: bench.have_ended(second, third))
    assert (results(bench, second), results(bench, third)) == (expected, ["third"])


def test_a_request_made_after_a_painting_is_drawn_although_superseded(bench, monkeypatch):
    monkeypatch.setattr("gui.workers.pacing.SUPERSEDED_DELAY_S", 1e9)
    gate = threading.Event()
    first = bench.worker.request("a", bench.job("first", has_partial=True))
    bench.wait_until(lambda: bench.have_ended(first))
    bench.qtbot.wait(5)
    second = bench.worker.request("a", bench.job("second", steps=ENDLESS, has_partial=True))
    bench.sleep_until(lambda: bench.steps["second"] > 1)
    third = bench.worker.request("a", bench.job("third", gate=gate))
    bench.wait_until(lambda: results(bench, second) != [])
    gate.set()
    bench.wait_until(lambda: bench.have_ended(second, third))
    assert (set(results(bench, second)), results(bench, third)) == ({"part of second"}, ["third"])


def test_a_run_requested_before_a_painting_is_stopped_at_once(bench, monkeypatch):
    monkeypatch.setattr("gui.workers.worker.MIN_RUN_TIME", 1e9)
    numbers = []

    def while_drawing(reply):
        if reply.result is not None and not numbers:
            numbers.append(bench.worker.request("a", bench.job("second", steps=ENDLESS)))

    bench.worker.replied.connect(while_drawing)
    first = bench.worker.request("a", bench.job("first", has_partial=True))
    bench.wait_until(lambda: bench.have_ended(first) and bool(numbers))
    bench.qtbot.wait(5)
    third = bench.worker.request("a", bench.job("third", steps=8))
    bench.wait_until(lambda: bench.have_ended(*numbers, third))
    assert (bench.last_reply(numbers[0]).kind, bench.last_reply(third).kind) == ("cancelled", "finished")
