"""A timeline awaits a step that a partial result does not have yet, and goes on from there."""

from gui.session.timeline import Schedule


def test_a_step_that_a_partial_result_does_not_have_yet_is_awaited(timeline):
    timeline.seek_step(6)
    timeline.play()
    for length in (0, 2, 6):
        timeline.set_schedule(Schedule(length), is_complete=False)
        assert (timeline.position, timeline.playing) == (length, True)
    timeline.set_schedule(Schedule(8), is_complete=False)
    assert (timeline.position, timeline.playing) == (6, True)
    timeline.set_schedule(Schedule(10))
    assert (timeline.position, timeline.playing) == (6, True)


def test_an_awaited_step_that_the_complete_run_does_not_have_is_its_end(timeline):
    timeline.seek_step(6)
    timeline.set_schedule(Schedule(2), is_complete=False)
    timeline.set_schedule(Schedule(4))
    assert timeline.position == 4


def test_playing_waits_at_the_end_of_a_partial_result_and_goes_on(timeline, qtbot):
    timeline.set_schedule(Schedule(1, 0.2, 0), is_complete=False)
    timeline.replay()
    qtbot.waitUntil(lambda: timeline.position == 1)
    qtbot.wait(100)
    assert timeline.playing
    timeline.set_schedule(Schedule(3, 0.6, 0), is_complete=False)
    qtbot.waitUntil(lambda: timeline.position == 3)
    timeline.set_schedule(Schedule(3, 0.6, 0))
    qtbot.waitUntil(lambda: not timeline.playing)
    assert timeline.at_end


def test_seeking_ends_the_wait_for_a_step(timeline):
    timeline.seek_step(6)
    timeline.set_schedule(Schedule(2), is_complete=False)
    timeline.seek_step(1)
    timeline.set_schedule(Schedule(10))
    assert timeline.position == 1
