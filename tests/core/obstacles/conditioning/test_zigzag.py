import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.obstacles import CONDITIONING
from core.obstacles.conditioning.methods import ADAPTIVE
from core.optimizers.gradient_descent import GradientDescent
from core.optimizers.heavy_ball import HeavyBall
from core.params import make
from core.run import run_to_end

ZIGZAG = CONDITIONING.experiment("zigzag")
PREDICTED = ("gradient_descent", "heavy_ball", "nesterov", "conjugate_gradient", "newton")


def zigzag(**values):
    return run_to_end(ZIGZAG.run(make(CONDITIONING.params, values)))


# Steps to e^-4 from the worst start, by the published rates and at the rate 1/L.
TABLE = [
    (1, "optimal", (1, 1, 1, 1, 1)),
    (2, "optimal", (2, 2, 2, 2, 1)),
    (10, "optimal", (10, 6, 8, 2, 1)),
    (100, "optimal", (100, 19, 29, 2, 1)),
    (1000, "optimal", (1000, 60, 94, 2, 1)),
    (1, "inverse_lipschitz", (1, 1, 1, 1, 1)),
    (10, "inverse_lipschitz", (19, 9, 9, 2, 1)),
    (100, "inverse_lipschitz", (199, 33, 33, 2, 1)),
    (1000, "inverse_lipschitz", (1999, 109, 109, 2, 1)),
    (1, "line_search", (1, 1, 1, 1, 1)),
    (10, "line_search", (10, 6, 8, 2, 1)),
    (100, "line_search", (100, 19, 29, 2, 1)),
    (1000, "line_search", (1000, 60, 94, 2, 1)),
]


@pytest.mark.parametrize(("kappa", "rate", "counts"), TABLE)
def test_steps_match_the_table(kappa, rate, counts):
    result = zigzag(condition_number=kappa, learning_rate=rate, optimizers=PREDICTED)
    assert dict(result.steps_to_tolerance) == dict(zip(PREDICTED, counts, strict=True))
    assert result.predicted_steps == result.steps_to_tolerance


@pytest.mark.parametrize(
    ("rate", "law"),
    [("optimal", lambda k: k), ("line_search", lambda k: k), ("inverse_lipschitz", lambda k: 2 * k - 1)],
    ids=["optimal", "line_search", "inverse_lipschitz"],
)
def test_gradient_descent_takes_the_steps_of_the_closed_form(rate, law):
    # test_law.py tests every whole number up to 1000 in one batch.
    for kappa in (*range(2, 61), *range(100, 1001, 100)):
        result = zigzag(condition_number=kappa, learning_rate=rate, optimizers="gradient_descent")
        steps, predicted = result.steps_to_tolerance["gradient_descent"], result.predicted_steps["gradient_descent"]
        assert steps == predicted == law(kappa)
        if rate == "optimal":
            assert steps == math.ceil(2.0 / math.log((kappa + 1.0) / (kappa - 1.0)))


def test_most_random_starts_need_far_fewer_steps_than_the_worst():
    counts = [
        zigzag(
            condition_number=100, learning_rate="line_search", start="random", seed=seed, optimizers="gradient_descent"
        )
        for seed in range(1000)
    ]
    steps = [result.steps_to_tolerance["gradient_descent"] for result in counts]
    assert np.median(steps) == 1
    assert 90 <= max(steps) <= 100


def test_a_random_start_has_the_loss_of_the_worst_start_and_depends_on_the_seed():
    worst = zigzag(condition_number=50)
    first, again, other = (zigzag(condition_number=50, start="random", rotation=40, seed=seed) for seed in (1, 1, 2))
    assert first.loss["newton"][0] == pytest.approx(worst.loss["newton"][0])
    assert first.start.tolist() == again.start.tolist()
    assert first.start.tolist() != other.start.tolist()


def test_the_worst_start_rotates_with_the_bowl():
    assert zigzag(condition_number=8).start.tolist() == [8.0, 1.0]
    assert zigzag(condition_number=8, rotation=90).start.tolist() == [-1.0, 8.0]
    assert zigzag(condition_number=8, rotation=90).hessian.tolist() == [[8.0, 0.0], [0.0, 1.0]]


kappas = st.just(1.0) | st.floats(1.000001, 500.0)
rates = st.sampled_from(["optimal", "inverse_lipschitz", "line_search"])
tolerances = st.floats(1e-10, 0.9)


@given(kappas, rates, tolerances, st.floats(-180.0, 180.0), st.sampled_from(["worst", "random"]), st.integers(0, 99))
@settings(max_examples=40)
def test_rotating_the_bowl_does_not_change_the_steps(kappa, rate, tolerance, degrees, start, seed):
    values = {"condition_number": kappa, "learning_rate": rate, "tolerance": tolerance, "start": start, "seed": seed}
    straight, rotated = zigzag(**values), zigzag(**values, rotation=degrees)
    assert straight.steps_to_tolerance == rotated.steps_to_tolerance


@given(kappas, rates, tolerances, st.floats(1e-6, 1e3), st.floats(-1.0, 1.0))
@settings(max_examples=40)
def test_scaling_the_start_does_not_change_the_steps(kappa, rate, tolerance, scale, y):
    values = {"condition_number": kappa, "learning_rate": rate, "tolerance": tolerance}
    near, far = zigzag(**values, start=(1.0, y)), zigzag(**values, start=(scale, y * scale))
    assert near.steps_to_tolerance == far.steps_to_tolerance


@given(kappas, st.floats(-180.0, 180.0), st.floats(-10.0, 10.0), st.floats(0.1, 10.0))
@settings(max_examples=40)
def test_the_loss_never_rises_at_rate_one_over_l(kappa, degrees, x, y):
    result = zigzag(
        condition_number=kappa,
        learning_rate="inverse_lipschitz",
        rotation=degrees,
        start=(x, y),
        optimizers="gradient_descent",
        tolerance=1e-6,
    )
    assert (np.diff(result.loss["gradient_descent"]) <= 0.0).all()


@given(
    kappas,
    rates | st.floats(1e-3, 3.0),
    st.just("optimal") | st.floats(0.0, 1.0),
    st.floats(-180.0, 180.0),
    st.sampled_from(["worst", "random"]),
    tolerances,
)
@settings(max_examples=60)
def test_measured_losses_equal_predicted_ones(kappa, rate, momentum, degrees, start, tolerance):
    result = zigzag(
        condition_number=kappa,
        learning_rate=rate,
        momentum=momentum,
        rotation=degrees,
        start=start,
        tolerance=tolerance,
        max_steps=2000,
        optimizers=PREDICTED,
    )
    assert result.steps_to_tolerance == result.predicted_steps
    for method in PREDICTED:
        measured, predicted = result.loss[method], result.predicted_loss[method]
        assert len(measured) == len(predicted)
        # Rounding errors are small relative to the largest loss so far, not to a loss near 0.
        assert (np.abs(measured - predicted) <= 1e-7 * np.maximum.accumulate(measured)).all()


def test_a_broken_optimizer_changes_measured_values_but_not_predicted_ones(monkeypatch):
    correct = zigzag()
    update = GradientDescent.update
    monkeypatch.setattr(GradientDescent, "update", lambda self, at, state: update(self, at, update(self, at, state)))
    broken = zigzag()
    assert broken.steps_to_tolerance["gradient_descent"] == 5
    assert broken.predicted_steps == correct.predicted_steps
    for method in PREDICTED:
        same = method != "gradient_descent"
        assert np.array_equal(broken.loss[method], correct.loss[method]) == same
        assert np.array_equal(broken.predicted_loss[method], correct.predicted_loss[method])


def test_each_method_gets_its_best_rate_and_bound():
    best = zigzag(condition_number=9, optimizers=PREDICTED)
    assert dict(best.learning_rate) == pytest.approx(
        {
            "gradient_descent": 0.2,
            "heavy_ball": 0.25,
            "nesterov": 1.0 / 7.0,
            "conjugate_gradient": None,
            "newton": None,
        }
    )
    # Momenta 1/4 and (sqrt 28 - 2) / (sqrt 28 + 2).
    b = (28.0**0.5 - 2.0) / (28.0**0.5 + 2.0)
    assert best.bound["gradient_descent"] == pytest.approx(2.0 / 9.0)
    assert best.bound["heavy_ball"] == pytest.approx(2.5 / 9.0)
    assert best.bound["nesterov"] == pytest.approx(2.0 * (1.0 + b) / ((1.0 + 2.0 * b) * 9.0))
    assert best.bound["conjugate_gradient"] is best.bound["newton"] is None


def test_a_line_search_applies_only_to_gradient_descent():
    searched, best = zigzag(learning_rate="line_search"), zigzag()
    assert searched.learning_rate["gradient_descent"] is searched.bound["gradient_descent"] is None
    for method in ("heavy_ball", "nesterov"):
        assert searched.learning_rate[method] == best.learning_rate[method]
        assert np.array_equal(searched.path[method], best.path[method])


def test_given_rate_and_momentum_are_used():
    result = zigzag(learning_rate=0.05, momentum=0.5, optimizers=PREDICTED)
    assert result.learning_rate["gradient_descent"] == result.learning_rate["nesterov"] == 0.05
    assert result.bound["heavy_ball"] == pytest.approx(0.3)
    # From (10, 1) at rest the first step is gradient descent, the second adds half of the first.
    assert result.path["heavy_ball"][:3] == pytest.approx(np.array([[10.0, 1.0], [9.5, 0.5], [8.775, 0.0]]))


def test_above_its_bound_a_method_diverges_at_the_reported_step():
    result = zigzag(learning_rate=0.3, optimizers=PREDICTED)
    step = result.diverged["gradient_descent"]
    losses = result.loss["gradient_descent"]
    assert len(losses) == step + 1
    assert losses[step] > 1e6 * losses[0] >= losses[step - 1]
    assert result.steps_to_tolerance["gradient_descent"] is result.predicted_steps["gradient_descent"] is None
    assert result.learning_rate["gradient_descent"] > result.bound["gradient_descent"]
    assert result.diverged["newton"] is result.diverged["conjugate_gradient"] is None


@pytest.mark.parametrize("start", ["worst", (1e6, -1e6), (1e-99, 0.0), (0.0, 1.0)])
def test_paths_and_losses_are_finite_even_if_methods_diverge(start):
    result = zigzag(condition_number=1e4, learning_rate=100, momentum=1, start=start, optimizers=PREDICTED + ADAPTIVE)
    for method in result.path:
        assert np.isfinite(result.path[method]).all()
        assert np.isfinite(result.loss[method]).all()


def test_a_run_ends_before_a_step_that_is_not_finite(monkeypatch):
    def update(self, at, state):
        return state._replace(x=state.x * math.inf)

    monkeypatch.setattr(HeavyBall, "update", update)
    result = zigzag(optimizers="heavy_ball")
    assert result.diverged["heavy_ball"] == 1
    assert len(result.path["heavy_ball"]) == len(result.loss["heavy_ball"]) == 1
    assert result.length == 1


def test_a_run_stops_at_max_steps():
    result = zigzag(condition_number=100, max_steps=7)
    assert len(result.path["gradient_descent"]) == 8
    assert result.length == 7
    assert result.steps_to_tolerance["gradient_descent"] is result.predicted_steps["gradient_descent"] is None
    assert result.diverged["gradient_descent"] is None
    assert result.steps_to_tolerance["conjugate_gradient"] == 2


def test_a_run_ends_at_the_first_step_at_the_tolerance():
    result = zigzag()
    for method, steps in result.steps_to_tolerance.items():
        losses, threshold = result.loss[method], math.exp(-4.0) * result.loss[method][0]
        assert len(losses) == len(result.path[method]) == steps + 1
        assert losses[-1] <= threshold < losses[-2]
    assert result.length == 10


def test_a_loss_exactly_at_the_tolerance_counts_as_solved_at_any_rotation():
    # At kappa = 3 each step quarters the loss.
    for degrees in range(-180, 181, 5):
        result = zigzag(condition_number=3, tolerance=0.25**4, rotation=degrees, optimizers="gradient_descent")
        assert result.steps_to_tolerance["gradient_descent"] == result.predicted_steps["gradient_descent"] == 4


def test_adaptive_methods_have_no_prediction_and_default_rates_of_torch():
    result = zigzag(optimizers=ADAPTIVE, max_steps=100)
    assert set(result.predicted_steps.values()) == set(result.bound.values()) == {None}
    assert not result.predicted_loss
    assert dict(result.learning_rate) == {"adagrad": 1e-2, "rmsprop": 1e-2, "adam": 1e-3, "adamw": 1e-3, "lion": 1e-4}
    assert set(zigzag(optimizers=ADAPTIVE, adaptive_rate=0.5).learning_rate.values()) == {0.5}
    assert result.path["adam"][1] == pytest.approx([9.999, 0.999], abs=1e-6)


def test_methods_run_in_the_given_order_without_duplicates():
    result = zigzag(optimizers="newton,adam,newton", max_steps=5)
    assert list(result.path) == list(result.steps_to_tolerance) == ["newton", "adam"]


def test_the_contour_ratio_is_the_square_root_of_the_condition_number():
    result = zigzag(condition_number=49, rotation=30)
    small, large = np.linalg.eigvalsh(result.hessian)
    assert result.contour_ratio == 7.0 == pytest.approx((large / small) ** 0.5)


def test_the_summary_holds_all_values():
    result = zigzag(learning_rate=0.3, optimizers=(*PREDICTED, "adam"), max_steps=40)
    summary = result.summary()
    assert summary["contour_ratio"] == 10.0**0.5
    assert summary["diverged"]["gradient_descent"] == len(summary["path"]["gradient_descent"]) - 1
    assert summary["predicted_steps"]["adam"] is None
    assert summary["path"]["newton"] == [[10.0, 1.0], [0.0, 0.0]]
    assert summary["loss"]["newton"] == [55.0, 0.0]
    assert summary["bound"]["gradient_descent"] == 0.2
    for name in ("steps_to_tolerance", "predicted_steps", "diverged", "learning_rate", "bound", "path", "loss"):
        assert list(summary[name]) == [*PREDICTED, "adam"]
