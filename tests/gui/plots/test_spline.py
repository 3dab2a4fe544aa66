import numpy as np
import pytest

from gui.plots.spline import refined


def test_the_values_themselves_are_kept():
    for count in (2, 3, 7):
        values = np.random.default_rng(count).standard_normal(count)
        assert (refined(count, 4) @ values)[::4] == pytest.approx(values)


def test_lines_stay_lines():
    assert refined(6, 3) @ np.linspace(2.0, 7.0, 6) == pytest.approx(np.linspace(2.0, 7.0, 16))
    assert refined(2, 4) @ [1.0, 3.0] == pytest.approx([1.0, 1.5, 2.0, 2.5, 3.0])


def test_a_smooth_function_is_met_in_between():
    at, fine = np.linspace(0.0, 2 * np.pi, 33), np.linspace(0.0, 2 * np.pi, 129)
    # sine has no bend at the ends, as the spline
    assert refined(33, 4) @ np.sin(at) == pytest.approx(np.sin(fine), abs=2e-5)
