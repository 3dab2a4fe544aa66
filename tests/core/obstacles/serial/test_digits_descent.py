import numpy as np
import pytest

from core.objective import Evaluator
from core.obstacles.serial.digits_descent import RATE, DigitsDescent
from core.optimizer import advance
from core.optimizers.gradient_descent import GradientDescent


@pytest.mark.parametrize("parts", [(1,), (3, 1, 6)])
def test_it_takes_the_steps_of_gradient_descent(parts):
    descent = DigitsDescent()
    optimizer, at = GradientDescent(RATE), Evaluator(descent.objective).at
    expected = advance(optimizer, at, optimizer.init(descent.x), sum(parts))[1][-1]
    for steps in parts:
        descent.advance(steps)
    assert descent.x == pytest.approx(expected, abs=1e-14)


def test_it_trains_on_all_digits_and_learns():
    descent = DigitsDescent()
    assert descent.objective.inputs.shape == (1797, 64)
    assert np.bincount(descent.objective.labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    losses = []
    for _ in range(6):
        losses.append(descent.objective.value(descent.x))
        descent.advance(4)
    assert losses == sorted(losses, reverse=True)
    assert descent.objective.accuracy(descent.x) > 0.5
