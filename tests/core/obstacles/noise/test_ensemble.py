import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise.ensemble import Ensemble, SingleRun
from core.obstacles.noise.recording import quartiles, recorded_steps

RATE, VALLEY, START = 0.005, 10.0, np.array([-1.2, 1.0])
SCALES = np.array([20.0, 5.0])


def ensemble(size=30, scales=SCALES, bound=1e7):
    return Ensemble(
        VALLEY, scales=scales, start=START, size=size, bound=bound, rng=lambda i: np.random.default_rng((7, i))
    )


def advance(members, steps, rate=RATE):
    """Take steps at one rate; return the yielded shares."""
    return list(members.advance([rate] * steps))


def positions(members, row, count):
    out = np.empty((count, 2))
    members.positions(row, out)
    return out


def reference_descent(size, scale, steps, rng):
    """The same descent by its definition."""
    objective, points = Rosenbrock(2, VALLEY), np.tile(START, (size, 1))
    for _ in range(steps):
        noise = rng.standard_normal((2, size)).T
        points = points - RATE * (objective.gradient(points) + scale * noise)
    return points, objective.value(points)


@pytest.mark.parametrize("row", [0, 1])
def test_the_members_match_the_definition(row):
    members = ensemble()
    advance(members, 100)
    members.update_losses()
    points, losses = reference_descent(30, SCALES[row], 100, np.random.default_rng((7, 0)))
    assert positions(members, row, 30) == pytest.approx(points, abs=1e-10)
    assert members.losses[row] == pytest.approx(losses, rel=1e-8)


def test_the_positions_do_not_depend_on_the_chunks_of_steps(monkeypatch):
    whole, parts = ensemble(), ensemble()
    advance(whole, 50)
    monkeypatch.setattr("core.obstacles.noise.ensemble._MAX_STEPS_PER_YIELD", 100)
    for count in (1, 7, 42):
        advance(parts, count)
    assert positions(whole, 0, 30).tolist() == positions(parts, 0, 30).tolist()


def test_every_block_has_its_own_noise_and_blocks_are_in_the_order_of_members(monkeypatch):
    monkeypatch.setattr("core.obstacles.noise.ensemble._BLOCK", 8)
    members = ensemble()
    advance(members, 20)
    members.update_losses()
    whole = positions(members, 1, 30)
    assert positions(members, 1, 13).tolist() == whole[:13].tolist()
    assert len(np.unique(whole, axis=0)) == 30
    assert members.losses[1] == pytest.approx(Rosenbrock(2, VALLEY).value(whole), rel=1e-8)
    third, _ = reference_descent(8, SCALES[1], 20, np.random.default_rng((7, 2)))
    assert whole[16:24] == pytest.approx(third, abs=1e-10)


def test_the_yielded_shares_rise_to_one():
    shares = advance(ensemble(5000), 40)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) >= 5000 * 2 * 40 / 60_000


def test_a_diverged_member_stays_diverged():
    members = ensemble(size=1000, bound=1e6)
    counts = []
    for _ in range(40):
        advance(members, 40, 0.0125)
        members.update_losses()
        counts.append(np.isinf(members.losses).sum(axis=1).tolist())
    assert counts == sorted(counts)
    assert 20 < counts[-1][0] < 200
    assert counts[-1][1] == 0
    assert not np.isnan(members.losses).any()
    diverged = np.isinf(members.losses[0])
    assert np.isnan(positions(members, 0, 1000)).all(axis=1).tolist() == diverged.tolist()


def test_members_above_the_bound_have_diverged():
    members = ensemble(size=200, bound=2.0)
    advance(members, 100)
    members.update_losses()
    points, losses = reference_descent(200, SCALES[0], 100, np.random.default_rng((7, 0)))
    # All of them start above the bound: f(-1.2, 1) is 6.8.
    assert np.isinf(members.losses).all()
    assert np.isfinite(losses).all()
    assert np.isfinite(points).all()


def test_a_single_run_matches_an_ensemble_without_noise():
    members, single = ensemble(size=1, scales=np.zeros(1)), SingleRun(VALLEY, (-1.2, 1.0), 1e7)
    for count in (1, 20, 300):
        advance(members, count)
        single.advance([RATE] * count)
        members.update_losses()
        assert single.loss == pytest.approx(members.losses[0, 0], rel=1e-9)
        assert single.position == pytest.approx(positions(members, 0, 1)[0], rel=1e-9)


def test_a_diverged_single_run_stays_diverged():
    single = SingleRun(VALLEY, (-1.2, 1.0), 1e7)
    single.advance([1.0] * 30)
    assert single.loss == math.inf
    assert np.isnan(single.position).all()
    single.advance([1.0])
    assert single.loss == math.inf


@given(st.lists(st.floats(0.0, 1e9) | st.just(math.inf), min_size=1, max_size=60))
def test_quartiles_are_order_statistics_also_with_infinite_losses(losses):
    ordered = sorted(losses)
    low, high = (ordered[math.ceil(share * len(losses)) - 1] for share in (0.25, 0.75))
    expected = [low, statistics.median(losses), high]
    given_losses = np.array(losses)
    assert quartiles(given_losses) == expected
    assert given_losses.tolist() == losses


@pytest.mark.parametrize("max_steps", [1, 2, 399, 400, 401, 1600, 1601, 19_999, 20_000])
def test_recorded_steps_are_whole_and_include_both_ends(max_steps):
    steps = recorded_steps(max_steps)
    assert steps.size == min(max_steps, 400) + 1
    assert (steps[0], steps[-1]) == (0.0, max_steps)
    assert (steps == np.round(steps)).all()
    gaps = np.diff(steps)
    assert gaps.min() >= 1.0
    assert gaps.max() - gaps.min() <= 1.0
