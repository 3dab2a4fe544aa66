"""When what runs have to show is delivered: the first of a run soon, and more of it in turn with the run."""

import time

import pytest

from core.experiment import Progress


def pictures(bench, number):
    return [reply.result.name for reply in bench.replies if reply.number == number and reply.result is not None]


def test_more_of_a_run_is_drawn_only_after_the_run_had_its_share(bench, monkeypatch):
    monkeypatch.setattr("gui.workers.pacing.SHARE", 1e9)
    number = bench.worker.request("a", bench.job("long", seconds=0.4, shows=True))
    bench.until(lambda: bench.ended(number))
    assert pictures(bench, number) == ["part of long", "long"]


def test_the_first_picture_of_another_run_does_not_wait_for_that(bench, monkeypatch):
    monkeypatch.setattr("gui.workers.pacing.SHARE", 1e9)
    first = bench.worker.request("a", bench.job("slow", seconds=10, shows=True))
    bench.until(lambda: pictures(bench, first) != [])
    second = bench.worker.request("a", bench.job("next", seconds=10, shows=True))
    bench.until(lambda: pictures(bench, second) != [])
    assert pictures(bench, second) == ["part of next"]
    bench.worker.cancel("a")
    bench.until(lambda: bench.ended(first, second))


def test_the_longer_it_takes_to_draw_the_rarer_it_is_done(bench):
    bench.worker.replied.connect(lambda reply: time.sleep(0.05 if reply.result is not None else 0.0))
    number = bench.worker.request("a", bench.job("long", seconds=1.0, shows=True))
    bench.until(lambda: bench.ended(number))
    # Each takes 50 ms and leaves the run 150: of 30 a second no more than a few are left.
    assert 2 <= len(pictures(bench, number)) <= 8


def slow(bench, name, seconds):
    """A run that has nothing to show before its end."""

    def run():
        begin = time.perf_counter()
        while time.perf_counter() - begin < seconds:
            time.sleep(0.002)
            yield Progress(0.1)
        return bench.answer(name)

    return run


@pytest.mark.parametrize(("patience", "expected"), [(1e9, []), (0.0, ["part of second"])])
def test_what_was_asked_for_before_a_picture_was_drawn_waits_for_what_was_since(bench, monkeypatch, patience, expected):
    monkeypatch.setattr("gui.workers.pacing.PATIENCE", patience)
    monkeypatch.setattr("gui.workers.pacing.DELIVERY", 0.1)
    job, numbers = bench.job("second", seconds=10, shows=True), []

    def while_drawing(reply):
        if reply.result is not None and not numbers:
            numbers.append(bench.worker.request("a", job))

    bench.worker.replied.connect(while_drawing)
    bench.worker.request("a", bench.job("first", shows=True))
    bench.until(lambda: bench.started == ["first", "second"])
    bench._qtbot.wait(20)  # it has something to show, which the first one keeps from being delivered
    (second,) = numbers
    third = bench.worker.request("a", slow(bench, "third", 0.3))
    bench.until(lambda: bench.ended(second, third))
    assert (pictures(bench, second), pictures(bench, third)) == (expected, ["third"])


def test_what_was_asked_for_since_is_drawn_although_more_was(bench, monkeypatch):
    monkeypatch.setattr("gui.workers.pacing.PATIENCE", 1e9)
    first = bench.worker.request("a", bench.job("first", shows=True))
    bench.until(lambda: bench.ended(first))
    bench._qtbot.wait(5)
    second = bench.worker.request("a", bench.job("second", seconds=10, shows=True))
    bench.until(lambda: "second" in bench.started)
    time.sleep(0.02)
    third = bench.worker.request("a", slow(bench, "third", 0.3))
    bench.until(lambda: bench.ended(second, third))
    assert (set(pictures(bench, second)), pictures(bench, third)) == ({"part of second"}, ["third"])


def test_a_run_asked_for_before_a_picture_was_drawn_is_stopped_at_once(bench):
    numbers = []

    def while_drawing(reply):
        if reply.result is not None and not numbers:
            numbers.append(bench.worker.request("a", slow(bench, "second", 0.09)))

    bench.worker.replied.connect(while_drawing)
    first = bench.worker.request("a", bench.job("first", shows=True))
    bench.until(lambda: bench.ended(first) and bool(numbers))
    bench._qtbot.wait(5)
    third = bench.worker.request("a", bench.job("third", seconds=0.02))
    bench.until(lambda: bench.ended(*numbers, third))
    assert (bench.end_of(numbers[0]).kind, bench.end_of(third).kind) == ("cancelled", "finished")
