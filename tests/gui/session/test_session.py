"""A session without a window: lanes of any obstacles, one undo over all of them."""

import pytest

from core.obstacles.conditioning import CONDITIONING
from core.obstacles.noise import NOISE
from core.params import make, mapping
from gui.session.session import Session
from gui.workers.worker import Worker

SMALL = make(NOISE.params, {"max_steps": 200, "ensemble_size": 10})


@pytest.fixture
def worker():
    made = Worker()
    yield made
    assert made.close()


@pytest.fixture
def session(worker):
    made = Session("test", worker)
    yield made
    made.close()


@pytest.fixture
def ended(session, qtbot):
    """ended(): wait until every run has ended."""
    return lambda: qtbot.waitUntil(lambda: not session.busy, timeout=10_000)


def changed(lane, **values):
    return make(lane.obstacle.params, mapping(lane.params) | values)


def test_two_lanes_of_different_obstacles_compute_what_each_is_asked_for(session, ended):
    session.open(CONDITIONING, "zigzag")
    session.open(NOISE, "valley", place=1, params=SMALL)
    session.request(place=0)
    session.request(place=1)
    ended()
    left, right = session.lanes
    assert (left.address, right.address) == ("conditioning/zigzag", "noise/valley")
    assert left.result.params == CONDITIONING.params()
    assert right.result.params == SMALL


def test_one_undo_takes_changes_of_either_lane_back_in_turn(session, ended):
    left = session.open(CONDITIONING, "zigzag")
    right = session.open(NOISE, "valley", place=1, params=SMALL)
    session.set_params(changed(left, condition_number=30))
    session.set_params(changed(right, batch_size=5), place=1)
    ended()
    assert (left.result.params.condition_number, right.result.params.batch_size) == (30, 5)
    session.history.undo()
    assert (left.params.condition_number, right.params) == (30, SMALL)
    session.history.undo()
    assert (left.params, right.params) == (CONDITIONING.params(), SMALL)
    session.history.redo()
    ended()
    assert left.result.params.condition_number == 30


def test_experiments_of_an_obstacle_share_their_parameters_at_a_place_alone(session):
    zigzag = session.open(CONDITIONING, "zigzag")
    session.set_params(changed(zigzag, condition_number=30))
    other = session.open(CONDITIONING, "race", place=1)
    assert other.params.condition_number == CONDITIONING.params().condition_number
    assert session.open(CONDITIONING, "edge").params.condition_number == 30


def test_what_was_opened_before_comes_back_with_its_result(session, ended):
    zigzag = session.open(CONDITIONING, "zigzag")
    session.request()
    ended()
    session.open(CONDITIONING, "edge")
    assert session.open(CONDITIONING, "zigzag") is zigzag
    assert zigzag.result is not None
    session.request()
    assert zigzag.request == 0


def test_a_change_of_an_obstacle_that_is_no_longer_shown_waits_for_it(session):
    zigzag = session.open(CONDITIONING, "zigzag")
    session.set_params(changed(zigzag, condition_number=30))
    valley = session.open(NOISE, "valley", params=SMALL)
    session.history.undo()
    assert valley.params == SMALL
    assert session.open(CONDITIONING, "edge").params == CONDITIONING.params()


def test_a_lane_that_another_replaces_gives_up_its_run(session, ended):
    left = session.open(NOISE, "cloud")
    session.request()
    assert left.request
    session.open(CONDITIONING, "zigzag")
    assert (left.request, left.asked) == (0, None)


def test_who_watches_is_told_of_parameters_runs_and_results(session, qtbot):
    lane = session.open(CONDITIONING, "zigzag")
    with qtbot.waitSignals([session.params_changed, session.requested, session.replied]):
        session.set_params(changed(lane, condition_number=30))
