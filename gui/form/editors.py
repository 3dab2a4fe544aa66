"""Editors of single parameters: number with slider, choice, choice or number, path, number list, multiple choice."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSlider, QVBoxLayout

from core.field import Field
from gui.form.editor import Editor
from gui.form.slider_scale import NOTCHES, SliderScale
from gui.wording.names import word_name
from gui.wording.text import tr, translated

PAGE_STEP = 20
"""Notches by which a click beside its handle moves a slider."""
SMALL, LARGE = 1e-3, 1e6
"""A field whose range goes beyond these bounds gets a wider line edit."""


class EntryEditor(Editor):
    """An editor with a line edit, `_entry`."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._entry = QLineEdit()
        self._current_text = ""
        self._entry.editingFinished.connect(self._finish_typing)
        self._entry.returnPressed.connect(self._return_pressed)

    def start_typing(self) -> None:
        """Focus the line edit and select its text."""
        self._entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self._entry.selectAll()

    def _has_unfinished_text(self) -> bool:
        return self._entry.text() != self._current_text

    @Slot()
    def _finish_typing(self) -> None:
        if self._has_unfinished_text():
            self._current_text = self._entry.text()
            self.edited.emit(self.field.name, self._current_text)


class NumberEditor(EntryEditor):
    """A linear or logarithmic slider with a line edit for the number."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._scale = SliderScale(field)
        self._slider = _slider(field)
        self._entry.setMinimumWidth(1)
        self._entry.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        # Numbers such as 1.234e-09 and 2147483647 must fit at the largest type size, too.
        long = field.minimum is None or 0 < field.minimum < SMALL or (field.maximum or LARGE) >= LARGE
        layout.addWidget(self._slider, 6 if long else 5)
        layout.addWidget(self._entry, 7 if long else 3)
        self._set_accessible_name(self._slider, self._entry)
        self.setFocusProxy(self._slider)
        self._slider.valueChanged.connect(self._slider_moved)

    def set_value(self, value: Any) -> None:
        """Show a number: the slider at its nearest notch, the line edit exactly."""
        # If several notches have the same rounded number, setting the nearest would move the slider back.
        if self._scale.value(self._slider.value()) != value:
            with QSignalBlocker(self._slider):
                self._slider.setValue(self._scale.notch(float(value)))
        self._current_text = _format_number(value)
        self._entry.setText(self._current_text)

    def nudge(self, notches: int) -> None:
        """Move the slider by a number of notches, or further until the number changes."""
        start, end = self._slider.value(), self._slider.value() + notches
        direction = 1 if notches > 0 else -1
        while 0 <= end <= NOTCHES and self._scale.value(end) == self._scale.value(start):
            end += direction
        self._slider.setValue(end)

    @Slot(int)
    def _slider_moved(self, notch: int) -> None:
        value = self._scale.value(notch)
        self._current_text = _format_number(value)
        self._entry.setText(self._current_text)
        self.edited.emit(self.field.name, value)


class ChoiceEditor(Editor):
    """A combo box of the field's words; editable if the field also takes numbers."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._box = QComboBox()
        # Not the wheel policy of Qt, with which scrolling over the form would take the focus.
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for key in field.words:
            self._box.addItem(_word_text(field, key), key)
        self._box.setEditable(field.number or bool(field.size))
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._box)
        self._set_accessible_name(self._box)
        self.setFocusProxy(self._box)
        self._current_text = ""
        self._box.activated.connect(self._finish_typing)
        if (entry := self._box.lineEdit()) is not None:
            entry.editingFinished.connect(self._finish_typing)
            entry.returnPressed.connect(self._return_pressed)
            entry.installEventFilter(self)
            entry.setPlaceholderText(translated(field.allowed))
            # A completer would complete a typed 1 to 1/L.
            entry.setCompleter(None)  # type: ignore[arg-type]

    def start_typing(self) -> None:
        """Focus the combo box and select its text, if it is editable."""
        super().start_typing()
        if (entry := self._box.lineEdit()) is not None:
            entry.selectAll()

    def set_value(self, value: Any) -> None:
        """Show a word, a number, or comma-separated numbers."""
        text = _format_text(value)
        place = self._box.findData(text)
        self._current_text = text if place < 0 else self._box.itemText(place)
        with QSignalBlocker(self._box):
            self._box.setCurrentIndex(place)
            if place < 0:
                self._box.setEditText(text)

    def _has_unfinished_text(self) -> bool:
        return self._box.isEditable() and self._box.currentText() != self._current_text

    @Slot()
    def _finish_typing(self) -> None:
        text = self._box.currentText()
        if text != self._current_text:
            self._current_text = text
            place = self._box.findText(text)
            self.edited.emit(self.field.name, text if place < 0 else self._box.itemData(place))


class TextEditor(EntryEditor):
    """A line edit and nothing else: for the path of a file."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._entry.setPlaceholderText(translated(field.allowed))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._entry)
        self._set_accessible_name(self._entry)
        self.setFocusProxy(self._entry)

    def set_value(self, value: Any) -> None:
        """Show a path, or comma-separated numbers."""
        self._current_text = _format_text(value)
        self._entry.setText(self._current_text)


class NumberListEditor(TextEditor):
    """A line edit for comma-separated numbers: a point or a list."""

    def set_value(self, value: Any) -> None:
        """Show the numbers."""
        super().set_value(value)
        self._entry.setCursorPosition(0)  # a list that is too long shows its beginning


class ChoiceSliderEditor(ChoiceEditor):
    """A combo box of words or a number, with a slider for the number below."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._scale = SliderScale(field)
        self._slider = _slider(field)
        self._slider.setValue(self._scale.notch(0.1))
        self._set_accessible_name(self._slider)
        self._column.addWidget(self._slider)
        self._slider.valueChanged.connect(self._slider_moved)

    def set_value(self, value: Any) -> None:
        """Show a word, which leaves the slider unchanged, or a number."""
        super().set_value(value)
        if not isinstance(value, str) and self._scale.value(self._slider.value()) != value:
            with QSignalBlocker(self._slider):
                self._slider.setValue(self._scale.notch(float(value)))

    def nudge(self, notches: int) -> None:
        """Move the slider."""
        self._slider.setValue(self._slider.value() + notches)

    @Slot(int)
    def _slider_moved(self, notch: int) -> None:
        self.edited.emit(self.field.name, self._scale.value(notch))


class MultiChoiceEditor(Editor):
    """A check box for each word of a list. Keeps the order of the list; new words are appended."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self._boxes = {key: QCheckBox(word_name(key)) for key in field.words}
        self._order: tuple[str, ...] = ()
        for box in self._boxes.values():
            self._set_accessible_name(box, title=box.text())
            box.toggled.connect(self._box_toggled)
            layout.addWidget(box)
        self.setFocusProxy(next(iter(self._boxes.values())))

    def set_value(self, value: Any) -> None:
        """Check the words of a list."""
        self._order = tuple(value)
        for key, box in self._boxes.items():
            with QSignalBlocker(box):
                box.setChecked(key in value)

    @Slot()
    def _box_toggled(self) -> None:
        checked = [key for key, box in self._boxes.items() if box.isChecked()]
        kept = [key for key in self._order if key in checked]
        self._order = (*kept, *(key for key in checked if key not in kept))
        self.edited.emit(self.field.name, self._order)


def editor_for(field: Field, *, hero: bool = False) -> Editor:
    """Return a new editor for a field; the hero, the main parameter of an experiment, gets a slider if possible."""
    if field.takes_list_of_words:
        return MultiChoiceEditor(field)
    if field.file:
        return TextEditor(field)
    if field.words and field.number and hero and not field.many:
        return ChoiceSliderEditor(field)
    if field.words:
        return ChoiceEditor(field)
    if field.size or field.many:
        return NumberListEditor(field)
    return NumberEditor(field)


def _word_text(field: Field, key: str) -> str:
    """Return the name of a word; with what `usual` means in the experiment."""
    if key != "usual" or field.usual is None:
        return word_name(key)
    value = field.usual
    if isinstance(value, str):
        return tr("usual: {value}", value=word_name(value))
    return tr("usual: {value}", value=_format_list(value if isinstance(value, tuple) else (value,)))


def _format_text(value: Any) -> str:
    """Return a word, a path or a number as it is, and a tuple of numbers as a list."""
    return _format_list(value) if isinstance(value, tuple) else str(value)


def _format_list(numbers: tuple[float, ...]) -> str:
    return ", ".join(f"{part:.12g}" for part in numbers)


def _slider(field: Field) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    # A bound that the field excludes has no notch.
    slider.setRange(1 if field.above else 0, NOTCHES - 1 if field.below else NOTCHES)
    slider.setPageStep(PAGE_STEP)
    return slider


def _format_number(value: float) -> str:
    """Return a number with 4 or 5 digits, which fit in the line edit; integers, such as seeds, with all digits."""
    if isinstance(value, int):
        return str(value)
    return f"{value:.5g}" if value >= 1000 else f"{value:.4g}"
