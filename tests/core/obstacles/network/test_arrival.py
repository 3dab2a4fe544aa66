import numpy as np
import pytest

from core.objectives.quadratic import Quadratic
from core.obstacles.network.arrival import Best, best_of, steps_to_loss
from core.optimizers.gradient_descent import GradientDescent

BOWL = Quadratic.from_eigenvalues([1.0, 10.0])
START = np.array([10.0, 1.0])


def ended(run):
    values = []
    while True:
        try:
            values.append(next(run))
        except StopIteration as stop:
            return stop.value, values


def losses(rate, count):
    """Of gradient descent by its closed form."""
    step = np.arange(count + 1)[:, None]
    return (0.5 * np.array([1.0, 10.0]) * (START * (1 - rate * np.array([1.0, 10.0])) ** step) ** 2).sum(axis=1)


@pytest.mark.parametrize("target", [30.0, 1.0, 1e-4])
def test_the_first_step_at_the_target_is_found(target):
    expected = losses(0.1, 200)
    first = int(np.flatnonzero(expected <= target)[0])
    steps, seen = ended(steps_to_loss(GradientDescent(0.1), BOWL, START, target, 200))
    assert steps == first
    assert seen == pytest.approx(expected[: first + 1])
    assert ended(steps_to_loss(GradientDescent(0.1), BOWL, START, target, first))[0] == first
    assert ended(steps_to_loss(GradientDescent(0.1), BOWL, START, target, first - 1))[0] is None


def test_a_start_below_the_target_has_arrived():
    assert ended(steps_to_loss(GradientDescent(0.1), BOWL, START, 1e9, 5)) == (0, [losses(0.1, 0)[0]])


def test_a_run_that_overflows_ends_without_arriving():
    steps, seen = ended(steps_to_loss(GradientDescent(100.0), BOWL, START, 1e-3, 10_000))
    assert steps is None
    assert len(seen) < 200


def test_the_best_of_several_rates_is_the_first_with_the_fewest_steps():
    rates = (0.02, 0.1, 0.15, 0.18, 0.15, 0.3)
    each = [ended(steps_to_loss(GradientDescent(rate), BOWL, START, 0.01, 500))[0] for rate in rates]
    best, seen = ended(best_of([GradientDescent(rate) for rate in rates], BOWL, START, 0.01, 500))
    arrived = [steps for steps in each if steps is not None]
    assert best == Best(each.index(min(arrived)), min(arrived))
    assert each[-1] is None
    assert len(seen) > best.steps


def test_without_arrival_the_closest_has_the_lowest_last_loss():
    rates = (1e-3, 0.05, 0.01)
    assert ended(best_of([GradientDescent(rate) for rate in rates], BOWL, START, 0.01, 5))[0] == Best(None, None, 1)
