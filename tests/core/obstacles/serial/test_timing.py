import pytest

from core.obstacles.serial import timing
from core.obstacles.serial.timing import MIN_TIMED_SECONDS, time_steps
from core.run import Progress


class FakeStepper:
    """Advances a fake clock by a time per step, and by extra times at some calls."""

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
def test_steps_are_timed_together_for_the_minimum_time(now, seconds):
    steps = FakeStepper(now, seconds)
    found, _ = measure(steps)
    assert found == pytest.approx((seconds, seconds, seconds), rel=1e-6)
    timed = steps.calls[-5:]
    assert len(set(timed)) == 1
    assert MIN_TIMED_SECONDS <= timed[0] * seconds < 2.0 * MIN_TIMED_SECONDS or timed[0] == 1
    assert steps.calls[0] == 1


def test_one_interruption_while_warming_up_has_no_effect(now):
    steps = FakeStepper(now, 1e-5, extra={1: 10.0})
    measure(steps)
    assert steps.calls[-1] * 1e-5 >= MIN_TIMED_SECONDS


def test_the_median_is_over_the_repeats_without_the_first_call(now):
    steps = FakeStepper(now, 1.0, extra={0: 100.0, 3: 9.0, 4: 2.0, 5: 2.0, 7: 50.0})
    found, _ = measure(steps)
    assert found == (3.0, 3.0, 10.0)


def test_progress_is_that_of_its_part_of_the_run(now):
    _, reports = measure(FakeStepper(now, 1e-3), repeats=4, part=2, parts=5)
    fractions = [report.fraction for report in reports]
    assert reports[0] == Progress(0.4)
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(0.4 + 0.2 * 3 / 4)
