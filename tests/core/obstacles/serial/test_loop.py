import pytest

from core.experiment import rescaled
from core.obstacles.serial import SERIAL
from core.params import make
from core.run import run_to_end

LOOP = SERIAL.experiment("loop")


def seconds(steps):
    return {"Chain": 2.5e-7, "Chains": 2e-6, "CompiledChains": 5e-9, "DigitsDescent": 1.6e-3}[type(steps).__name__]


@pytest.fixture
def loop(fake_times):
    """loop(field=value, ...): the result of a run with fake times: .25 µs, 2 µs, 5 ns and 1.6 ms per step."""
    fake_times(seconds)
    return lambda **values: run_to_end(LOOP.run(make(SERIAL.params, values)))


@pytest.mark.usefixtures("without_numba")
def test_three_million_steps_on_three_clocks(loop):
    result = loop()
    assert result.steps_in_a_row == 3_000_000
    assert result.seconds["python"] == pytest.approx(0.75)
    assert result.seconds["numpy"] == pytest.approx(6.0)
    assert result.seconds["digits"] == pytest.approx(80 * 60)
    assert result.seconds["yours"] == pytest.approx(0.3 * 3e6)
    assert result.seconds["yours"] / 86_400 == pytest.approx(10.4, abs=0.02)


@pytest.mark.usefixtures("without_numba")
def test_every_clock_runs_from_zero_to_its_total_along_the_marks(loop):
    result = loop(iterations=2500, step_seconds=2.0)
    assert result.length == 1000
    assert result.steps.shape == (1001,)
    assert result.elapsed.shape == (1001, 3)
    assert (result.steps[0], result.steps[1], result.steps[-1]) == (0, 2, 2500)
    assert result.elapsed[0].tolist() == [0.0, 0.0, 0.0]
    assert result.elapsed[-1] == pytest.approx([2500 * 2.5e-7, 2500 * 1.6e-3, 5000.0])
    assert result.elapsed[500] == pytest.approx(result.elapsed[-1] / 2)
    assert not result.elapsed.flags.writeable


@pytest.mark.usefixtures("without_numba")
def test_without_numba_its_time_and_version_are_null(loop):
    result = loop()
    assert result.timings["numba"] is None
    assert result.seconds["numba"] is None
    assert result.machine.numba is None
    assert result.summary()["measured"]["seconds_a_step"]["numba"] is None


@pytest.mark.usefixtures("with_numba")
def test_with_numba_it_is_timed(loop):
    result = loop()
    assert result.timings["numba"].median == pytest.approx(5e-9)
    assert result.machine.numba == "9.9"


@pytest.mark.usefixtures("without_numba")
def test_workers_do_not_change_the_times(loop):
    summary = loop(iterations=12).summary()
    assert (summary["steps_in_a_row"], summary["workers"], summary["steps_in_a_row_with_workers"]) == (12, 1000, 12)


@pytest.mark.usefixtures("without_numba")
def test_steps_at_the_marks_are_whole_and_exact(loop):
    steps = loop(iterations=3_000_000).steps
    assert steps.tolist() == [3000 * mark for mark in range(1001)]


def test_other_steps_and_seconds_only_rescale_the_result(loop):
    result = loop(step_seconds=0.5)
    params = make(SERIAL.params, {"iterations": 100, "step_seconds": 2.0})
    assert LOOP.same_measurement(result.params, params)
    other = rescaled(result, params)
    assert other.run != result.run
    assert other.timings == result.timings
    assert other.machine == result.machine
    assert other.seconds["yours"] == 200.0
    assert other.seconds["digits"] == pytest.approx(0.16)
    assert other.elapsed[-1, 1] == pytest.approx(0.16)
    assert not LOOP.same_measurement(result.params, make(SERIAL.params, {"repeats": 3}))


@pytest.mark.usefixtures("without_numba")
def test_times_not_yet_measured_are_null_and_assumed_ones_are_known(fake_times):
    fake_times(seconds)
    run = LOOP.run(make(SERIAL.params, {}))
    partials = [progress.partial for progress in run if progress.partial is not None]
    known = [[way for way, timing in each.timings.items() if timing is not None] for each in partials]
    assert known == [[], ["python"], ["python", "numpy"], ["python", "numpy", "digits"]]
    assert partials[0].seconds["yours"] == 900_000.0
    assert partials[0].elapsed[-1, 2] == 900_000.0
    assert [bool(missing) for missing in (partials[0].elapsed != partials[0].elapsed).any(axis=0)] == [
        True,
        True,
        False,
    ]


@pytest.mark.usefixtures("quick")
def test_measured_times_are_positive_and_in_order():
    result = run_to_end(LOOP.run(make(SERIAL.params, {"repeats": 3})))
    for way in ("python", "numpy", "digits"):
        timing = result.timings[way]
        assert 0.0 < timing.q25 <= timing.median <= timing.q75
