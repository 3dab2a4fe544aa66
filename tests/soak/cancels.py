"""Two hundred runs, each stopped at a random time."""

from random import Random

from heavy import heavy
from watch import run_events, wait_for

from gui.platform.application import process_deferred_deletes
from gui.window.main_window import MainWindow

COUNT, QUICK = 200, 12
STOP_TIMEOUT_MS = 10_000
"""Time within which a stopped run must end."""


def soak(watch, _folder, quick):
    random, count, stopped = Random(3), QUICK if quick else COUNT, 0
    window = MainWindow()
    window.show()
    panel = window.panel
    for number in range(count):
        window.open_experiment(number % len(panel.obstacle.experiments))
        params = heavy(panel.obstacle, random)
        wait = random.choice((0, 1, 5, 20, 60, 150))
        watch.note(f"{panel.lane.experiment.key}, stopped after {wait} ms: {params}")
        panel.set_params(params)
        run_events(wait)
        running = panel.lane.request
        window.stop_computing()
        if not wait_for(lambda lane=panel.lane: not lane.request, STOP_TIMEOUT_MS):
            watch.fault("the run did not stop")
        stopped += bool(running) and bool(panel.lane.notice)
        if bool(running) != bool(panel.lane.notice):
            watch.fault(f"stopped, but the picture says {panel.lane.notice}")
        if number == count // 2 - 1:
            watch.at_half()
    if stopped < count:
        watch.fault(f"only {stopped} of {count} runs were still under way when they were stopped")
    window.close()
    window.deleteLater()
    process_deferred_deletes()
    return {"runs stopped midway": stopped}
