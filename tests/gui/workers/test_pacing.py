"""How long news wait, by what they are and by how long drawing takes. Times are told, not measured."""

import pytest

from gui.workers.pacing import DELIVERY, PATIENCE, REST, SHARE, News, Pacing


def waits(pacing, now):
    """Seconds from `now` on that each kind of news waits, to a tenth of a millisecond."""
    times = [now + k * 1e-4 for k in range(20_000)]
    return {news: next(at for at in times if pacing.come(at, news)) - now for news in News}


def drawn(number, seconds, pacing=None):
    """The pacing after a picture of a run that was delivered at 10 and painted `seconds` later."""
    pacing = pacing or Pacing()
    pacing.begin(10.0, number)
    pacing.drawn(10.0 + seconds)
    return pacing


def test_what_comes_first_waits_for_nothing():
    assert waits(Pacing(), 1.0) == dict.fromkeys(News, 0.0)


@pytest.mark.parametrize("seconds", [0.005, 0.04, 0.2])
def test_news_wait_by_their_urgency(seconds):
    found = waits(drawn(1, seconds), 10.0 + seconds)
    soon = max(REST, DELIVERY - seconds)
    assert found[News.FIRST] == pytest.approx(soon, abs=2e-4)
    assert found[News.OVERTAKEN] == pytest.approx(soon + PATIENCE, abs=2e-4)
    assert found[News.MORE] == pytest.approx(max(soon, SHARE * seconds), abs=2e-4)


def test_the_shortest_drawing_of_a_run_counts_and_another_run_begins_anew():
    pacing = drawn(1, 0.02)
    assert waits(drawn(1, 0.1, pacing), 10.1)[News.MORE] == pytest.approx(SHARE * 0.02, abs=2e-4)
    assert waits(drawn(2, 0.1, pacing), 10.1)[News.MORE] == pytest.approx(SHARE * 0.1, abs=2e-4)


def test_what_has_no_picture_is_no_drawing():
    pacing = Pacing()
    pacing.begin(10.0, None)
    pacing.drawn(10.5)
    found = waits(pacing, 10.0)
    assert (found[News.FIRST], found[News.OVERTAKEN]) == (0.0, 0.0)
    assert found[News.MORE] == pytest.approx(DELIVERY, abs=2e-4)


def test_only_runs_after_the_one_that_is_drawn_are_first():
    pacing = drawn(3, 0.01)
    assert [pacing.first(number) for number in (2, 3, 4)] == [False, False, True]
