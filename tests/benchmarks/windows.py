"""The window while runs compute: its event loop, a dragged slider, and closing it."""

import threading
import time
from contextlib import contextmanager

import numpy as np
from cases import CASES, SIZE
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from table import Line, median, p95, timed

from gui.platform.application import process_deferred_deletes
from gui.window.main_window import MainWindow

BEAT = 5
LONGEST = 8.0
"""Seconds of a run that are watched."""
MOVES = 60
"""Of the slider in a drag, one every `PAUSE` seconds."""
PAUSE = 0.025
NOTCHES = 2


class Pulse(QObject):
    """A heartbeat of the event loop: lets it run, and tells how long it was away from it."""

    def __init__(self):
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beat)
        self._loop = QEventLoop()

    def live(self, until, seconds):
        """Run the event loop until something holds or time is up; return the milliseconds between beats."""
        self._until, self._end = until, time.perf_counter() + seconds
        self._beats = [time.perf_counter()]
        self._timer.start()
        self._loop.exec()
        self._timer.stop()
        return 1e3 * np.diff(self._beats)

    def _beat(self):
        self._beats.append(time.perf_counter())
        if self._beats[-1] > self._end or self._until():
            self._loop.quit()


class Eye(QObject):
    """Sees which results are painted when: `seen` holds the time after a paint and the params it showed."""

    def __init__(self, panel):
        super().__init__()
        self.seen = []
        self._panel = panel
        panel.stage.widget.viewport().installEventFilter(self)

    def eventFilter(self, target, event):  # noqa: N802  Qt's name
        stage = self._panel.stage
        if event.type() == QEvent.Type.Paint and stage.result is not None:
            params = stage.result.params
            QTimer.singleShot(0, lambda: self.seen.append((time.perf_counter(), params)))
        return False


@contextmanager
def opened(case):
    """A window on a case, as large as a screen, with its first picture painted."""
    window, pulse = MainWindow(case.target), Pulse()
    window.resize(*SIZE)
    window.show()
    pulse.live(lambda: not window.panel.lane.request, 5)
    pulse.live(lambda: False, 0.2)
    yield window, pulse
    window.close()
    window.deleteLater()
    process_deferred_deletes()


def measure(quick):
    for case in CASES[-1:] if quick else CASES:
        if case.heavy:
            yield from _gaps(case, 1.0 if quick else LONGEST)
    for case in CASES:
        if not (quick and case.heavy):
            yield _drag(case, 10 if quick else MOVES)
    yield _closing(2 if quick else 8)


def _gaps(case, longest):
    for playing in (False, True):
        with opened(case) as (window, pulse):
            panel = window.panel
            panel.set_params(case.params)
            if playing:
                panel.timeline.set_loop(on=True)
                panel.timeline.replay()
            gaps = pulse.live(lambda panel=panel: not panel.lane.request, longest)
        name = f"{'while playing' if playing else 'idle'}: {case.name}"
        note = f"{len(gaps)} beats, median {median(gaps):.0f} ms"
        percentile = float(np.percentile(gaps, 99))
        yield Line(f"event-loop gap, p99, {name}", percentile, 50, " ms", note=note, digits=0)
        yield Line(f"event-loop gap, longest, {name}", float(gaps.max()), 100, " ms", digits=0)


def _drag(case, count):
    with opened(case) as (window, pulse):
        panel = window.panel
        panel.set_params(case.params)
        # Where time is measured, it takes a process to start before there is anything to draw.
        pulse.live(lambda: panel.lane.result is not None and panel.lane.result.params == panel.params, 5)
        pulse.live(lambda: not panel.lane.request, 0.5)
        moves, eye, hero = [], Eye(panel), panel.form.hero
        panel.form.changed.connect(lambda params: moves.append((begin, params)))
        way = NOTCHES
        for _ in range(count):
            begin, before = time.perf_counter(), len(moves)
            hero.nudge(way)
            if len(moves) == before:  # at the end of the slider
                way = -way
                hero.nudge(way)
            pulse.live(lambda: False, PAUSE)
        if moves:
            pulse.live(lambda: bool(eye.seen) and eye.seen[-1][1] is moves[-1][1], 2)
    what = f"slider moved to first picture, p95: {case.name}"
    if not moves:
        return Line(what, None, None, note="led by something other than a slider")
    waits = _waits(moves, eye.seen)
    note = f"{len(waits)} of {count} moves, median {median(waits):.0f}, max {max(waits):.0f}"
    return Line(what, p95(waits), 100, " ms", note=note, digits=0)


def _waits(moves, seen):
    """Return for each move the milliseconds until a picture of it, or of a later move, was painted."""
    numbers = {id(params): number for number, (_, params) in enumerate(moves)}
    painted = [(when, numbers[id(params)]) for when, params in seen if id(params) in numbers]
    waits = []
    for number, (begin, _) in enumerate(moves):
        answers = [when for when, shown in painted if shown >= number]
        waits.append(1e3 * (min(answers) - begin) if answers else float("inf"))
    return waits


def _closing(count):
    heavy = [case for case in CASES if case.heavy]
    times = []
    for k in range(count):
        with opened(heavy[k % len(heavy)]) as (window, pulse):
            window.panel.set_params(heavy[k % len(heavy)].params)
            pulse.live(lambda: False, 0.1 + 0.13 * k)
            times.append(timed(window.close))
    left = sum(thread.name == "worker" for thread in threading.enumerate())
    note = f"median {median(times):.0f} of {count}; threads left: {left}"
    return Line("closing the window during a run, longest", max(times), 300, " ms", note=note, digits=0)
