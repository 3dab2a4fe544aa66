"""The form: made from the fields, hero first, and nothing changes but to what is allowed."""

from typing import Annotated

import pytest
from msgspec import Meta
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QSlider

from core.obstacles import OBSTACLES
from core.params import Params, fields, make, mapping
from gui.form.collapsible import Collapsible
from gui.form.editors import NOTCHES, NumberEditor, editor_for
from gui.form.params_form import CONTROLS, ParamsForm

EXPERIMENTS = [(obstacle, experiment) for obstacle in OBSTACLES for experiment in obstacle.experiments]
CONDITIONING = OBSTACLES[0]
ZIGZAG = CONDITIONING.experiment("zigzag")
FIELDS = {field.name: field for field in fields(CONDITIONING.params)}
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
    return form._editors[name]


def entry_of(form, name):
    return editor(form, name).findChild(QLineEdit)


def type_in(form, name, text, key=Qt.Key.Key_Return):
    entry = entry_of(form, name)
    entry.setFocus()
    entry.selectAll()
    QTest.keyClicks(entry, text)
    QTest.keyClick(entry, key)


def problem(form, name):
    """The sentence under a field."""
    return form._rows[name].findChild(QLabel, "problem")


def problems(form):
    """Every sentence that is shown, by field."""
    shown = {name: problem(form, name) for name in form._rows}
    return {name: label.text() for name, label in shown.items() if not label.isHidden()}


def more(form):
    return form.widget().findChild(Collapsible)


@pytest.mark.parametrize(("obstacle", "experiment"), EXPERIMENTS, ids=lambda each: each.key)
def test_the_fields_shown_are_those_that_the_experiment_reads(qtbot, obstacle, experiment):
    form = ParamsForm()
    qtbot.addWidget(form)
    form.show_fields(experiment.reads, make(obstacle.params, {}))
    assert tuple(form._editors) == experiment.reads
    titles = {field.name: field.title for field in fields(obstacle.params)}
    labels = [label.text() for label in form.widget().findChildren(QLabel) if label.objectName() in ("hero", "field")]
    assert len(labels) == len(experiment.reads)
    for name, label in zip(experiment.reads, labels, strict=True):
        assert label.startswith(titles[name])


@pytest.mark.parametrize(("obstacle", "experiment"), EXPERIMENTS, ids=lambda each: each.key)
def test_the_hero_stands_first_and_what_is_too_much_under_more(qtbot, obstacle, experiment):
    form = ParamsForm()
    qtbot.addWidget(form)
    form.resize(320, 2_000)
    form.show_fields(experiment.reads, make(obstacle.params, {}))
    form.show()
    heroes = [label for label in form.widget().findChildren(QLabel) if label.objectName() == "hero"]
    assert [label.buddy() for label in heroes] == [form.hero.focusProxy()]
    assert form.hero is form._editors[experiment.reads[0]]
    places = [form._editors[name].mapTo(form.widget(), form._editors[name].pos()).y() for name in experiment.reads]
    assert places[:CONTROLS] == sorted(places[:CONTROLS])
    fold = more(form)
    assert (fold is None) is (len(experiment.reads) <= CONTROLS)
    hidden = [name for name in experiment.reads if fold is not None and fold.isAncestorOf(form._editors[name])]
    assert hidden == list(experiment.reads[CONTROLS:])
    assert all(not form._editors[name].isVisible() for name in hidden)


def test_another_experiment_gets_a_form_of_its_own(form):
    law = CONDITIONING.experiment("law")
    form.show_fields(law.reads, make(CONDITIONING.params, {"tolerance": 0.5}))
    assert tuple(form._editors) == law.reads
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
def test_a_typed_value_is_taken_exactly_and_told_once(form, changes, name, text, value):
    type_in(form, name, text)
    assert [getattr(params, name) for params in changes] == [value]
    entry_of(form, name).editingFinished.emit()  # as when the focus leaves
    assert len(changes) == 1
    assert problems(form) == {}


def test_other_fields_keep_their_values_when_one_is_changed(form, changes):
    type_in(form, "condition_number", "50")
    type_in(form, "learning_rate", "0.01")
    assert mapping(changes[-1]) == mapping(make(CONDITIONING.params, {"condition_number": 50, "learning_rate": 0.01}))


def test_more_counts_what_is_not_at_its_default(form, changes):
    assert more(form).title == "More"
    type_in(form, "tolerance", "0.1")
    assert more(form).title == "More (1 changed)"
    type_in(form, "seed", "4")
    assert more(form).title == "More (2 changed)"
    type_in(form, "condition_number", "50")  # stands open, so it is seen
    assert more(form).title == "More (2 changed)"
    form.set_params(make(CONDITIONING.params, {}))
    assert more(form).title == "More"


def test_the_focus_does_not_enter_what_is_folded_away(form, qtbot):
    hidden = editor(form, "tolerance").findChild(QSlider)
    qtbot.waitExposed(form)
    assert not hidden.isVisible()
    more(form).open()
    assert hidden.isVisible()
    more(form).open(wide=False)
    assert not hidden.isVisible()


def test_values_from_elsewhere_are_shown_and_not_told(form, changes):
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


def test_the_order_of_the_optimizers_is_kept_and_new_ones_come_last(form, changes):
    form.set_params(make(CONDITIONING.params, {"optimizers": "newton,adam,nesterov"}))
    boxes = editor(form, "optimizers")._boxes
    boxes["gradient_descent"].click()
    assert changes[-1].optimizers == ("newton", "adam", "nesterov", "gradient_descent")
    boxes["adam"].click()
    assert changes[-1].optimizers == ("newton", "nesterov", "gradient_descent")


def test_a_chosen_word_is_told_once(form, changes):
    box = editor(form, "learning_rate").findChild(QComboBox)
    for place in (1, 1, 0):
        box.setCurrentIndex(place)
        box.activated.emit(place)
    assert [params.learning_rate for params in changes] == ["inverse_lipschitz", "optimal"]


@pytest.mark.parametrize("name", NUMBERS)
def test_a_slider_tells_each_place_once_and_only_what_is_allowed(form, changes, name):
    slider = editor(form, name).findChild(QSlider)
    for notch in (slider.maximum(), slider.minimum(), 200):
        before = len(changes)
        slider.setValue(notch)
        assert len(changes) == before + 1, notch
        assert problems(form) == {}
        assert float(entry_of(form, name).text()) == pytest.approx(getattr(changes[-1], name), rel=1e-4)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_slider_stands_where_it_was_put(name):
    made = NumberEditor(FIELDS[name])
    slider, told = made.findChild(QSlider), []
    made.edited.connect(lambda _, value: told.append(value))
    for notch in range(slider.minimum() + 1, slider.maximum() + 1):
        slider.setValue(notch)
        made.set_value(told[-1])
        assert slider.value() == notch
    assert told == sorted(told)
    assert len(set(told)) > 200


def test_a_log_slider_moves_by_factors():
    made = NumberEditor(FIELDS["condition_number"])
    for value, share in ((1, 0), (10, 0.25), (100, 0.5), (10_000, 1)):
        made.set_value(value)
        assert made.findChild(QSlider).value() == round(share * NOTCHES)


def test_a_nudge_always_reaches_another_number(form, changes):
    serial = next(obstacle for obstacle in OBSTACLES if obstacle.key == "serial")
    form.show_fields(("break_year",), make(serial.params, {}))
    for notches in (1, 1, -1, -4, 400, 1, -1):
        form.hero.nudge(notches)
    assert [params.break_year for params in changes] == [2006, 2007, 2006, 2005, 2011, 2010]


def test_a_nudge_moves_the_hero_by_notches(form, changes):
    form.hero.nudge(1)
    form.hero.nudge(-1)
    form.hero.nudge(20)
    values = [params.condition_number for params in changes]
    assert values[0] > values[1] == 10
    assert values[2] > values[0]


def test_a_typed_value_between_notches_is_not_pulled_to_one(form, changes):
    type_in(form, "condition_number", "10.01")
    form.set_params(changes[-1])
    assert entry_of(form, "condition_number").text() == "10.01"
    assert changes[-1].condition_number == 10.01


@pytest.mark.parametrize("name", FIELDS)
def test_everything_that_takes_the_focus_has_a_name_for_screen_readers(name):
    made = editor_for(FIELDS[name])
    controls = [w for kind in (QSlider, QComboBox, QCheckBox, QLineEdit) for w in made.findChildren(kind)]
    controls = [w for w in controls if not isinstance(w.parent(), QComboBox)]
    assert controls
    assert [control for control in controls if not control.accessibleName()] == []
    assert made.focusProxy() in controls
    assert made.toolTip() == FIELDS[name].description


class Sizes(Params, frozen=True, kw_only=True):
    sizes: Annotated[tuple[Annotated[int, Meta(ge=1, le=65_536)], ...], Meta(title="Sizes", max_length=3)] = (1, 16)


def test_a_list_of_numbers_is_written_with_commas(qtbot):
    form, changes = ParamsForm(), []
    qtbot.addWidget(form)
    form.show_fields(("sizes",), make(Sizes, {}))
    form.changed.connect(changes.append)
    assert entry_of(form, "sizes").text() == "1, 16"
    type_in(form, "sizes", "4, 65536")
    type_in(form, "sizes", "1,2,3,4")
    assert [params.sizes for params in changes] == [(4, 65536)]
    assert "at most 3 whole numbers" in problem(form, "sizes").text()


def test_numbers_of_a_list_are_written_out_as_a_person_would(qtbot):
    serial = next(obstacle for obstacle in OBSTACLES if obstacle.key == "serial")
    form = ParamsForm()
    qtbot.addWidget(form)
    form.show_fields(("copies",), make(serial.params, {"copies": "1,1000000,123457"}))
    assert entry_of(form, "copies").text() == "1, 1000000, 123457"


def test_the_beginning_of_a_list_that_has_no_room_is_seen(qtbot):
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
