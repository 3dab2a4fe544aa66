import math

import numpy as np
import pytest

from core.obstacles.nonlinearity.families import LINEAR, kind
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.slices import Slice, width_of
from core.params import make

RELU = kind("relu", make(NonlinearityParams, {}))


def slice_of(name, width=6, radius=1.0, seed=0):
    return Slice(name, width, radius, seed)


def test_directions_have_the_norm_of_the_weights_times_the_radius():
    for radius in (0.5, 2.0):
        network = slice_of("all_layers", radius=radius).network(LINEAR, 4, 0)
        lengths = np.linalg.norm(network.weights, axis=(2, 3))
        assert lengths[:, 1] == pytest.approx(radius * lengths[:, 0])
        assert lengths[:, 2] == pytest.approx(radius * lengths[:, 0])
        assert network.moving == (True,) * 4


def test_one_layer_moves_only_the_first():
    assert slice_of("one_layer").network(LINEAR, 4, 0).moving == (True, False, False, False)


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_tied_entries_have_the_same_two_positions_in_every_layer(depth):
    for replicate in range(10):
        weights = slice_of("tied", width=4).network(LINEAR, depth, replicate).weights
        for axis in (1, 2):
            places = [tuple(np.argwhere(layer[axis])[0]) for layer in weights]
            assert [np.count_nonzero(layer[axis]) for layer in weights] == [1] * depth
            assert len(set(places)) == 1
            assert all(layer[0][place] == 0.0 for layer, place in zip(weights, places, strict=True))
            assert weights[:, axis].max() == 2.0 / math.sqrt(4.0)
        assert np.argwhere(weights[0, 1]).tolist() != np.argwhere(weights[0, 2]).tolist()


def test_two_entries_are_in_the_first_and_in_the_last_layer():
    network = slice_of("two_entries", width=4).network(LINEAR, 5, 0)
    assert [np.count_nonzero(layer[1]) for layer in network.weights] == [1, 0, 0, 0, 0]
    assert [np.count_nonzero(layer[2]) for layer in network.weights] == [0, 0, 0, 0, 1]
    assert network.moving == (True, False, False, False, True)
    tied = slice_of("tied", width=4).network(LINEAR, 5, 0)
    assert np.array_equal(network.weights[0, 1], tied.weights[0, 1])
    assert np.array_equal(network.weights[4, 2], tied.weights[4, 2])


def test_two_entries_at_depth_one_are_in_the_same_layer():
    (layer,) = slice_of("two_entries", width=4).network(LINEAR, 1, 0).weights
    assert np.count_nonzero(layer[1]) == np.count_nonzero(layer[2]) == 1
    assert np.count_nonzero(layer[0]) == 14


def test_weights_have_the_variance_of_the_initialization():
    entries = np.concatenate(
        [slice_of("all_layers", width=16).network(LINEAR, 4, each).weights[:, 0].ravel() for each in range(50)]
    )
    assert entries.std() == pytest.approx(0.25, rel=0.01)
    assert entries.mean() == pytest.approx(0.0, abs=0.003)
    assert LINEAR.deviation == 1.0
    assert RELU.deviation == math.sqrt(2.0)


def test_families_and_depths_share_random_numbers_but_replicates_and_seeds_do_not():
    first = slice_of("all_layers").network(LINEAR, 3, 0)
    assert np.array_equal(first.weights, slice_of("all_layers").network(RELU, 3, 0).weights)
    assert np.array_equal(first.weights, slice_of("all_layers").network(LINEAR, 7, 0).weights[:3])
    assert np.array_equal(first.inputs, slice_of("all_layers").network(LINEAR, 7, 0).inputs)
    assert not np.array_equal(first.weights, slice_of("all_layers").network(LINEAR, 3, 1).weights)
    assert not np.array_equal(first.weights, slice_of("all_layers", seed=1).network(LINEAR, 3, 0).weights)


def test_each_slice_has_a_default_width():
    assert [width_of("default", name) for name in ("two_entries", "tied", "all_layers", "one_layer")] == [4, 4, 8, 16]
    assert width_of(5, "tied") == 5


def test_there_are_two_inputs_per_unit():
    assert slice_of("all_layers", width=6).network(LINEAR, 1, 0).inputs.shape == (6, 12)
