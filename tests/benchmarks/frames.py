"""The time of a frame at 1920 x 1080: played forward and scrubbed back, on a widget and on an image."""

import numpy as np
from cases import CASES, SIZE, result
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from table import Line, median, p95, timed

from gui.picture.view import View
from gui.session.timeline import frame_positions
from gui.stages import STAGES

FRAME_TIME_MS = 16.7
SCRUB_FRAMES = 120
"""Frames of a drag of the scrub bar from the end to the beginning."""
QUICK_STRIDE = 24
"""With --quick, one of this many frames is painted."""


class OnScreen:
    """A stage whose widget is shown: a frame is `show` and a repaint of the widget."""

    def __init__(self, factory, result):
        self.stage, self.result = factory(View(*SIZE)), result
        self.stage.widget.show()
        QCoreApplication.processEvents()  # nothing is painted before the widget is exposed

    def frame(self, position):
        self.stage.show(self.result, position)
        self.stage.widget.viewport().repaint()

    def close(self):
        self.stage.close()


class OnImage(OnScreen):
    """A stage as the exporter uses it."""

    def __init__(self, factory, result):
        self.stage, self.result = factory(View(*SIZE)), result
        self.image = QImage(*SIZE, QImage.Format.Format_RGB32)

    def frame(self, position):
        self.stage.show(self.result, position)
        self.stage.render(self.image)


def frame_times(pictured, positions):
    """Return the milliseconds of each frame but the first, which warms up the caches."""
    pictured.frame(positions[0])
    return [timed(lambda at=at: pictured.frame(at)) for at in positions[1:]]


def measure(quick):
    for case in CASES:
        if quick and case.heavy:
            continue
        worst = {"playing": 0.0, "scrubbing back": 0.0}
        notes = {way: [] for way in worst}
        for kind, place in ((OnScreen, "widget"), (OnImage, "image")):
            pictured = kind(STAGES[case.target], result(case))
            film = list(frame_positions(pictured.stage.schedule(result(case)), 60))[:: QUICK_STRIDE if quick else 1]
            back = np.linspace(result(case).length, 0, SCRUB_FRAMES).tolist()[:: QUICK_STRIDE if quick else 1]
            for way, positions in (("playing", film), ("scrubbing back", back)):
                costs = frame_times(pictured, positions)
                worst[way] = max(worst[way], p95(costs))
                notes[way].append(f"{place} median {median(costs):.1f} max {max(costs):.1f}")
            pictured.close()
        for way, value in worst.items():
            yield Line(
                f"live frame, {way}, p95: {case.name}",
                value,
                FRAME_TIME_MS,
                " ms",
                note="; ".join(notes[way]),
                digits=1,
            )
