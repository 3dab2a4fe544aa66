"""The rates that a drag in conditioning/edge can give."""

import numpy as np
import pytest

from core.obstacles.conditioning.edge import EDGE
from core.obstacles.conditioning.params import ConditioningParams
from core.params import make
from core.run import run_to_end
from gui.stages.conditioning.rate_choices import rate_choices, round_below


def choices_at(kappa):
    return rate_choices(run_to_end(EDGE.run(make(ConditioningParams, {"condition_number": kappa, "max_steps": 2}))))


@pytest.mark.parametrize("kappa", [1, 1.5, 3, 7, 10, 100, 1234.56, 10_000])
def test_the_rates_reach_from_the_smallest_share_of_the_bound_to_the_largest_rate(kappa):
    choices, bound, best = choices_at(kappa), 2 / kappa, 2 / (1 + kappa)
    values = choices.values.tolist()
    assert 0.003 * bound <= values[0] < 0.00302 * bound
    assert values[-1] == 100
    assert (np.diff(values) > 0).all()
    others = [value for value in values if value != bound and value != pytest.approx(best, rel=1e-15)]
    assert all(float(f"{value:.3g}") == value for value in others)
    assert max(np.diff(np.log10(values))) <= np.log10(1.01) + 1e-12


@pytest.mark.parametrize("kappa", [1, 1.5, 3, 7, 10, 100, 1234.56, 10_000])
def test_shift_snaps_to_the_limit_the_best_rate_and_round_rates_apart_from_them(kappa):
    choices, bound, best = choices_at(kappa), 2 / kappa, 2 / (1 + kappa)
    rounds = choices.rounds
    assert bound in rounds
    assert rounds[np.abs(rounds - best).argmin()] == pytest.approx(best, rel=1e-15)
    special = np.isclose(rounds, bound, rtol=1e-12) | np.isclose(rounds, best, rtol=1e-12)
    others, step = rounds[~special], round_below(bound / 10)
    assert others / step == pytest.approx(np.round(others / step))
    assert np.abs(others[:, None] - [bound, best]).min() > 0.49 * step
    assert 8 <= np.count_nonzero(others < bound) <= 25
    assert others[-1] <= 1.5 * bound * (1 + 1e-12)
    for rate in rounds:
        assert choices.value(choices.nearest(rate, snap=True)) == rate


def test_the_limit_is_reached_exactly():
    choices = choices_at(3)
    assert choices.value(choices.nearest(0.66, snap=True)) == 2 / 3
    assert choices.value(choices.nearest(0.66, snap=False)) == 0.66
    assert choices.value(choices.nearest(0.51, snap=True)) == 0.5


@pytest.mark.parametrize(
    ("value", "expected"), [(0.02, 0.02), (0.0199, 0.01), (0.049, 0.02), (0.0666, 0.05), (1.0, 1.0), (9.9, 5.0)]
)
def test_a_round_number_below(value, expected):
    assert round_below(value) == pytest.approx(expected, rel=1e-15)
