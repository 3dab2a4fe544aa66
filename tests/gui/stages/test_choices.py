"""The values that a handle on a plot can take."""

import numpy as np

from core.obstacles.noise.params import NoiseParams
from gui.picture.choices import limits, logarithmic_choices, numbers_with_three_digits


def test_limits_are_those_of_the_field():
    assert limits(NoiseParams, "noise_std") == (0.01, 1000.0)


def test_numbers_with_three_digits_are_those_that_are_written_so():
    numbers = numbers_with_three_digits(0.0997, 10.2)
    assert numbers.tolist() == [
        *(float(f"0.0{k}") for k in range(997, 1000)),
        *(float(f"0.{k}") for k in range(100, 1000)),
        *(float(f"{k}e-2") for k in range(100, 1000)),
        10.0, 10.1, 10.2,
    ]  # fmt: skip


def test_logarithmic_choices_have_three_digits_and_all_powers_of_two():
    choices = logarithmic_choices(2, 65_536)
    assert choices.values[[0, -1]].tolist() == [2, 65_536]
    assert {2.0**power for power in range(1, 17)} <= set(choices.values.tolist())
    others = set(choices.values.tolist()) - {2.0**power for power in range(17)}
    assert all(float(f"{value:.3g}") == value for value in others)
    assert set(range(2, 1000)) <= set(choices.values.tolist())
    assert choices.values[choices.nearest(np.log10(300), snap=True)] == 256
