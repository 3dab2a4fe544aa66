"""A pointer on a picture, and one on the picture of an experiment that is recomputed at once."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.params import make, mapping
from core.run import run_to_end
from core.scene import find_experiment
from gui.picture.view import View
from gui.platform.application import process_deferred_deletes
from gui.stages import STAGES

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
VIEW = View(960, 540)


def turn_wheel(widget, notches, at=None):
    """Turn the wheel over a widget, by default over its center; return the event."""
    at = QPointF(widget.rect().center() if at is None else at)
    event = QWheelEvent(
        at, QPointF(widget.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event


class PicturePointer:
    """A pointer over the picture of `stage`."""

    @property
    def handle_positions(self):
        """Where the handles are, by name."""
        return self.stage._handles._positions()

    def press(self, at):
        QTest.mousePress(self._viewport, LEFT, NONE, at.toPoint())

    def move(self, at, *, shift=False):
        self._move(at, LEFT, Qt.KeyboardModifier.ShiftModifier if shift else NONE)

    def hover(self, at):
        self._move(at, Qt.MouseButton.NoButton, NONE)

    def _move(self, at, held, keys):
        place, kind = QPointF(self._viewport.mapToGlobal(at.toPoint())), QEvent.Type.MouseMove
        event = QMouseEvent(kind, QPointF(at), place, Qt.MouseButton.NoButton, held, keys)
        QApplication.sendEvent(self._viewport, event)

    def release(self, at):
        QTest.mouseRelease(self._viewport, LEFT, NONE, at.toPoint())

    def drag(self, *places, shift=False):
        """Press at the first place, move to the others, let go at the last."""
        self.press(places[0])
        for at in places[1:]:
            self.move(at, shift=shift)
        self.release(places[-1])

    def double_click(self, at):
        QTest.mouseDClick(self._viewport, LEFT, NONE, at.toPoint())

    def turn_wheel(self, at, notches):
        turn_wheel(self._viewport, notches, at)

    @property
    def _viewport(self):
        return self.stage.widget.viewport()


class Pointer(PicturePointer):
    """A stage on screen that shows its result at the end, and a pointer over it."""

    def __init__(self, address, view=VIEW, **values):
        self._obstacle, self._experiment = find_experiment(address)
        self.edits, self.requested_fields, self.zooms, self.seeks = [], [], [], []
        self.stage = STAGES[address](view)
        self.stage.widget.show()
        self.stage.edited.connect(self._edit)
        self.stage.edit_requested.connect(self.requested_fields.append)
        self.stage.view_changed.connect(self._change_view)
        self.stage.seek_requested.connect(self._seek)
        self.compute(values)

    def compute(self, values):
        self.params = make(self._obstacle.params, values)
        self.result = run_to_end(self._experiment.run(self.params))
        self.stage.show(self.result, self.result.length)

    def change_view(self, **changes):
        self.stage.set_view(replace(self.stage.view, **changes))

    @property
    def bowl(self):
        return self.stage._bowl

    def close(self):
        self.stage.close()
        process_deferred_deletes()

    def _edit(self, values):
        self.edits.append(dict(values))
        self.compute(mapping(self.params) | dict(values))

    def _seek(self, step):
        self.seeks.append(step)
        self.stage.show(self.result, float(step))

    def _change_view(self, view):
        self.zooms.append(view.zoom)
        self.stage.set_view(view)
