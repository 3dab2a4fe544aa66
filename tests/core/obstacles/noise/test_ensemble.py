import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise.ensemble import Ensemble, Single
from core.obstacles.noise.recording import quartiles, recorded_steps

RATE, VALLEY, START = 0.005, 10.0, np.array([-1.2, 1.0])
SCALES = np.array([20.0, 5.0])


def ensemble(size=30, scales=SCALES, rate=RATE, bound=1e7):
    return Ensemble(
        rate, VALLEY, scales=scales, start=START, size=size, bound=bound, rng=lambda i: np.random.default_rng((7, i))
    )


def drive(work):
    return list(work)


def positions(members, row, count):
    out = np.empty((count, 2))
    members.positions(row, out)
    return out


def by_hand(size, scale, steps, rng):
    """The same descent, written as the definition says, member by member all at once."""
    objective, points = Rosenbrock(2, VALLEY), np.tile(START, (size, 1))
    for _ in range(steps):
        noise = rng.standard_normal((2, size)).T
        points = points - RATE * (objective.gradient(points) + scale * noise)
    return points, objective.value(points)


@pytest.mark.parametrize("row", [0, 1])
def test_the_members_take_the_steps_that_the_definition_says(row):
    members = ensemble()
    drive(members.advance(100))
    members.look()
    points, losses = by_hand(30, SCALES[row], 100, np.random.default_rng((7, 0)))
    assert positions(members, row, 30) == pytest.approx(points, abs=1e-10)
    assert members.losses[row] == pytest.approx(losses, rel=1e-8)


def test_how_the_steps_are_cut_does_not_change_where_they_lead(monkeypatch):
    whole, parts = ensemble(), ensemble()
    drive(whole.advance(50))
    monkeypatch.setattr("core.obstacles.noise.ensemble._MOST", 100)
    for count in (1, 7, 42):
        drive(parts.advance(count))
    assert positions(whole, 0, 30).tolist() == positions(parts, 0, 30).tolist()


def test_every_block_has_its_own_noise_and_the_first_members_are_the_first_blocks(monkeypatch):
    monkeypatch.setattr("core.obstacles.noise.ensemble._BLOCK", 8)
    members = ensemble()
    drive(members.advance(20))
    members.look()
    whole = positions(members, 1, 30)
    assert positions(members, 1, 13).tolist() == whole[:13].tolist()
    assert len(np.unique(whole, axis=0)) == 30
    assert members.losses[1] == pytest.approx(Rosenbrock(2, VALLEY).value(whole), rel=1e-8)
    third, _ = by_hand(8, SCALES[1], 20, np.random.default_rng((7, 2)))
    assert whole[16:24] == pytest.approx(third, abs=1e-10)


def test_the_shares_rise_to_one():
    shares = drive(ensemble(5000).advance(40))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) >= 5000 * 2 * 40 / 60_000


def test_a_member_that_is_found_outside_stays_outside():
    members = ensemble(size=1000, rate=0.0125, bound=1e6)
    counts = []
    for _ in range(40):
        drive(members.advance(40))
        members.look()
        counts.append(np.isinf(members.losses).sum(axis=1).tolist())
    assert counts == sorted(counts)
    assert 20 < counts[-1][0] < 200
    assert counts[-1][1] == 0
    assert not np.isnan(members.losses).any()
    gone = np.isinf(members.losses[0])
    assert np.isnan(positions(members, 0, 1000)).all(axis=1).tolist() == gone.tolist()


def test_the_bound_decides_who_has_diverged():
    members = ensemble(size=200, bound=2.0)
    drive(members.advance(100))
    members.look()
    points, losses = by_hand(200, SCALES[0], 100, np.random.default_rng((7, 0)))
    # All of them start above it: f(-1.2, 1) is 6.8.
    assert np.isinf(members.losses).all()
    assert np.isfinite(losses).all()
    assert np.isfinite(points).all()


def test_the_single_run_is_the_ensemble_without_noise():
    members, single = ensemble(size=1, scales=np.zeros(1)), Single(RATE, VALLEY, (-1.2, 1.0), 1e7)
    for count in (1, 20, 300):
        drive(members.advance(count))
        single.advance(count)
        members.look()
        assert single.loss == pytest.approx(members.losses[0, 0], rel=1e-9)
        assert single.position == pytest.approx(positions(members, 0, 1)[0], rel=1e-9)


def test_the_single_run_diverges_for_good():
    single = Single(1.0, VALLEY, (-1.2, 1.0), 1e7)
    single.advance(30)
    assert single.loss == math.inf
    assert np.isnan(single.position).all()
    single.advance(1)
    assert single.loss == math.inf


@given(st.lists(st.floats(0.0, 1e9) | st.just(math.inf), min_size=1, max_size=60))
def test_quartiles_are_order_statistics_with_the_middle_of_two_and_infinity_is_a_number(losses):
    ordered = sorted(losses)
    low, high = (ordered[math.ceil(share * len(losses)) - 1] for share in (0.25, 0.75))
    expected = [low, statistics.median(losses), high]
    given_losses = np.array(losses)
    assert quartiles(given_losses) == expected
    assert given_losses.tolist() == losses


@pytest.mark.parametrize("max_steps", [1, 2, 399, 400, 401, 1600, 1601, 19_999, 20_000])
def test_recorded_steps_are_whole_and_hold_both_ends(max_steps):
    steps = recorded_steps(max_steps)
    assert steps.size == min(max_steps, 400) + 1
    assert (steps[0], steps[-1]) == (0.0, max_steps)
    assert (steps == np.round(steps)).all()
    gaps = np.diff(steps)
    assert gaps.min() >= 1.0
    assert gaps.max() - gaps.min() <= 1.0
