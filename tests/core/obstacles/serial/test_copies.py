import numpy as np
import pytest

from core.experiment import rescaled
from core.obstacles.serial import SERIAL
from core.obstacles.serial.scaling import clear_gains, earliest_row, total_gains
from core.params import make
from core.run import run_to_end

COPIES = SERIAL.experiment("copies")
OVERHEAD, EACH = 2e-6, 2e-9


def seconds(steps):
    """The time of a step: a numpy call costs as much as 1000 copies, a compiled call as much as four."""
    count = steps.x.size
    return OVERHEAD + EACH * count if type(steps).__name__ == "Chains" else EACH * (4 + count)


@pytest.fixture
def copies(fake_times):
    """copies(field=value, ...): the result of a run with fake times: 2 µs per call, and 2 ns per copy."""
    fake_times(seconds)
    return lambda **values: run_to_end(COPIES.run(make(SERIAL.params, values)))


@pytest.mark.usefixtures("without_numba")
def test_rates_follow_from_the_times(copies):
    result = copies(copies="1,1000,3000")
    assert result.copies.tolist() == [1, 1000, 3000]
    assert result.length == 3
    times = OVERHEAD + EACH * result.copies
    assert result.per_copy["numpy"][:, 1] == pytest.approx(1.0 / times)
    assert result.total["numpy"][:, 1] == pytest.approx(result.copies / times)
    assert result.per_copy["numpy"][:, 0] == pytest.approx(0.5 / times)
    assert result.per_copy["numpy"][:, 2] == pytest.approx(2.0 / times)
    assert result.chain_seconds["numpy"] == pytest.approx(3e6 * times)


@pytest.mark.usefixtures("without_numba")
def test_half_the_rate_and_the_plateau_match_the_fake_times(copies):
    result = copies()
    # The rate is half where the copies cost as much as the call and one copy: at 1002.
    assert result.half_at["numpy"] == pytest.approx(1002, rel=0.05)
    # The total is half at 1000 copies; the first measured number at or above it is 1000 or 3000.
    first, last = result.plateau["numpy"]
    assert first in (1_000, 3_000)
    assert last == 1_000_000
    assert result.largest_at["numpy"] == 1_000_000
    assert result.gain["numpy"] == pytest.approx(1001, rel=0.01)


@pytest.mark.usefixtures("without_numba")
def test_the_largest_total_may_be_at_an_intermediate_number_of_copies(fake_times):
    fake_times(lambda steps: seconds(steps) * (1.0 if steps.x.size < 300_000 else 3.0))
    result = run_to_end(COPIES.run(make(SERIAL.params, {})))
    assert result.largest_at["numpy"] == 100_000
    assert result.plateau["numpy"][1] == 100_000


@pytest.mark.usefixtures("without_numba")
def test_without_slowdown_there_is_no_half_rate_and_no_plateau(copies):
    result = copies(copies="1,10")
    assert result.half_at["numpy"] is None
    assert result.plateau["numpy"] is None
    alone = copies(copies="7")
    assert (alone.length, alone.half_at["numpy"], alone.plateau["numpy"]) == (1, None, None)
    assert alone.gain["numpy"] == 1.0


@pytest.mark.usefixtures("without_numba")
def test_each_number_of_copies_is_measured_once_in_rising_order(copies):
    result = copies(copies="30,1,30,2")
    assert result.copies.tolist() == [1, 2, 30]


@pytest.mark.usefixtures("without_numba")
def test_without_numba_there_are_no_results_of_it(copies):
    result = copies(copies="1,2")
    assert set(result.step_seconds) == {"numpy"}
    assert result.compiled_speedup is None


@pytest.mark.usefixtures("with_numba")
def test_with_numba_the_gain_without_call_overhead_is_measured(copies):
    result = copies()
    assert result.compiled_speedup == pytest.approx(1001 / 5)
    assert result.gain["numba"] == pytest.approx(5, rel=0.01)
    assert result.gain["numpy"] > 100 * result.gain["numba"]


@pytest.mark.usefixtures("without_numba")
def test_partial_results_grow_by_one_number_of_copies_and_do_not_change(fake_times):
    fake_times(seconds)
    params = make(SERIAL.params, {"copies": "1,10,100"})
    run, partials = COPIES.run(params), []
    while True:
        try:
            progress = next(run)
        except StopIteration as stop:
            final = stop.value
            break
        if progress.partial is not None:
            partials.append((progress.partial, progress.partial.step_seconds["numpy"].copy()))
    assert [part.length for part, _ in partials] == [1, 2, 3]
    assert {part.run for part, _ in partials} == {final.run}
    for part, before in partials:
        assert not part.complete
        assert np.array_equal(part.step_seconds["numpy"], before)
        assert np.shares_memory(part.step_seconds["numpy"], final.step_seconds["numpy"])
        assert not part.step_seconds["numpy"].flags.writeable


@pytest.mark.usefixtures("without_numba")
def test_another_number_of_steps_only_rescales_the_result(copies):
    result = copies(copies="1,10")
    params = make(SERIAL.params, {"copies": "1,10", "iterations": 7})
    assert COPIES.same_measurement(result.params, params)
    assert rescaled(result, params).chain_seconds["numpy"] == pytest.approx(result.chain_seconds["numpy"] * 7 / 3e6)
    assert not COPIES.same_measurement(result.params, make(SERIAL.params, {"copies": "1,11"}))


@pytest.mark.usefixtures("quick", "without_numba")
def test_measured_times_of_a_million_copies_are_longer_than_of_one():
    result = run_to_end(COPIES.run(make(SERIAL.params, {"copies": "1,1000000", "repeats": 3})))
    one, many = result.step_seconds["numpy"][:, 1]
    assert many > 10 * one
    assert (np.diff(result.step_seconds["numpy"], axis=1) >= 0.0).all()


@pytest.mark.usefixtures("without_numba")
def test_copies_are_cheap_up_to_twice_the_time_of_a_step(copies, fake_times):
    # 2002 ns with one copy, 4000 with a thousand, 8000 with three thousand.
    assert copies().cheap_up_to["numpy"] == 1000
    assert copies(copies="300000,1000000").cheap_up_to["numpy"] == 300_000
    assert copies(copies="1,1001").slowdown["numpy"] == pytest.approx([1.0, 2.0], abs=0.001)
    fake_times(lambda steps: 3.0 if steps.x.size == 10 else 1.0)
    assert run_to_end(COPIES.run(make(SERIAL.params, {"copies": "1,3,10,30"}))).cheap_up_to["numpy"] == 3


@pytest.mark.usefixtures("without_numba")
@pytest.mark.parametrize(("least", "found"), [(0.26, None), (0.24, 3.0)])
def test_sooner_at_requires_disjoint_quartiles(least, found, copies, fake_times):
    assert copies().sooner_at["numpy"] is None
    # Told quartiles are half of the median and twice it.
    fake_times(lambda steps: least if steps.x.size == 3 else 1.0)
    assert run_to_end(COPIES.run(make(SERIAL.params, {"copies": "1,3,10"}))).sooner_at["numpy"] == found


@pytest.mark.usefixtures("without_numba")
def test_the_fewest_copies_are_timed_again_if_more_copies_took_less(fake_times):
    times = iter([1.3, 1.1, 1.2, 1.0])  # of 1, 2 and 3 copies on a machine that was slow at first, and of 1 again
    fake_times(lambda _: next(times))
    run = COPIES.run(make(SERIAL.params, {"copies": "1,2,3"}))
    partial = next(progress.partial for progress in run if progress.partial and progress.partial.length == 3)
    result = run_to_end(run)
    assert result.step_seconds["numpy"][:, 1].tolist() == [1.0, 1.1, 1.2]
    assert result.sooner_at["numpy"] is None
    assert partial.step_seconds["numpy"][:, 1].tolist() == [1.3, 1.1, 1.2]


@pytest.mark.usefixtures("without_numba")
def test_the_faster_timing_of_the_fewest_is_kept(fake_times):
    times = iter([5.0, 1.1, 6.0])
    fake_times(lambda _: next(times))
    result = run_to_end(COPIES.run(make(SERIAL.params, {"copies": "1,2"})))
    assert result.step_seconds["numpy"][:, 1].tolist() == [5.0, 1.1]
    assert result.sooner_at["numpy"] == 2


@pytest.mark.usefixtures("without_numba")
def test_the_fixed_share_is_that_of_the_call(copies, fake_times):
    assert copies().fixed_share["numpy"] == pytest.approx(OVERHEAD / (OVERHEAD + EACH))
    assert copies(copies="500,1000000").fixed_share["numpy"] == pytest.approx(2 / 3)
    assert copies(copies="5").fixed_share["numpy"] is None
    # The share cannot be measured if no step takes twice as long.
    assert copies(copies="1,100").fixed_share["numpy"] is None
    fake_times(lambda steps: float(steps.x.size))
    assert run_to_end(COPIES.run(make(SERIAL.params, {"copies": "1,10"}))).fixed_share["numpy"] is None
    # The line from 1 to 100 copies has the intercept 95/99: a step of ten copies took less than that, or more.
    fake_times(lambda steps: {1: 1.0, 10: 0.95, 100: 5.0}[steps.x.size])
    below = run_to_end(COPIES.run(make(SERIAL.params, {"copies": "1,10,100"})))
    assert below.fixed_share["numpy"] is None
    fake_times(lambda steps: {1: 1.0, 10: 0.97, 100: 5.0}[steps.x.size])
    above = run_to_end(COPIES.run(make(SERIAL.params, {"copies": "1,10,100"})))
    assert above.fixed_share["numpy"] == pytest.approx(95 / 99)


@pytest.mark.usefixtures("without_numba")
def test_a_single_chain_gains_where_it_is_clearly_faster(copies, fake_times):
    assert copies().chain_gains["numpy"].tolist() == [1.0] * 13
    # Told quartiles are half of the median and twice it: 10 copies are clearly faster, 3 are not.
    fake_times(lambda steps: {1: 1.0, 3: 0.3, 10: 0.2, 30: 0.4}[steps.x.size])
    result = run_to_end(COPIES.run(make(SERIAL.params, {"copies": "1,3,10,30"})))
    assert result.chain_gains["numpy"] == pytest.approx([1.0, 1.0, 5.0, 5.0])


@pytest.mark.parametrize(
    ("median", "row"), [(0.995, None), (0.98, 1)], ids=["less by half a percent", "less by two percent"]
)
def test_only_a_clear_difference_of_times_counts(median, row):
    seconds = np.outer([1.0, median], [1.0, 1.0, 1.0])
    assert earliest_row(seconds) == row
    assert clear_gains(seconds).tolist() == [1.0, 1.0 / median if row else 1.0]
    assert total_gains(1.0 / seconds[:, 1]).tolist() == [1.0, 1.0 / median if row else 1.0]
