"""The mapping between time and position, and the clock that plays it."""

import math
import time
from itertools import pairwise

import numpy as np
import pytest

from gui.session.timeline import (
    FAST_PHASE_FRACTION,
    HOLD_TIME_S,
    SPEEDS,
    Schedule,
    TwoPhaseSchedule,
    frame_count,
    frame_positions,
)

LENGTHS = (0, 1, 2, 3, 4, 5, 10, 41, 100, 333, 1_000, 9_999, 20_000)


@pytest.mark.parametrize(("duration", "fps"), [(8, 60), (8, 29.97), (0.3, 24), (1.24, 25), (2.5, 1), (0.001, 60)])
def test_a_film_has_duration_times_rate_frames(duration, fps):
    found = list(frame_positions(Schedule(7, duration), fps))
    assert len(found) == frame_count(Schedule(7, duration), fps) == max(1, round(duration * fps))


@pytest.mark.parametrize("length", LENGTHS)
def test_frame_i_is_at_time_i_over_fps_and_the_last_frame_is_the_end(length):
    schedule = Schedule(length)
    found = list(frame_positions(schedule, 60))
    assert found == [schedule.position(i / 60) for i in range(480)]
    assert (found[0], found[-1]) == (0, length)


def test_the_first_steps_are_slow_and_the_rest_are_even():
    schedule = Schedule(100)
    took = np.diff([schedule.time(step) for step in range(101)])
    assert took[:3] == pytest.approx(0.9)
    assert took[3:] == pytest.approx((7 - 3 * 0.9) / 97)


def test_a_schedule_without_slow_steps_is_even():
    took = np.diff([Schedule(100, slow_steps=0).time(step) for step in range(101)])
    assert took == pytest.approx(7 / 100)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("duration", [8.0, 30.0])
def test_the_last_frame_is_held_for_a_second(length, duration):
    schedule = Schedule(length, duration)
    assert schedule.position(duration - HOLD_TIME_S) == length
    if length:
        assert schedule.position(duration - HOLD_TIME_S - 0.1) < length


@pytest.mark.parametrize("duration", [0.05, 0.5, 2.0])
def test_a_short_film_holds_its_last_frame_for_a_quarter(duration):
    schedule = Schedule(10, duration)
    assert schedule.position(0.75 * duration) == 10
    assert schedule.position(0.74 * duration) < 10


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("slow_steps", [0, 3])
def test_positions_never_decrease_and_cover_the_run(length, slow_steps):
    schedule = Schedule(length, slow_steps=slow_steps)
    found = [schedule.position(time) for time in np.linspace(-1, 9, 4001).tolist()]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (0, length)
    assert set(map(type, found)) == {float}


@pytest.mark.parametrize("duration", [0.2, 8.0, 61.7])
@pytest.mark.parametrize("slow_steps", [0, 3])
def test_at_the_time_of_a_step_its_position_is_that_step(duration, slow_steps):
    for length in (*range(60), *LENGTHS):
        schedule = Schedule(length, duration, slow_steps)
        steps = range(length + 1) if length < 2_000 else range(0, length + 1, 37)
        assert [step for step in steps if schedule.position(schedule.time(step)) != step] == []


@pytest.mark.parametrize("switch_step", [1, 2, 30, 3873])
@pytest.mark.parametrize("duration", [0.2, 8.0, 61.7])
def test_a_two_phase_schedule_gives_most_time_to_the_steps_before_the_switch(switch_step, duration):
    schedule = TwoPhaseSchedule(3874, duration, 3, switch_step)
    steps = range(3875)
    assert [step for step in steps if schedule.position(schedule.time(step)) != step] == []
    found = [schedule.position(time) for time in np.linspace(-1, duration, 4001).tolist()]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (0, 3874)
    total = schedule.time(3874)
    assert schedule.time(switch_step) == pytest.approx((1 - FAST_PHASE_FRACTION) * total)
    assert total == pytest.approx(duration - min(HOLD_TIME_S, duration / 4))


def test_points_move_between_steps_only_at_low_rates():
    def fractions(length):
        return {found % 1 for found in frame_positions(Schedule(length), 60)} - {0.0}

    assert len(fractions(10)) > 100
    assert fractions(100)  # only in the three slow steps
    assert max(found for found in frame_positions(Schedule(100), 60) if found % 1) < 3
    assert not fractions(20_000) - {found % 1 for found in frame_positions(Schedule(20_000), 60) if found < 3}


def test_a_step_waits_and_then_moves_for_350_ms():
    schedule = Schedule(10)
    waiting = [schedule.position(time) for time in np.linspace(0, 0.9 - 0.351, 50).tolist()]
    assert set(waiting) == {0.0}
    assert schedule.position(0.9 - 0.175) == pytest.approx(0.5)
    moves = np.diff([schedule.position(time) for time in np.linspace(0.55, 0.9, 8).tolist()])
    assert moves[0] < moves[3] > moves[-1]  # slow, fast, slow


def test_another_run_keeps_the_step_and_the_playing_state(timeline):
    timeline.seek_step(4)
    timeline.play()
    timeline.set_schedule(Schedule(100))
    assert (timeline.position, timeline.playing) == (4, True)
    timeline.pause()
    timeline.set_schedule(Schedule(20_000))
    assert (timeline.position, timeline.playing) == (4, False)


def test_a_step_after_the_end_of_the_new_run_is_clamped(timeline):
    timeline.seek_step(9)
    timeline.set_schedule(Schedule(3))
    assert timeline.position == 3


def test_another_run_restarts_the_step_that_is_moving(timeline):
    timeline.seek(0.9 - 0.1)
    assert 0 < timeline.position < 1
    timeline.set_schedule(Schedule(50))
    assert timeline.position == 0


@pytest.mark.parametrize("length", [0, 1, 3, 500])
def test_a_timeline_at_its_end_stays_at_the_end_of_another_run(timeline, length):
    timeline.seek_step(10)
    timeline.set_schedule(Schedule(length))
    assert timeline.at_end
    assert timeline.position == length


def test_a_growing_run_is_shown_at_its_end(timeline):
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
def test_stepping_is_clamped_at_both_ends(timeline, length):
    timeline.set_schedule(Schedule(length))
    timeline.seek(0)
    timeline.step(-1)
    assert (timeline.position, timeline.time) == (0, 0 if length else timeline.schedule.duration)
    timeline.step(length + 5)
    assert timeline.at_end
    timeline.step(1)
    assert timeline.position == length


def test_pausing_at_a_step_stops_playing(timeline):
    timeline.play()
    timeline.pause_at(7)
    assert not timeline.playing
    assert timeline.position == 7.0
    timeline.pause_at(99)
    assert timeline.at_end


def test_every_step_is_reached_forward_and_back(timeline):
    timeline.set_schedule(Schedule(333))
    timeline.seek(0)
    forward = []
    for _ in range(333):
        timeline.step(1)
        forward.append(timeline.position)
    assert forward == list(range(1, 334))
    backward = []
    for _ in range(333):
        timeline.step(-1)
        backward.append(timeline.position)
    assert backward == list(range(332, -1, -1))


def test_seeking_is_clamped_and_emits_the_position(timeline):
    emitted = []
    timeline.moved.connect(emitted.append)
    timeline.seek(-3)
    timeline.seek(1e9)
    assert emitted == [0, 10]
    assert timeline.time == timeline.schedule.duration


def test_playing_from_the_end_starts_at_the_beginning(timeline):
    timeline.seek_step(10)
    timeline.toggle()
    assert (timeline.playing, timeline.time) == (True, 0)
    timeline.toggle()
    assert not timeline.playing


def test_playing_continues_from_the_middle_and_a_replay_starts_at_the_beginning(timeline):
    timeline.seek_step(5)
    timeline.play()
    assert timeline.position == 5
    timeline.replay()
    assert (timeline.time, timeline.playing) == (0, True)


class FakeClock:
    """A clock that is `milliseconds` later at each call."""

    def __init__(self, milliseconds):
        self.milliseconds = milliseconds

    def start(self):
        pass

    def restart(self):
        return self.milliseconds


@pytest.mark.parametrize("speed", SPEEDS)
def test_time_advances_in_proportion_to_the_speed(timeline, speed):
    timeline._clock = FakeClock(100)
    timeline.change_speed(SPEEDS.index(speed) - SPEEDS.index(1.0))
    timeline.play()
    for _ in range(4):
        timeline._tick()
    assert timeline.time == pytest.approx(0.4 * speed)


def test_playing_stops_at_the_end_or_restarts_in_a_loop(timeline):
    timeline._clock = FakeClock(5_000)
    timeline.play()
    timeline._tick()
    timeline._tick()
    assert (timeline.position, timeline.playing, timeline.at_end) == (10, False, True)
    timeline.set_loop(on=True)
    timeline.play()
    timeline._tick()
    timeline._tick()
    assert (timeline.position, timeline.playing) == (0, True)


def test_change_speed_is_clamped_and_cycle_speed_wraps_around(timeline):
    for _ in range(9):
        timeline.change_speed(1)
    assert timeline.speed == max(SPEEDS)
    timeline.cycle_speed()
    assert timeline.speed == min(SPEEDS)
    timeline.change_speed(-1)
    assert timeline.speed == min(SPEEDS)


def test_playing_emits_many_positions_a_second(timeline, qtbot):
    emitted = []
    timeline.moved.connect(emitted.append)
    begin = time.perf_counter()
    timeline.play()
    qtbot.waitUntil(lambda: len(emitted) >= 15)
    assert 0 < timeline.time <= time.perf_counter() - begin
    assert all(before <= after for before, after in pairwise(emitted))
    assert not any(math.isnan(found) for found in emitted)


@pytest.mark.parametrize(("places", "wanted"), [(1, 2.0), (-1, 1.0), (2, 4.0), (-9, 0.25)])
def test_from_a_speed_of_a_scene_its_neighbors_follow(timeline, places, wanted):
    timeline.set_speed(1.5)
    timeline.change_speed(places)
    assert timeline.speed == wanted


def test_the_next_speed_after_one_of_a_scene_is_faster(timeline):
    timeline.set_speed(1.5)
    timeline.cycle_speed()
    assert timeline.speed == 2.0
