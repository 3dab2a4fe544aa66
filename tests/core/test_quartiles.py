import numpy as np
import pytest

from core.quartiles import quartiles


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 50])
def test_quartiles_are_those_of_linear_interpolation(count):
    values = np.random.default_rng(count).normal(size=count)
    assert quartiles(values) == pytest.approx(np.quantile(values, [0.25, 0.5, 0.75]))


def test_infinite_values_count_as_the_largest():
    assert quartiles(np.array([np.inf, 4.0, 2.0])).tolist() == [3.0, 4.0, np.inf]
    assert quartiles(np.array([1.0, np.inf])).tolist() == [np.inf] * 3
    assert quartiles(np.array([np.inf, np.inf])).tolist() == [np.inf] * 3
    assert np.isnan(quartiles(np.empty(0))).all()
