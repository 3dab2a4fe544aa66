"""A person's hands: keys, menus, controls, the pointer on the picture, the edge of the window."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QTabBar,
)
from watch import wait_for

from gui.window.actions import ACTIONS

ACTS = {"key": 26, "menu": 12, "control": 24, "drag": 16, "wheel": 8, "double": 3, "size": 4, "type": 5, "export": 2}
"""Everything there is to do, and how often it is done."""
PATIENCE = 500
"""Milliseconds within which a window that is activated gets the keys."""
LETTERS = "0123456789.,-+eE  abcxyz%°=[]()zgtr"
MOUSE = Qt.MouseButton.LeftButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROLS = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QTabBar)


class Hands:
    """Does things to a window; remembers in `used` which actions of the table were carried out."""

    def __init__(self, window, random, watch):
        self.window, self.random, self.watch = window, random, watch
        self.used = set()
        self._chosen = set()
        self.exports = Path.cwd() / "exports"
        self.exports.mkdir()
        self._deck = []
        for item in window.findChildren(QAction):
            item.triggered.connect(partial(self._use, item.text()))

    def _use(self, text, *_checked):
        self.used.add(text)

    def busy(self):
        """Return whether something is computing or being exported."""
        return self.window.panel.session.busy or self.window._export_bar._job is not None

    # What can be done

    def key(self):
        """Press a key of the table; each comes up before one comes up twice."""
        if not self._deck:
            self._deck = [key for action in ACTIONS if action.text != "Quit" for key in action.keys]
            self.random.shuffle(self._deck)
        self.press(self._deck.pop())

    def press(self, key):
        """Press a key on whatever has the focus, or on the picture."""
        # Without a window manager nobody gives the window its focus back when a sheet closes.
        self.window.activateWindow()
        wait_for(self.window.isActiveWindow, PATIENCE)
        target = QApplication.focusWidget()
        if target is None or self.random.random() < 0.5:
            target = self.window.panel.frame
            target.setFocus()
        self.watch.note(f"key {key} on {type(target).__name__}")
        QTest.keySequence(target, QKeySequence(key))

    def menu(self):
        """Choose from a menu; each item comes up before one comes up twice."""
        menus = [top.menu() for top in self.window.menuBar().actions() if top.menu()]
        items = [item for menu in menus for item in menu.actions() if item.isEnabled() and not item.isSeparator()]
        items = [item for item in items if item.text() != "Quit"]
        item = self.random.choice([item for item in items if item.text() not in self._chosen] or items)
        self._chosen.add(item.text())
        self.watch.note(f"menu {item.text()}")
        item.trigger()

    def control(self, within=None, besides=()):
        """Use a control, of the window or of a dialog, besides those of a kind."""
        within = within or self.window
        found = [each for kind in CONTROLS for each in within.findChildren(kind) if not isinstance(each, besides)]
        found = [each for each in found if each.isVisible() and each.isEnabled()]
        if not found:
            return
        control = self.random.choice(found)
        self.watch.note(f"control {type(control).__name__} {control.accessibleName() or control.objectName()}")
        if isinstance(control, QAbstractButton):
            QTest.mouseClick(control, MOUSE)
        elif isinstance(control, QTabBar):
            self._click_tab(control)
        elif isinstance(control, QComboBox):
            self._choose(control)
        elif isinstance(control, QAbstractSlider):
            self._slide(control)
        else:
            self._write(control)

    def drag(self):
        """Press on the picture, move, do something else perhaps, and let go."""
        viewport, spots = self._viewport(), self._spots()
        at = self.random.choice(spots) if spots and self.random.random() < 0.8 else self._anywhere(viewport)
        shift = self.random.choice((NONE, NONE, SHIFT))
        self.watch.note(f"drag from {at.x()}, {at.y()}")
        QTest.mouseMove(viewport, at)
        QTest.mousePress(viewport, MOUSE, NONE, at)
        for _ in range(self.random.randint(0, 6)):
            at = self._anywhere(viewport) if self.random.random() < 0.3 else at + self._little()
            place = QPointF(at)
            moved = QMouseEvent(
                QEvent.Type.MouseMove, place, QPointF(viewport.mapToGlobal(at)), Qt.MouseButton.NoButton, MOUSE, shift
            )
            QApplication.sendEvent(viewport, moved)
            QTest.qWait(self.random.choice((0, 0, 10)))
        if self.random.random() < 0.3:
            self.press("Esc") if self.random.random() < 0.5 else self.key()
        QTest.mouseRelease(viewport, MOUSE, NONE, at)

    def wheel(self):
        """Turn the wheel over the picture."""
        viewport = self._viewport()
        at = self._anywhere(viewport)
        turn = QPoint(0, self.random.choice((-1200, -240, -120, 15, 120, 120, 240)))
        self.watch.note(f"wheel {turn.y()} at {at.x()}, {at.y()}")
        event = QWheelEvent(
            QPointF(at), QPointF(viewport.mapToGlobal(at)), QPoint(), turn,
            Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(viewport, event)

    def double(self):
        """Double-click on the picture."""
        viewport, spots = self._viewport(), self._spots()
        at = self.random.choice(spots) if spots and self.random.random() < 0.7 else self._anywhere(viewport)
        self.watch.note(f"double click at {at.x()}, {at.y()}")
        QTest.mouseDClick(viewport, MOUSE, NONE, at)

    def export(self):
        """Ask for an export; the dialogs are answered by whoever answers them all."""
        self.watch.note("export")
        self.window.export()

    def size(self):
        """Pull at the edge of the window."""
        width, height = self.random.randint(300, 1600), self.random.randint(200, 1000)
        self.watch.note(f"size {width} x {height}")
        self.window.resize(width, height)

    def type(self):
        """Type nonsense into whatever has the focus."""
        words = self._nonsense()
        self.watch.note(f"type {words!r} on {type(QApplication.focusWidget()).__name__}")
        for letter in words:
            # A digit opens another experiment, and the control that had the focus is gone.
            QTest.keyClick(QApplication.focusWidget() or self.window, letter)

    # How it is done

    def _viewport(self):
        return self.window.panel.stage.widget.viewport()

    def _spots(self):
        """Where something can be taken hold of."""
        stage = self.window.panel.stage
        handles, plot, result = getattr(stage, "_handles", ()), getattr(stage, "_plot", None), stage.result
        pictures = handles if isinstance(handles, list | tuple) else (handles,)
        spots = [spot.toPoint() for each in pictures for spot in each._positions().values()]
        if isinstance(rate := getattr(result, "learning_rate", None), float) and hasattr(stage, "_take_rate"):
            spots.append(plot.point(rate, 0.5).toPoint())
        return [spot for spot in spots if stage.widget.rect().contains(spot)]

    def _anywhere(self, widget):
        return QPoint(self.random.randint(0, widget.width() - 1), self.random.randint(0, widget.height() - 1))

    def _little(self):
        return QPoint(self.random.randint(-30, 30), self.random.randint(-30, 30))

    def _nonsense(self):
        if self.random.random() < 0.4:
            return f"{10 ** self.random.uniform(-3, 4):.3g}"
        return "".join(self.random.choice(LETTERS) for _ in range(self.random.randint(1, 8)))

    def _click_tab(self, tabs):
        place = tabs.tabRect(self.random.randrange(tabs.count())).center()
        QTest.mouseClick(tabs, MOUSE, NONE, place)

    def _choose(self, box):
        box.showPopup()
        view = box.view()
        for _ in range(self.random.randint(0, 3)):
            QTest.keyClick(view, self.random.choice((Qt.Key.Key_Down, Qt.Key.Key_Up)))
        QTest.keyClick(view, self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape)))
        if view.isVisible():
            box.hidePopup()

    def _slide(self, slider):
        if self.random.random() < 0.5:
            for _ in range(self.random.randint(1, 5)):
                slider.setValue(self.random.randint(slider.minimum(), slider.maximum()))
                QTest.qWait(self.random.choice((0, 5)))
            return
        QTest.mouseClick(slider, MOUSE, NONE, self._anywhere(slider))
        keys = (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp)
        QTest.keyClick(slider, self.random.choice(keys))

    def _write(self, entry):
        entry.setFocus()
        entry.selectAll()
        QTest.keyClicks(entry, self._nonsense())
        QTest.keyClick(entry, self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape)))
