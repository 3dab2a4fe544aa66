"""Time to position and back, and the clock that plays it."""

import math
from itertools import pairwise

import numpy as np
import pytest

from gui.session.timeline import HOLD, HURRIED, SPEEDS, Bent, Schedule, Timeline, pictures, positions

LENGTHS = (0, 1, 2, 3, 4, 5, 10, 41, 100, 333, 1_000, 9_999, 20_000)


@pytest.mark.parametrize(("duration", "fps"), [(8, 60), (8, 29.97), (0.3, 24), (1.24, 25), (2.5, 1), (0.001, 60)])
def test_a_film_has_duration_times_rate_pictures(duration, fps):
    made = list(positions(Schedule(7, duration), fps))
    assert len(made) == pictures(Schedule(7, duration), fps) == max(1, round(duration * fps))


@pytest.mark.parametrize("length", LENGTHS)
def test_picture_i_stands_at_time_i_over_fps_and_the_last_is_the_end(length):
    schedule = Schedule(length)
    made = list(positions(schedule, 60))
    assert made == [schedule.position(i / 60) for i in range(480)]
    assert (made[0], made[-1]) == (0, length)


def test_the_first_steps_are_slow_and_the_rest_are_even():
    schedule = Schedule(100)
    took = np.diff([schedule.time(step) for step in range(101)])
    assert took[:3] == pytest.approx(0.9)
    assert took[3:] == pytest.approx((7 - 3 * 0.9) / 97)


def test_a_stage_may_do_without_slow_steps():
    took = np.diff([Schedule(100, slow_steps=0).time(step) for step in range(101)])
    assert took == pytest.approx(7 / 100)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("duration", [8.0, 30.0])
def test_the_last_picture_is_held_for_a_second(length, duration):
    schedule = Schedule(length, duration)
    assert schedule.position(duration - HOLD) == length
    if length:
        assert schedule.position(duration - HOLD - 0.1) < length


@pytest.mark.parametrize("duration", [0.05, 0.5, 2.0])
def test_a_short_film_holds_its_last_picture_for_a_quarter(duration):
    schedule = Schedule(10, duration)
    assert schedule.position(0.75 * duration) == 10
    assert schedule.position(0.74 * duration) < 10


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("slow_steps", [0, 3])
def test_positions_never_go_back_and_cover_the_run(length, slow_steps):
    schedule = Schedule(length, slow_steps=slow_steps)
    made = [schedule.position(time) for time in np.linspace(-1, 9, 4001).tolist()]
    assert made == sorted(made)
    assert (made[0], made[-1]) == (0, length)
    assert set(map(type, made)) == {float}


@pytest.mark.parametrize("duration", [0.2, 8.0, 61.7])
@pytest.mark.parametrize("slow_steps", [0, 3])
def test_at_the_time_of_a_step_its_position_is_that_step(duration, slow_steps):
    for length in (*range(60), *LENGTHS):
        schedule = Schedule(length, duration, slow_steps)
        steps = range(length + 1) if length < 2_000 else range(0, length + 1, 37)
        assert [step for step in steps if schedule.position(schedule.time(step)) != step] == []


@pytest.mark.parametrize("bend", [1, 2, 30, 3873])
@pytest.mark.parametrize("duration", [0.2, 8.0, 61.7])
def test_a_film_may_show_its_first_steps_in_full_and_hurry_through_the_rest(bend, duration):
    schedule = Bent(3874, duration, 3, bend)
    steps = range(3875)
    assert [step for step in steps if schedule.position(schedule.time(step)) != step] == []
    made = [schedule.position(time) for time in np.linspace(-1, duration, 4001).tolist()]
    assert made == sorted(made)
    assert (made[0], made[-1]) == (0, 3874)
    whole = schedule.time(3874)
    assert schedule.time(bend) == pytest.approx((1 - HURRIED) * whole)
    assert whole == pytest.approx(duration - min(HOLD, duration / 4))


def test_points_move_between_steps_only_where_an_eye_can_follow():
    def fractions(length):
        return {made % 1 for made in positions(Schedule(length), 60)} - {0.0}

    assert len(fractions(10)) > 100
    assert fractions(100)  # the three slow steps alone
    assert max(made for made in positions(Schedule(100), 60) if made % 1) < 3
    assert not fractions(20_000) - {made % 1 for made in positions(Schedule(20_000), 60) if made < 3}


def test_a_step_waits_and_then_moves_for_350_ms():
    schedule = Schedule(10)
    still = [schedule.position(time) for time in np.linspace(0, 0.9 - 0.351, 50).tolist()]
    assert set(still) == {0.0}
    assert schedule.position(0.9 - 0.175) == pytest.approx(0.5)
    moves = np.diff([schedule.position(time) for time in np.linspace(0.55, 0.9, 8).tolist()])
    assert moves[0] < moves[3] > moves[-1]  # slow, fast, slow


@pytest.fixture
def timeline():
    made = Timeline()
    made.set_schedule(Schedule(10))
    made.seek(0.0)
    yield made
    made.pause()


def test_another_run_keeps_the_step_and_the_playing(timeline):
    timeline.seek_step(4)
    timeline.play()
    timeline.set_schedule(Schedule(100))
    assert (timeline.position, timeline.playing) == (4, True)
    timeline.pause()
    timeline.set_schedule(Schedule(20_000))
    assert (timeline.position, timeline.playing) == (4, False)


def test_a_step_beyond_the_new_run_is_clamped_to_its_end(timeline):
    timeline.seek_step(9)
    timeline.set_schedule(Schedule(3))
    assert timeline.position == 3


def test_a_move_under_way_begins_anew_in_another_run(timeline):
    timeline.seek(0.9 - 0.1)
    assert 0 < timeline.position < 1
    timeline.set_schedule(Schedule(50))
    assert timeline.position == 0


@pytest.mark.parametrize("length", [0, 1, 3, 500])
def test_at_its_end_it_stays_at_the_end_of_another_run(timeline, length):
    timeline.seek_step(10)
    timeline.set_schedule(Schedule(length))
    assert timeline.at_end
    assert timeline.position == length


def test_a_run_still_growing_is_shown_at_its_end(timeline):
    timeline.set_schedule(Schedule(0))
    for length in (1, 5, 80, 200):
        timeline.set_schedule(Schedule(length))
        assert timeline.position in (0, length)


def test_stepping_pauses_and_lands_on_whole_steps(timeline):
    timeline.play()
    timeline.seek(schedule_time := timeline.schedule.time(4) - 0.05)
    assert 3 < timeline.position < 4, schedule_time
    timeline.step(1)
    assert (timeline.position, timeline.playing) == (4, False)
    timeline.step(-1)
    assert timeline.position == 3
    timeline.seek(schedule_time)
    timeline.step(-1)
    assert timeline.position == 3


@pytest.mark.parametrize("length", [0, 1, 7, 5_000])
def test_steps_end_at_both_ends(timeline, length):
    timeline.set_schedule(Schedule(length))
    timeline.seek(0)
    timeline.step(-1)
    assert (timeline.position, timeline.time) == (0, 0 if length else timeline.schedule.duration)
    timeline.step(length + 5)
    assert timeline.at_end
    timeline.step(1)
    assert timeline.position == length


def test_every_step_is_reached_forward_and_back(timeline):
    timeline.set_schedule(Schedule(333))
    timeline.seek(0)
    there = []
    for _ in range(333):
        timeline.step(1)
        there.append(timeline.position)
    assert there == list(range(1, 334))
    back = []
    for _ in range(333):
        timeline.step(-1)
        back.append(timeline.position)
    assert back == list(range(332, -1, -1))


def test_seeking_is_clamped_and_told(timeline):
    told = []
    timeline.moved.connect(told.append)
    timeline.seek(-3)
    timeline.seek(1e9)
    assert told == [0, 10]
    assert timeline.time == timeline.schedule.duration


def test_playing_from_the_end_begins_anew(timeline):
    timeline.seek_step(10)
    timeline.toggle()
    assert (timeline.playing, timeline.time) == (True, 0)
    timeline.toggle()
    assert not timeline.playing


def test_playing_from_the_middle_goes_on_there_and_a_replay_does_not(timeline):
    timeline.seek_step(5)
    timeline.play()
    assert timeline.position == 5
    timeline.replay()
    assert (timeline.time, timeline.playing) == (0, True)


class Clock:
    """Says that `milliseconds` have passed at each look."""

    def __init__(self, milliseconds):
        self.milliseconds = milliseconds

    def start(self):
        pass

    def restart(self):
        return self.milliseconds


@pytest.mark.parametrize("speed", SPEEDS)
def test_time_passes_as_fast_as_the_speed_says(timeline, speed):
    timeline._clock = Clock(100)
    timeline.change_speed(SPEEDS.index(speed) - SPEEDS.index(1.0))
    timeline.play()
    for _ in range(4):
        timeline._tick()
    assert timeline.time == pytest.approx(0.4 * speed)


def test_it_stops_at_the_end_or_begins_anew(timeline):
    timeline._clock = Clock(5_000)
    timeline.play()
    timeline._tick()
    timeline._tick()
    assert (timeline.position, timeline.playing, timeline.at_end) == (10, False, True)
    timeline.set_loop(on=True)
    timeline.play()
    timeline._tick()
    timeline._tick()
    assert (timeline.position, timeline.playing) == (0, True)


def test_speeds_end_at_both_ends_and_go_round(timeline):
    for _ in range(9):
        timeline.change_speed(1)
    assert timeline.speed == max(SPEEDS)
    timeline.cycle_speed()
    assert timeline.speed == min(SPEEDS)
    timeline.change_speed(-1)
    assert timeline.speed == min(SPEEDS)


def test_playing_shows_many_pictures_a_second(timeline, qtbot):
    told = []
    timeline.moved.connect(told.append)
    timeline.play()
    qtbot.wait(500)
    assert len(told) >= 15
    assert timeline.time == pytest.approx(0.5, abs=0.2)
    assert all(before <= after for before, after in pairwise(told))
    assert not any(math.isnan(made) for made in told)
