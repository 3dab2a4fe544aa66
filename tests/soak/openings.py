"""Fifty windows, each opened and closed while it computes."""

from random import Random

from heavy import heavy
from watch import run_events

from gui.platform.application import process_deferred_deletes
from gui.window.main_window import MainWindow

COUNT, QUICK = 50, 4


def soak(watch, folder, quick):
    random, count, computing = Random(4), QUICK if quick else COUNT, 0
    memory = folder / "remembered.json"
    for number in range(count):
        window = MainWindow(settings_path=memory if number % 2 else None)
        window.show()
        panel = window.panel
        if random.random() < 0.8:
            window.open_experiment(random.randrange(len(panel.obstacle.experiments)))
            run_events(random.choice((0, 1, 50, 200)))
        panel.set_params(heavy(panel.obstacle, random))
        if random.random() < 0.5:
            window.replay()
        wait = random.choice((0, 1, 10, 60, 200))
        watch.note(f"window {number}, {panel.lane.experiment.key}, closed after {wait} ms: {panel.params}")
        run_events(wait)
        thread = window._worker._thread
        computing += bool(panel.lane.request)
        window.close()
        if thread.is_alive():
            watch.fault("the worker outlived its window")
        window.deleteLater()
        del window, panel
        process_deferred_deletes()
        if number == count // 2 - 1:
            watch.at_half()
    if computing < count:
        watch.fault(f"only {computing} of {count} windows were computing when they were closed")
    return {"windows closed while computing": computing}
