"""Random user actions in dialogs: accept or cancel, sometimes after other input."""

from itertools import count

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
)
from watch import run_events

NUMBERS = count(1)
WRONG_SUFFIXES = (".bmp", ".mp4", "", ".x.y")
MAX_INPUTS = 4
"""Maximum number of controls used in a dialog before it is answered."""
QUESTION_TIMEOUT_MS = 1_000
"""Time after which an unexpected question is rejected."""
MAX_ROUNDS = 4
"""Maximum number of dialogs that open each other."""


def answer(window, hands, random, watch):
    """Answer every open dialog, and the dialogs that they open."""
    for number in range(MAX_ROUNDS):
        for dialog in [each for each in window.findChildren(QDialog) if each.isVisible()]:
            if isinstance(dialog, QFileDialog):
                _choose_file(dialog, hands, random, watch)
            else:
                _use_dialog(dialog, hands, random, watch, accept=number == 0 and random.random() < 0.6)
        run_events(0)


def _choose_file(dialog, hands, random, watch):
    """Choose a file: always a new name in the temporary folder, so that no dialog asks whether to replace a file."""
    suffix = f".{dialog.defaultSuffix()}" if dialog.defaultSuffix() else ""
    name = hands.exports / f"{next(NUMBERS)}{suffix if random.random() < 0.85 else random.choice(WRONG_SUFFIXES)}"
    accept = random.random() < 0.7
    watch.note(f"{'accept' if accept else 'cancel'} the file {name.name}")
    if accept:
        dialog.setDirectory(str(hands.exports))
        # `selectFile` does not change an entry that has the focus.
        dialog.findChild(QLineEdit, "fileNameEdit").setText(str(name))
        QTimer.singleShot(QUESTION_TIMEOUT_MS, _answer_question)
        dialog.accept()
    else:
        dialog.reject()


def discard_changes(window):
    """Answer the question about changes of the scenes that are not saved, if it is open."""
    for box in window.findChildren(QMessageBox):
        for button in box.buttons() if box.isVisible() else ():
            if button.text() == "Do not save":
                button.click()


def _answer_question():
    """Reject an open modal question."""
    if isinstance(question := QApplication.activeModalWidget(), QMessageBox):
        question.reject()


def _use_dialog(dialog, hands, random, watch, *, accept):
    watch.note(f"dialog {type(dialog).__name__} {dialog.windowTitle()}")
    for _ in range(random.randint(0, MAX_INPUTS)):
        hands.control(dialog, excluding=QPushButton)
        if not dialog.isVisible():
            return
    buttons = [button for box in dialog.findChildren(QDialogButtonBox) for button in box.buttons()]
    chosen = [each for each in buttons if each.isEnabled()]
    if accept and chosen:
        button = random.choice(chosen)
        watch.note(f"click {button.text()}")
        button.click()
    else:
        watch.note("reject")
        dialog.reject()
