import numpy as np
import pytest

from core.obstacles import CONDITIONING
from core.optimizers.nesterov import Nesterov
from core.params import make
from core.run import run_to_end

LAW, ZIGZAG = CONDITIONING.experiment("law"), CONDITIONING.experiment("zigzag")


def law(**values):
    return run_to_end(LAW.run(make(CONDITIONING.params, values)))


@pytest.fixture(scope="module", params=["optimal", "inverse_lipschitz", "line_search"])
def result(request):
    return law(learning_rate=request.param)


@pytest.fixture(scope="module")
def best():
    return law()


def test_the_condition_numbers_are_whole_and_include_the_powers_of_ten(best):
    numbers = best.condition_numbers
    assert {1.0, 10.0, 100.0, 1000.0, 10000.0} <= set(numbers.tolist())
    assert (np.diff(numbers) > 0.0).all()
    assert numbers.tolist() == np.round(numbers).tolist()
    assert best.length == len(numbers) - 1


def test_measured_steps_equal_predicted_ones(result):
    assert list(result.predicted_steps) == list(result.steps_to_tolerance)
    for method, steps in result.steps_to_tolerance.items():
        assert steps.tolist() == result.predicted_steps[method].tolist()
    assert result.slope == result.predicted_slope


def test_the_batch_gives_the_same_steps_as_single_zigzags(result):
    for i in range(0, len(result.condition_numbers), 4):
        values = {"learning_rate": result.params.learning_rate, "condition_number": result.condition_numbers[i]}
        single = run_to_end(ZIGZAG.run(make(CONDITIONING.params, values)))
        for method, steps in single.steps_to_tolerance.items():
            assert result.steps_to_tolerance[method][i] == steps


@pytest.mark.parametrize(
    ("rate", "expected_steps"),
    [("optimal", lambda k: k), ("line_search", lambda k: k), ("inverse_lipschitz", lambda k: 2 * k - 1)],
    ids=["optimal", "line_search", "inverse_lipschitz"],
)
def test_gradient_descent_takes_the_steps_of_the_closed_form(rate, expected_steps, monkeypatch):
    kappas = np.arange(2.0, 1001.0)
    monkeypatch.setattr("core.obstacles.conditioning.law._condition_numbers", lambda: kappas)
    result = law(learning_rate=rate, optimizers="gradient_descent")
    assert result.steps_to_tolerance["gradient_descent"].tolist() == expected_steps(kappas).tolist()
    assert result.predicted_steps["gradient_descent"].tolist() == expected_steps(kappas).tolist()


@pytest.mark.parametrize(
    ("method", "slope", "within"),
    [
        ("gradient_descent", 1.0, 1e-3),
        ("heavy_ball", 0.5, 0.005),
        ("nesterov", 0.52, 0.006),
        ("conjugate_gradient", 0.0, 1e-12),
        ("newton", 0.0, 1e-12),
    ],
)
def test_the_slopes_match_theory(best, method, slope, within):
    fit = best.slope[method]
    assert fit.value == pytest.approx(slope, abs=within)
    assert fit.low <= fit.value <= fit.high
    assert fit.high - fit.low < 0.02


def test_the_interval_of_heavy_ball_contains_one_half(best):
    assert best.slope["heavy_ball"].low <= 0.5 <= best.slope["heavy_ball"].high


def test_a_tolerance_not_reached_is_nan_and_null():
    short = law(max_steps=100)
    steps = short.steps_to_tolerance["gradient_descent"]
    assert np.isnan(steps).tolist() == (short.condition_numbers > 100.0).tolist()
    summary = short.summary()
    assert summary["steps_to_tolerance"]["gradient_descent"][-1] is None
    assert summary["steps_to_tolerance"]["gradient_descent"][0] == 1
    assert summary["predicted_steps"] == summary["steps_to_tolerance"]


def test_a_fixed_rate_solves_only_bowls_whose_bound_is_above_it():
    result = law(learning_rate=0.1, optimizers="gradient_descent")
    solved = np.isfinite(result.steps_to_tolerance["gradient_descent"])
    assert solved.tolist() == (result.condition_numbers < 20.0).tolist()
    assert result.slope["gradient_descent"] is None


def test_adaptive_methods_are_measured_and_not_predicted():
    result = law(optimizers="adam,newton", adaptive_rate=0.5, max_steps=200)
    assert list(result.steps_to_tolerance) == ["adam", "newton"]
    assert list(result.predicted_steps) == list(result.predicted_slope) == ["newton"]
    assert np.isfinite(result.steps_to_tolerance["adam"][0])


def test_the_summary_holds_all_values(best):
    summary = best.summary()
    assert summary["condition_numbers"][:3] == [1.0, 2.0, 3.0]
    assert summary["slope"]["heavy_ball"] == best.slope["heavy_ball"]._asdict()
    assert set(summary["predicted_slope"]["newton"]) == {"value", "low", "high"}
    assert all(type(steps) is int for steps in summary["steps_to_tolerance"]["nesterov"])


def test_a_broken_optimizer_changes_measured_values_but_not_predicted_ones(best, monkeypatch):
    update = Nesterov.update
    monkeypatch.setattr(Nesterov, "update", lambda self, at, state: update(self, at, update(self, at, state)))
    broken = law()
    assert (broken.steps_to_tolerance["nesterov"] < best.steps_to_tolerance["nesterov"])[1:].all()
    assert broken.predicted_slope == best.predicted_slope
    assert broken.slope["gradient_descent"] == best.slope["gradient_descent"]


def test_known_values_of_partial_results_do_not_change(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    run = LAW.run(make(CONDITIONING.params, {"max_steps": 500, "optimizers": "gradient_descent,newton"}))
    parts, copies = [], []
    while True:
        try:
            progress = next(run)
        except StopIteration as stop:
            final = stop.value
            break
        parts.append(progress)
        copies.append(progress.partial.steps_to_tolerance["gradient_descent"].copy())
    for progress, copy in zip(parts, copies, strict=True):
        steps = progress.partial.steps_to_tolerance["gradient_descent"]
        assert np.array_equal(steps, copy, equal_nan=True)
        assert not steps.flags.writeable
        assert progress.partial.run == final.run
        known = np.isfinite(steps)
        assert steps[known].tolist() == final.steps_to_tolerance["gradient_descent"][known].tolist()
    assert np.isnan(copies[0]).all()
    fractions = [each.fraction for each in parts]
    assert fractions == sorted(fractions)
    assert fractions[-1] <= 1.0
