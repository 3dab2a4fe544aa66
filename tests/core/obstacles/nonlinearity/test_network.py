import math
from dataclasses import replace

import numpy as np
import pytest

from core.obstacles.nonlinearity.families import kind
from core.obstacles.nonlinearity.network import losses
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.projection import derivatives, gauss, gradient_nonlinearity, nonlinearity
from core.obstacles.nonlinearity.slices import Slice, points_needed
from core.params import make

FAMILIES = ("linear", "relu", "tanh", "sigmoid", "residual_linear", "residual_relu")
NAMES = ("two_entries", "tied", "all_layers", "one_layer")
PHI = {
    "linear": lambda z: z,
    "relu": lambda z: np.where(z > 0.0, z, 0.0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
}
each_family = pytest.mark.parametrize("family", FAMILIES)
each_slice = pytest.mark.parametrize("name", NAMES)


def family_of(name, **values):
    return kind(name, make(NonlinearityParams, values))


def drawn(name, family, depth, width=5, radius=0.7, replicate=3, **values):
    return Slice(name, width, radius, 11).network(family_of(family, **values), depth, replicate)


def without_none(found):
    return [each for each in found if each is not None]


def reference_loss(family, network, point, branch, gain=1.0):
    """The loss by its definition, for one point and one sample at a time."""
    u, v = point
    phi = PHI[family.removeprefix("residual_")]
    depth, n = len(network.weights), len(network.inputs)
    total = 0.0
    for sample in network.inputs.T:
        h = sample
        for layer, (w, d, e) in enumerate(network.weights):
            last = layer == depth - 1
            scale = gain * (math.sqrt(2.0) if family.endswith("relu") else 1.0)
            if last and not family.startswith("residual"):
                scale = 1.0
            a = scale * (w + u * d + v * e) @ h
            plain = a if last else phi(a)
            h = h + branch * phi(a) if family.startswith("residual") else plain
        total += (h**2).sum()
    return total / network.inputs.shape[1] / n


@each_family
@each_slice
@pytest.mark.parametrize("depth", [1, 2, 5])
def test_the_loss_matches_its_definition(family, name, depth):
    points = np.random.default_rng(0).uniform(-1.0, 1.0, (7, 2))
    network = drawn(name, family, depth, gain=1.3)
    (found,) = without_none(losses(network, points, (depth,)))
    expected = [reference_loss(family, network, point, depth**-0.5, gain=1.3) for point in points]
    assert found.values * math.exp(found.log_unit) == pytest.approx(expected, rel=1e-11)
    assert found.gradient.shape == (0, 7)


@pytest.mark.parametrize("scale", [0.1, 1.0])
def test_the_branch_scale_multiplies_the_residual_branch(scale):
    network = drawn("all_layers", "residual_relu", 3, branch_scale=scale)
    (found,) = without_none(losses(network, np.array([[0.2, -0.9]]), (3,)))
    expected = reference_loss("residual_relu", network, (0.2, -0.9), scale)
    assert found.values[0] * math.exp(found.log_unit) == pytest.approx(expected, rel=1e-11)


@each_family
@each_slice
def test_gradients_agree_with_finite_differences(family, name):
    points, step = np.random.default_rng(1).uniform(-0.9, 0.9, (6, 2)), 1e-6
    network = drawn(name, family, 4)
    (found,) = without_none(losses(network, points, (4,), gradient=True))
    for axis in range(2):
        shift = step * np.eye(2)[axis]
        (up,), (down,) = (without_none(losses(network, points + sign * shift, (4,))) for sign in (1.0, -1.0))
        assert up.log_unit == found.log_unit
        slopes = (up.values - down.values) / (2.0 * step)
        assert found.gradient[axis] == pytest.approx(slopes, abs=1e-6 * np.abs(found.values).max())


@each_family
@pytest.mark.parametrize("scale", ["inverse_root", 0.6])
def test_a_truncated_network_equals_the_shallower_network(family, scale):
    points = np.random.default_rng(2).uniform(-1.0, 1.0, (4, 2))
    deep = drawn("all_layers", family, 6, branch_scale=scale)
    together = without_none(losses(deep, points, (1, 3, 6), gradient=True))
    assert [each.depth for each in together] == [1, 3, 6]
    for each in together:
        shallow = drawn("all_layers", family, each.depth, branch_scale=scale)
        (alone,) = without_none(losses(shallow, points, (each.depth,), gradient=True))
        assert each.values == pytest.approx(alone.values, rel=1e-12)
        assert each.gradient == pytest.approx(alone.gradient, rel=1e-9, abs=1e-12)
        assert each.log_unit == pytest.approx(alone.log_unit, abs=1e-12)


@each_family
def test_the_loss_at_a_point_does_not_depend_on_other_points(family):
    """Blocks and groups of points affect only the speed."""
    rule = gauss(25)
    network = drawn("all_layers", family, 3, width=8)
    (whole,) = without_none(losses(network, rule.points, (3,), gradient=True))
    some = [0, 300, 624]
    (few,) = without_none(losses(network, rule.points[some], (3,), gradient=True))
    assert len(whole.values) == 625
    assert few.values == pytest.approx(whole.values[some], rel=1e-12)
    assert few.gradient == pytest.approx(whole.gradient[:, some], rel=1e-9, abs=1e-12)


def test_duplicated_inputs_do_not_change_the_loss_of_a_linear_network():
    points = np.random.default_rng(3).uniform(-1.0, 1.0, (5, 2))
    network = drawn("all_layers", "linear", 3)
    assert network.inputs.shape == (5, 10)
    one, many = replace(network, inputs=network.inputs[:, :5]), replace(network, inputs=np.tile(network.inputs, 40))
    (few,), (same,), (all_,) = (without_none(losses(each, points, (3,))) for each in (one, many, network))
    assert same.values == pytest.approx(all_.values, rel=1e-12)
    assert np.abs(few.values / all_.values - 1.0).min() > 1e-3


@each_slice
@pytest.mark.parametrize("family", ["linear", "residual_linear"])
def test_one_linear_layer_is_quadratic(family, name):
    rule = gauss(5)
    for replicate in range(20):
        network = drawn(name, family, 1, replicate=replicate)
        (found,) = without_none(losses(network, rule.points, (1,)))
        assert nonlinearity(found.values, rule) < 1e-10
        assert gradient_nonlinearity(found.values, derivatives(found.values, 5), rule) < 1e-10


@each_slice
@pytest.mark.parametrize("family", ["linear", "residual_linear"])
@pytest.mark.parametrize("depth", [2, 5, 12])
def test_points_needed_are_exact_for_linear_networks(family, name, depth):
    network = drawn(name, family, depth)
    nus = []
    needed = points_needed(name, depth)
    assert needed <= 2 * depth + 1
    for m in (needed, needed + 7):
        (found,) = without_none(losses(network, gauss(m).points, (depth,), gradient=True))
        exact = gradient_nonlinearity(found.values, found.gradient, gauss(m))
        assert gradient_nonlinearity(found.values, derivatives(found.values, m), gauss(m)) == pytest.approx(
            exact, abs=1e-10
        )
        nus.append([float(nonlinearity(found.values, gauss(m))), float(exact)])
    assert nus[0] == pytest.approx(nus[1], abs=1e-10)


@pytest.mark.parametrize(
    ("family", "within"), [("relu", 3e-3), ("tanh", 3e-5), ("sigmoid", 1e-6), ("residual_relu", 5e-3)]
)
def test_17_points_are_accurate_for_activations(family, within):
    network = drawn("all_layers", family, 4, width=8, radius=1.0)
    nus = []
    for m in (17, 61):
        (found,) = without_none(losses(network, gauss(m).points, (4,)))
        nus.append(float(nonlinearity(found.values, gauss(m))))
    assert nus[0] == pytest.approx(nus[1], abs=within)


@each_family
@pytest.mark.parametrize(("gain", "radius"), [(8.0, 4.0), (0.1, 0.05)])
def test_deep_products_neither_overflow_nor_underflow(family, gain, radius):
    rule = gauss(49)
    network = Slice("all_layers", 4, radius, 0).network(family_of(family, gain=gain), 24, 0)
    (found,) = without_none(losses(network, rule.points, (24,), gradient=True))
    assert np.isfinite(found.values).all()
    assert np.isfinite(found.gradient).all()
    assert found.values.max() > 0.0
    assert np.isfinite(found.values * math.exp(found.log_unit)).all()
    assert 0.0 <= nonlinearity(found.values, rule) <= 1.0


def test_the_unit_represents_losses_too_large_for_a_float():
    """400 layers of gain 8: the loss is about 1e720, its nu that of the same network at gain 1."""
    points = gauss(9).points
    deep = [Slice("one_layer", 4, 1.0, 0).network(family_of("linear", gain=gain), 400, 0) for gain in (1.0, 8.0)]
    (plain,), (large,) = (without_none(losses(each, points, (400,))) for each in deep)
    assert large.log_unit - plain.log_unit == pytest.approx(2.0 * 399.0 * math.log(8.0))
    assert large.values == pytest.approx(plain.values, rel=1e-9)
    assert plain.values.max() > 0.0


def test_the_gain_does_not_change_losses_of_homogeneous_families():
    for family in ("linear", "relu"):
        values = [
            without_none(losses(drawn("all_layers", family, 4, gain=gain), gauss(9).points, (4,)))[0].values
            for gain in (0.5, 4.0)
        ]
        assert values[0] == pytest.approx(values[1], rel=1e-12)
