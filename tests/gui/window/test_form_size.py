"""No text in the form is cut off, at any experiment, value and type size."""

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QStyle, QStyleOptionComboBox, QStyleOptionFrame

MARGIN = 4
"""Pixels of padding in a line edit, left and right together."""
LONG = {
    "condition_number": 1234.56,
    "learning_rate": 0.18181818181818182,
    "momentum": 1 / 3,
    "adaptive_rate": 0.00012345678,
    "rotation": -179.99,
    "start": "-123456,98765.4",
    "tolerance": 1.234e-9,
    "max_steps": 100,
    "seed": 2**31 - 1,
}
WORDS = {"learning_rate": "line_search", "start": "-1e6,-1e-6", "tolerance": 0.123456, "max_steps": 1}


def text_width_of_entry(entry):
    option = QStyleOptionFrame()
    entry.initStyleOption(option)
    return entry.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, entry).width() - MARGIN


def text_width_of_box(box):
    option, style = QStyleOptionComboBox(), box.style()
    box.initStyleOption(option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    return style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, box).width() - MARGIN


def required_width(widget, text):
    return widget.fontMetrics().horizontalAdvance(text)


def cut_off_texts(form):
    """Return every text in a form that is wider than its widget."""
    found = []
    for row in form._rows.values():
        found += [row.title.text()] if row.title.sizeHint().width() > row.title.width() else []
        found += [box.text() for box in row.findChildren(QCheckBox) if box.sizeHint().width() > box.width()]
        for entry in row.findChildren(QLineEdit):
            found += [entry.text()] if required_width(entry, entry.text()) > text_width_of_entry(entry) else []
        for box in row.findChildren(QComboBox):
            texts = [box.itemText(k) for k in range(box.count())]
            found += [text for text in texts if required_width(box, text) > text_width_of_box(box)]
    return found


@pytest.mark.parametrize("type_size", ["desk", "hall"])
@pytest.mark.parametrize("values", [{}, LONG, WORDS], ids=["defaults", "long numbers", "words"])
def test_no_text_in_the_form_is_cut_off_at_720p(window, qtbot, set_to, wait_for_run, type_size, values):
    window.resize(1280, 720)
    window.set_type_size(type_size)
    for place in range(len(window.panel.obstacle.experiments)):
        window.open_experiment(place)
        if values:
            set_to(**values)
        wait_for_run()
        window.panel.form._more.set_expanded()
        qtbot.waitUntil(lambda: not window._resize_timer.isActive())
        qtbot.wait(20)
        assert cut_off_texts(window.panel.form) == []


def test_a_seed_is_shown_to_its_last_digit(window, set_to):
    set_to(seed=2**31 - 1)
    assert window.panel.form.editors["seed"].findChild(QLineEdit).text() == "2147483647"
