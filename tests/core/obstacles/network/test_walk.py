from itertools import repeat

import numpy as np
import pytest

from core.digits import load_digits
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron
from core.obstacles.network import walk
from core.obstacles.network.walk import Walk
from core.optimizers.gradient_descent import GradientDescent


@pytest.fixture
def problem():
    return Perceptron(Architecture((64, 3, 10)), *(part[:20] for part in load_digits()))


def walked(problem, steps, rate=0.5, target=0.0):
    path = Walk(problem, problem.architecture.initial(0))
    taken = list(path.take(GradientDescent(rate), repeat(problem), target, steps))
    return path, taken


def every_point(problem, steps, rate=0.5):
    points = [problem.architecture.initial(0)]
    for _ in range(steps):
        points.append(points[-1] - rate * problem.gradient(points[-1]))
    return np.array(points)


def test_a_short_path_keeps_every_step(problem):
    path, taken = walked(problem, 12)
    points = every_point(problem, 12)
    assert taken == list(range(1, 13))
    assert path.steps == list(range(13))
    assert np.array_equal(path.points, points)
    assert path.losses == pytest.approx(problem.value(points).tolist(), rel=1e-12)
    lengths = np.linalg.norm(np.diff(points, axis=0), axis=1)
    assert path.travelled == pytest.approx([0.0, *lengths.cumsum()])
    assert path.distances == pytest.approx(np.linalg.norm(points - points[0], axis=1))


@pytest.mark.parametrize("most", [8, 9])
def test_a_long_path_is_thinned_evenly_and_keeps_its_last_step_and_its_length(problem, monkeypatch, most):
    monkeypatch.setattr(walk, "MOST_POINTS", most)
    points = every_point(problem, 70)
    lengths = [0.0, *np.linalg.norm(np.diff(points, axis=0), axis=1).cumsum()]
    for steps in range(1, 71):
        path, _ = walked(problem, steps)
        assert len(path.steps) <= most
        assert path.steps[-1] == steps
        gaps = np.diff(path.steps[:-1])
        assert len(set(gaps)) <= 1
        assert path.steps[0] == 0
        assert path.travelled == pytest.approx([lengths[step] for step in path.steps])
        assert np.array_equal(path.points, points[path.steps])


def test_memory_limits_the_points_of_a_large_network(problem, monkeypatch):
    monkeypatch.setattr(walk, "MOST_NUMBERS", 6 * problem.dimension)
    assert len(walked(problem, 40)[0].steps) <= 6


def test_a_path_ends_at_its_target_after_one_step_at_least(problem):
    path, _ = walked(problem, 100, target=1.0)
    assert path.losses[-1] <= 1.0 < min(path.losses[:-1])
    assert walked(problem, 100, target=100.0)[0].steps == [0, 1]


def test_a_path_ends_before_it_diverges(problem):
    linear = Perceptron(Architecture((64, 3, 10), "linear"), problem.inputs, problem.labels, "squared")
    path, taken = walked(linear, 100, rate=1.0)
    assert path.diverged_at == path.steps[-1] + 1 == len(taken) + 1
    assert max(path.losses) <= 1e6 * path.losses[0]
    assert walked(problem, 5)[0].diverged_at is None
