"""What can be done, as one table: menus, shortcuts and help are made from it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter, methodcaller
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QMenu, QMenuBar, QTabBar, QWidget

from core.message import Message
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
        What it does, given the object that carries the commands.
    state
        Whether what it switches is on, given the same; None where it switches nothing.
    group
        The name that is common to those of which one is on; "" for none.

    """

    menu: str
    text: str
    keys: tuple[str, ...]
    call: Callable[[Any], Any]
    state: Callable[[Any], bool] | None = None
    group: str = ""


def _do(name: str, *arguments: object) -> Callable[[Any], Any]:
    return methodcaller(name, *arguments)


def _is(path: str, wanted: str = "") -> Callable[[Any], bool]:
    read = attrgetter(path)
    return lambda owner: bool(read(owner) == wanted if wanted else read(owner))


MENUS = {
    "File": tr_noop("&File"),
    "Play": tr_noop("&Play"),
    "Parameters": tr_noop("P&arameters"),
    "Presets": tr_noop("P&resets"),
    "View": tr_noop("&View"),
    "Help": tr_noop("&Help"),
}
"""What menus are called, with the letter that opens each together with Alt."""

ACTIONS: tuple[Action, ...] = (
    Action("File", tr_noop("Export…"), ("Ctrl+E",), _do("export")),
    Action("File", tr_noop("Copy picture"), ("Ctrl+C",), _do("copy_picture")),
    Action("File", tr_noop("Quit"), ("Ctrl+Q",), _do("close")),
    Action("Play", tr_noop("Play or pause"), ("Space",), _do("toggle")),
    Action("Play", tr_noop("Replay"), ("R",), _do("replay")),
    Action("Play", tr_noop("Step forward"), ("Right", "Ctrl+Right"), _do("step", 1)),
    Action("Play", tr_noop("Step back"), ("Left", "Ctrl+Left"), _do("step", -1)),
    Action("Play", tr_noop("Ten steps forward"), ("Shift+Right", "Ctrl+Shift+Right"), _do("step", 10)),
    Action("Play", tr_noop("Ten steps back"), ("Shift+Left", "Ctrl+Shift+Left"), _do("step", -10)),
    Action("Play", tr_noop("First picture"), ("Home",), _do("go_first")),
    Action("Play", tr_noop("Last picture"), ("End",), _do("go_last")),
    Action("Play", tr_noop("Tell single steps"), ("N",), _do("toggle_narration"), _is("tells_steps")),
    Action("Play", tr_noop("Slower"), ("[",), _do("change_speed", -1)),
    Action("Play", tr_noop("Faster"), ("]",), _do("change_speed", 1)),
    Action("Play", tr_noop("Loop"), ("O",), _do("toggle_loop"), _is("panel.timeline.loop")),
    Action("Parameters", tr_noop("First slider up"), ("Up", "Ctrl+Up"), _do("nudge", 1)),
    Action("Parameters", tr_noop("First slider down"), ("Down", "Ctrl+Down"), _do("nudge", -1)),
    Action("Parameters", tr_noop("First slider far up"), ("Shift+Up", "Ctrl+Shift+Up"), _do("nudge", 20)),
    Action("Parameters", tr_noop("First slider far down"), ("Shift+Down", "Ctrl+Shift+Down"), _do("nudge", -20)),
    Action("Parameters", tr_noop("Undo"), ("Ctrl+Z",), _do("undo")),
    Action("Parameters", tr_noop("Redo"), ("Ctrl+Shift+Z",), _do("redo")),
    Action("Parameters", tr_noop("Keep the path as a ghost"), ("G",), _do("toggle_ghost"), _is("keeps_ghost")),
    Action("Parameters", tr_noop("Typical start"), ("T",), _do("typical_start"), _is("starts_at_random")),
    Action("Parameters", tr_noop("Back to defaults"), ("0",), _do("reset")),
    Action("Parameters", tr_noop("Measure again"), ("M",), _do("measure_again")),
    Action("Parameters", tr_noop("Stop computing"), ("Ctrl+.",), _do("stop_computing")),
    Action("View", tr_noop("Light"), (), _do("set_theme", "light"), _is("panel.view.theme.name", "light"), "theme"),
    Action("View", tr_noop("Dark"), (), _do("set_theme", "dark"), _is("panel.view.theme.name", "dark"), "theme"),
    Action(
        "View",
        tr_noop("Projector"),
        (),
        _do("set_theme", "projector"),
        _is("panel.view.theme.name", "projector"),
        "theme",
    ),
    Action(
        "View",
        tr_noop("Type for the hall"),
        ("+", "="),
        _do("set_type_size", "hall"),
        _is("panel.view.type_size.name", "hall"),
        "type",
    ),
    Action(
        "View",
        tr_noop("Type for the desk"),
        ("-",),
        _do("set_type_size", "desk"),
        _is("panel.view.type_size.name", "desk"),
        "type",
    ),
    Action("View", tr_noop("Caption"), ("C",), _do("toggle_caption"), _is("panel.view.caption")),
    Action("View", tr_noop("Stretch the short axis"), ("Z",), _do("toggle_stretch"), _is("panel.view.stretch")),
    Action("View", tr_noop("Whole landscape"), ("H",), _do("whole_picture")),
    Action("View", tr_noop("Parameters beside the picture"), ("F9",), _do("toggle_form"), _is("shows_form")),
    Action("View", tr_noop("Full screen"), ("F11",), _do("toggle_full_screen"), _is("fills_screen")),
    Action("Help", tr_noop("Keys"), ("F1",), _do("show_keys")),
    Action("Help", tr_noop("About Thalweg"), (), _do("show_about")),
    Action("", tr_noop("Leave full screen"), ("Esc",), _do("leave_full_screen")),
    *(Action("", Message("Experiment {n}", n=n), (str(n),), _do("open_experiment", n - 1)) for n in range(1, 10)),
)


def add_actions(bar: QMenuBar, owner: QWidget, actions: Iterable[Action] = ACTIONS) -> list[QAction]:
    """Fill a menu bar from a table; `owner` carries the commands. Return what was made, in the table's order."""
    menus: dict[str, QMenu] = {}
    groups: dict[str, QActionGroup] = {}
    made: list[tuple[Action, QAction]] = []
    for action in actions:
        item = QAction(translated(action.text), owner)
        item.setShortcuts([QKeySequence(key) for key in action.keys])
        item.setCheckable(action.state is not None)
        if action.group:
            if action.group not in groups:
                groups[action.group] = QActionGroup(owner)
            groups[action.group].addAction(item)
        if action.menu and action.menu not in menus:
            menus[action.menu] = bar.addMenu(translated(MENUS[action.menu]))
        (menus[action.menu] if action.menu else owner).addAction(item)
        made.append((action, item))
        item.triggered.connect(partial(_run, action, owner, made))
    for menu in menus.values():
        menu.aboutToShow.connect(partial(_show_states, owner, made))
    return [item for _, item in made]


def _run(action: Action, owner: QWidget, made: list[tuple[Action, QAction]], *_checked: object) -> None:
    action.call(owner)
    # What is chosen ticks itself; whether that is true is for the window to say, unless it has just been closed.
    if owner.isVisible():
        _show_states(owner, made)


def _show_states(owner: QWidget, made: list[tuple[Action, QAction]]) -> None:
    """Tick what is on: it may have been switched by a key, a button or another panel."""
    for action, item in made:
        if action.state is not None:
            item.setChecked(action.state(owner))


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
