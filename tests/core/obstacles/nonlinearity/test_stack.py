import math

import numpy as np
import pytest

from core.nonlinearity_laws import plain_wide_limit, residual_wide_limit
from core.obstacles.nonlinearity import NONLINEARITY
from core.obstacles.nonlinearity.families import kind
from core.obstacles.nonlinearity.network import losses
from core.obstacles.nonlinearity.projection import best_quadratic, gauss, nonlinearity, quadratics
from core.obstacles.nonlinearity.slices import Slice
from core.params import make
from core.run import run_to_end

STACK = NONLINEARITY.experiment("stack")
DEPTHS = (1, 2, 4, 8, 12)


def stack(**values):
    return run_to_end(STACK.run(make(NONLINEARITY.params, values)))


@pytest.fixture(scope="module")
def result():
    return stack()


TABLE = [
    ("all_layers", "linear", (0.0, 0.029, 0.188, 0.535, 0.714)),
    ("all_layers", "relu", (0.0, 0.038, 0.213, 0.575, 0.762)),
    ("all_layers", "tanh", (0.0, 0.024, 0.059, 0.101, 0.133)),
    ("all_layers", "residual_linear", (0.0, 0.009, 0.031, 0.055, 0.079)),
    ("all_layers", "residual_relu", (0.004, 0.016, 0.038, 0.084, 0.114)),
    ("tied", "linear", (0.0, 0.006, 0.059, 0.288, 0.488)),
    ("one_layer", "relu", (0.0, 0.002, 0.006, 0.019, 0.023)),
    ("one_layer", "tanh", (0.0, 0.034, 0.071, 0.104, 0.117)),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "family", "medians"), TABLE, ids=[f"{each[0]}-{each[1]}" for each in TABLE])
def test_the_published_medians_are_between_the_quartiles(name, family, medians):
    found = stack(slice=name, families=family, depths=DEPTHS)
    q25, _, q75 = found.nu[family]
    # The published medians have three digits.
    assert (q25 - 5e-4 <= medians).all()
    assert (medians <= q75 + 5e-4).all()


def test_twelve_plain_layers_are_nonlinear_and_residual_ones_nearly_quadratic(result):
    assert 0.69 < result.nu["linear"][1, -1] < 0.75
    assert 0.05 < result.nu["residual_linear"][1, -1] < 0.11
    assert result.depths.tolist() == list(range(1, 13))
    assert result.length == 11
    assert result.width == 8


def test_bands_are_in_order_and_depth_raises_nonlinearity_of_linear_networks(result):
    for quantity in (result.nu, result.nu_gradient, result.loss_range):
        for band in quantity.values():
            assert (np.diff(band, axis=0) >= 0.0).all()
    assert (np.diff(result.nu["linear"][1]) > 0.0).all()
    assert (result.nu["residual_linear"][1] < result.nu["linear"][1])[1:].all()
    assert (result.nu_gradient["linear"][1] > result.nu["linear"][1])[1:].all()
    assert (result.loss_range["linear"] >= 1.0).all()


def test_one_linear_layer_has_no_nonlinearity(result):
    for family in result.nu:
        assert result.nu[family][:, 0].max() < 1e-10
        assert result.nu_gradient[family][:, 0].max() < 1e-10


def test_two_entries_are_nearly_quadratic_at_any_depth():
    found = stack(slice="two_entries", families="linear", depths=DEPTHS)
    assert found.nu["linear"][1].max() < 0.05
    assert found.nu["linear"][1, -1] < found.nu["linear"][1].max() + 1e-12
    assert dict(found.wide_limit) == {}


def test_the_wide_limit_matches_the_law_and_wide_networks_approach_it(result):
    assert result.wide_limit["linear"].tolist() == [plain_wide_limit(depth) for depth in range(1, 13)]
    expected = [residual_wide_limit(depth, 1.0 / depth) for depth in range(1, 13)]
    assert result.wide_limit["residual_linear"] == pytest.approx(expected, abs=1e-13)
    narrow, wide = (stack(width=width, depths="2,4", replicates=30, families="linear") for width in (4, 32))
    limit = wide.wide_limit["linear"]
    assert wide.nu["linear"][1] == pytest.approx(limit, rel=0.15)
    assert (np.abs(narrow.nu["linear"][1] - limit) > np.abs(wide.nu["linear"][1] - limit)).all()


def test_the_wide_limit_depends_on_radius_and_branch_scale_and_is_for_linear_families():
    found = stack(
        radius=0.5, branch_scale=0.7, gain=2.0, depths="3", replicates=1, families="relu,linear,residual_linear"
    )
    assert found.wide_limit["linear"][0] == plain_wide_limit(3, 0.5)
    assert found.wide_limit["residual_linear"][0] == residual_wide_limit(3, (0.7 * 2.0) ** 2, 0.5)
    assert list(found.wide_limit) == ["linear", "residual_linear"]


def test_a_small_slice_is_nearly_quadratic():
    near, far = (stack(radius=radius, depths="6", replicates=10, families="linear") for radius in (0.05, 2.0))
    assert near.nu["linear"][1, 0] < 0.01
    assert far.nu["linear"][1, 0] > 0.4


def test_the_typical_replicate_is_the_one_nearest_the_median():
    found = stack(replicates=9, depths="3,5", families="linear,tanh")
    for family, typical in found.typical.items():
        for index, depth in enumerate((3, 5)):
            nus = [network_nu(family, depth, replicate)[0] for replicate in range(9)]
            assert found.nu[family][1, index] == pytest.approx(np.median(nus), abs=1e-12)
            assert typical[index] == np.argmin(np.abs(nus - np.median(nus)))
            assert found.cut_nu[family][index] == pytest.approx(np.median(nus), abs=1e-12)


def network_nu(family, depth, replicate):
    """Nu of one network, the network, its losses and the quadrature, with more points than needed."""
    network = Slice("all_layers", 8, 1.0, 0).network(kind(family, make(NONLINEARITY.params, {})), depth, replicate)
    rule = gauss(29 if family == "linear" else 17)
    (found,) = [each for each in losses(network, rule.points, (depth,)) if each is not None]
    return float(nonlinearity(found.values, rule)), network, found, rule


def test_cuts_show_the_typical_network_and_its_best_quadratic():
    found = stack(replicates=5, depths="4", families="linear")
    _, network, inside, rule = network_nu("linear", 4, int(found.typical["linear"][0]))
    points = np.stack([found.along, found.along], axis=-1)
    (on_cut,) = [each for each in losses(network, points, (4,)) if each is not None]
    unit = math.exp(on_cut.log_unit)
    assert found.cut["linear"][0] == pytest.approx(on_cut.values * unit, rel=1e-12)
    expected = best_quadratic(inside.values, rule) @ quadratics(points) * math.exp(inside.log_unit)
    assert found.quadratic["linear"][0] == pytest.approx(expected, rel=1e-9)
    assert found.along[[0, 64, 128]].tolist() == [-1.0, 0.0, 1.0]


def test_the_range_of_the_loss_is_largest_over_smallest():
    found = stack(replicates=1, depths="2,9", families="linear,relu")
    for family in ("linear", "relu"):
        for index, depth in enumerate((2, 9)):
            network = Slice("all_layers", 8, 1.0, 0).network(kind(family, make(NONLINEARITY.params, {})), depth, 0)
            (seen,) = [each for each in losses(network, gauss(19).points, (depth,)) if each is not None]
            assert found.loss_range[family][1, index] == pytest.approx(seen.values.max() / seen.values.min(), rel=1e-9)


def test_the_result_does_not_depend_on_the_batch_size(monkeypatch):
    values = {"replicates": 7, "depths": "2,5", "families": "linear,residual_relu"}
    one_batch = stack(**values)
    monkeypatch.setattr("core.obstacles.nonlinearity.survey._MAX_NUMBERS", 100_000)
    small_batches = stack(**values)
    assert repr(one_batch.summary()) == repr(small_batches.summary())


def test_curves_appear_depth_by_depth(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    run = STACK.run(make(NONLINEARITY.params, {"replicates": 4, "depths": "1,3,5"}))
    seen = [np.isfinite(progress.partial.nu["residual_linear"][1]).tolist() for progress in run]
    for known in ([True, False, False], [True, True, False], [True, True, True]):
        assert known in seen
    assert [sum(known) for known in seen] == sorted(sum(known) for known in seen)


def test_duplicate_depths_and_families_are_removed_and_depths_sorted():
    found = stack(depths="5,2,5", families="tanh,linear,tanh", replicates=2)
    assert found.depths.tolist() == [2.0, 5.0]
    assert list(found.nu) == ["tanh", "linear"]


def test_values_at_a_depth_do_not_depend_on_the_other_depths():
    families = "linear,relu,tanh,residual_linear,residual_relu"
    few, many = (stack(depths=depths, families=families, replicates=3) for depths in ("4", "1,2,4,8"))
    for family in few.nu:
        for alone, together in (
            (few.nu, many.nu),
            (few.nu_gradient, many.nu_gradient),
            (few.loss_range, many.loss_range),
        ):
            assert alone[family][:, 0] == pytest.approx(together[family][:, 2], rel=1e-9, abs=1e-12)


def reference_losses(family, depth, points, *, gain=1.0, width=4, replicate=0, scale=None):
    """Losses and mean slopes if all layers move, by the definitions."""
    rng = np.random.default_rng((0, 0, replicate))
    inputs = rng.standard_normal((width, 2 * width))
    drawn = rng.standard_normal((depth, 3, width, width)) / math.sqrt(width)
    skips, losses_, slopes = family.startswith("residual"), [], []
    for u, v in points:
        h, steep = inputs, []
        for layer, (w, d, e) in enumerate(drawn):
            size = np.linalg.norm(w)
            moved = w + size * (u * d / np.linalg.norm(d) + v * e / np.linalg.norm(e))
            if layer == depth - 1 and not skips:
                h = moved @ h
                continue
            z = gain * (math.sqrt(2.0) if "relu" in family else 1.0) * moved @ h
            steep.append(1.0 - np.tanh(z if family == "tanh" else 0.5 * z) ** 2)
            z = {"tanh": np.tanh, "sigmoid": lambda a: 1 / (1 + np.exp(-a))}.get(family, lambda a: np.maximum(a, 0))(z)
            h = h + scale * z if skips else z
        losses_.append((h**2).mean())
        slopes.append(np.mean(steep) if steep else np.nan)
    return np.array(losses_), np.array(slopes)


@pytest.mark.parametrize("family", ["tanh", "sigmoid"])
@pytest.mark.parametrize("gain", [0.1, 1.0, 4.0])
def test_the_mean_slope_averages_over_units_inputs_and_layers(family, gain):
    found = stack(families=family, gain=gain, depths="1,3", replicates=1, width=4)
    rule = gauss(17)
    _, slopes = reference_losses(family, 3, rule.points, gain=gain)
    assert found.mean_slope[family][1, 1] == pytest.approx(slopes @ rule.weights, rel=1e-9)
    assert np.isnan(found.mean_slope[family][1, 0])


def test_only_saturating_families_have_a_slope_and_only_large_gains_saturate():
    found = stack(families="linear,relu,tanh,sigmoid,residual_relu", depths="2,6", replicates=5)
    assert set(found.mean_slope) == {"tanh", "sigmoid"}
    assert found.saturates == {}
    assert stack(families="linear,tanh", gain=0.1, depths="2,12", replicates=5).saturates == {}
    steep = stack(families="tanh", gain=4, depths="2,6", replicates=5)
    assert steep.saturates == {"tanh": steep.mean_slope["tanh"][1, -1]}
    assert steep.saturates["tanh"] < 0.25


@pytest.mark.slow
def test_dead_networks_are_counted_and_have_no_loss_range():
    found = stack(families="relu,linear", width=2, depths="2,24", replicates=20)
    assert found.dead["relu"].tolist()[1] == 19.0
    assert found.dead["linear"].tolist() == [0.0, 0.0]
    points = gauss(49).points
    dead = sum(not reference_losses("relu", 24, points, width=2, replicate=k)[0].any() for k in range(20))
    assert dead == 19
    assert found.last_dead == {"relu": 19, "linear": 0}
    assert not found.tame
    assert found.loss_range["relu"][1, 1] == np.inf
    alone = stack(families="relu", width=2, depths="24", replicates=1, seed=3)
    if alone.dead["relu"][0]:
        assert np.isnan(alone.loss_range["relu"]).all()


def test_claims_of_two_entries_and_of_one_layer_hold_only_for_linear_networks():
    values = {"depths": "2,5", "replicates": 2}
    assert stack(slice="two_entries", families="linear,residual_linear", **values).at_most_quadratic
    assert not stack(slice="two_entries", families="linear,relu", **values).at_most_quadratic
    assert not stack(slice="tied", families="linear", **values).at_most_quadratic
    one = stack(slice="one_layer", families="linear,residual_linear", **values)
    assert one.exact_parabola
    assert max(one.most_nu.values()) < 1e-12
    assert not stack(slice="one_layer", families="tanh", **values).exact_parabola


def test_relu_and_linear_networks_are_compared_by_medians_and_quartiles():
    tied = stack(slice="tied", families="linear,relu", depths="12")
    assert not tied.relu_like_linear
    assert tied.relu_no_remedy
    close = stack(families="linear,relu", depths="4", replicates=8, seed=1, width=4)
    assert close.relu_like_linear
    assert not close.relu_no_remedy
    assert not stack(families="linear", depths="4", replicates=2).relu_no_remedy


def test_relu_no_remedy_requires_nonlinear_linear_networks():
    near = stack(slice="tied", families="linear,relu", depths="12", radius=0.05)
    assert near.last_nu["relu"] > near.last_nu["linear"]
    assert not near.relu_no_remedy


def test_tame_considers_all_depths():
    assert stack(slice="two_entries", families="linear", replicates=5).tame
    far = stack(slice="two_entries", families="linear", replicates=50, radius=4, depths="1,3")
    assert far.last_nu["linear"] > 0.1
    assert not far.tame


def test_of_two_networks_the_one_with_the_lower_nu_is_typical():
    # Both are equally near the median: the nearest would depend on rounding, and on the processor.
    result = stack(replicates=2, depths=(2, 5, 9))
    for family in result.nu:
        low, _, high = result.nu[family]
        assert result.cut_nu[family] == pytest.approx(low - (high - low) / 2.0, rel=1e-9)
