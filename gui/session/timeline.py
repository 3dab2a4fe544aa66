"""The mapping of time to the position of a run, for the window and for films, and the clock that plays it."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from core.scene import DEFAULT_FILM_SECONDS

HOLD_TIME_S = 1.0
"""Time for which the last frame is held, at most a quarter of the film."""
SLOW_STEPS = 3
SLOW_STEP_TIME_S = 0.9
"""Time of each slow step at the beginning; less in a short film."""
MOVE_TIME_S = 0.35
"""Time of the move at the end of a step."""
MAX_ANIMATED_STEPS_PER_S = 6.0
"""Highest rate of steps between which points move; at higher rates they jump, since an eye could not follow."""
TICK_INTERVAL_MS = 16
"""Milliseconds between two ticks while playing: about 60 frames per second."""
FAST_PHASE_FRACTION = 0.2
"""Fraction of a film's time for the steps after the switch step of a `TwoPhaseSchedule`."""
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)


class Schedule:
    """Maps time to position for a run of `length` steps: position = step + fraction of the move to the next.

    The first steps are slow enough to be explained, the others share the remaining time equally, and
    the last frame is held. A step waits first and moves at the end of its time (cubic easing).

    Parameters
    ----------
    length
        Number of steps, at least 0.
    duration
        Total time in seconds, above 0.
    slow_steps
        Number of slow steps at the beginning; 0 gives all steps the same time.

    """

    def __init__(self, length: int, duration: float = DEFAULT_FILM_SECONDS, slow_steps: int = SLOW_STEPS) -> None:
        self.length = length
        self.duration = duration
        self._end = duration - min(HOLD_TIME_S, duration / 4)
        self._slow_steps = min(slow_steps, length)
        even = self._end / max(length, 1)
        self._slow = max(even, min(SLOW_STEP_TIME_S, self._end / 2 / max(self._slow_steps, 1)))
        rest = length - self._slow_steps
        self._even = (self._end - self._slow * self._slow_steps) / rest if rest else even

    def position(self, time: float) -> float:
        """Return the position at `time` seconds, between 0 and `length`."""
        if time >= self._end:
            return float(self.length)
        slow_end = self._slow * self._slow_steps
        if time < slow_end:
            return self._within(max(time, 0.0), self._slow, 0)
        return self._within(time - slow_end, self._even, self._slow_steps)

    def time(self, step: int) -> float:
        """Return the time at which the position has just reached `step`."""
        slow = min(step, self._slow_steps)
        return slow * self._slow + (step - slow) * self._even

    def _within(self, time: float, each: float, first: int) -> float:
        # Without the 1e-9 a rounding error in the summed step times gives the previous step.
        step = math.floor(time / each + 1e-9)
        done = min(first + step, self.length)
        if each < 1 / MAX_ANIMATED_STEPS_PER_S or done == self.length:
            return float(done)
        move = min(MOVE_TIME_S, each)
        share = max((time - step * each - (each - move)) / move, 0.0)
        return done + (4 * share**3 if share < 0.5 else 1 - (2 - 2 * share) ** 3 / 2)


class TwoPhaseSchedule(Schedule):
    """A schedule that spends most of its time on the steps up to `switch_step`, and little on those after it.

    Parameters
    ----------
    length, duration, slow_steps
        As for `Schedule`.
    switch_step
        The last step of the first phase; above 0 and below `length`.

    """

    def __init__(self, length: int, duration: float, slow_steps: int, switch_step: int) -> None:
        super().__init__(length, duration, slow_steps)
        self._switch_step = switch_step
        self._switch_time = (1.0 - FAST_PHASE_FRACTION) * self._end
        hold = min(HOLD_TIME_S, self._switch_time / 3)
        self._first_phase = Schedule(switch_step, self._switch_time + hold, slow_steps)

    def position(self, time: float) -> float:
        """Return the position at `time` seconds, between 0 and `length`."""
        if time < self._switch_time:
            return self._first_phase.position(time)
        share = min((time - self._switch_time) / (self._end - self._switch_time) + 1e-9, 1.0)
        return float(math.floor(self._switch_step + share * (self.length - self._switch_step)))

    def time(self, step: int) -> float:
        """Return the time at which the position has just reached `step`."""
        if step <= self._switch_step:
            return self._first_phase.time(step)
        return self._switch_time + (step - self._switch_step) / (self.length - self._switch_step) * (
            self._end - self._switch_time
        )


def frame_count(schedule: Schedule, fps: float) -> int:
    """Return the number of frames of a film: round(duration x fps), at least 1."""
    return max(1, round(schedule.duration * fps))


def frame_positions(schedule: Schedule, fps: float) -> Iterator[float]:
    """Yield the position of each frame of a film: frame i is shown at time i / fps."""
    for i in range(frame_count(schedule, fps)):
        yield schedule.position(i / fps)


class Timeline(QObject):
    """The current time on a schedule; advances while playing and signals the position to show."""

    moved = Signal(float)
    """The position to show, at every change of the timeline."""
    changed = Signal()
    """The time, speed, loop or playing state may have changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.schedule = Schedule(0)
        self.time = 0.0
        self.speed = 1.0
        self.loop = False
        self._is_complete = True
        self._awaited_step: int | None = None
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_INTERVAL_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        """Whether the timeline is playing."""
        return self._timer.isActive()

    @property
    def position(self) -> float:
        """The position at the current time."""
        return self.schedule.position(self.time)

    @property
    def at_end(self) -> bool:
        """Whether the time is at the end of the schedule."""
        return self.time >= self.schedule.duration

    @property
    def step_to_keep(self) -> int | None:
        """The step to come back to later; None at the last one."""
        return None if self.at_end or self.position >= self.schedule.length else math.floor(self.position)

    def set_schedule(self, schedule: Schedule, *, is_complete: bool = True) -> None:
        """Replace the schedule; keep the step and the playing state, and stay at the end when there.

        Parameters
        ----------
        schedule
            The new schedule.
        is_complete
            False for that of a partial result, which will grow: a step that it has not reached yet is awaited at its
            end, and playing goes on from there.

        """
        step = math.floor(self.position) if self._awaited_step is None else self._awaited_step
        finished = self._awaited_step is None and (self.at_end or self.position >= self.schedule.length)
        self.schedule, self._is_complete = schedule, is_complete
        self._awaited_step = None if finished or is_complete or step < schedule.length else step
        reached = min(step, schedule.length)
        self.time = schedule.duration if finished else schedule.time(reached)
        self._emit_signals()

    def play(self) -> None:
        """Start playing, from the beginning when at the end."""
        self._awaited_step = None
        if self.at_end:
            self.time = 0.0
        self._clock.start()
        self._timer.start()
        self._emit_signals()

    def pause(self) -> None:
        """Stop playing."""
        self._awaited_step = None
        self._timer.stop()
        self._emit_signals()

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def replay(self) -> None:
        """Play from the beginning."""
        self.time = 0.0
        self.play()

    def seek(self, time: float) -> None:
        """Go to a time in seconds, clamped to the duration."""
        self._awaited_step = None
        self.time = min(max(time, 0.0), self.schedule.duration)
        self._emit_signals()

    def step(self, count: int) -> None:
        """Pause and go `count` whole steps forward, or backward when negative."""
        position = self.position
        self.pause_at(math.floor(position) + count if count > 0 else math.ceil(position) + count)

    def seek_step(self, step: int) -> None:
        """Go to a step, clamped to the run; the last step is the end of the schedule."""
        self._awaited_step = None
        step = min(max(step, 0), self.schedule.length)
        self.time = self.schedule.duration if step == self.schedule.length else self.schedule.time(step)
        self._emit_signals()

    def pause_at(self, step: int) -> None:
        """Pause at a step, clamped to the run."""
        self._timer.stop()
        self.seek_step(step)

    def change_speed(self, places: int) -> None:
        """Go `places` up or down in `SPEEDS`, clamped; from a speed that is not there to its neighbors."""
        index = bisect_left(SPEEDS, self.speed) if places < 0 else bisect_right(SPEEDS, self.speed) - 1
        self.set_speed(SPEEDS[min(max(index + places, 0), len(SPEEDS) - 1)])

    def set_speed(self, speed: float) -> None:
        """Set how much faster than the schedule it is played."""
        self.speed = speed
        self._emit_signals()

    def cycle_speed(self) -> None:
        """Go to the next speed, from the last one to the first."""
        self.set_speed(next((faster for faster in SPEEDS if faster > self.speed), SPEEDS[0]))

    def set_loop(self, *, on: bool) -> None:
        """Set whether playing restarts at the end or stops there."""
        self.loop = on
        self._emit_signals()

    def _tick(self) -> None:
        elapsed = self._clock.restart() / 1000
        if self._awaited_step is not None:
            return
        self.time += elapsed * self.speed
        if not self._is_complete and self.position >= self.schedule.length:
            self._awaited_step = self.schedule.length
            self.time = self.schedule.time(self.schedule.length)
        elif self.at_end and self.loop:
            self.time = 0.0
        elif self.at_end:
            self.time = self.schedule.duration
            self._timer.stop()
        self._emit_signals()

    def _emit_signals(self) -> None:
        self.moved.emit(self.position)
        self.changed.emit()
