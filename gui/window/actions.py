"""What can be done, as one table: menus, shortcuts and help are made from it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QMenu, QMenuBar, QTabBar, QWidget

from core.message import Message
from gui.picture.capability import Capability
from gui.style.theme import DARK, DESK, HALL, LIGHT, PROJECTOR
from gui.window.commands import WindowCommands
from gui.wording.text import tr_noop, translated


@dataclass(frozen=True)
class Action:
    """One thing to do.

    Attributes
    ----------
    menu, text
        Where it stands and what it is called; "" for a menu that only the keyboard reaches.
    keys
        Its shortcuts, the first of which the menu shows.
    call
        What it does, given the window.
    state
        Whether what it switches is on, given the same; None where it switches nothing.
    group
        The name that is common to those of which one is on; "" for none.
    needs
        The capability that the picture on screen must have; None where every picture will do.

    """

    menu: str
    text: str
    keys: tuple[str, ...]
    call: Callable[[WindowCommands], object]
    state: Callable[[WindowCommands], bool] | None = None
    group: str = ""
    needs: Capability | None = None


MENUS = {
    "File": tr_noop("&File"),
    "Play": tr_noop("&Play"),
    "Parameters": tr_noop("P&arameters"),
    "Presets": tr_noop("P&resets"),
    "View": tr_noop("&View"),
    "Help": tr_noop("&Help"),
}
"""What menus are called, with the letter that opens each together with Alt."""


def _open(index: int, window: WindowCommands) -> None:
    window.open_experiment(index)


ACTIONS: tuple[Action, ...] = (
    Action("File", tr_noop("Export…"), ("Ctrl+E",), lambda w: w.export()),
    Action("File", tr_noop("Copy picture"), ("Ctrl+C",), lambda w: w.copy_picture()),
    Action("File", tr_noop("Quit"), ("Ctrl+Q",), lambda w: w.close()),
    Action("Play", tr_noop("Play or pause"), ("Space",), lambda w: w.toggle()),
    Action("Play", tr_noop("Replay"), ("R",), lambda w: w.replay()),
    Action("Play", tr_noop("Step forward"), ("Right", "Ctrl+Right"), lambda w: w.step(1)),
    Action("Play", tr_noop("Step back"), ("Left", "Ctrl+Left"), lambda w: w.step(-1)),
    Action("Play", tr_noop("Forward ten steps"), ("Shift+Right", "Ctrl+Shift+Right"), lambda w: w.step(10)),
    Action("Play", tr_noop("Back ten steps"), ("Shift+Left", "Ctrl+Shift+Left"), lambda w: w.step(-10)),
    Action("Play", tr_noop("First frame"), ("Home",), lambda w: w.go_first()),
    Action("Play", tr_noop("Last frame"), ("End",), lambda w: w.go_last()),
    Action(
        "Play",
        tr_noop("Narrate steps"),
        ("N",),
        lambda w: w.toggle_narration(),
        lambda w: w.tells_steps,
        needs=Capability.NARRATION,
    ),
    Action("Play", tr_noop("Slower"), ("[",), lambda w: w.change_speed(-1)),
    Action("Play", tr_noop("Faster"), ("]",), lambda w: w.change_speed(1)),
    Action("Play", tr_noop("Loop"), ("O",), lambda w: w.toggle_loop(), lambda w: w.panel.timeline.loop),
    Action("Parameters", tr_noop("Increase main parameter"), ("Up", "Ctrl+Up"), lambda w: w.nudge(1)),
    Action("Parameters", tr_noop("Decrease main parameter"), ("Down", "Ctrl+Down"), lambda w: w.nudge(-1)),
    Action(
        "Parameters",
        tr_noop("Increase main parameter (large step)"),
        ("Shift+Up", "Ctrl+Shift+Up"),
        lambda w: w.nudge(20),
    ),
    Action(
        "Parameters",
        tr_noop("Decrease main parameter (large step)"),
        ("Shift+Down", "Ctrl+Shift+Down"),
        lambda w: w.nudge(-20),
    ),
    Action("Parameters", tr_noop("Undo"), ("Ctrl+Z",), lambda w: w.undo()),
    Action("Parameters", tr_noop("Redo"), ("Ctrl+Shift+Z",), lambda w: w.redo()),
    Action(
        "Parameters",
        tr_noop("Keep this path for comparison"),
        ("G",),
        lambda w: w.toggle_ghost(),
        lambda w: w.keeps_ghost,
        needs=Capability.GHOST,
    ),
    Action(
        "Parameters",
        tr_noop("Random start"),
        ("T",),
        lambda w: w.typical_start(),
        lambda w: w.starts_at_random,
        needs=Capability.RANDOM_START,
    ),
    Action("Parameters", tr_noop("Back to defaults"), ("0",), lambda w: w.reset()),
    Action("Parameters", tr_noop("Measure again"), ("M",), lambda w: w.measure_again()),
    Action("Parameters", tr_noop("Stop computing"), ("Ctrl+.",), lambda w: w.stop_computing()),
    Action(
        "View", tr_noop("Light"), (), lambda w: w.set_theme("light"), lambda w: w.panel.view.theme is LIGHT, "theme"
    ),
    Action("View", tr_noop("Dark"), (), lambda w: w.set_theme("dark"), lambda w: w.panel.view.theme is DARK, "theme"),
    Action(
        "View",
        tr_noop("Projector"),
        (),
        lambda w: w.set_theme("projector"),
        lambda w: w.panel.view.theme is PROJECTOR,
        "theme",
    ),
    Action(
        "View",
        tr_noop("Large text"),
        ("+", "="),
        lambda w: w.set_type_size("hall"),
        lambda w: w.panel.view.type_size is HALL,
        "type",
    ),
    Action(
        "View",
        tr_noop("Normal text"),
        ("-",),
        lambda w: w.set_type_size("desk"),
        lambda w: w.panel.view.type_size is DESK,
        "type",
    ),
    Action("View", tr_noop("Caption"), ("C",), lambda w: w.toggle_caption(), lambda w: w.panel.view.caption),
    Action(
        "View",
        tr_noop("Stretch the short axis"),
        ("Z",),
        lambda w: w.toggle_stretch(),
        lambda w: w.panel.view.stretch,
        needs=Capability.STRETCH,
    ),
    Action("View", tr_noop("Reset zoom"), ("H",), lambda w: w.whole_picture(), needs=Capability.ZOOM),
    Action("View", tr_noop("Parameter panel"), ("F9",), lambda w: w.toggle_form(), lambda w: w.shows_form),
    Action("View", tr_noop("Full screen"), ("F11",), lambda w: w.toggle_full_screen(), lambda w: w.fills_screen),
    Action("Help", tr_noop("Keys"), ("F1",), lambda w: w.show_keys()),
    Action("Help", tr_noop("About Thalweg"), (), lambda w: w.show_about()),
    Action("", tr_noop("Leave full screen"), ("Esc",), lambda w: w.leave_full_screen()),
    *(Action("", Message("Experiment {n}", n=n), (str(n),), partial(_open, n - 1)) for n in range(1, 10)),
)


def add_actions(
    bar: QMenuBar, parent: QWidget, commands: WindowCommands, actions: Iterable[Action] = ACTIONS
) -> list[QAction]:
    """Fill a menu bar from a table; `commands` carries them out. Return what was made, in the table's order."""
    menus: dict[str, QMenu] = {}
    groups: dict[str, QActionGroup] = {}
    made: list[tuple[Action, QAction]] = []
    for action in actions:
        item = QAction(translated(action.text), parent)
        item.setShortcuts([QKeySequence(key) for key in action.keys])
        item.setCheckable(action.state is not None)
        if action.group:
            if action.group not in groups:
                groups[action.group] = QActionGroup(parent)
            groups[action.group].addAction(item)
        if action.menu and action.menu not in menus:
            menus[action.menu] = bar.addMenu(translated(MENUS[action.menu]))
        (menus[action.menu] if action.menu else parent).addAction(item)
        made.append((action, item))
        item.triggered.connect(partial(_run, action, parent, commands, made))
    for menu in menus.values():
        menu.aboutToShow.connect(partial(_show_states, commands, made))
        menu.aboutToShow.connect(partial(_disable_lacking, commands, made))
        menu.aboutToHide.connect(partial(_enable_all, made))
    return [item for _, item in made]


def _run(
    action: Action, parent: QWidget, commands: WindowCommands, made: list[tuple[Action, QAction]], *_checked: object
) -> None:
    action.call(commands)
    # What is chosen ticks itself; whether that is true is for the window to say, unless it has just been closed.
    if parent.isVisible():
        _show_states(commands, made)


def _show_states(commands: WindowCommands, made: list[tuple[Action, QAction]]) -> None:
    """Tick what is on: it may have been switched by a key, a button or another panel."""
    for action, item in made:
        if action.state is not None:
            item.setChecked(action.state(commands))


def _disable_lacking(commands: WindowCommands, made: list[tuple[Action, QAction]]) -> None:
    """Disable what the picture on screen cannot do, while a menu is open: its key stays, and says why not."""
    for action, item in made:
        item.setEnabled(action.needs is None or commands.can(action.needs))


def _enable_all(made: list[tuple[Action, QAction]]) -> None:
    for _, item in made:
        item.setEnabled(True)


_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}
_SLIDER = _ARROWS | {Qt.Key.Key_Home, Qt.Key.Key_End}
_KEEPS: tuple[tuple[type[QWidget], set[Qt.Key]], ...] = (
    (QAbstractSlider, _SLIDER),
    (QComboBox, {Qt.Key.Key_Up, Qt.Key.Key_Down}),
    (QAbstractButton, {Qt.Key.Key_Space}),
    (QTabBar, {Qt.Key.Key_Left, Qt.Key.Key_Right}),
)


class FocusKeys(QObject):
    """Leaves a focused control the keys that it uses; with Ctrl they go to the transport all the same."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim a key for the widget that has the focus before it becomes a shortcut."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if not plain and event.key() in _ARROWS:
                # An entry would claim it to jump by words; here it steps, wherever the focus is.
                event.ignore()
                return True
            for kind, keys in _KEEPS:
                if plain and isinstance(watched, kind) and event.key() in keys:
                    event.accept()
                    return True
        return super().eventFilter(watched, event)
