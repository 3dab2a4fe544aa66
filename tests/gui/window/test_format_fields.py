"""The export dialog shows the fields of a format only with it, and they reach the plan and the file."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLabel, QWidget

from core.run import run_to_end
from core.scene import Scene
from gui.export.formats import FORMATS, FormatOptions
from gui.export.on_screen import OnScreen
from gui.export.plan import ALL_FORMATS
from gui.picture.view import View
from gui.stages import STAGES
from gui.window.export_dialog import ExportDialog
from gui.window.exporter import Exporter
from gui.window.note import Note

SCENE = Scene(target="conditioning/zigzag")
NAMES = {"text": "Text", "quality": "Quality", "loop": "Plays", "dpi": "Dots per inch"}


@pytest.fixture
def dialog(parent):
    made = ExportDialog(SCENE, parent)
    made.show()
    return made


def select(dialog, suffix):
    dialog._form.setCurrentIndex(list(ALL_FORMATS).index(suffix))


def field(dialog, key):
    """Return the field of an attribute of FormatOptions."""
    return next(each for each in dialog.findChildren(QWidget) if each.accessibleName() == NAMES[key])


def enter(dialog, key, text):
    """Enter a value as the user would: choose it, or type it."""
    entry = field(dialog, key)
    if entry.isEditable():
        entry.setEditText(text)
    else:
        assert entry.findText(text) >= 0
        entry.setCurrentText(text)


def planned(dialog, qtbot):
    box = dialog.findChild(QDialogButtonBox)
    accept = next(each for each in box.buttons() if box.buttonRole(each) == QDialogButtonBox.ButtonRole.AcceptRole)
    with qtbot.waitSignal(dialog.planned) as signal:
        accept.click()
    return signal.args[0]


@pytest.mark.parametrize("suffix", ALL_FORMATS)
def test_only_the_fields_of_the_format_are_shown(dialog, suffix):
    select(dialog, suffix)
    assert {key for key in NAMES if field(dialog, key).isVisible()} == set(ALL_FORMATS[suffix].options)
    labels = dialog.findChild(QFormLayout)
    for key in NAMES:
        assert labels.labelForField(field(dialog, key)).text() == NAMES[key]


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_fields_begin_with_the_defaults_of_the_command_line(dialog, qtbot, suffix):
    select(dialog, suffix)
    assert planned(dialog, qtbot).options == FormatOptions()


@pytest.mark.parametrize(
    ("suffix", "key", "text", "value"),
    [
        (".svg", "text", "outlines", "outlines"),
        (".mp4", "quality", "fast: less time, larger file", "fast"),
        (".mp4", "quality", "small: more time, smaller file", "small"),
        (".gif", "loop", "1", 1),
        (".apng", "loop", "17", 17),
        (".webp", "loop", "2", 2),
        (".png", "dpi", "300", 300.0),
        ("/", "dpi", "72.5", 72.5),
    ],
)
def test_a_value_reaches_the_plan_only_with_its_format(dialog, qtbot, suffix, key, text, value):
    select(dialog, suffix)
    enter(dialog, key, text)
    other = next(each for each in FORMATS if key not in FORMATS[each].options)
    select(dialog, other)
    assert dialog._plan().options == FormatOptions()
    select(dialog, suffix)
    assert planned(dialog, qtbot).options == FormatOptions(**{key: value})


@pytest.mark.parametrize(
    ("suffix", "key", "text"), [(".gif", "loop", "-1"), (".webp", "loop", "often"), (".png", "dpi", "35")]
)
def test_the_dialog_refuses_what_the_command_line_refuses_in_the_same_words(dialog, thalweg, suffix, key, text):
    select(dialog, suffix)
    enter(dialog, key, text)
    problem = dialog.findChild(QLabel, "problem")
    code, _, err = thalweg("render", SCENE.target, f"--{key}={text}", "-o", f"x{suffix}")
    assert code == 2
    assert problem.isVisible()
    assert err.strip() == problem.text().replace(NAMES[key], f"--{key}", 1)
    select(dialog, ".pdf")
    assert not problem.isVisible()


def test_the_window_exports_with_the_options_of_the_plan(parent, dialog, qtbot, tmp_path):
    exporter = Exporter(parent, Note(parent))
    result = run_to_end(SCENE.experiment.run(SCENE.full_params()))
    shown = OnScreen(SCENE, STAGES[SCENE.target], result, View(640, 360), 3.0)
    select(dialog, ".svg")
    enter(dialog, "text", "outlines")
    exporter.export(shown, tmp_path / "a.svg", planned(dialog, qtbot))
    assert b"<text" not in Path(tmp_path / "a.svg").read_bytes()
