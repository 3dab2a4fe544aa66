"""What holds for all optimizers that work on matrices."""

import numpy as np
import pytest
from linear_layers import START, TWO_LAYERS, descend

from core.optimizer import selected, stacked
from core.optimizers import KFAC, AdaptiveKFAC, Muon, Shampoo

EACH = [
    KFAC(TWO_LAYERS.shapes, 1.0, 0.01),
    KFAC(TWO_LAYERS.shapes, 1.0, 0.0),
    AdaptiveKFAC(TWO_LAYERS.shapes),
    Shampoo(TWO_LAYERS.shapes, 0.1),
    Muon(TWO_LAYERS.shapes, 0.1),
]
each_method = pytest.mark.parametrize("optimizer", EACH, ids=lambda each: type(each).__name__)


@each_method
def test_a_batch_of_networks_gives_the_same_points_as_its_members(optimizer):
    starts = START + np.random.default_rng(1).normal(size=(3, 18))
    together = descend(optimizer, TWO_LAYERS, starts, 5)
    for i, start in enumerate(starts):
        assert together[:, i] == pytest.approx(descend(optimizer, TWO_LAYERS, start, 5), rel=1e-8)


@each_method
@pytest.mark.parametrize("scale", [1e80, 1e160, np.nan], ids=["1e80", "1e160", "nan"])
def test_numbers_that_overflow_are_no_error_and_spoil_no_other_member(optimizer, scale):
    points = descend(optimizer, TWO_LAYERS, np.stack([scale * START, START]), 5)
    assert points[:, 1] == pytest.approx(descend(optimizer, TWO_LAYERS, START, 5), rel=1e-8)


@pytest.mark.parametrize(
    "alone",
    [
        [KFAC(TWO_LAYERS.shapes, 0.3, 0.01), KFAC(TWO_LAYERS.shapes, 0.6, 0.1)],
        [KFAC(TWO_LAYERS.shapes, 0.3, 0.0), KFAC(TWO_LAYERS.shapes, 0.3, 0.1)],
        [AdaptiveKFAC(TWO_LAYERS.shapes), AdaptiveKFAC(TWO_LAYERS.shapes, 0.01)],
        [Shampoo(TWO_LAYERS.shapes, 0.1), Shampoo(TWO_LAYERS.shapes, 0.2, 0.5, 0.9, 1e-5)],
        [Muon(TWO_LAYERS.shapes, 0.1), Muon(TWO_LAYERS.shapes, 0.2, 0.95)],
    ],
    ids=lambda alone: type(alone[0]).__name__,
)
def test_each_member_of_a_stack_has_its_own_hyperparameters(alone):
    together = selected(stacked(alone), np.array([1, 0]))
    points = descend(together, TWO_LAYERS, np.stack([START, START]), 5)
    assert points[:, 1] == pytest.approx(descend(alone[0], TWO_LAYERS, START, 5), rel=1e-8)
    assert points[:, 0] == pytest.approx(descend(alone[1], TWO_LAYERS, START, 5), rel=1e-8)
