"""Two thousand random user actions in the window, with all controls and all keys."""

from collections import Counter
from random import Random

from dialogs import answer, discard_changes
from hands import ACTS, Hands
from watch import run_events, wait_for

from gui.platform.application import process_deferred_deletes
from gui.window.actions import ACTIONS
from gui.window.main_window import MainWindow

COUNT, QUICK = 2_000, 150
IDLE_TIMEOUT_MS = 300_000
"""Time within which all runs and exports must end, on a busy machine too."""


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
        run_events(random.choice((0, 1, 5, 15, 40)))
        answer(window, hands, random, watch)
        if number == count // 2 - 1:
            reset(window, hands, watch)
            watch.at_half()
    reset(window, hands, watch)
    missed = {action.text for action in ACTIONS} - hands.used - {"Quit"}
    if missed and not quick:
        watch.fault(f"actions that were never carried out: {sorted(missed)}")
    watch.note("quit in mid-run")
    hands.press("Ctrl+Q")
    run_events(50)
    discard_changes(window)
    if window.isVisible():
        watch.fault("the window did not close")
    window.close_without_asking()
    window.deleteLater()
    process_deferred_deletes()
    files = len(list((folder / "exports").glob("*")))
    return {"actions": sum(done.values()), "actions of the table": len(hands.used), "files exported": files}


def reset(window, hands, watch):
    """Reset the window to its initial state, and wait until it is idle."""
    watch.note("reset")
    for act in ("leave_full_screen", "reset", "reset_zoom"):
        getattr(window, act)()
    if window.isFullScreen():
        window.showNormal()
    window.set_theme("light")
    window.set_type_size("desk")
    window.resize(1280, 720)
    window._exporter.cancel()
    # Every experiment is reset to its defaults, since hidden ones hold memory too.
    for number in reversed(range(len(window.panel.obstacle.experiments))):
        window.open_experiment(number)
        window.panel.timeline.pause()
        if not wait_for(lambda: not hands.busy(), IDLE_TIMEOUT_MS):
            watch.fault(f"{window.panel.lane.experiment.key} did not become idle")
    window.panel.session.undo_stack.clear()
    run_events(200)
