"""A session without a window: lanes of any obstacles, one undo stack for all of them."""

import pytest

from core.obstacles.conditioning import CONDITIONING
from core.obstacles.noise import NOISE
from core.params import make, mapping
from gui.session.session import Session
from gui.workers.worker import Worker

SMALL = make(NOISE.params, {"max_steps": 200, "ensemble_size": 10})


@pytest.fixture
def worker():
    worker = Worker()
    yield worker
    assert worker.close()


@pytest.fixture
def session(worker):
    session = Session("test", worker)
    yield session
    session.close()


@pytest.fixture
def wait_for_runs(session, qtbot):
    """Return a function that waits until every run has wait_for_runs."""
    return lambda: qtbot.waitUntil(lambda: not session.busy)


def changed(lane, **values):
    return make(lane.obstacle.params, mapping(lane.params) | values)


def test_two_lanes_of_different_obstacles_compute_with_their_own_parameters(session, wait_for_runs):
    session.open(CONDITIONING, "zigzag")
    session.open(NOISE, "valley", place=1, params=SMALL)
    session.request(place=0)
    session.request(place=1)
    wait_for_runs()
    left, right = session.lanes
    assert (left.address, right.address) == ("conditioning/zigzag", "noise/valley")
    assert left.result.params == CONDITIONING.params()
    assert right.result.params == SMALL


def test_one_undo_stack_holds_the_changes_of_both_lanes_in_order(session, wait_for_runs):
    left = session.open(CONDITIONING, "zigzag")
    right = session.open(NOISE, "valley", place=1, params=SMALL)
    session.set_params(changed(left, condition_number=30))
    session.set_params(changed(right, batch_size=5), place=1)
    wait_for_runs()
    assert (left.result.params.condition_number, right.result.params.batch_size) == (30, 5)
    session.undo_stack.undo()
    assert (left.params.condition_number, right.params) == (30, SMALL)
    session.undo_stack.undo()
    assert (left.params, right.params) == (CONDITIONING.params(), SMALL)
    session.undo_stack.redo()
    wait_for_runs()
    assert left.result.params.condition_number == 30


def test_experiments_of_an_obstacle_share_parameters_only_at_the_same_place(session):
    zigzag = session.open(CONDITIONING, "zigzag")
    session.set_params(changed(zigzag, condition_number=30))
    other = session.open(CONDITIONING, "race", place=1)
    assert other.params.condition_number == CONDITIONING.params().condition_number
    assert session.open(CONDITIONING, "edge").params.condition_number == 30


def test_a_reopened_lane_keeps_its_result(session, wait_for_runs):
    zigzag = session.open(CONDITIONING, "zigzag")
    session.request()
    wait_for_runs()
    session.open(CONDITIONING, "edge")
    assert session.open(CONDITIONING, "zigzag") is zigzag
    assert zigzag.result is not None
    session.request()
    assert zigzag.request == 0


def test_undoing_a_change_of_a_hidden_obstacle_applies_when_it_is_reopened(session):
    zigzag = session.open(CONDITIONING, "zigzag")
    session.set_params(changed(zigzag, condition_number=30))
    valley = session.open(NOISE, "valley", params=SMALL)
    session.undo_stack.undo()
    assert valley.params == SMALL
    assert session.open(CONDITIONING, "edge").params == CONDITIONING.params()


def test_a_replaced_lane_cancels_its_run(session, wait_for_runs):
    left = session.open(NOISE, "cloud")
    session.request()
    assert left.request
    session.open(CONDITIONING, "zigzag")
    assert (left.request, left.requested_params) == (0, None)


def test_signals_announce_parameters_requests_and_replies(session, qtbot):
    lane = session.open(CONDITIONING, "zigzag")
    with qtbot.waitSignals([session.params_changed, session.requested, session.replied]):
        session.set_params(changed(lane, condition_number=30))
