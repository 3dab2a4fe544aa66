import numpy as np
import pytest

from core.obstacles.nonlinearity import NONLINEARITY
from core.obstacles.nonlinearity.families import LINEAR
from core.obstacles.nonlinearity.polynomial_degree import polynomial_degree
from core.obstacles.nonlinearity.slices import Slice
from core.params import make
from core.run import run_to_end

TOY = NONLINEARITY.experiment("toy")
NAMES = ("two_entries", "tied")


def toy(**values):
    return run_to_end(TOY.run(make(NONLINEARITY.params, values)))


@pytest.fixture(scope="module")
def result():
    return toy()


def series(result, name, index):
    """The Legendre series of f in numpy's normalization."""
    scale = np.sqrt(2.0 * np.arange(result.coefficients[name].shape[1]) + 1.0)
    return result.coefficients[name][index] * np.multiply.outer(scale, scale)


def at(result, name, index, u, v):
    """f of the network by its definition."""
    depth = int(result.depths[index])
    network = Slice(name, 4, result.params.radius, result.params.seed).network(LINEAR, depth, 0)
    product = network.inputs
    for w, d, e in network.weights:
        product = (w + u * d + v * e) @ product
    return (product**2).mean()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("index", [0, 1, 5, 11])
def test_the_grid_the_cut_and_the_polynomial_match_the_network(result, name, index):
    rng = np.random.default_rng(index)
    for i, j in rng.integers(0, 65, (5, 2)):
        u, v = result.axis[[i, j]]
        expected = at(result, name, index, u, v)
        assert result.loss[name][index, i, j] == pytest.approx(expected, rel=1e-9)
        polynomial = np.polynomial.legendre.legval2d(u, v, series(result, name, index))
        assert polynomial == pytest.approx(expected, abs=1e-12 * result.loss[name][index].max())
        t = result.along[2 * i]
        assert result.cut[name][index, 2 * i] == pytest.approx(at(result, name, index, t, t), rel=1e-9)


def test_two_entries_are_biquadratic_at_any_depth(result):
    for table in result.coefficients["two_entries"]:
        beyond = max(np.abs(table[3:]).max(), np.abs(table[:, 3:]).max())
        assert beyond < 1e-12 * np.abs(table).max()
    assert np.abs(result.coefficients["two_entries"][-1][2, 2]) > 0.0
    assert result.nu["two_entries"].max() < 0.06


def measured_degree(table):
    i, j = np.indices(table.shape)
    return int((i + j)[np.abs(table) > 1e-11 * np.abs(table).max()].max())


@pytest.mark.parametrize("width", [2, 3, 4])
@pytest.mark.parametrize("seed", range(8))
def test_the_degree_from_the_positions_matches_the_coefficients(seed, width):
    found = toy(seed=seed, width=width, depths="1,2,3,4,5", max_steps=1)
    for name in NAMES:
        assert tuple(map(measured_degree, found.coefficients[name])) == found.degree[name]


def test_the_degree_of_tied_entries_depends_on_their_positions(result):
    assert result.degree["tied"] == (2, 4, 4, 6, 8, 8, 10, 12, 12, 14, 16, 16)
    assert result.degree["two_entries"] == (2, 2, *[4] * 10)
    deepest = [toy(seed=seed, depths="12", max_steps=1).degree["tied"][0] for seed in range(10)]
    assert set(deepest) == {12, 16, 24}
    assert result.nu["tied"][-1] > 0.3
    assert result.nu["tied"][0] < 1e-10


def test_the_degree_counts_an_entry_in_every_layer_of_a_path():
    fixed = np.ones((3, 1, 2, 2))
    diagonal, off_diagonal = np.zeros((2, 3, 2, 2, 2))
    diagonal[:, 0, 0, 0] = 1.0
    off_diagonal[:, 0, 0, 1] = 1.0
    assert polynomial_degree(np.concatenate([fixed, diagonal], axis=1)) == 6
    assert polynomial_degree(np.concatenate([fixed, off_diagonal], axis=1)) == 4
    both = off_diagonal.copy()
    both[:, 1, 1, 0] = 1.0
    assert polynomial_degree(np.concatenate([fixed, both], axis=1)) == 6


def test_claims_consider_the_depths_of_the_run(result):
    assert result.most_nu["two_entries"] == result.nu["two_entries"].max()
    assert result.tame == {"two_entries": True, "tied": False}
    assert (result.gapless, result.deepest) == (True, 12)
    assert result.alone_below == pytest.approx(0.054)
    assert not toy(depths="1,3", max_steps=1).gapless
    deeper = toy(depths="21", max_steps=1)
    assert deeper.most_nu["two_entries"] == pytest.approx(0.094, abs=1e-3)
    assert deeper.at_most_quadratic


def test_nu_follows_from_the_coefficients(result):
    for name in NAMES:
        for index, table in enumerate(result.coefficients[name]):
            i, j = np.indices(table.shape)
            squares = np.where(i + j > 0, table, 0.0) ** 2
            outside = squares[i + j > 2].sum() / squares.sum()
            assert result.nu[name][index] == pytest.approx(outside, abs=1e-10)


def test_the_quadratic_is_the_first_six_coefficients(result):
    kept = series(result, "tied", 6)
    i, j = np.indices(kept.shape)
    t = result.along
    expected = np.polynomial.legendre.legval2d(t, t, np.where(i + j <= 2, kept, 0.0))
    assert result.quadratic["tied"][6] == pytest.approx(expected, rel=1e-9)


def test_descent_follows_the_gradient_of_the_network(result):
    step = 1e-5
    for name, index in (("tied", 3), ("tied", 9), ("two_entries", 7)):
        path, rate = result.path[name][index], result.learning_rate[name][index]
        assert path[0].tolist() == [0.9, 0.8] == result.start.tolist()
        for k in range(min(4, int(result.steps_to_tolerance[name][index]))):
            u, v = path[k]
            slopes = [
                (at(result, name, index, u + a, v + b) - at(result, name, index, u - a, v - b)) / (2.0 * step)
                for a, b in ((step, 0.0), (0.0, step))
            ]
            assert path[k + 1] == pytest.approx(np.clip(path[k] - rate * np.array(slopes), -1.0, 1.0), abs=1e-7)
            assert result.path_loss[name][index, k] == pytest.approx(at(result, name, index, u, v), rel=1e-9)


def test_the_rate_is_one_over_the_sharpest_curvature_at_the_start(result):
    step = 1e-4
    (u, v), name, index = result.start, "tied", 4

    def second(a, b):
        def f(p, q):
            return at(result, name, index, u + p, v + q)

        plus, minus = (np.array(a) + b) * step, (np.array(a) - b) * step
        return (f(*plus) - f(*minus) - f(*-minus) + f(*-plus)) / (4.0 * step**2)

    x, y = np.eye(2)
    hessian = [[second(x, x), second(x, y)], [second(y, x), second(y, y)]]
    sharpest = np.abs(np.linalg.eigvalsh(hessian)).max()
    assert result.learning_rate[name][index] == pytest.approx(1.0 / sharpest, rel=1e-4)
    half = toy(relative_rate=0.5, depths="5")
    assert half.learning_rate[name][0] == pytest.approx(0.5 / sharpest, rel=1e-4)


@pytest.mark.parametrize("start", ["0.9,0.8", "-1,1", "0,0", "0.3,-0.7"])
def test_descents_stay_on_the_slice_and_end_at_the_tolerance_above_the_minimum(start):
    found = toy(start=start, depths="1,4,9", max_steps=300)
    for name in NAMES:
        for index in range(3):
            loss, solved = found.path_loss[name][index], found.steps_to_tolerance[name][index]
            lowest = found.lowest[name][index]
            assert lowest <= found.loss[name][index].min()
            assert lowest <= np.nanmin(loss) * (1 + 1e-12)
            known = np.isfinite(loss)
            below = loss[known] - lowest <= np.exp(-4.0) * (loss[0] - lowest)
            assert below.any() == np.isfinite(solved)
            assert known.sum() == (301 if np.isnan(solved) else solved + 1)
            assert below[:-1].sum() == 0
            assert np.abs(found.path[name][index][known]).max() <= 1.0
            assert np.isfinite(found.path[name][index]).all(axis=1).tolist() == known.tolist()


def test_a_descent_below_the_grid_is_solved_only_near_the_minimum():
    found = toy(tolerance=1e-7, depths="1,2,3", seed=3)
    for name in NAMES:
        for index in range(3):
            loss, lowest = found.path_loss[name][index], found.lowest[name][index]
            ended = loss[np.isfinite(loss)]
            assert 0.0 <= ended[-1] - lowest <= 1e-7 * (loss[0] - lowest) < ended[-2] - lowest
            assert ended[-1] < found.loss[name][index].min()


def test_a_descent_decided_by_rounding_does_not_count_as_solved():
    found = toy(tolerance=1e-10, depths="2,12", max_steps=400)
    assert [found.undecided("tied", place) for place in (0, 1)] == [False, True]
    assert np.isfinite(found.steps_to_tolerance["tied"]).tolist() == [True, False]
    assert not found.unsolved("tied", 1)
    assert not toy(depths="12", max_steps=1).undecided("tied", 0)
    assert toy(depths="12", max_steps=1).unsolved("tied", 0)


def test_a_descent_with_a_large_rate_is_not_solved():
    found = toy(relative_rate=4.0, depths="2,6", start="1,1", max_steps=50)
    assert np.isnan(found.steps_to_tolerance["tied"]).any()
    assert np.nanmax(np.abs(found.path["tied"])) == 1.0


def test_the_radius_sets_the_half_width_of_the_slice():
    near, far = toy(radius=0.5, depths="3"), toy(depths="3")
    assert (near.half_width, far.half_width) == (0.5, 1.0)
    # The middle half of the wide slice equals the narrow one.
    assert near.loss["tied"][0, ::2, ::2] == pytest.approx(far.loss["tied"][0, 16:49, 16:49], rel=1e-12)


def test_slices_appear_depth_by_depth_and_then_paths(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    seen = []
    for progress in TOY.run(make(NONLINEARITY.params, {"depths": "1,2,3", "max_steps": 5, "seed": 76})):
        part = progress.partial
        seen.append((int(np.isfinite(part.nu["tied"]).sum()), part.path["tied"].shape[1]))
    assert seen == sorted(seen)
    assert {drawn for drawn, _ in seen} >= {1, 2, 3}
    assert all(drawn == 3 for drawn, steps in seen if steps > 1)


def test_a_run_with_another_start_has_cached_slices_from_the_first_yield_on(monkeypatch):
    values = {"depths": "1,2,5", "seed": 77}
    before = run_to_end(TOY.run(make(NONLINEARITY.params, values)))
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    first = next(TOY.run(make(NONLINEARITY.params, values | {"start": "0.3,-0.2"}))).partial
    for name in ("two_entries", "tied"):
        assert np.array_equal(first.loss[name], before.loss[name])
        assert np.array_equal(first.nu[name], before.nu[name])
    other = next(TOY.run(make(NONLINEARITY.params, values | {"radius": 0.5}))).partial
    assert np.isnan(other.nu["tied"][-1])
