"""The dialog of an export: what it offers, and what it says before anything is made."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from core.scene import Scene
from gui.export.formats import GIF, MP4
from gui.export.plan import EVERY
from gui.window.export_dialog import RATES, ExportDialog


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(parent):
    made = ExportDialog(Scene(target="conditioning/zigzag"), parent)
    made.show()
    return made


@pytest.fixture
def choose(dialog):
    """choose(form, rate): as a person would."""

    def chosen(form, rate):
        dialog._form.setCurrentIndex(list(EVERY.values()).index(form))
        dialog._fps.setCurrentText(str(rate))

    return chosen


def note(dialog):
    label = dialog.findChild(QLabel, "note")
    return label.text() if label.isVisible() else ""


@pytest.mark.parametrize("rate", RATES)
def test_a_gif_says_at_which_rate_it_will_run(dialog, choose, rate):
    choose(GIF, rate)
    runs = GIF.nearest(rate)
    assert note(dialog) == ("" if runs == rate else f"GIF runs at {runs:g}, the nearest that it has.")
    assert dialog._fps.accessibleDescription() == note(dialog)


def test_above_fifty_it_is_fifty(dialog, choose):
    choose(GIF, 60)
    assert note(dialog).startswith("GIF runs at 50,")
    choose(GIF, 50)
    assert note(dialog) == ""


@pytest.mark.parametrize("form", [form for form in EVERY.values() if form is not GIF], ids=lambda form: form.name)
def test_the_other_kinds_run_as_they_are_asked_to(dialog, choose, form):
    choose(GIF, 60)
    choose(form, 60)
    assert note(dialog) == ""


def test_the_note_comes_and_goes_with_the_kind(dialog, choose):
    choose(MP4, 60)
    assert note(dialog) == ""
    choose(GIF, 60)
    assert note(dialog)
