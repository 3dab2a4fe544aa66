import pytest

from core.optimizers import KFAC, Adam, AdaptiveKFAC, GradientDescent, HeavyBall, Muon, Shampoo
from core.tuning_grids import GRIDS, candidates

SHAPES = ((16, 65), (10, 17))


@pytest.mark.parametrize("kind", GRIDS, ids=lambda kind: kind.__name__)
def test_all_tuned_methods_have_twelve_settings(kind):
    found = candidates(kind, SHAPES)
    assert len(set(found)) == len(found) == (1 if kind is AdaptiveKFAC else 12)
    assert {type(each) for each in found} == {kind}


@pytest.mark.parametrize("kind", GRIDS, ids=lambda kind: kind.__name__)
def test_the_values_of_a_grid_ascend(kind):
    for values in GRIDS[kind].values():
        assert sorted(set(values)) == list(values)


@pytest.mark.parametrize(
    "optimizer",
    [
        GradientDescent(2.0**1.5),
        GradientDescent(0.125),
        HeavyBall(1.6, 0.9),
        Adam(0.08, beta2=0.99),
        Adam(0.04, beta2=0.999),
        KFAC(SHAPES, 0.6, 0.003),
        KFAC(SHAPES, 1.0, 0.1),
        AdaptiveKFAC(SHAPES, 1.0),
        Shampoo(SHAPES, 0.64),
        Shampoo(SHAPES, 0.32, epsilon=1e-5),
        Muon(SHAPES, 0.64),
        Muon(SHAPES, 0.16, momentum=0.95),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_grid_contains_a_known_setting(optimizer):
    assert optimizer in candidates(type(optimizer), SHAPES)
