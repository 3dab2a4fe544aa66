"""What a person does who meets a dialog: answers it, cancels it, or plays with it first."""

from itertools import count

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
)

NUMBERS = count(1)
WRONG = (".bmp", ".mp4", "", ".x.y")
PLAY = 4
"""Things done in a dialog, at most, before it is answered."""
PATIENCE = 1_000
"""Milliseconds after which a question is answered that nobody expected."""
ROUNDS = 4
"""Dialogs that bring up another one, at most."""


def answer(window, hands, random, watch):
    """Answer every dialog that is open, and those that come up in their turn."""
    for number in range(ROUNDS):
        for dialog in [each for each in window.findChildren(QDialog) if each.isVisible()]:
            if isinstance(dialog, QFileDialog):
                _name(dialog, hands, random, watch)
            else:
                _play(dialog, hands, random, watch, accept=number == 0 and random.random() < 0.6)
        QTest.qWait(0)


def _name(dialog, hands, random, watch):
    """Choose a file: only ever a new name in the temporary folder, so that nothing asks whether it may replace one."""
    suffix = f".{dialog.defaultSuffix()}" if dialog.defaultSuffix() else ""
    name = hands.exports / f"{next(NUMBERS)}{suffix if random.random() < 0.85 else random.choice(WRONG)}"
    accept = random.random() < 0.7
    watch.note(f"{'accept' if accept else 'cancel'} the file {name.name}")
    if accept:
        dialog.setDirectory(str(hands.exports))
        # `selectFile` leaves an entry alone that has the focus.
        dialog.findChild(QLineEdit, "fileNameEdit").setText(str(name))
        QTimer.singleShot(PATIENCE, _answer_question)
        dialog.accept()
    else:
        dialog.reject()


def _answer_question():
    """Refuse what is asked in a message that holds everything else up."""
    if isinstance(asking := QApplication.activeModalWidget(), QMessageBox):
        asking.reject()


def _play(dialog, hands, random, watch, *, accept):
    watch.note(f"dialog {type(dialog).__name__} {dialog.windowTitle()}")
    for _ in range(random.randint(0, PLAY)):
        hands.control(dialog, besides=QPushButton)
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
