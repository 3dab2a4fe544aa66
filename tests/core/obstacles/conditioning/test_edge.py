import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core import document
from core.experiment import Obstacle
from core.obstacles.conditioning.edge import EDGE
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.zigzag import ZIGZAG
from core.optimizers.gradient_descent import GradientDescent
from core.params import fields, make
from core.run import run_to_end


def edge(**values):
    return run_to_end(EDGE.run(make(ConditioningParams, values)))


def partials(monkeypatch, **values):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    run, found = EDGE.run(make(ConditioningParams, values)), []
    while True:
        try:
            found.append(next(run))
        except StopIteration as stop:
            return [each for each in found if each.partial], stop.value


def test_just_above_the_bound_the_loss_exceeds_that_of_the_start_at_step_13():
    result = edge(learning_rate=0.21)
    assert result.bound == 0.2
    assert result.left_at_step == result.predicted_left_at_step == 13
    assert result.loss[13] > result.loss[0] >= result.loss[1:13].max()
    assert result.steps_to_tolerance is result.predicted_steps is None
    assert dict(result.factor) == pytest.approx({"smallest": 0.79, "largest": 1.1})


def test_a_run_continues_until_it_diverges():
    result = edge(learning_rate=0.21)
    # 10 (0.79)^2k + (1.1)^2k, over 11, passes a million at step 86.
    assert result.diverged == result.length == 86
    assert result.loss[-1] > 1e6 * result.loss[0] >= result.loss[-2]
    assert len(result.path) == len(result.loss) == len(result.predicted_loss) == 87
    assert np.isfinite(result.path).all()


def test_a_part_of_a_run_does_not_know_what_comes_later():
    result = edge(learning_rate=0.21)
    before, after = result.until(12), result.until(13)
    assert (before.left_at_step, before.diverged, before.under_way) == (None, None, True)
    assert (after.left_at_step, after.diverged, after.under_way) == (13, None, False)
    assert (before.length, len(before.loss)) == (12, 13)
    assert np.shares_memory(before.path, result.path)
    assert before.run == result.run
    assert not before.complete
    assert edge().until(9).steps_to_tolerance is None
    assert result.until(result.length) is result


@pytest.mark.parametrize(
    ("rate", "used", "steps"),
    [("optimal", 2.0 / 11.0, 10), ("line_search", 2.0 / 11.0, 10), ("inverse_lipschitz", 0.1, 19), (0.19, 0.19, 11)],
)
def test_below_the_bound_a_run_reaches_the_tolerance(rate, used, steps):
    result = edge(learning_rate=rate)
    assert result.learning_rate == used
    assert result.steps_to_tolerance == result.predicted_steps == result.length == steps
    assert result.left_at_step is result.predicted_left_at_step is result.diverged is None


@pytest.mark.parametrize("degrees", [0, 30, 137])
def test_at_the_bound_a_run_neither_reaches_the_tolerance_nor_diverges(degrees):
    result = edge(learning_rate=0.2, rotation=degrees)
    assert result.factor["largest"] == 1.0
    assert result.steps_to_tolerance is result.left_at_step is result.diverged is None
    assert result.predicted_steps is result.predicted_left_at_step is None
    assert result.length == result.params.max_steps
    # The remaining loss is the part along the largest eigenvalue: 1 / 11 of the worst start.
    assert result.loss[-1] == pytest.approx(result.loss[0] / 11.0)


@pytest.mark.parametrize("kappa", [3, 7, 10, 49, 999.9])
def test_rounding_at_the_bound_does_not_count_as_a_rise(kappa):
    # This start lies along the largest eigenvalue, where the loss stays constant.
    for degrees in (0, -73):
        angle = math.radians(degrees)
        result = edge(
            condition_number=kappa,
            learning_rate=2.0 / kappa,
            rotation=degrees,
            start=(-math.sin(angle), math.cos(angle)),
            max_steps=20_000 if degrees else 1000,
        )
        assert result.left_at_step is result.predicted_left_at_step is result.steps_to_tolerance is None


@pytest.mark.parametrize("kappa", [1, 1.5, 7, 100])
def test_no_rate_of_the_plot_is_better_than_the_best(kappa):
    result = edge(condition_number=kappa, learning_rate=0.01, max_steps=2)
    slower = np.maximum(*result.factors.values())
    assert result.best_rate == pytest.approx(result.rates[slower.argmin()])
    assert edge(condition_number=kappa, learning_rate="optimal").learning_rate == pytest.approx(result.best_rate)


def test_at_the_bound_a_large_condition_number_reaches_the_tolerance():
    # The constant part is 1 / 101 of the loss of the worst start, less than the tolerance.
    result = edge(condition_number=100, learning_rate=0.02)
    assert result.steps_to_tolerance == result.predicted_steps == 118
    assert result.left_at_step is None


@given(
    st.just(1.0) | st.floats(1.000001, 500.0),
    st.floats(0.01, 0.999),
    st.floats(-180, 180),
    st.sampled_from(["worst", "random"]),
)
@settings(max_examples=40)
def test_below_the_bound_the_loss_falls_at_every_step(kappa, share, degrees, start):
    result = edge(
        condition_number=kappa, learning_rate=share * 2.0 / kappa, rotation=degrees, start=start, max_steps=3000
    )
    assert max(result.factor.values()) < 1.0
    assert (np.diff(result.loss) < 0.0).all()
    assert result.left_at_step is result.diverged is None


@given(
    st.just(1.0) | st.floats(1.000001, 1e4),
    st.floats(1.01, 10.0),
    st.floats(-180, 180),
    st.sampled_from(["worst", "random"]),
)
@settings(max_examples=40)
def test_above_the_bound_a_run_diverges(kappa, times, degrees, start):
    result = edge(
        condition_number=kappa, learning_rate=times * 2.0 / kappa, rotation=degrees, start=start, tolerance=1e-9
    )
    assert result.factor["largest"] > 1.0
    assert result.left_at_step is not None
    assert result.left_at_step <= result.diverged
    assert (result.loss[: result.left_at_step] <= result.loss[0] * (1.0 + 1e-9)).all()


@given(
    st.just(1.0) | st.floats(1.000001, 500.0),
    st.floats(0.01, 3.0),
    st.floats(-180, 180),
    st.sampled_from(["worst", "random"]),
)
@settings(max_examples=60)
def test_measured_losses_equal_predicted_ones(kappa, share, degrees, start):
    assume(abs(share - 1.0) > 1e-6)
    result = edge(
        condition_number=kappa, learning_rate=share * 2.0 / kappa, rotation=degrees, start=start, max_steps=2000
    )
    assert result.steps_to_tolerance == result.predicted_steps
    assert result.left_at_step == result.predicted_left_at_step
    assert len(result.loss) == len(result.predicted_loss)
    assert (np.abs(result.loss - result.predicted_loss) <= 1e-7 * np.maximum.accumulate(result.loss)).all()


def test_edge_and_zigzag_give_the_same_path_of_gradient_descent():
    values = {"learning_rate": 0.15, "rotation": 20, "start": "random", "seed": 3, "condition_number": 12}
    alone, zigzag = edge(**values), run_to_end(ZIGZAG.run(make(ConditioningParams, values)))
    assert np.array_equal(alone.path, zigzag.path["gradient_descent"])
    assert np.array_equal(alone.loss, zigzag.loss["gradient_descent"])
    assert alone.learning_rate == zigzag.learning_rate["gradient_descent"]
    assert alone.bound == zigzag.bound["gradient_descent"]
    assert alone.contour_ratio == zigzag.contour_ratio
    assert np.array_equal(alone.hessian, zigzag.hessian)
    assert np.array_equal(alone.start, zigzag.start)


@pytest.mark.parametrize("kappa", [1.0, 2.0, 10.0, 77.7, 1e4])
def test_the_rates_include_every_kink_and_special_rate(kappa):
    result = edge(condition_number=kappa, max_steps=1)
    rates, bound = result.rates, 2.0 / kappa
    assert (rates[0], rates[-1]) == (0.0, 1.5 * bound)
    assert {1.0 / kappa, 2.0 / (kappa + 1.0), bound} <= set(rates.tolist())
    assert (np.diff(rates) > 0.0).all()
    assert np.diff(rates).max() <= bound / 100.0
    assert (1.0 in rates) == (kappa <= 3.0)
    assert result.factors["smallest"] == pytest.approx(np.abs(1.0 - rates))
    assert result.factors["largest"] == pytest.approx(np.abs(1.0 - kappa * rates))
    best = int(np.argmin(np.maximum(*result.factors.values())))
    assert rates[best] == pytest.approx(2.0 / (kappa + 1.0))


@pytest.mark.parametrize("kappa", [12.25, 49.0, 98.5])
def test_the_best_rate_is_one_of_the_rates_to_the_last_bit(kappa):
    # At these condition numbers 2 / (2 / L) is not L.
    result = edge(condition_number=kappa, max_steps=1)
    assert result.best_rate in result.rates


def test_a_broken_optimizer_changes_measured_values_but_not_predicted_ones(monkeypatch):
    correct = edge(learning_rate=0.21)
    update = GradientDescent.update
    monkeypatch.setattr(GradientDescent, "update", lambda self, at, state: update(self, at, update(self, at, state)))
    broken = edge(learning_rate=0.21)
    assert broken.left_at_step == 7
    assert broken.predicted_left_at_step == 13
    assert np.array_equal(broken.predicted_loss, correct.predicted_loss)
    assert not np.array_equal(broken.loss, correct.loss[: len(broken.loss)])


def test_a_loss_that_is_not_finite_counts_as_above_the_start(monkeypatch):
    monkeypatch.setattr(GradientDescent, "update", lambda self, at, state: state._replace(x=state.x * math.inf))
    result = edge()
    assert result.left_at_step == result.diverged == result.length == 1
    assert len(result.path) == 1


@pytest.mark.parametrize("start", ["worst", (1e6, -1e6), (1e-99, 0.0), (0.0, 1.0)])
def test_paths_and_losses_are_finite_even_if_the_run_diverges(start):
    result = edge(condition_number=1e4, learning_rate=100, start=start)
    assert np.isfinite(result.path).all()
    assert np.isfinite(result.loss).all()
    assert result.left_at_step == result.predicted_left_at_step == 1


def test_partial_results_are_read_only_prefixes_of_the_final_one(monkeypatch):
    progress, final = partials(monkeypatch, learning_rate=0.2, max_steps=500)
    assert len(progress) > 5
    assert final.complete
    for each in progress:
        part = each.partial
        assert not part.complete
        assert part.run == final.run
        assert np.shares_memory(part.path, final.path)
        assert np.array_equal(part.path, final.path[: part.length + 1])
        assert np.array_equal(part.loss, final.loss[: part.length + 1])
        assert not part.path.flags.writeable
        assert not part.loss.flags.writeable
    fractions = [each.fraction for each in progress]
    assert fractions == sorted(fractions)
    assert 0.0 < fractions[0] <= fractions[-1] <= 1.0
    for array in (final.rates, final.predicted_loss, final.factors["smallest"]):
        assert not array.flags.writeable


def test_the_result_does_not_depend_on_when_a_run_yields(monkeypatch):
    once = edge(learning_rate=0.205)
    _, often = partials(monkeypatch, learning_rate=0.205)
    assert once.summary() == often.summary()


def test_two_runs_give_the_same_bytes_and_survive_npz():
    alone = Obstacle("conditioning", "Conditioning", ConditioningParams, (EDGE,))
    first, second = edge(learning_rate=0.21), edge(learning_rate=0.21)
    stored = document.to_npz({"edge": first})
    assert stored == document.to_npz({"edge": second})
    restored = document.from_npz(stored, alone)["edge"]
    assert restored.summary() == first.summary()
    assert document.to_npz({"edge": restored}) == stored


def test_the_summary_holds_all_values():
    summary = edge(learning_rate=0.21).summary()
    assert (summary["bound"], summary["left_at_step"], summary["learning_rate"]) == (0.2, 13, 0.21)
    assert list(summary["factors"]) == list(summary["factor"]) == ["smallest", "largest"]
    assert len(summary["factors"]["largest"]) == len(summary["rates"])
    assert summary["path"][0] == [10.0, 1.0]
    assert summary["loss"][0] == 55.0
    assert summary["contour_ratio"] == 10.0**0.5


def test_reads_are_known_fields_with_the_learning_rate_first():
    known = {field.name for field in fields(ConditioningParams)}
    assert EDGE.reads[0] == "learning_rate"
    assert set(EDGE.reads) <= known
    assert len(EDGE.reads) == len(set(EDGE.reads))
