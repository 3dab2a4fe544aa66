"""Time from the start of a process to its first painted window, compared with importing its main libraries."""

import os
import subprocess
import sys
import time

from table import Line, median

BARE = "import numpy, PySide6.QtWidgets, pyqtgraph"

# Runs `thalweg` and prints the times of the first paint of the window and of the first paint with a result.
WINDOW = """
import os, sys, time
from gui.cli import main
import gui.window.main_window as module
from PySide6.QtCore import QEvent, QObject, QTimer

class PaintWatcher(QObject):
    window_painted = False
    def eventFilter(self, target, event):
        if event.type() == QEvent.Type.Paint and (not self.window_painted or window.panel.stage.result is not None):
            QTimer.singleShot(0, self.exit if self.window_painted else self.print_time)
        return False
    def print_time(self):
        if not self.window_painted:
            print(time.time(), flush=True)
            self.window_painted = True
    def exit(self):
        print(time.time(), flush=True)
        os._exit(0)

class Watched(module.MainWindow):
    def showEvent(self, event):
        global window, watcher
        super().showEvent(event)
        window, watcher = self, PaintWatcher()
        self.panel.stage.widget.viewport().installEventFilter(watcher)

module.MainWindow = Watched
sys.argv = ["thalweg", "--no-cache"]
sys.exit(main())
"""


def measure(quick):
    rounds = [_round() for _ in range(2 if quick else 9)][1:]
    windows = median([window / bare for bare, window, _ in rounds])
    pictures = median([picture / bare for bare, _, picture in rounds])
    bare = median([bare for bare, _, _ in rounds])
    platform = environment().get("QT_QPA_PLATFORM", "on the display")
    yield Line(
        "start to first painted window / bare imports", windows, 1.45, note=f"{platform}; imports {1e3 * bare:.0f} ms"
    )
    yield Line("start to first picture / bare imports", pictures, None)


def environment():
    """Return the environment of a window: the display if there is one, and compiled bytecode is kept, as for a user."""
    found = dict(os.environ)
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    if found.get("DISPLAY") or found.get("WAYLAND_DISPLAY"):
        found.pop("QT_QPA_PLATFORM", None)
    else:
        found["QT_QPA_PLATFORM"] = "offscreen"
    return found


def _round():
    """Return the seconds of the bare imports, to the first window, and to the first picture."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", BARE], check=True, env=environment())
    bare = time.perf_counter() - begin
    begin = time.time()
    done = subprocess.run(
        [sys.executable, "-c", WINDOW], check=False, env=environment(), capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    window, picture = (float(text) - begin for text in done.stdout.split())
    return bare, window, picture
