import math

import numpy as np
import pytest

from core.obstacles.network.plane_losses import random_walk_share
from core.obstacles.network.principal import principal, share_together
from core.run import returned_by


def by_svd(points):
    _, values, directions = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    return values**2 / np.sum(values**2), directions


@pytest.mark.parametrize(("count", "dimension"), [(3, 40), (60, 5), (150, 400), (400, 60)])
def test_directions_and_shares_are_those_of_a_dense_decomposition(count, dimension):
    points = np.random.default_rng(count).standard_normal((count, dimension)).cumsum(axis=0)
    found, (shares, directions) = returned_by(principal(points)), by_svd(points)
    assert found.shares == pytest.approx(shares[:2], abs=1e-13)
    assert np.abs(np.vecdot(found.directions, directions[:2])) == pytest.approx([1.0, 1.0], abs=1e-9)
    assert found.directions @ found.directions.T == pytest.approx(np.eye(2), abs=1e-12)
    assert found.together == pytest.approx(shares[:2].sum())


def test_the_path_runs_ahead_and_bends_up():
    points = np.array([[0.0, 0, 1], [-1, 0.5, 1], [-2, 0.6, 1], [-3, 0.0, 1]])
    for turned in (points, -points, points * (1, -1, 1)):
        directions = returned_by(principal(turned)).directions
        ahead = (turned - turned[-1]) @ directions.T
        assert ahead[0, 0] < 0 < ahead[np.abs(ahead[:, 1]).argmax(), 1]


def test_on_a_line_one_direction_holds_everything():
    step = np.random.default_rng(0).standard_normal(30)
    found = returned_by(principal(np.outer([0.0, 1.0, 3.0, 4.0], step)))
    assert found.together == 1.0
    assert found.shares == pytest.approx([1.0, 0.0], abs=1e-15)
    assert abs(found.directions[0] @ step) == pytest.approx(np.linalg.norm(step))
    assert found.directions[1] @ step == pytest.approx(0.0, abs=1e-12)
    two = returned_by(principal(np.stack([step, -step])))
    assert two.shares.tolist() == [1.0, 0.0]


def test_a_search_yields_after_each_product():
    points = np.random.default_rng(0).standard_normal((300, 50)).cumsum(axis=0)
    assert 3 <= sum(1 for _ in principal(points)) < 60


def test_rounding_does_not_keep_shares_from_one():
    assert share_together(np.array([0.7, 0.3 - 1e-15])) == 1.0
    assert share_together(np.array([0.7, 0.2])) == pytest.approx(0.9)


def test_a_long_random_walk_has_three_quarters_in_two_directions():
    limit = 6 / math.pi**2 * (1 + 1 / 4)
    shares = [returned_by(random_walk_share(300, 2000, np.random.default_rng(seed))) for seed in range(5)]
    assert np.median(shares) == pytest.approx(limit, abs=0.01)


def test_a_random_walk_is_drawn_as_one_array():
    points = np.concatenate([np.zeros((1, 3000)), np.random.default_rng(7).standard_normal((90, 3000))]).cumsum(axis=0)
    share = returned_by(random_walk_share(90, 3000, np.random.default_rng(7)))
    assert share == pytest.approx(by_svd(points)[0][:2].sum(), abs=1e-12)
    assert returned_by(random_walk_share(1, 10, np.random.default_rng(7))) == 1.0
