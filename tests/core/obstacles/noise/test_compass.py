import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise import NOISE
from core.obstacles.noise.compass import _equidistant_points
from core.obstacles.noise.cosines import Cosines
from core.params import make
from core.run import run_to_end

COMPASS = NOISE.experiment("compass")


def compass(**values):
    return run_to_end(COMPASS.run(make(NOISE.params, values)))


@pytest.fixture(scope="module")
def result():
    return compass()


def test_the_alignment_matches_the_published_values(result):
    assert result.points.tolist() == [[-1.2, 1.0], [0.5, 0.25]]
    assert result.measured == pytest.approx([0.6899, 0.0313], abs=0.002)
    assert result.exact == pytest.approx([0.6899, 0.0313], abs=1e-4)
    assert result.predicted == pytest.approx([0.6904, 0.0353], abs=1e-4)


@pytest.mark.parametrize("values", [{}, {"batch_size": 16}, {"batch_size": 256, "start": (0.3, -0.5)}, {"seed": 3}])
def test_measured_cosines_match_exact_ones_within_their_error(values):
    result = compass(**values)
    assert (np.abs(result.measured - result.exact) < 4.0 * result.error).all()
    assert (result.error < 1e-3).all()
    assert result.samples == 2**20
    off = result.along_measured - result.along_exact
    assert np.abs(off).max() < 0.02
    assert np.abs(off).mean() < 0.005


def test_the_arrows_are_gradient_plus_noise(result):
    assert result.gradients == pytest.approx(Rosenbrock(2, 10.0).gradient(result.points))
    assert result.arrows.shape == result.rose.shape == (2, 48, 2)
    noise = result.arrows - result.gradients[:, None]
    assert noise[0] == pytest.approx(noise[1], abs=1e-12)
    assert noise[0].std() == pytest.approx(20.0, rel=0.2)
    sixteen = compass(batch_size=16)
    assert sixteen.arrows - sixteen.gradients[:, None] == pytest.approx(noise / 4.0, abs=1e-12)
    assert result.length == 48


def test_the_rose_holds_unit_vectors(result):
    assert np.linalg.norm(result.rose, axis=-1) == pytest.approx(np.ones((2, 48)))
    assert np.linalg.norm(result.directions, axis=-1) == pytest.approx(np.ones(2))
    assert np.vecdot(result.rose, result.arrows) == pytest.approx(np.linalg.norm(result.arrows, axis=-1))
    # At the start the arrows align with the true gradient; near the minimum they are nearly random.
    cosines = np.vecdot(result.rose, result.directions[:, None]).mean(axis=-1)
    assert cosines[0] > 0.5
    assert abs(cosines[1]) < 0.3


def test_the_points_along_the_valley_are_equidistant(result):
    assert result.along.shape == (97, 2)
    assert result.along[0].tolist() == [-1.2, 1.0]
    assert result.along[-1] == pytest.approx([1.0, 1.0], abs=0.05)
    gaps = np.linalg.norm(np.diff(result.along, axis=0), axis=-1)
    assert gaps.max() < 1.01 * np.median(gaps)
    for values in (result.along_measured, result.along_predicted, result.along_exact):
        assert values.shape == (97,)
    assert result.along_exact[0] == pytest.approx(result.exact[0])
    assert result.along_exact[-1] < 0.01


def test_the_path_ends_at_the_edge_of_the_window():
    along = compass(learning_rate=1.0).along
    assert along.tolist() == [[-1.2, 1.0]]
    assert len(compass(max_steps=1, start=(0.5, 0.5)).along) == 97


def test_at_the_minimum_there_is_no_direction():
    result = compass(start=(1, 1))
    assert np.isnan(result.measured[0])
    assert np.isnan(result.directions[0]).all()
    assert result.predicted[0] == result.exact[0] == 0.0
    assert result.along.tolist() == [[1.0, 1.0]]
    assert result.summary()["alignment"]["measured"][0] is None


# Iterates near 1 differ by at least the float spacing; smaller coordinates would underflow when squared.
COORDINATES = st.floats(-1.0, 1.0).map(lambda at: at if abs(at) > 1e-100 else 0.0)


@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=20))
def test_equidistant_points_begin_and_end_with_the_path(points):
    path = np.array(points)
    points_on_path = _equidistant_points(path)
    assert points_on_path[0].tolist() == path[0].tolist()
    if len(points_on_path) > 1:
        assert points_on_path[-1] == pytest.approx(path[-1])
    assert (points_on_path.min(axis=0) >= path.min(axis=0) - 1e-12).all()
    assert (points_on_path.max(axis=0) <= path.max(axis=0) + 1e-12).all()


def test_cosines_match_the_definition():
    rng = np.random.default_rng(0)
    gradients, noise = rng.normal(size=(3, 2)), rng.normal(size=(2, 50))
    found = Cosines(gradients, 0.5)
    assert np.isnan(found.mean).all()
    assert np.isnan(found.error).all()
    found.add(noise[:, :20])
    found.add(noise[:, 20:])
    noisy = gradients[:, None] + 0.5 * np.stack([noise.T, -noise.T])[:, None]
    lengths = np.linalg.norm(noisy, axis=-1) * np.linalg.norm(gradients, axis=-1)[:, None]
    cosines = np.vecdot(noisy, gradients[:, None]) / lengths
    assert found.count == 100
    assert found.mean == pytest.approx(cosines.mean(axis=(0, -1)))
    assert found.error == pytest.approx(cosines.mean(axis=0).std(axis=-1, ddof=1) / np.sqrt(50))
    assert found.ratios == pytest.approx(np.linalg.norm(gradients, axis=-1) / 0.5)
