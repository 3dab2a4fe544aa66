"""The only clock: which position of a run stands on the screen at which time, in the window and in a film alike."""

import math
from collections.abc import Iterator

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from core.scene import DEFAULT_FILM_SECONDS

HOLD = 1.0
SLOW_STEPS = 3
SLOW = 0.9
"""Seconds that each of the first steps takes, where the film is long enough for it."""
MOVE = 0.35
FOLLOW = 6.0
"""Steps a second that an eye can follow; faster than that, points jump from step to step."""
INTERVAL = 16
HURRIED = 0.2
"""The share of a film's time for steps after a bend."""
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)


class Schedule:
    """Maps time to position for a run of `length` steps: position = step + fraction of the move to the next.

    The first steps are slow enough to be explained, the rest share the time that is left, and the
    last picture is held. A step waits first and moves at the end of its time (cubic in and out).

    Parameters
    ----------
    length
        Steps to show, at least 0.
    duration
        Seconds in all, above 0.
    slow_steps
        How many steps at the beginning get more time; 0 where all steps are alike.

    """

    def __init__(self, length: int, duration: float = DEFAULT_FILM_SECONDS, slow_steps: int = SLOW_STEPS) -> None:
        self.length = length
        self.duration = duration
        self._end = duration - min(HOLD, duration / 4)
        self._slow_steps = min(slow_steps, length)
        even = self._end / max(length, 1)
        self._slow = max(even, min(SLOW, self._end / 2 / max(self._slow_steps, 1)))
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
        # Times are sums of step lengths: without the nudge a rounding error shows the step before.
        step = math.floor(time / each + 1e-9)
        done = min(first + step, self.length)
        if each < 1 / FOLLOW or done == self.length:
            return float(done)
        move = min(MOVE, each)
        share = max((time - step * each - (each - move)) / move, 0.0)
        return done + (4 * share**3 if share < 0.5 else 1 - (2 - 2 * share) ** 3 / 2)


class Bent(Schedule):
    """A schedule that shows the steps up to `bend` in full, and hurries through the many after it.

    Parameters
    ----------
    bend
        The step up to which most is to be seen; above 0 and below `length`.

    """

    def __init__(self, length: int, duration: float, slow_steps: int, bend: int) -> None:
        super().__init__(length, duration, slow_steps)
        self._bend = bend
        self._turn = (1.0 - HURRIED) * self._end
        self._first = Schedule(bend, self._turn + min(HOLD, self._turn / 3), slow_steps)

    def position(self, time: float) -> float:
        """Return the position at `time` seconds, between 0 and `length`."""
        if time < self._turn:
            return self._first.position(time)
        share = min((time - self._turn) / (self._end - self._turn) + 1e-9, 1.0)
        return float(math.floor(self._bend + share * (self.length - self._bend)))

    def time(self, step: int) -> float:
        """Return the time at which the position has just reached `step`."""
        if step <= self._bend:
            return self._first.time(step)
        return self._turn + (step - self._bend) / (self.length - self._bend) * (self._end - self._turn)


def pictures(schedule: Schedule, fps: float) -> int:
    """Return how many pictures a film has: N = round(duration x fps), at least 1."""
    return max(1, round(schedule.duration * fps))


def positions(schedule: Schedule, fps: float) -> Iterator[float]:
    """Yield the position of each picture of a film: picture i stands at time i / fps."""
    for i in range(pictures(schedule, fps)):
        yield schedule.position(i / fps)


class Timeline(QObject):
    """Plays a schedule: keeps the time, moves it while playing, and says which position to show."""

    moved = Signal(float)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.schedule = Schedule(0)
        self.time = 0.0
        self.speed = 1.0
        self.loop = False
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        """Whether time is passing."""
        return self._timer.isActive()

    @property
    def position(self) -> float:
        """The position at the present time."""
        return self.schedule.position(self.time)

    @property
    def at_end(self) -> bool:
        """Whether the last picture is on screen."""
        return self.time >= self.schedule.duration

    def set_schedule(self, schedule: Schedule) -> None:
        """Take up another run: keep the step (clamped) and keep playing; stay at the end when at the end."""
        finished, step = self.at_end or self.position >= self.schedule.length, math.floor(self.position)
        self.schedule = schedule
        self.time = schedule.duration if finished else schedule.time(min(step, schedule.length))
        self._tell()

    def play(self) -> None:
        """Start the time running, from the beginning when it is at its end."""
        if self.at_end:
            self.time = 0.0
        self._clock.start()
        self._timer.start()
        self._tell()

    def pause(self) -> None:
        """Stop the time where it is."""
        self._timer.stop()
        self._tell()

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
        """Go to a time in seconds, clamped to the film."""
        self.time = min(max(time, 0.0), self.schedule.duration)
        self._tell()

    def step(self, count: int) -> None:
        """Pause and go `count` whole steps forward, or back when negative."""
        self._timer.stop()
        here = self.position
        target = math.floor(here) + count if count > 0 else math.ceil(here) + count
        self.seek_step(target)

    def seek_step(self, step: int) -> None:
        """Go to a step, clamped to the run; the last one is the last picture."""
        step = min(max(step, 0), self.schedule.length)
        self.time = self.schedule.duration if step == self.schedule.length else self.schedule.time(step)
        self._tell()

    def change_speed(self, places: int) -> None:
        """Go `places` up or down the list of speeds."""
        here = SPEEDS.index(self.speed)
        self.speed = SPEEDS[min(max(here + places, 0), len(SPEEDS) - 1)]
        self._tell()

    def cycle_speed(self) -> None:
        """Go to the next speed, from the last to the first."""
        self.speed = SPEEDS[(SPEEDS.index(self.speed) + 1) % len(SPEEDS)]
        self._tell()

    def set_loop(self, *, on: bool) -> None:
        """Begin anew at the end, or stop there."""
        self.loop = on
        self._tell()

    def _tick(self) -> None:
        self.time += self._clock.restart() / 1000 * self.speed
        if self.at_end and self.loop:
            self.time = 0.0
        elif self.at_end:
            self.time = self.schedule.duration
            self._timer.stop()
        self._tell()

    def _tell(self) -> None:
        self.moved.emit(self.position)
        self.changed.emit()
