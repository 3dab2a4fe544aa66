import numpy as np
import pytest

from core.obstacles import CONDITIONING
from core.obstacles.conditioning.bowl import level_points, stratified_angles, worst_start
from core.obstacles.conditioning.counting import quantiles
from core.obstacles.conditioning.methods import method_setting
from core.obstacles.conditioning.prediction import Prediction
from core.optimizer import advance
from core.optimizers.gradient_descent import GradientDescent
from core.params import make
from core.run import run_to_end

LAW, ZIGZAG = CONDITIONING.experiment("law"), CONDITIONING.experiment("zigzag")
FOUR_PER_DECADE = [1, 2, 3, 6, 10, 18, 32, 56, 100, 178, 316, 562, 1000, 1778, 3162, 5623, 10000]
SHARES = {"q25": 250, "median": 500, "q75": 750, "max": 1000}


def law(**values):
    return run_to_end(LAW.run(make(CONDITIONING.params, values)))


def at(result, kappa):
    """Every quantile at one condition number."""
    (index,) = np.flatnonzero(result.condition_numbers == kappa)
    return {name: float(steps[index]) for name, steps in result.random_start_quantiles.items()}


@pytest.fixture(scope="module")
def searched():
    return law(learning_rate="line_search", optimizers="gradient_descent,newton")


def starts(kappa, seed=0):
    return level_points(np.array([1.0, kappa]), stratified_angles(seed, 1000))


def predicted_quantiles(params, method, kappa):
    """The quantiles by the closed form, start by start."""
    losses = method_setting(method, params, 1.0, kappa).losses
    steps = []
    for start in starts(kappa, params.seed).tolist():
        prediction = Prediction(losses, (1.0, kappa), start, params.tolerance, params.max_steps)
        while not prediction.ended:
            prediction.extend()
        steps.append(np.inf if prediction.steps is None else prediction.steps)
    return {name: sorted(steps)[count - 1] for name, count in SHARES.items()}


def test_at_kappa_100_the_median_start_needs_one_step_and_the_worst_nearly_100(searched):
    found = at(searched, 100.0)
    assert found["median"] == 1.0
    assert 97.0 <= found["max"] <= 100.0
    assert searched.starts == 1000


@pytest.mark.parametrize("seed", range(1, 7))
def test_median_and_maximum_hold_for_other_seeds(seed):
    found = at(law(learning_rate="line_search", optimizers="gradient_descent", seed=seed, max_steps=200), 100.0)
    assert found["median"] == 1.0
    assert 94.0 <= found["max"] <= 100.0


def test_quantiles_are_finite_at_four_condition_numbers_per_decade_and_nan_at_the_others(searched):
    for steps in searched.random_start_quantiles.values():
        assert searched.condition_numbers[np.isfinite(steps)].tolist() == FOUR_PER_DECADE
        assert not steps.flags.writeable


@pytest.mark.parametrize(
    ("rate", "method"),
    [("line_search", "gradient_descent"), ("inverse_lipschitz", "gradient_descent"), ("optimal", "nesterov")]
    + [("optimal", method) for method in ("gradient_descent", "heavy_ball", "conjugate_gradient", "newton")],
)
def test_measured_quantiles_equal_predicted_ones(rate, method):
    values = {"learning_rate": rate, "optimizers": method, "max_steps": 3000, "seed": 7}
    result = law(**values)
    for kappa in (3.0, 32.0, 316.0):
        assert at(result, kappa) == predicted_quantiles(result.params, method, kappa)


def test_the_batch_gives_the_same_steps_as_single_zigzags(searched):
    for kappa in (10.0, 100.0):
        steps = []
        for start in starts(kappa):
            values = {"condition_number": kappa, "learning_rate": "line_search", "optimizers": "gradient_descent"}
            single = run_to_end(ZIGZAG.run(make(CONDITIONING.params, values | {"start": start})))
            steps.append(single.steps_to_tolerance["gradient_descent"])
        assert at(searched, kappa) == {name: sorted(steps)[count - 1] for name, count in SHARES.items()}


def test_at_the_best_fixed_rate_every_start_needs_kappa_steps():
    # Both coordinates shrink by the same factor, so the direction of the start has no effect.
    result = law(optimizers="gradient_descent")
    for kappa in FOUR_PER_DECADE:
        assert set(at(result, kappa).values()) == {float(kappa)}


def test_heavy_ball_needs_fewer_steps_from_the_worst_start_of_gradient_descent_than_from_random_ones():
    result = law(optimizers="heavy_ball")
    (index,) = np.flatnonzero(result.condition_numbers == 100.0)
    assert result.steps_to_tolerance["heavy_ball"][index] == 19
    assert set(at(result, 100.0).values()) == {30.0}


def test_only_the_first_method_has_random_starts(searched):
    alone = law(learning_rate="line_search", optimizers="gradient_descent")
    for name, steps in alone.random_start_quantiles.items():
        assert np.array_equal(steps, searched.random_start_quantiles[name], equal_nan=True)
    assert set(at(law(optimizers="newton,gradient_descent", max_steps=50), 1000.0).values()) == {1.0}


def test_a_quantile_is_nan_if_too_few_starts_reach_the_tolerance():
    result = law(learning_rate="inverse_lipschitz", optimizers="gradient_descent", max_steps=5)
    found = at(result, 100.0)
    assert found["q25"] == found["median"] == 1.0
    assert np.isnan(found["q75"])
    assert np.isnan(found["max"])
    summary = result.summary()["random_start_quantiles"]
    index = result.condition_numbers.tolist().index(100.0)
    assert (summary["median"][index], summary["max"][index]) == (1, None)
    assert list(summary) == list(SHARES)


def test_above_the_bound_some_starts_never_reach_the_tolerance():
    result = law(learning_rate=0.21, optimizers="gradient_descent")
    assert np.isfinite(list(at(result, 6.0).values())).all()
    assert np.isnan(at(result, 100.0)["max"])


def test_random_starts_have_the_loss_of_the_worst_start():
    eigenvalues = np.array([[1.0, 10.0], [1.0, 1e4]])
    angles = stratified_angles(3, 1000)
    points = level_points(eigenvalues, angles)
    level = np.sum(eigenvalues * worst_start(eigenvalues) ** 2, axis=-1)
    assert np.sum(eigenvalues[:, None] * points**2, axis=-1) == pytest.approx(np.repeat(level[:, None], 1000, axis=1))
    assert np.arctan2(points[..., 1], points[..., 0]) % (2 * np.pi) == pytest.approx(np.stack([angles, angles]))
    assert np.floor(angles / (2 * np.pi / 1000)).tolist() == list(range(1000))
    assert stratified_angles(3, 1000).tolist() == angles.tolist() != stratified_angles(4, 1000).tolist()


def test_a_quantile_is_the_smallest_number_of_steps_of_that_share_of_starts():
    steps = np.full((2, 1000), np.nan)
    steps[0, ::4] = 7.0
    steps[0, 1:250:4] = 9.0
    assert {name: found[0] for name, found in quantiles(steps).items() if np.isfinite(found[0])} == {"q25": 7.0}
    assert np.isnan([found[1] for found in quantiles(steps).values()]).all()
    steps[1] = np.arange(1000.0, 0.0, -1.0)
    assert {name: found[1] for name, found in quantiles(steps).items()} == SHARES


def test_a_broken_optimizer_changes_the_quantiles(monkeypatch):
    values = {"optimizers": "gradient_descent", "max_steps": 200}
    correct = law(**values)
    update = GradientDescent.update
    monkeypatch.setattr(GradientDescent, "update", lambda self, at, state: update(self, at, update(self, at, state)))
    broken = law(**values)
    assert set(at(correct, 100.0).values()) == {100.0}
    assert set(at(broken, 100.0).values()) == {50.0}


def test_blocks_of_steps_have_a_limited_size(monkeypatch):
    sizes = []

    def recorded(optimizer, at, state, count):
        sizes.append((count, count * len(state.x)))
        return advance(optimizer, at, state, count)

    monkeypatch.setattr("core.obstacles.conditioning.counting.advance", recorded)
    law(optimizers="adam,gradient_descent", max_steps=300)
    assert max(points for _, points in sizes) <= 50_000
    assert max(points for _, points in sizes) >= 17_000
    assert max(count for count, _ in sizes) == 64


def test_known_quantiles_of_partial_results_do_not_change(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    params = make(
        CONDITIONING.params, {"max_steps": 500, "optimizers": "gradient_descent", "learning_rate": "line_search"}
    )
    run, parts = LAW.run(params), []
    while True:
        try:
            parts.append(next(run))
        except StopIteration as stop:
            final = stop.value
            break
    growth = []
    for progress in parts:
        part = progress.partial
        known = {name: np.isfinite(steps) for name, steps in part.random_start_quantiles.items()}
        growth.append(sum(int(each.sum()) for each in known.values()))
        for name, steps in part.random_start_quantiles.items():
            assert steps[known[name]].tolist() == final.random_start_quantiles[name][known[name]].tolist()
        if growth[-1]:  # the worst start comes first
            worst_steps = part.steps_to_tolerance["gradient_descent"]
            assert np.array_equal(worst_steps, final.steps_to_tolerance["gradient_descent"], equal_nan=True)
    assert growth[0] == 0 < growth[-1]
    assert len(set(growth)) > 5
    assert growth == sorted(growth)
    fractions = [each.fraction for each in parts]
    assert fractions == sorted(fractions)
    assert fractions[-1] <= 1.0
