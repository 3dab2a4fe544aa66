"""The form shows the fields of an experiment, hero first, and emits valid changes only."""

from typing import Annotated

import pytest
from msgspec import Meta
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QSlider

from core.obstacles import OBSTACLES
from core.params import Params, fields, fields_by_name, make, mapping
from gui.form.collapsible import Collapsible
from gui.form.editors import NOTCHES, NumberEditor, editor_for
from gui.form.params_form import VISIBLE_FIELDS, ParamsForm

EXPERIMENTS = [(obstacle, experiment) for obstacle in OBSTACLES for experiment in obstacle.experiments]
CONDITIONING = OBSTACLES[0]
ZIGZAG = CONDITIONING.experiment("zigzag")
FIELDS = fields_by_name(CONDITIONING.params)
NUMBERS = ["condition_number", "rotation", "tolerance", "max_steps", "seed"]


@pytest.fixture
def form(qtbot):
    made = ParamsForm()
    qtbot.addWidget(made)
    made.resize(320, 900)
    made.show_fields(ZIGZAG.reads, make(CONDITIONING.params, {}))
    made.show()
    return made


@pytest.fixture
def changes(form):
    made = []
    form.changed.connect(made.append)
    return made


def editor(form, name):
    return form.editors[name]


def entry_of(form, name):
    return editor(form, name).findChild(QLineEdit)


def type_in(form, name, text, key=Qt.Key.Key_Return):
    entry = entry_of(form, name)
    entry.setFocus()
    entry.selectAll()
    QTest.keyClicks(entry, text)
    QTest.keyClick(entry, key)


def problem(form, name):
    """Return the label of the problem under a field."""
    return form._rows[name].findChild(QLabel, "problem")


def problems(form):
    """Return the visible problems by field."""
    shown = {name: problem(form, name) for name in form._rows}
    return {name: label.text() for name, label in shown.items() if not label.isHidden()}


def more(form):
    return form.widget().findChild(Collapsible)


@pytest.mark.parametrize(("obstacle", "experiment"), EXPERIMENTS, ids=lambda each: each.key)
def test_the_fields_shown_are_those_that_the_experiment_reads(qtbot, obstacle, experiment):
    form = ParamsForm()
    qtbot.addWidget(form)
    form.show_fields(experiment.reads, make(obstacle.params, {}))
    assert tuple(form.editors) == experiment.reads
    titles = {field.name: field.title for field in fields(obstacle.params)}
    labels = [label.text() for label in form.widget().findChildren(QLabel) if label.objectName() in ("hero", "field")]
    assert len(labels) == len(experiment.reads)
    for name, label in zip(experiment.reads, labels, strict=True):
        assert label.startswith(titles[name])


@pytest.mark.parametrize(("obstacle", "experiment"), EXPERIMENTS, ids=lambda each: each.key)
def test_the_hero_comes_first_and_surplus_fields_are_in_more(qtbot, obstacle, experiment):
    form = ParamsForm()
    qtbot.addWidget(form)
    form.resize(320, 2_000)
    form.show_fields(experiment.reads, make(obstacle.params, {}))
    form.show()
    heroes = [label for label in form.widget().findChildren(QLabel) if label.objectName() == "hero"]
    assert [label.buddy() for label in heroes] == [form.hero.focusProxy()]
    assert form.hero is form.editors[experiment.reads[0]]
    places = [form.editors[name].mapTo(form.widget(), form.editors[name].pos()).y() for name in experiment.reads]
    assert places[:VISIBLE_FIELDS] == sorted(places[:VISIBLE_FIELDS])
    section = more(form)
    assert (section is None) is (len(experiment.reads) <= VISIBLE_FIELDS)
    hidden = [name for name in experiment.reads if section is not None and section.isAncestorOf(form.editors[name])]
    assert hidden == list(experiment.reads[VISIBLE_FIELDS:])
    assert all(not form.editors[name].isVisible() for name in hidden)


def test_another_experiment_has_its_own_form(form):
    law = CONDITIONING.experiment("law")
    form.show_fields(law.reads, make(CONDITIONING.params, {"tolerance": 0.5}))
    assert tuple(form.editors) == law.reads
    assert entry_of(form, "tolerance").text() == "0.5"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("condition_number", "123.456", 123.456),
        ("condition_number", "1e3", 1000.0),
        ("rotation", "-12.25", -12.25),
        ("tolerance", "1e-9", 1e-9),
        ("max_steps", "777", 777),
        ("seed", "2147483647", 2147483647),
        ("learning_rate", "0.21", 0.21),
        ("learning_rate", "1", 1.0),
        ("momentum", "0.5", 0.5),
        ("start", "3, 4", (3.0, 4.0)),
    ],
)
def test_a_typed_value_is_emitted_exactly_and_once(form, changes, name, text, value):
    type_in(form, name, text)
    assert [getattr(params, name) for params in changes] == [value]
    entry_of(form, name).editingFinished.emit()  # as when the entry loses the focus
    assert len(changes) == 1
    assert problems(form) == {}


def test_other_fields_keep_their_values_when_one_is_changed(form, changes):
    type_in(form, "condition_number", "50")
    type_in(form, "learning_rate", "0.01")
    assert mapping(changes[-1]) == mapping(make(CONDITIONING.params, {"condition_number": 50, "learning_rate": 0.01}))


def test_more_counts_the_values_that_differ_from_the_defaults(form, changes):
    assert more(form).title == "More"
    type_in(form, "tolerance", "0.1")
    assert more(form).title == "More (1 changed)"
    type_in(form, "seed", "4")
    assert more(form).title == "More (2 changed)"
    type_in(form, "condition_number", "50")  # not in More, so it does not count
    assert more(form).title == "More (2 changed)"
    form.set_params(make(CONDITIONING.params, {}))
    assert more(form).title == "More"


def test_fields_in_the_collapsed_section_are_not_visible(form, qtbot):
    hidden = editor(form, "tolerance").findChild(QSlider)
    qtbot.waitExposed(form)
    assert not hidden.isVisible()
    more(form).set_expanded()
    assert hidden.isVisible()
    more(form).set_expanded(expanded=False)
    assert not hidden.isVisible()


def test_set_params_shows_values_and_emits_nothing(form, changes):
    params = make(
        CONDITIONING.params,
        {"condition_number": 42, "learning_rate": 0.03, "start": "5,6", "optimizers": "newton,adam", "tolerance": 1e-6},
    )
    form.set_params(params)
    assert changes == []
    assert entry_of(form, "condition_number").text() == "42"
    assert entry_of(form, "learning_rate").text() == "0.03"
    assert entry_of(form, "start").text() == "5, 6"
    assert entry_of(form, "tolerance").text() == "1e-06"
    boxes = editor(form, "optimizers")._boxes
    assert {key for key, box in boxes.items() if box.isChecked()} == {"newton", "adam"}


def test_the_order_of_the_optimizers_is_kept_and_new_ones_are_appended(form, changes):
    form.set_params(make(CONDITIONING.params, {"optimizers": "newton,adam,nesterov"}))
    boxes = editor(form, "optimizers")._boxes
    boxes["gradient_descent"].click()
    assert changes[-1].optimizers == ("newton", "adam", "nesterov", "gradient_descent")
    boxes["adam"].click()
    assert changes[-1].optimizers == ("newton", "nesterov", "gradient_descent")


def test_a_chosen_word_is_emitted_once(form, changes):
    box = editor(form, "learning_rate").findChild(QComboBox)
    for place in (1, 1, 0):
        box.setCurrentIndex(place)
        box.activated.emit(place)
    assert [params.learning_rate for params in changes] == ["inverse_lipschitz", "optimal"]


@pytest.mark.parametrize("name", NUMBERS)
def test_a_slider_emits_a_valid_value_once_at_each_notch(form, changes, name):
    slider = editor(form, name).findChild(QSlider)
    for notch in (slider.maximum(), slider.minimum(), 200):
        before = len(changes)
        slider.setValue(notch)
        assert len(changes) == before + 1, notch
        assert problems(form) == {}
        assert float(entry_of(form, name).text()) == pytest.approx(getattr(changes[-1], name), rel=1e-4)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_slider_stays_at_the_notch_where_it_was_set(name):
    made = NumberEditor(FIELDS[name])
    slider, emitted = made.findChild(QSlider), []
    made.edited.connect(lambda _, value: emitted.append(value))
    for notch in range(slider.minimum() + 1, slider.maximum() + 1):
        slider.setValue(notch)
        made.set_value(emitted[-1])
        assert slider.value() == notch
    assert emitted == sorted(emitted)
    assert len(set(emitted)) > 200


def test_a_logarithmic_slider_moves_by_factors():
    made = NumberEditor(FIELDS["condition_number"])
    for value, fraction in ((1, 0), (10, 0.25), (100, 0.5), (10_000, 1)):
        made.set_value(value)
        assert made.findChild(QSlider).value() == round(fraction * NOTCHES)


def test_nudge_always_changes_the_number(form, changes):
    serial = next(obstacle for obstacle in OBSTACLES if obstacle.key == "serial")
    form.show_fields(("break_year",), make(serial.params, {}))
    for notches in (1, 1, -1, -4, 400, 1, -1):
        form.hero.nudge(notches)
    assert [params.break_year for params in changes] == [2006, 2007, 2006, 2005, 2011, 2010]


def test_nudge_moves_the_hero_by_notches(form, changes):
    form.hero.nudge(1)
    form.hero.nudge(-1)
    form.hero.nudge(20)
    values = [params.condition_number for params in changes]
    assert values[0] > values[1] == 10
    assert values[2] > values[0]


def test_a_typed_value_between_notches_is_kept_exactly(form, changes):
    type_in(form, "condition_number", "10.01")
    form.set_params(changes[-1])
    assert entry_of(form, "condition_number").text() == "10.01"
    assert changes[-1].condition_number == 10.01


@pytest.mark.parametrize("name", FIELDS)
def test_every_focusable_control_has_an_accessible_name(name):
    made = editor_for(FIELDS[name])
    controls = [w for kind in (QSlider, QComboBox, QCheckBox, QLineEdit) for w in made.findChildren(kind)]
    controls = [w for w in controls if not isinstance(w.parent(), QComboBox)]
    assert controls
    assert [control for control in controls if not control.accessibleName()] == []
    assert made.focusProxy() in controls
    assert made.toolTip() == FIELDS[name].description


class Sizes(Params, frozen=True, kw_only=True):
    sizes: Annotated[tuple[Annotated[int, Meta(ge=1, le=65_536)], ...], Meta(title="Sizes", max_length=3)] = (1, 16)


def test_a_list_of_numbers_is_shown_and_typed_with_commas(qtbot):
    form, changes = ParamsForm(), []
    qtbot.addWidget(form)
    form.show_fields(("sizes",), make(Sizes, {}))
    form.changed.connect(changes.append)
    assert entry_of(form, "sizes").text() == "1, 16"
    type_in(form, "sizes", "4, 65536")
    type_in(form, "sizes", "1,2,3,4")
    assert [params.sizes for params in changes] == [(4, 65536)]
    assert "at most 3 whole numbers" in problem(form, "sizes").text()


def test_numbers_of_a_list_are_shown_without_exponents(qtbot):
    serial = next(obstacle for obstacle in OBSTACLES if obstacle.key == "serial")
    form = ParamsForm()
    qtbot.addWidget(form)
    form.show_fields(("copies",), make(serial.params, {"copies": "1,1000000,123457"}))
    assert entry_of(form, "copies").text() == "1, 1000000, 123457"


def test_a_list_that_is_too_long_shows_its_beginning(qtbot):
    form = ParamsForm()
    qtbot.addWidget(form)
    form.show_fields(("sizes",), make(Sizes, {}))
    form.resize(100, 200)
    form.show()
    form.set_params(make(Sizes, {"sizes": "11111, 22222, 33333"}))
    entry = entry_of(form, "sizes")
    entry.grab()
    assert entry.fontMetrics().horizontalAdvance(entry.text()) > entry.width()
    assert entry.cursorPositionAt(entry.rect().center()) < len(entry.text()) // 2
