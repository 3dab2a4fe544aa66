"""The window while runs compute: gaps of its event loop, a dragged slider, and closing it."""

import threading
import time
from contextlib import contextmanager
from functools import partial

import numpy as np
from cases import CASES, SIZE
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from table import Line, median, p95, timed

from core.obstacles import OBSTACLES
from gui.platform.application import process_deferred_deletes
from gui.window.main_window import MainWindow

TICK_INTERVAL_MS = 5
MAX_SECONDS = 8.0
"""Seconds for which a run is observed."""
MOVES = 60
"""Moves of the slider in a drag, one every `MOVE_INTERVAL_S`."""
MOVE_INTERVAL_S = 0.025
STEPS_PER_MOVE = 2
FIRST_PICTURE_MS = {"network": 300}
"""Milliseconds from a move of the slider to the first picture, by obstacle; else 100."""
APART = {"spectrum": 1000, "width": 1000, "depth": 1000, "remedies": 1000, "plane": 300}
"""The same of experiments that have no picture before a part of their work is done, often in a process that starts:
their moves are measured one by one, since during a drag each stops the run of the one before."""
MOVES_APART = 6


class LoopMonitor(QObject):
    """Runs the event loop and measures the times between ticks of a timer."""

    def __init__(self):
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_INTERVAL_MS)
        self._timer.timeout.connect(self._tick)
        self._loop = QEventLoop()

    def run(self, until, seconds):
        """Run the event loop until a condition holds or time is up; return the milliseconds between ticks."""
        self._until, self._end = until, time.perf_counter() + seconds
        self._ticks = [time.perf_counter()]
        self._timer.start()
        self._loop.exec()
        self._timer.stop()
        return 1e3 * np.diff(self._ticks)

    def _tick(self):
        self._ticks.append(time.perf_counter())
        if self._ticks[-1] > self._end or self._until():
            self._loop.quit()


class PaintRecorder(QObject):
    """Records the paints of a panel: `seen` has the time after each one and the params of its result."""

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
    window, monitor = MainWindow(case.target), LoopMonitor()
    window.show()
    monitor.run(lambda: not window.panel.lane.request, 5)
    window.resize(*SIZE)  # larger than the offscreen screen, within which the window opens
    monitor.run(lambda: False, 0.2)
    yield window, monitor
    window.close()
    window.deleteLater()
    process_deferred_deletes()


def measure(quick):
    for case in CASES[-1:] if quick else CASES:
        if case.heavy:
            yield from _gaps(case, 1.0 if quick else MAX_SECONDS)
    for case in CASES:
        if not (quick and case.heavy):
            yield _drag(case, 10 if quick else MOVES)
    yield _closing(2 if quick else 8)
    yield _restyled(1 if quick else 3)


def _gaps(case, longest):
    for playing in (False, True):
        with opened(case) as (window, monitor):
            panel = window.panel
            panel.set_params(case.params)
            if playing:
                panel.timeline.set_loop(on=True)
                panel.timeline.replay()
            gaps = monitor.run(lambda panel=panel: not panel.lane.request, longest)
        name = f"{'while playing' if playing else 'idle'}: {case.name}"
        note = f"{len(gaps)} beats, median {median(gaps):.0f} ms"
        percentile = float(np.percentile(gaps, 99))
        yield Line(f"event-loop gap, p99, {name}", percentile, 50, " ms", note=note, digits=0)
        yield Line(f"event-loop gap, longest, {name}", float(gaps.max()), 100, " ms", digits=0)


def _restyled(rounds):
    """Change the theme, the type size and the size of a window whose tabs have all been open."""
    changes = (
        lambda window: window.set_theme("dark"),
        lambda window: window.set_theme("light"),
        lambda window: window.set_type_size("hall"),
        lambda window: window.set_type_size("desk"),
        lambda window: window.resize(1600, 900),
        lambda window: window.resize(*SIZE),
    )
    longest = []
    with opened(CASES[0]) as (window, monitor):
        for _ in OBSTACLES:
            window.change_obstacle(1)
            monitor.run(lambda: not window.panel.lane.request, 20)
        for _ in range(rounds):
            for change in changes:
                QTimer.singleShot(2 * TICK_INTERVAL_MS, partial(change, window))
                longest.append(monitor.run(lambda: False, 0.5).max())
    what = "event-loop gap, longest, theme, type size or size of a window with all tabs"
    return Line(what, max(longest), 100, " ms", note=f"median {median(longest):.0f}", digits=0)


def _drag(case, count):
    with opened(case) as (window, monitor):
        panel = window.panel
        panel.set_params(case.params)
        # An experiment that measures time starts a process before it has a result.
        monitor.run(lambda: panel.lane.result is not None and panel.lane.result.params == panel.params, 5)
        monitor.run(lambda: not panel.lane.request, 0.5)
        moves, recorder, hero, apart = [], PaintRecorder(panel), panel.form.hero, case.key in APART
        count = min(count, MOVES_APART) if apart else count
        panel.form.changed.connect(lambda params: moves.append((begin, params)))
        steps = STEPS_PER_MOVE
        for _ in range(count):
            begin, before = time.perf_counter(), len(moves)
            hero.nudge(steps)
            if len(moves) == before:  # at the end of the slider
                steps = -steps
                hero.nudge(steps)
            if apart:
                monitor.run(lambda: recorder.seen and recorder.seen[-1][1] is moves[-1][1], 30)
            else:
                monitor.run(lambda: False, MOVE_INTERVAL_S)
        if moves:
            monitor.run(lambda: bool(recorder.seen) and recorder.seen[-1][1] is moves[-1][1], 2)
    what = f"slider moved to first picture, p95: {case.name}"
    if not moves:
        return Line(what, None, None, note="led by something other than a slider")
    waits = _waits(moves, recorder.seen)
    note = f"{len(waits)} of {count} moves, median {median(waits):.0f}, max {max(waits):.0f}"
    allowed = APART.get(case.key) or FIRST_PICTURE_MS.get(case.obstacle, 100)
    # One eigendecomposition of the largest network takes seconds.
    return Line(what, p95(waits), None if apart and case.heavy else allowed, " ms", note=note, digits=0)


def _waits(moves, seen):
    """Return for each move the milliseconds until a result of it, or of a later move, was painted."""
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
        with opened(heavy[k % len(heavy)]) as (window, monitor):
            window.panel.set_params(heavy[k % len(heavy)].params)
            monitor.run(lambda: False, 0.1 + 0.13 * k)
            times.append(timed(window.close))
    left = sum(thread.name == "worker" for thread in threading.enumerate())
    note = f"median {median(times):.0f} of {count}; threads left: {left}"
    return Line("closing the window during a run, longest", max(times), 300, " ms", note=note, digits=0)
