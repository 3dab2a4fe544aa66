"""Twenty thousand pictures on screen: every stage with several parameters, played and at random positions."""

from contextlib import closing
from itertools import cycle
from random import Random

from PySide6.QtCore import QEvent, QObject
from watch import run_events

from core.obstacles import OBSTACLES
from core.params import make
from core.run import run_to_end
from gui.picture.view import View
from gui.platform.application import process_deferred_deletes
from gui.session.timeline import frame_positions
from gui.stages import STAGES
from gui.style.theme import DESK, HALL, THEMES

COUNT, QUICK = 20_000, 800
PICTURES_PER_STAGE = 100
"""Pictures that a stage shows before it is closed: half of them played, half at random positions."""
SIZES = ((960, 540), (640, 360), (1280, 720))
NETWORK = {
    "digits": 60,
    "hidden": "6",
    "max_steps": 40,
    "replicates": 2,
    "widths": "6,12",
    "batch_sizes": "1,8,60",
    "depths": "1,3",
}
CASES = {
    "conditioning": (
        {},
        {"condition_number": 100.0, "rotation": 30.0},
        {"start": "random", "condition_number": 3.0, "optimizers": "adam,gradient_descent", "max_steps": 500},
        {"learning_rate": 0.3, "optimizers": "gradient_descent,heavy_ball", "max_steps": 300},
    ),
    "noise": (
        {},
        {"batch_size": 64, "dimension": 7, "start": "0.5,2", "max_steps": 300},
        {"learning_rate": 0.02, "batch_size": 4, "ensemble_size": 50},
    ),
    "nonlinearity": (
        {"replicates": 5, "problems": 5},
        {"replicates": 3, "learning_rate": 2},
        {"replicates": 1, "problems": 1, "max_steps": 20, "start": "-1,1", "distance": 0.5},
    ),
    "serial": (
        {"repeats": 3},
        {"iterations": 1_234_567, "copies": "2,3,5,1000", "break_year": 2011, "repeats": 3},
        {"iterations": 1, "step_seconds": 86_400, "copies": "7", "break_year": 1995, "repeats": 3},
    ),
    "network": (
        NETWORK,
        NETWORK | {"conditioning": "2,10000", "max_steps": 100, "activation": "relu"},
        NETWORK | {"conditioning": "1", "max_steps": 1, "replicates": 1},
    ),
}
"""Parameters by obstacle; an experiment gets those that it reads."""


class PaintCounter(QObject):
    """Counts paint events."""

    def __init__(self):
        super().__init__()
        self.seen = 0

    def eventFilter(self, _watched, event):  # noqa: N802  Qt's name
        self.seen += event.type() == QEvent.Type.Paint
        return False


def soak(watch, _folder, quick):
    random, counter = Random(1), PaintCounter()
    shown, results = [], cycle(list(_results(watch)))
    views = cycle(
        View(*SIZES[k % 3], theme, type_size, caption=k % 4 > 0, stretch=k % 2 > 0)
        for k, (theme, type_size) in enumerate((t, s) for s in (DESK, HALL) for t in THEMES.values())
    )
    visits = (QUICK if quick else COUNT) // PICTURES_PER_STAGE
    for visit in range(visits):
        address, result = next(results)
        watch.note(f"visit {visit}: {address}, {result.params}")
        with closing(STAGES[address](next(views))) as stage:
            shown.append(_visit(stage, result, random, counter))
        process_deferred_deletes()
        if visit == visits // 2 - 1:
            watch.at_half()
    if counter.seen < sum(shown):
        watch.fault(f"{sum(shown)} pictures were shown, but only {counter.seen} painted")
    return {"pictures": sum(shown)}


def _results(watch):
    for obstacle in OBSTACLES:
        for experiment in obstacle.experiments:
            for case in CASES[obstacle.key]:
                values = {name: value for name, value in case.items() if name in experiment.reads}
                watch.note(f"computing {obstacle.key}/{experiment.key}, {values}")
                yield f"{obstacle.key}/{experiment.key}", run_to_end(experiment.run(make(obstacle.params, values)))


def _visit(stage, result, random, counter):
    """Show a stage on screen, play it, and seek random positions; return the number of pictures."""
    viewport = stage.widget.viewport()
    viewport.installEventFilter(counter)
    stage.widget.show()
    run_events(1)
    half = PICTURES_PER_STAGE // 2
    played = list(frame_positions(stage.schedule(result), half / 8.0))[:half]
    sought = [random.uniform(0, result.length) for _ in range(PICTURES_PER_STAGE - len(played))]
    for position in (*played, *sought):
        stage.show(result, position)
        viewport.repaint()
    viewport.removeEventFilter(counter)
    return len(played) + len(sought)
