import pytest

from core.experiment import Progress
from core.obstacles.serial import timing
from core.obstacles.serial.timing import SPAN, time_steps


class Steps:
    """Takes a time for each step, and further times for the calls that have one."""

    def __init__(self, now, seconds, extra=()):
        self.now, self.seconds, self.extra, self.calls = now, seconds, dict(extra), []

    def advance(self, count):
        self.now[0] += count * self.seconds + self.extra.get(len(self.calls), 0.0)
        self.calls.append(count)


@pytest.fixture
def now(monkeypatch):
    value = [0.0]
    monkeypatch.setattr(timing.time, "perf_counter", lambda: value[0])
    return value


def measure(steps, repeats=5, part=0, parts=1):
    run, reports = time_steps(steps.advance, repeats, part, parts), []
    while True:
        try:
            reports.append(next(run))
        except StopIteration as stop:
            return stop.value, reports


@pytest.mark.parametrize("seconds", [1e-9, 3e-6, 1.1e-3, 0.5])
def test_steps_are_timed_together_until_they_take_a_while(now, seconds):
    steps = Steps(now, seconds)
    found, _ = measure(steps)
    assert found == pytest.approx((seconds, seconds, seconds), rel=1e-6)
    timed = steps.calls[-5:]
    assert len(set(timed)) == 1
    assert SPAN <= timed[0] * seconds < 2.0 * SPAN or timed[0] == 1
    assert steps.calls[0] == 1


def test_one_interruption_while_warming_up_does_not_pass_for_slowness(now):
    steps = Steps(now, 1e-5, extra={1: 10.0})
    measure(steps)
    assert steps.calls[-1] * 1e-5 >= SPAN


def test_the_median_of_the_repeats_counts_and_the_first_call_does_not(now):
    steps = Steps(now, 1.0, extra={0: 100.0, 3: 9.0, 4: 2.0, 5: 2.0, 7: 50.0})
    found, _ = measure(steps)
    assert found == (3.0, 3.0, 10.0)


def test_it_says_how_far_its_part_of_the_run_is(now):
    _, reports = measure(Steps(now, 1e-3), repeats=4, part=2, parts=5)
    fractions = [report.fraction for report in reports]
    assert reports[0] == Progress(0.4)
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(0.4 + 0.2 * 3 / 4)
