"""Positions and texts of ticks."""

import numpy as np
import pytest

from gui.plots.ticks import linear_ticks, log_ticks


def texts(ticks):
    return [str(text) for _, text in ticks]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 10.0, ["0", "5", "10"]),
        (4.3, 13.8, ["6", "8", "10", "12"]),
        (0.1, 14.9, ["2", "6", "10", "14"]),
        (0.0, 0.3, ["0", "0.1", "0.2", "0.3"]),
        (98.0, 101.5, ["98", "99", "100", "101"]),
    ],
)
def test_linear_ticks_are_round(low, high, expected):
    assert texts(linear_ticks(low, high)) == expected


@pytest.mark.parametrize("span", np.geomspace(1e-3, 1e5, 97))
@pytest.mark.parametrize("low", [0.0, 0.123, 77.7])
def test_linear_ticks_are_three_or_four_inside_the_range(low, span):
    ticks = [at for at, _ in linear_ticks(low, low + span)]
    assert 3 <= len(ticks) <= 4
    assert low - 1e-9 <= ticks[0] < ticks[-1] <= low + span * (1 + 1e-9)
    assert np.diff(ticks) == pytest.approx(ticks[1] - ticks[0])


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (0.02, 0.55, 3, ["0.5", "0.1", "0.02"]),
        (0.02, 0.55, 2, ["0.5", "0.02"]),
        (0.09, 0.55, 4, ["0.5", "0.2", "0.1"]),
        (1e-4, 2.0, 4, ["1", "0.01", "10⁻⁴"]),
        (0.9, 110.0, 3, ["100", "10", "1"]),
    ],
)
def test_a_logarithmic_axis_of_few_decades_has_ticks_at_1_2_and_5(low, high, most, expected):
    ticks = log_ticks(np.log10(low), np.log10(high), most)
    assert texts(ticks) == expected
    assert all(np.log10(low) - 1e-9 <= at <= np.log10(high) + 1e-9 for at, _ in ticks)
