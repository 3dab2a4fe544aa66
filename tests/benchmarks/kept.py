"""Time until the window shows the result of an experiment that was kept on disk."""

import tempfile
import time
from functools import partial
from pathlib import Path

from cases import CASES, SIZE
from table import Line, median
from windows import LoopMonitor, PaintRecorder

from core import cache as module
from core.cache import MAX_BYTES, Cache
from core.cache_folder import CacheFolder
from core.run import run_to_end
from core.scene import find_experiment
from gui.platform.application import process_deferred_deletes
from gui.window.main_window import MainWindow

ROUNDS = 5


def measure(quick):
    module.MIN_RUN_S = 0.0  # a fast machine must keep the results, too
    cases = [case for case in CASES if not case.heavy and find_experiment(case.target)[1].cached]
    for case in cases[:1] if quick else cases:
        with tempfile.TemporaryDirectory() as folder:
            kept = CacheFolder(Path(folder), MAX_BYTES)
            obstacle, experiment = find_experiment(case.target)
            run_to_end(Cache(kept).run(obstacle, experiment, case.params, partial(experiment.run, case.params)))
            shown = [_opened(obstacle, experiment, kept) for _ in range(1 if quick else ROUNDS)]
            times, gaps = zip(*shown, strict=True)
            size = sum(file.size for file in kept.files())
        note = f"longest {max(times):.0f}; {size / 1e6:.1f} MB; longest gap of the event loop {max(gaps):.0f} ms"
        yield Line(f"kept result shown: {case.name}", median(times), 200, " ms", note=note, digits=0)


def _opened(obstacle, experiment, kept):
    """Open an experiment in a window on another one; return the milliseconds to its picture and the longest gap."""
    other = min((each for each in obstacle.experiments if each is not experiment), key=lambda each: each.cached)
    window, monitor = MainWindow(f"{obstacle.key}/{other.key}", cache=Cache(kept)), LoopMonitor()
    window.show()
    window.resize(*SIZE)
    monitor.run(lambda: not window.panel.lane.request, 20)
    monitor.run(lambda: False, 0.3)
    begin = time.perf_counter()
    window.open_experiment(obstacle.experiments.index(experiment))
    recorder = PaintRecorder(window.panel)
    gaps = monitor.run(lambda: bool(recorder.seen), 20)
    elapsed = 1e3 * (recorder.seen[0][0] - begin)
    window.close()
    window.deleteLater()
    process_deferred_deletes()
    return elapsed, float(gaps.max())
