"""The table of all actions, from which the menus, the shortcuts and the help are built."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from core.message import Message
from core.obstacles import OBSTACLES
from gui.picture.capability import Capability
from gui.style.theme import DARK, DESK, HALL, LIGHT, PROJECTOR
from gui.window.document_commands import DocumentCommands
from gui.window.scene_commands import MENU
from gui.wording.text import tr_noop, translated


@dataclass(frozen=True)
class Action:
    """An action of the window.

    Attributes
    ----------
    menu, text
        The key of its menu in `MENUS` and its title; the menu is "" for an action that only has a key.
    keys
        Its shortcuts; the menu shows the first.
    call
        Carries out the action; takes the window.
    state
        Returns whether the action is checked; takes the window. None for an action that cannot be checked.
    group
        The name of a group of which exactly one action is checked; "" for none.
    applies
        Returns whether the picture on screen supports the action; takes the window. None if every picture does.

    """

    menu: str
    text: str
    keys: tuple[str, ...]
    call: Callable[[DocumentCommands], object]
    state: Callable[[DocumentCommands], bool] | None = None
    group: str = ""
    applies: Callable[[DocumentCommands], bool] | None = None


MENUS = {
    "File": tr_noop("&File"),
    "Play": tr_noop("&Play"),
    "Parameters": tr_noop("P&arameters"),
    "Presets": tr_noop("P&resets"),
    "View": tr_noop("&View"),
    "Scenes": MENU,
    "Help": tr_noop("&Help"),
}
"""The titles of the menus; "&" precedes the letter that opens a menu together with Alt."""


def _open(index: int, window: DocumentCommands) -> None:
    window.open_experiment(index)


MOST = max(len(obstacle.experiments) for obstacle in OBSTACLES)
"""The largest number of experiments in a tab."""

ACTIONS: tuple[Action, ...] = (
    Action("File", tr_noop("Export…"), ("Ctrl+E",), lambda w: w.export()),
    Action("File", tr_noop("Copy picture"), ("Ctrl+C",), lambda w: w.copy_picture()),
    Action("File", tr_noop("Quit"), ("Ctrl+Q",), lambda w: w.close()),
    Action("Play", tr_noop("Play or pause"), ("Space",), lambda w: w.toggle_playing()),
    Action("Play", tr_noop("Replay"), ("R",), lambda w: w.replay()),
    Action("Play", tr_noop("Step forward"), ("Right", "PgDown", "Ctrl+Right"), lambda w: w.step(1)),
    Action("Play", tr_noop("Step back"), ("Left", "PgUp", "Ctrl+Left"), lambda w: w.step(-1)),
    Action("Play", tr_noop("Forward ten steps"), ("Shift+Right", "Ctrl+Shift+Right"), lambda w: w.step(10)),
    Action("Play", tr_noop("Back ten steps"), ("Shift+Left", "Ctrl+Shift+Left"), lambda w: w.step(-10)),
    Action("Play", tr_noop("First frame"), ("Home",), lambda w: w.go_first()),
    Action("Play", tr_noop("Last frame"), ("End",), lambda w: w.go_last()),
    Action(
        "Play",
        tr_noop("Narrate steps"),
        ("N",),
        lambda w: w.toggle_narration(),
        lambda w: w.is_narrating,
        applies=lambda w: w.has_capability(Capability.NARRATION),
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
        lambda w: w.has_ghost,
        applies=lambda w: w.has_capability(Capability.GHOST),
    ),
    Action(
        "Parameters",
        tr_noop("Random start"),
        ("T",),
        lambda w: w.toggle_word(Capability.RANDOM_START),
        lambda w: w.has_word(Capability.RANDOM_START),
        applies=lambda w: w.has_capability(Capability.RANDOM_START),
    ),
    Action(
        "Parameters",
        tr_noop("Count gradients instead of steps"),
        ("X",),
        lambda w: w.toggle_word(Capability.GRADIENTS),
        lambda w: w.has_word(Capability.GRADIENTS),
        applies=lambda w: w.has_capability(Capability.GRADIENTS),
    ),
    Action("Parameters", tr_noop("Back to defaults"), ("0",), lambda w: w.reset()),
    Action(
        "Parameters", tr_noop("Measure again"), ("M",), lambda w: w.measure_again(), applies=lambda w: w.measures_time
    ),
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
        tr_noop("Reveal results as they happen"),
        (),
        lambda w: w.toggle_reveal(),
        lambda w: w.panel.view.reveal,
    ),
    Action(
        "View",
        tr_noop("Stretch the short axis"),
        ("Z",),
        lambda w: w.toggle_stretch(),
        lambda w: w.panel.view.stretch,
        applies=lambda w: w.has_capability(Capability.STRETCH),
    ),
    Action(
        "View",
        tr_noop("Reset zoom"),
        ("H",),
        lambda w: w.reset_zoom(),
        applies=lambda w: w.has_capability(Capability.ZOOM),
    ),
    Action("View", tr_noop("Parameter panel"), ("F9",), lambda w: w.toggle_form(), lambda w: w.is_form_visible),
    Action("View", tr_noop("Full screen"), ("F11",), lambda w: w.toggle_full_screen(), lambda w: w.is_full_screen),
    Action("Scenes", tr_noop("New"), ("Ctrl+N",), lambda w: w.new_scenes()),
    Action("Scenes", tr_noop("Open scenes…"), ("Ctrl+O",), lambda w: w.open_scenes()),
    Action("Scenes", tr_noop("Add this picture"), ("Ctrl+D",), lambda w: w.add_scene()),
    Action("Scenes", tr_noop("Save scenes"), ("Ctrl+S",), lambda w: w.save_scenes()),
    Action("Scenes", tr_noop("Save scenes as…"), ("Ctrl+Shift+S",), lambda w: w.save_scenes_as()),
    Action("Scenes", tr_noop("Copy as scene"), (), lambda w: w.copy_scene()),
    Action("Scenes", tr_noop("Copy as command"), (), lambda w: w.copy_command()),
    Action("Scenes", tr_noop("Next scene"), ("Ctrl+Shift+PgDown",), lambda w: w.change_scene(1)),
    Action("Scenes", tr_noop("Previous scene"), ("Ctrl+Shift+PgUp",), lambda w: w.change_scene(-1)),
    Action("Help", tr_noop("Keys"), ("F1",), lambda w: w.show_keys()),
    Action("Help", tr_noop("Explain terms"), ("F2",), lambda w: w.explain_terms()),
    Action("Help", tr_noop("About Thalweg"), (), lambda w: w.show_about()),
    Action("", tr_noop("Leave full screen"), ("Esc",), lambda w: w.leave_full_screen()),
    Action("", tr_noop("Next tab"), ("Ctrl+PgDown", "Ctrl+Tab"), lambda w: w.change_obstacle(1)),
    Action("", tr_noop("Previous tab"), ("Ctrl+PgUp", "Ctrl+Shift+Tab"), lambda w: w.change_obstacle(-1)),
    *(Action("", Message("Experiment {n}", n=n), (str(n),), partial(_open, n - 1)) for n in range(1, MOST + 1)),
)


def add_actions(
    bar: QMenuBar, parent: QWidget, commands: DocumentCommands, actions: Iterable[Action] = ACTIONS
) -> list[QAction]:
    """Fill a menu bar from a table of actions, which `commands` carries out; return the QActions in its order."""
    menus: dict[str, QMenu] = {}
    groups: dict[str, QActionGroup] = {}
    items: list[tuple[Action, QAction]] = []
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
        items.append((action, item))
        item.triggered.connect(partial(_run, action, parent, commands, items))
    for menu in menus.values():
        menu.aboutToShow.connect(partial(_update_checks, commands, items))
        menu.aboutToShow.connect(partial(_disable_unavailable, commands, items))
        menu.aboutToHide.connect(partial(_enable_all, items))
    return [item for _, item in items]


def shortcuts(bar: QMenuBar, actions: Iterable[QAction]) -> dict[str, Callable[[], object]]:
    """Return what the shortcuts of actions and the letters of a menu bar do, by their text in portable format."""
    found: dict[str, Callable[[], object]] = {
        sequence.toString(): action.trigger for action in actions for sequence in action.shortcuts()
    }
    letters = {
        QKeySequence.mnemonic(menu.text()).toString(): partial(bar.setActiveAction, menu) for menu in bar.actions()
    }
    return found | {letter: call for letter, call in letters.items() if letter}


def _run(
    action: Action, parent: QWidget, commands: DocumentCommands, items: list[tuple[Action, QAction]], *_checked: object
) -> None:
    action.call(commands)
    # Qt checks a triggered action by itself; the window knows the true state, unless it was just closed.
    if parent.isVisible():
        _update_checks(commands, items)


def _update_checks(commands: DocumentCommands, items: list[tuple[Action, QAction]]) -> None:
    """Check the actions whose state is on: a key, a button or another panel may have changed it."""
    for action, item in items:
        if action.state is not None:
            item.setChecked(action.state(commands))


def _disable_unavailable(commands: DocumentCommands, items: list[tuple[Action, QAction]]) -> None:
    """Disable unsupported actions while a menu is open; afterwards their keys work and show why they do nothing."""
    for action, item in items:
        item.setEnabled(action.applies is None or action.applies(commands))


def _enable_all(items: list[tuple[Action, QAction]]) -> None:
    for _, item in items:
        item.setEnabled(True)
