"""Values of the closed forms at the parameters themselves."""

import pytest

from core.obstacles.noise import NOISE
from core.run import run_to_end


def result_of(key, **values):
    return run_to_end(NOISE.experiment(key).run(NOISE.params(**values)))


@pytest.mark.parametrize(("dimension", "batch_size"), [(100, 1), (2, 65_536), (1024, 3)])
def test_chosen_rms_is_sigma_times_the_root_of_d_over_b(dimension, batch_size):
    result = result_of("roots", dimension=dimension, batch_size=batch_size, noise_std=3.0)
    assert result.chosen_rms == pytest.approx(3.0 * (dimension / batch_size) ** 0.5, rel=1e-14)
    assert result.summary()["chosen_rms"] == result.chosen_rms


def test_chosen_rms_is_a_point_of_both_curves():
    result = result_of("roots", dimension=64, batch_size=16)
    assert result.chosen_rms == result.exact_rms_by_dimension[6] == result.exact_rms_by_batch[4]


def test_the_length_of_bend_counts_the_points_of_both_curves():
    result = result_of("bend")
    assert result.length == len(result.batch_sizes) + len(result.dimensions) == 27
