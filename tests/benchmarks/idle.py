"""The processor time of a window in which nothing happens: shown, minimized and hidden."""

import os

from cases import CASES
from PySide6.QtCore import QEventLoop, QTimer
from table import Line
from windows import opened

SECONDS = 30
"""A tick is counted where the clock ticks while the end of this time is handled."""


def measure(quick):
    default = next(case for case in CASES if not case.heavy)
    with opened(default) as (window, monitor):
        for state, enter in (("shown", window.show), ("minimized", window.showMinimized), ("hidden", window.hide)):
            enter()
            monitor.run(lambda: False, 0.5)
            ticks = _ticks_of_waiting(1 if quick else SECONDS)
            yield Line(f"processor time of an idle window, {state}", ticks, 1, " ticks", note=_note(quick), digits=0)


def _note(quick):
    return f"of {os.sysconf('SC_CLK_TCK')} a second, in {1 if quick else SECONDS} s"


def _ticks_of_waiting(seconds):
    """Return the ticks of processor time that this process uses while its event loop waits."""
    loop = QEventLoop()
    QTimer.singleShot(1000 * seconds, loop.quit)
    before = _total_ticks()
    loop.exec()
    return _total_ticks() - before


def _total_ticks():
    times = os.times()
    return round((times.user + times.system) * os.sysconf("SC_CLK_TCK"))
