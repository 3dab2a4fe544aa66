"""Closing the window during a film export asks one question and leaves no partial film."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from short_films import short_plan

from gui.window import exporter

ROOT = Path(__file__).parents[3]


@pytest.fixture
def exports(window):
    return window._exporter


@pytest.fixture
def film(window, exports, qtbot, tmp_path):
    """Start the export of a film of a minute; return its path."""
    window.export_to(str(tmp_path / "film.mp4"))
    qtbot.waitUntil(lambda: window._note.done > 0)
    return tmp_path / "film.mp4"


def question(window):
    boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    assert len(boxes) == 1
    return boxes[0]


def click(box, text):
    (button,) = [each for each in box.buttons() if each.text() == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_without_a_film_nothing_is_asked(window):
    assert window.close()


@pytest.mark.usefixtures("film")
def test_closing_asks_once_and_the_film_continues_meanwhile(window, exports, qtbot):
    for _ in range(2):
        assert not window.close()
    box = question(window)
    assert box.text() == "film.mp4 is still being exported."
    assert {button.text() for button in box.buttons()} == {"Stop the export and close", "Continue exporting"}
    assert box.defaultButton().text() == "Continue exporting"
    done = window._note.done
    qtbot.waitUntil(lambda: window._note.done > done)
    assert window.isVisible()


@pytest.mark.usefixtures("film")
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_the_default_button_and_escape_continue_the_film(window, exports, qtbot, key):
    window.close()
    box = question(window)
    QTest.keyClick(box, key)
    assert not box.isVisible()
    assert window.isVisible()
    assert exports.running
    window.close()  # asks again
    click(question(window), "Continue exporting")
    assert exports.running


def test_stopping_closes_the_window_and_leaves_no_file(window, exports, film):
    window.close()
    click(question(window), "Stop the export and close")
    assert not window.isVisible()
    assert not exports.running
    assert list(film.parent.iterdir()) == []


def test_the_question_closes_when_the_film_is_finished(window, exports, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(exporter, "Plan", short_plan(20, 0.2))
    window.export_to(str(tmp_path / "film.mp4"))
    window.close()
    assert question(window)
    qtbot.waitUntil(lambda: not exports.running)
    assert not [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    assert window.isVisible()
    assert (tmp_path / "film.mp4").is_file()
    assert window.close()


def test_the_end_of_the_session_closes_without_a_question(window, exports, film):
    window._allow_session_end(None)
    assert window.close()
    assert list(film.parent.iterdir()) == []


EXPORTING = """
import os
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow
from gui.platform.application import application
from gui.window.run import run

app = application()

def window():
    return next(widget for widget in app.topLevelWidgets() if isinstance(widget, QMainWindow))

def begin():
    if window().panel.on_screen is None:
        QTimer.singleShot(20, begin)
        return
    window().export_to("film.mp4")
    report()

def report():
    if not os.listdir():
        QTimer.singleShot(20, report)
        return
    if %(closing)r:
        window().close()
    print("exporting", window()._exporter.running, flush=True)

QTimer.singleShot(0, begin)
sys.exit(run("conditioning/zigzag"))
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("closing", [False, True])
def test_a_signal_ends_the_window_and_the_film_without_a_question(tmp_path, closing, name):
    home = tmp_path / "home"
    environment = {
        "QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_CONFIG_HOME": str(home), "PYTHONPATH": str(ROOT)
    }  # fmt: skip
    folder = tmp_path / "folder"
    folder.mkdir()
    command = [sys.executable, "-X", "faulthandler", "-c", EXPORTING % {"closing": closing}]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True, cwd=folder, env=environment) as process:
        try:
            assert process.stdout.readline() == "exporting True\n"
            assert list(folder.iterdir()) != []
            time.sleep(0.2)
            process.send_signal(getattr(signal, name))
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    messages = [line for line in errors.splitlines() if "This plugin does not support" not in line]
    assert (process.returncode, messages) == (128 + getattr(signal, name), [])
    assert list(folder.iterdir()) == []
    assert (home / "thalweg" / "settings.json").is_file()
