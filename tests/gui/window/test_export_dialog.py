"""The export dialog shows the actual frame rate of each format."""

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QWidget

from core.scene import Scene
from gui.export.formats import GIF, MP4, PNG
from gui.export.plan import ALL_FORMATS
from gui.window.export_dialog import FRAME_RATES, ExportDialog


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
    label = dialog.findChild(QLabel, "rate")
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


@pytest.fixture
def fields(dialog):
    """The fields of the dialog, by their accessible names."""
    return {widget.accessibleName(): widget for widget in dialog.findChildren(QWidget) if widget.accessibleName()}


def problem(dialog):
    label = dialog.findChild(QLabel, "problem")
    return label.text() if label.isVisible() else ""


def accept_button(dialog):
    box = dialog.findChild(QDialogButtonBox)
    return next(each for each in box.buttons() if box.buttonRole(each) == QDialogButtonBox.ButtonRole.AcceptRole)


ALLOWED_DURATION = "seconds from 0.1 to 3600"
REFUSED = [
    ("Duration (s)", "2,5", f"Duration (s): '2,5' was given; allowed: {ALLOWED_DURATION}."),
    ("Duration (s)", "٢", f"Duration (s): '٢' was given; allowed: {ALLOWED_DURATION}."),
    ("Duration (s)", "", f"Duration (s): '' was given; allowed: {ALLOWED_DURATION}."),
    ("Duration (s)", "nan", f"Duration (s): 'nan' was given; allowed: {ALLOWED_DURATION}."),
    ("From (s)", "9", "From (s): '9' was given; allowed: seconds from 0 to 8."),
    ("To (s)", "0", "To (s): '0' was given; allowed: seconds above 0."),
    ("Size", "²x100", "Size: '²x100' was given; allowed: WIDTHxHEIGHT from 640x360 to 7680x4320."),
    ("Size", "wide", "Size: 'wide' was given; allowed: WIDTHxHEIGHT from 640x360 to 7680x4320."),
]


@pytest.mark.parametrize("locale", ["C", "de_DE", "ar_EG"])
@pytest.mark.parametrize(("name", "text", "sentence"), REFUSED)
def test_a_wrong_value_is_refused_with_a_sentence_in_every_locale(parent, request, name, text, sentence, locale):
    before = QLocale()
    request.addfinalizer(lambda: QLocale.setDefault(before))
    QLocale.setDefault(QLocale(locale))
    dialog = ExportDialog(Scene(target="conditioning/zigzag"), parent)
    dialog.show()
    fields = {widget.accessibleName(): widget for widget in dialog.findChildren(QWidget)}
    fields["Kind"].setCurrentIndex(list(ALL_FORMATS.values()).index(MP4))
    assert [fields[each].text() for each in ("Duration (s)", "From (s)", "To (s)")] == ["8", "0", "8"]
    if name == "Size":
        fields[name].setEditText(text)
    else:
        fields[name].setText(text)
    assert problem(dialog).splitlines()[0] == sentence
    assert not accept_button(dialog).isEnabled()


def test_every_sentence_about_a_wrong_value_is_seen_whole(dialog, fields, choose, qtbot):
    choose(MP4, 60)
    fields["Size"].setEditText("wide")
    for name in ("Duration (s)", "From (s)"):
        fields[name].setText("two and a half")
    label = dialog.findChild(QLabel, "problem")
    assert len(label.text().splitlines()) == 3
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))
    assert dialog.rect().contains(accept_button(dialog).parentWidget().geometry())


def test_what_the_command_line_refuses_the_dialog_refuses_in_the_same_words(dialog, fields, choose, thalweg):
    choose(MP4, 60)
    fields["From (s)"].setText("4")
    fields["To (s)"].setText("3")
    code, _, err = thalweg("render", "conditioning/zigzag", "--from", "4", "--to", "3", "-o", "x.mp4")
    assert code == 2
    assert err.strip() == problem(dialog).replace("To (s)", "--to")


def test_typed_values_become_the_plan(dialog, fields, choose, qtbot):
    choose(MP4, 60)
    fields["Size"].setEditText("640x360")
    fields["Duration (s)"].selectAll()
    QTest.keyClicks(fields["Duration (s)"], "2.5")
    fields["From (s)"].setText("1")
    assert fields["To (s)"].text() == "2.5"
    with qtbot.waitSignal(dialog.planned) as planned:
        accept_button(dialog).click()
    (plan,) = planned.args
    assert (plan.width, plan.height) == (640, 360)
    assert (plan.scene.play.duration, plan.scene.play.span) == (2.5, (1.0, 2.5))


def test_a_still_ignores_the_span_of_a_film(dialog, fields, choose):
    choose(MP4, 60)
    fields["To (s)"].setText("x")
    assert problem(dialog)
    choose(PNG, 60)
    assert problem(dialog) == ""
    assert accept_button(dialog).isEnabled()


@pytest.mark.parametrize(("form", "enabled"), [(PNG, False), (MP4, True)])
def test_the_label_of_a_control_is_enabled_with_it(dialog, choose, form, enabled):
    choose(form, 60)
    labels = {label.text(): label for label in dialog.findChildren(QLabel)}
    assert labels["Frames per second"].isEnabled() == enabled
    assert labels["Size"].isEnabled()
