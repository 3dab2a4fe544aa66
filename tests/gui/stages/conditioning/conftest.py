"""A picture with a hand on it: what is dragged is computed and shown at once, as a panel would."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.experiment import finish
from core.obstacles import OBSTACLES
from core.params import make, mapping
from gui.app import sweep
from gui.stage import View
from gui.stages import STAGES

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
VIEW = View(960, 540)


class Hand:
    """A stage on screen that shows its result at the end, and a pointer over it."""

    def __init__(self, address, view=VIEW, **values):
        obstacle, _, key = address.partition("/")
        (self._obstacle,) = [each for each in OBSTACLES if each.key == obstacle]
        self._experiment = self._obstacle.experiment(key)
        self.edits, self.asked, self.looks = [], [], []
        self.stage = STAGES[address](view)
        self.stage.widget.show()
        self.stage.edited.connect(self._edit)
        self.stage.asked.connect(self.asked.append)
        self.stage.looked.connect(self._look)
        self.compute(values)

    def compute(self, values):
        self.params = make(self._obstacle.params, values)
        self.result = finish(self._experiment.run(self.params))
        self.stage.show(self.result, self.result.length)

    def look(self, **changes):
        self.stage.set_view(replace(self.stage.view, **changes))

    @property
    def bowl(self):
        return self.stage._bowl

    @property
    def spots(self):
        """Where the handles are, by name."""
        return self.stage._handles._spots()

    def press(self, at):
        QTest.mousePress(self._viewport, LEFT, NONE, at.toPoint())

    def move(self, at, *, shift=False):
        keys = Qt.KeyboardModifier.ShiftModifier if shift else NONE
        place = QPointF(self._viewport.mapToGlobal(at.toPoint()))
        event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), place, Qt.MouseButton.NoButton, LEFT, keys)
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

    def turn(self, at, notches):
        event = QWheelEvent(
            QPointF(at), QPointF(self._viewport.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, round(120 * notches)),
            Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self._viewport, event)

    def close(self):
        self.stage.close()
        sweep()

    @property
    def _viewport(self):
        return self.stage.widget.viewport()

    def _edit(self, values):
        self.edits.append(dict(values))
        self.compute(mapping(self.params) | dict(values))

    def _look(self, view):
        self.looks.append(view.zoom)
        self.stage.set_view(view)


@pytest.fixture
def hand_on(qapp):
    """hand_on(address, view, field=value, ...): a Hand, taken away at the end."""
    made = []

    def take(address="conditioning/zigzag", view=VIEW, **values):
        made.append(Hand(address, view, **values))
        return made[-1]

    yield take
    for hand in made:
        hand.close()


@pytest.fixture
def hand(hand_on):
    return hand_on()
