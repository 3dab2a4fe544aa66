"""Compares repaints of what changed with repaints of the whole picture, also in a process of its own."""

import math
import sys
from contextlib import closing
from unittest import mock

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from core.run import run_to_end
from core.scene import Scene
from gui.picture.view import View
from gui.plots.time_limit import TIME_LIMIT
from gui.stages import STAGES

SIZE = (720, 406)


class PaintedArea(QObject):
    """Adds up the areas of repaints, in pixels."""

    def __init__(self):
        super().__init__()
        self.total = 0

    def eventFilter(self, _target, event):  # noqa: N802  Qt's name
        if event.type() == QEvent.Type.Paint:
            self.total += sum(rect.width() * rect.height() for rect in event.region())
        return False


def on_screen(stage):
    """Return the pixels of a window, shape (height, width, 4), as they stand on its screen."""
    window = stage.widget.window()
    image = window.screen().grabWindow(window.winId()).toImage()
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4).astype(int)


def positions(result):
    forward = np.linspace(0, result.length, 23)
    return [*forward.tolist(), *(forward + 0.3).clip(max=result.length)[::-3].tolist(), 1.0, 1.1, 1.2]


def worst_difference(address, result):
    """Return the largest difference of a pixel, and the painted share of the picture."""
    # Without a limit, since a trail that is not complete yet changes between two repaints.
    limited = mock.patch.object(TIME_LIMIT, "left_in_frame", return_value=math.inf)
    with limited, closing(STAGES[address](View(*SIZE))) as stage:
        stage.widget.show()
        stage.show(result, 0.0)
        QCoreApplication.processEvents()
        painted, worst, area = PaintedArea(), 0, 0
        stage.widget.viewport().installEventFilter(painted)
        for position in positions(result):
            painted.total = 0
            stage.show(result, position)
            QCoreApplication.processEvents()
            area += painted.total
            partly = on_screen(stage)
            stage.widget.viewport().update()
            QCoreApplication.processEvents()
            worst = max(worst, int(np.abs(on_screen(stage) - partly).max()))
    return worst, area / len(positions(result)) / (SIZE[0] * SIZE[1])


def main(addresses):
    """Print the largest difference of each picture, with its default parameters."""
    from qt_application import qt_application

    qt_application()
    for address in addresses:
        scene = Scene(target=address)
        worst, _ = worst_difference(address, run_to_end(scene.experiment.run(scene.full_params())))
        sys.stdout.write(f"{worst}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
