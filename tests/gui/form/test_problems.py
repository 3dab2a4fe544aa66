"""The form shows a problem under each invalid field until its value is valid again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit

from core.obstacles import OBSTACLES
from core.params import make
from gui.form.collapsible import Collapsible
from gui.form.params_form import ParamsForm
from gui.style.stylesheet import apply_theme
from gui.style.theme import LIGHT

CONDITIONING = OBSTACLES[0]
ZIGZAG = CONDITIONING.experiment("zigzag")


@pytest.fixture
def form(qtbot):
    made = ParamsForm()
    qtbot.addWidget(made)
    made.resize(320, 900)
    made.show_fields(ZIGZAG.reads, make(CONDITIONING.params, {}))
    made.show()
    made.widget().findChild(Collapsible).set_expanded()
    return made


@pytest.fixture
def changes(form):
    made = []
    form.changed.connect(made.append)
    return made


def entry_of(form, name):
    return form.editors[name].findChild(QLineEdit)


def type_in(form, name, text):
    entry = entry_of(form, name)
    entry.setFocus()
    entry.selectAll()
    QTest.keyClicks(entry, text)
    QTest.keyClick(entry, Qt.Key.Key_Return)


def problem(form, name):
    """Return the label of the problem under a field."""
    return form._rows[name].findChild(QLabel, "problem")


def problems(form):
    """Return the visible problems by field."""
    shown = {name: problem(form, name) for name in form._rows}
    return {name: label.text() for name, label in shown.items() if not label.isHidden()}


def marked(form):
    """Return the fields that are marked as invalid."""
    return {name for name, row in form._rows.items() if row.title.property("wrong")}


KAPPA, RATE, START = "Condition number κ", "Learning rate", "Start"
RATES = "optimal, 1/L, exact line search or a number, above 0 and at most 100."
POINTS = "(κ, 1), random or 2 numbers from -1000000 to 1000000, separated by a comma."


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("condition_number", "abc", f"{KAPPA} cannot be abc; allowed: a number from 1 to 10000."),
        ("condition_number", "0.5", f"{KAPPA} cannot be 0.5; allowed: a number from 1 to 10000."),
        ("condition_number", "nan", f"{KAPPA} cannot be nan; allowed: a number from 1 to 10000."),
        ("condition_number", " ", f"{KAPPA} cannot be empty; allowed: a number from 1 to 10000."),
        ("tolerance", "1", "Tolerance cannot be 1; allowed: a number, at least 1e-12 and below 1."),
        ("max_steps", "2.5", "Maximum steps cannot be 2.5; allowed: a whole number from 1 to 100000."),
        ("learning_rate", "optimol", f"{RATE} cannot be optimol; allowed: {RATES} Did you mean optimal?"),
        ("learning_rate", "-1", f"{RATE} cannot be -1; allowed: {RATES}"),
        ("start", "0,0", "Start cannot be 0,0; allowed: a point other than the minimum, 0,0."),
        ("start", "1", f"{START} cannot be 1; allowed: {POINTS}"),
    ],
)
def test_an_invalid_value_shows_a_problem_under_its_field_and_changes_nothing(form, changes, name, text, sentence):
    description = entry_of(form, name).accessibleDescription()
    type_in(form, name, text)
    assert changes == []
    assert problems(form) == {name: sentence}
    assert form._params == make(CONDITIONING.params, {})
    below = problem(form, name).geometry().top()
    assert below >= form.editors[name].geometry().bottom()
    marks = [w for w in form.editors[name]._controls if w.property("wrong")]
    assert marks
    assert {w.accessibleDescription() for w in marks} == {sentence}
    assert marked(form) == {name}
    assert description not in {w.accessibleDescription() for w in marks}


def test_an_invalid_entry_has_a_border_in_the_alarm_color(form, qtbot):
    apply_theme([form], LIGHT, 16)
    type_in(form, "condition_number", "abc")
    qtbot.waitExposed(form)
    entry = entry_of(form, "condition_number")
    image = entry.grab().toImage()
    assert image.pixelColor(entry.width() // 2, 0).name() == LIGHT.alarm.lower()
    type_in(form, "condition_number", "20")
    entry.clearFocus()
    assert entry.grab().toImage().pixelColor(entry.width() // 2, 1).name() == LIGHT.axis.lower()


def test_the_problem_disappears_when_the_value_is_valid_again(form, changes):
    before = entry_of(form, "condition_number").accessibleDescription()
    type_in(form, "condition_number", "abc")
    type_in(form, "condition_number", "20")
    assert (problems(form), marked(form)) == ({}, set())
    assert entry_of(form, "condition_number").accessibleDescription() == before
    assert [params.condition_number for params in changes] == [20]


def test_a_refused_value_keeps_the_focus_after_return_and_is_restored_by_escape(form, changes):
    before = entry_of(form, "start").text() or form.editors["start"].findChild(QComboBox).currentText()
    type_in(form, "start", "hello")
    entry = entry_of(form, "start")
    assert entry.hasFocus()
    assert set(problems(form)) == {"start"}
    QTest.keyClick(entry, Qt.Key.Key_Escape)
    assert entry.text() == before
    assert not entry.hasFocus()
    assert (problems(form), marked(form), changes) == ({}, set(), [])


def test_leaving_a_field_restores_the_last_good_value_and_reports_the_refused_one(form, changes, qtbot):
    type_in(form, "condition_number", "abc")
    with qtbot.waitSignal(form.refused) as refused:
        entry_of(form, "rotation").setFocus()
    assert refused.args == [f"{KAPPA} cannot be abc; allowed: a number from 1 to 10000."]
    assert entry_of(form, "condition_number").text() == "10"
    assert (problems(form), marked(form), changes) == ({}, set(), [])


def test_typing_and_leaving_at_once_restores_too(form, changes, qtbot):
    entry = entry_of(form, "condition_number")
    entry.setFocus()
    entry.selectAll()
    QTest.keyClicks(entry, "abc")
    with qtbot.waitSignal(form.refused):
        entry.clearFocus()
    assert (entry.text(), problems(form), changes) == ("10", {}, [])


def test_escape_ends_typing_of_a_valid_value_without_a_change(form, changes):
    entry = entry_of(form, "condition_number")
    entry.setFocus()
    entry.selectAll()
    QTest.keyClicks(entry, "25")
    QTest.keyClick(entry, Qt.Key.Key_Escape)
    assert (entry.text(), changes) == ("10", [])


def test_unchecking_the_last_optimizer_changes_nothing(form, changes):
    boxes = form.editors["optimizers"].findChildren(QCheckBox)
    checked = [box for box in boxes if box.isChecked()]
    for box in checked:
        box.click()
    assert len(changes) == len(checked) - 1
    assert problems(form) == {"optimizers": "Optimizers: at least one is needed."}


def test_the_form_scrolls_to_a_problem_outside_its_viewport(form, qtbot):
    form.resize(320, 300)
    qtbot.wait(1)
    type_in(form, "seed", "-1")
    label = problem(form, "seed")
    qtbot.waitUntil(lambda: form.viewport().rect().contains(label.mapTo(form.viewport(), label.rect().center())))
