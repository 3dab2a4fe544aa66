"""Simulated user input: keys, menus, controls, the pointer on the picture, the size of the window."""

from functools import partial
from pathlib import Path

from pointer import turn_wheel
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QTabBar,
)
from watch import run_events, wait_for

from gui.picture.drag_handles import DragHandles
from gui.picture.plot_handles import PlotHandles
from gui.window.actions import ACTIONS

ACTS = {"key": 26, "menu": 12, "control": 24, "drag": 16, "wheel": 8, "double": 3, "size": 4, "type": 5, "export": 2}
"""The kinds of user actions and their relative frequencies."""
ACTIVATION_TIMEOUT_MS = 500
"""Time within which an activated window gets the keyboard focus."""
CHARACTERS = "0123456789.,-+eE  abcxyz%°=[]()zgtr"
MOUSE = Qt.MouseButton.LeftButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROLS = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QTabBar)


class Hands:
    """Performs user actions in a window; `used` has the texts of the triggered entries of `ACTIONS`."""

    def __init__(self, window, random, watch):
        self.window, self.random, self.watch = window, random, watch
        self.used = set()
        self._chosen = set()
        self.exports = Path.cwd() / "exports"
        self.exports.mkdir()
        self._keys = []
        for item in window.findChildren(QAction):
            item.triggered.connect(partial(self._use, item.text()))

    def _use(self, text, *_checked):
        self.used.add(text)

    def busy(self):
        """Return whether something is computing or being exported."""
        return self.window.panel.session.busy or self.window._exporter._job is not None

    # Actions

    def key(self):
        """Press a key of `ACTIONS`; all are used once before one is repeated."""
        if not self._keys:
            self._keys = [key for action in ACTIONS if action.text != "Quit" for key in action.keys]
            self.random.shuffle(self._keys)
        self.press(self._keys.pop())

    def press(self, key):
        """Press a key on the widget with the focus, or on the picture."""
        # Without a window manager the window does not get the focus back when a dialog closes.
        self.window.activateWindow()
        wait_for(self.window.isActiveWindow, ACTIVATION_TIMEOUT_MS)
        target = QApplication.focusWidget()
        if target is None or self.random.random() < 0.5:
            target = self.window.panel.frame
            target.setFocus()
        self.watch.note(f"key {key} on {type(target).__name__}")
        QTest.keySequence(target, QKeySequence(key))

    def menu(self):
        """Trigger a menu item; all are used once before one is repeated."""
        menus = [top.menu() for top in self.window.menuBar().actions() if top.menu()]
        items = [item for menu in menus for item in menu.actions() if item.isEnabled() and not item.isSeparator()]
        items = [item for item in items if item.text() != "Quit"]
        item = self.random.choice([item for item in items if item.text() not in self._chosen] or items)
        self._chosen.add(item.text())
        self.watch.note(f"menu {item.text()}")
        item.trigger()

    def control(self, within=None, excluding=()):
        """Use a control of the window or of a dialog, excluding some classes."""
        within = within or self.window
        found = [each for kind in CONTROLS for each in within.findChildren(kind) if not isinstance(each, excluding)]
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
        """Press on the picture, move, sometimes press a key, and release."""
        viewport, positions = self._viewport(), self._drag_positions()
        at = self.random.choice(positions) if positions and self.random.random() < 0.8 else self._random_point(viewport)
        shift = self.random.choice((NONE, NONE, SHIFT))
        self.watch.note(f"drag from {at.x()}, {at.y()}")
        QTest.mouseMove(viewport, at)
        QTest.mousePress(viewport, MOUSE, NONE, at)
        for _ in range(self.random.randint(0, 6)):
            at = self._random_point(viewport) if self.random.random() < 0.3 else at + self._small_offset()
            place = QPointF(at)
            moved = QMouseEvent(
                QEvent.Type.MouseMove, place, QPointF(viewport.mapToGlobal(at)), Qt.MouseButton.NoButton, MOUSE, shift
            )
            QApplication.sendEvent(viewport, moved)
            run_events(self.random.choice((0, 0, 10)))
        if self.random.random() < 0.3:
            self.press("Esc") if self.random.random() < 0.5 else self.key()
        QTest.mouseRelease(viewport, MOUSE, NONE, at)

    def wheel(self):
        """Turn the wheel over the picture."""
        viewport = self._viewport()
        at, notches = self._random_point(viewport), self.random.choice((-10, -2, -1, 0.125, 1, 1, 2))
        self.watch.note(f"wheel {notches} at {at.x()}, {at.y()}")
        turn_wheel(viewport, notches, at)

    def double(self):
        """Double-click on the picture."""
        viewport, positions = self._viewport(), self._drag_positions()
        at = self.random.choice(positions) if positions and self.random.random() < 0.7 else self._random_point(viewport)
        self.watch.note(f"double click at {at.x()}, {at.y()}")
        QTest.mouseDClick(viewport, MOUSE, NONE, at)

    def export(self):
        """Open the export dialog; `dialogs.answer` answers it."""
        self.watch.note("export")
        self.window.export()

    def size(self):
        """Resize the window."""
        width, height = self.random.randint(300, 1600), self.random.randint(200, 1000)
        self.watch.note(f"size {width} x {height}")
        self.window.resize(width, height)

    def type(self):
        """Type random characters into the widget with the focus."""
        words = self._random_text()
        self.watch.note(f"type {words!r} on {type(QApplication.focusWidget()).__name__}")
        for letter in words:
            # A digit opens another experiment, which removes the control with the focus.
            QTest.keyClick(QApplication.focusWidget() or self.window, letter)

    # Helpers

    def _viewport(self):
        return self.window.panel.stage.widget.viewport()

    def _drag_positions(self):
        """Return the positions of everything that can be dragged."""
        stage = self.window.panel.stage
        spots = [spot for each in stage.findChildren(DragHandles) for spot in each._positions().values()]
        lines = [handle.line for each in stage.findChildren(PlotHandles) for handle in each._handles]
        spots += [line.p1() for line in lines if line is not None]
        return [spot.toPoint() for spot in spots if stage.widget.rect().contains(spot.toPoint())]

    def _random_point(self, widget):
        return QPoint(self.random.randint(0, widget.width() - 1), self.random.randint(0, widget.height() - 1))

    def _small_offset(self):
        return QPoint(self.random.randint(-30, 30), self.random.randint(-30, 30))

    def _random_text(self):
        if self.random.random() < 0.4:
            return f"{10 ** self.random.uniform(-3, 4):.3g}"
        return "".join(self.random.choice(CHARACTERS) for _ in range(self.random.randint(1, 8)))

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
                run_events(self.random.choice((0, 5)))
            return
        QTest.mouseClick(slider, MOUSE, NONE, self._random_point(slider))
        keys = (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp)
        QTest.keyClick(slider, self.random.choice(keys))

    def _write(self, entry):
        entry.setFocus()
        entry.selectAll()
        QTest.keyClicks(entry, self._random_text())
        QTest.keyClick(entry, self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape)))
