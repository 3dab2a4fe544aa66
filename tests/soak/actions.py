"""Two thousand things that a restless person does to the window, over every control and every key."""

from collections import Counter
from random import Random

from dialogs import answer
from hands import ACTS, Hands
from PySide6.QtTest import QTest
from watch import wait_for

from gui.platform.application import process_deferred_deletes
from gui.window.actions import ACTIONS
from gui.window.main_window import MainWindow

COUNT, QUICK = 2_000, 150
QUIET = 60_000
"""Milliseconds within which everything must have come to rest."""


def soak(watch, folder, quick):
    random = Random(2)
    window = MainWindow()
    window.show()
    window.activateWindow()
    hands, done = Hands(window, random, watch), Counter()
    count = QUICK if quick else COUNT
    for number in range(count):
        kind = random.choices(list(ACTS), list(ACTS.values()))[0]
        getattr(hands, kind)()
        done[kind] += 1
        QTest.qWait(random.choice((0, 1, 5, 15, 40)))
        answer(window, hands, random, watch)
        if number == count // 2 - 1:
            rest(window, hands, watch)
            watch.at_half()
    rest(window, hands, watch)
    missed = {action.text for action in ACTIONS} - hands.used - {"Quit"}
    if missed and not quick:
        watch.fault(f"actions that were never carried out: {sorted(missed)}")
    watch.note("quit in mid-run")
    hands.press("Ctrl+Q")
    QTest.qWait(50)
    if window.isVisible():
        watch.fault("the window did not close")
    window.close_without_asking()
    window.deleteLater()
    process_deferred_deletes()
    files = len(list((folder / "exports").glob("*")))
    return {"actions": sum(done.values()), "actions of the table": len(hands.used), "files exported": files}


def rest(window, hands, watch):
    """Bring the window back to where it began, and wait until nothing goes on in it."""
    watch.note("rest")
    for act in ("leave_full_screen", "reset", "reset_zoom"):
        getattr(window, act)()
    if window.isFullScreen():
        window.showNormal()
    window.set_theme("light")
    window.set_type_size("desk")
    window.resize(1280, 720)
    window._export_bar.cancel()
    # Every picture shows its defaults: what the hidden ones hold is memory as well.
    for number in reversed(range(len(window.panel.obstacle.experiments))):
        window.open_experiment(number)
        window.panel.timeline.pause()
        if not wait_for(lambda: not hands.busy(), QUIET):
            watch.fault(f"{window.panel.lane.experiment.key} did not come to rest")
    window.panel.session.undo_stack.clear()
    QTest.qWait(200)
