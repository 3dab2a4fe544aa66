"""How long replies of each urgency wait, by the time that drawing takes. The times are given, not measured."""

import pytest

from gui.workers.pacing import (
    DELIVERY_INTERVAL_S,
    RUN_TIME_AFTER_DRAWING_S,
    RUN_TO_DRAW_RATIO,
    SUPERSEDED_DELAY_S,
    Pacing,
    Urgency,
)


def waits(pacing, now):
    """Seconds from `now` on that a reply of each urgency waits, to a tenth of a millisecond."""
    times = [now + k * 1e-4 for k in range(20_000)]
    return {urgency: next(at for at in times if pacing.should_deliver(at, urgency)) - now for urgency in Urgency}


def after_drawing(number, seconds, pacing=None):
    """The pacing after a result of a run was delivered at 10 and painted `seconds` later."""
    pacing = pacing or Pacing()
    pacing.start_delivery(10.0, number)
    pacing.finish_delivery(10.0 + seconds)
    return pacing


def test_the_first_replies_do_not_wait():
    assert waits(Pacing(), 1.0) == dict.fromkeys(Urgency, 0.0)


@pytest.mark.parametrize("seconds", [0.005, 0.04, 0.2])
def test_replies_wait_by_their_urgency(seconds):
    found = waits(after_drawing(1, seconds), 10.0 + seconds)
    first = max(RUN_TIME_AFTER_DRAWING_S, DELIVERY_INTERVAL_S - seconds)
    assert found[Urgency.FIRST] == pytest.approx(first, abs=2e-4)
    assert found[Urgency.SUPERSEDED] == pytest.approx(first + SUPERSEDED_DELAY_S, abs=2e-4)
    assert found[Urgency.UPDATE] == pytest.approx(max(first, RUN_TO_DRAW_RATIO * seconds), abs=2e-4)


def test_the_shortest_drawing_of_a_run_counts_and_another_run_starts_afresh():
    pacing = after_drawing(1, 0.02)
    found = waits(after_drawing(1, 0.1, pacing), 10.1)
    assert found[Urgency.UPDATE] == pytest.approx(RUN_TO_DRAW_RATIO * 0.02, abs=2e-4)
    found = waits(after_drawing(2, 0.1, pacing), 10.1)
    assert found[Urgency.UPDATE] == pytest.approx(RUN_TO_DRAW_RATIO * 0.1, abs=2e-4)


def test_a_delivery_without_a_result_is_not_timed():
    pacing = Pacing()
    pacing.start_delivery(10.0, None)
    pacing.finish_delivery(10.5)
    found = waits(pacing, 10.0)
    assert (found[Urgency.FIRST], found[Urgency.SUPERSEDED]) == (0.0, 0.0)
    assert found[Urgency.UPDATE] == pytest.approx(DELIVERY_INTERVAL_S, abs=2e-4)


def test_only_runs_newer_than_the_drawn_one_have_a_first_result():
    pacing = after_drawing(3, 0.01)
    assert [pacing.is_first_result(number) for number in (2, 3, 4)] == [False, False, True]
