"""The export dialog shows the actual frame rate of each format."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from core.scene import Scene
from gui.export.formats import GIF, MP4
from gui.export.plan import ALL_FORMATS
from gui.window.export_dialog import FRAME_RATES, ExportDialog


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
    """Return a function that selects a format and a frame rate."""

    def select(form, rate):
        dialog._form.setCurrentIndex(list(ALL_FORMATS.values()).index(form))
        dialog._fps.setCurrentText(str(rate))

    return select


def note(dialog):
    label = dialog.findChild(QLabel, "note")
    return label.text() if label.isVisible() else ""


@pytest.mark.parametrize("rate", FRAME_RATES)
def test_the_dialog_shows_the_actual_rate_of_a_gif(dialog, choose, rate):
    choose(GIF, rate)
    actual = GIF.nearest_rate(rate)
    assert note(dialog) == ("" if actual == rate else f"GIF runs at {actual:g}, the nearest possible rate.")
    assert dialog._fps.accessibleDescription() == note(dialog)


def test_a_gif_above_50_frames_per_second_runs_at_50(dialog, choose):
    choose(GIF, 60)
    assert note(dialog).startswith("GIF runs at 50,")
    choose(GIF, 50)
    assert note(dialog) == ""


@pytest.mark.parametrize("form", [form for form in ALL_FORMATS.values() if form is not GIF], ids=lambda form: form.name)
def test_the_other_formats_run_at_the_selected_rate(dialog, choose, form):
    choose(GIF, 60)
    choose(form, 60)
    assert note(dialog) == ""


def test_the_note_follows_the_format(dialog, choose):
    choose(MP4, 60)
    assert note(dialog) == ""
    choose(GIF, 60)
    assert note(dialog)
