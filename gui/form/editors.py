"""Widgets for single parameters: a slider with a number, words or a number, numbers in a row, ticks for many."""

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSlider, QVBoxLayout, QWidget

from core.field import Field
from gui.form.slider_scale import NOTCHES, SliderScale
from gui.style.stylesheet import set_style_properties
from gui.wording.names import word_name
from gui.wording.text import translated

COARSE = 20
SMALL, LARGE = 1e-3, 1e6
"""Where numbers begin to be long."""


class Editor(QWidget):
    """Edits one field; says its name and the new value, valid or not: the form judges it."""

    edited = Signal(str, object)

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._controls: tuple[QWidget, ...] = ()
        self.setToolTip(translated(field.description))

    @abstractmethod
    def set_value(self, value: Any) -> None:
        """Show a value without announcing it."""

    def type(self) -> None:
        """Take the focus, ready for another value to be typed."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _leave(self) -> None:
        """Give the keys back to the picture: the next digit typed is meant for it."""
        if (focused := self.focusWidget()) is not None:
            focused.clearFocus()

    def nudge(self, notches: int) -> None:
        """Move by a number of notches, where there is a slider."""

    def mark(self, sentence: str) -> None:
        """Show, and tell screen readers, that what is entered cannot be used; "" that it can."""
        for widget in self._controls:
            widget.setAccessibleDescription(sentence or translated(self.field.description))
            set_style_properties(widget, wrong=bool(sentence))

    def _name(self, *widgets: QWidget, title: str = "") -> None:
        """Give widgets a name for screen readers: that of the field where they have none of their own."""
        self._controls += widgets
        for widget in widgets:
            widget.setAccessibleName(title or translated(self.field.title))
            widget.setAccessibleDescription(translated(self.field.description))


class NumberEditor(Editor):
    """A slider, linear or logarithmic, and beside it the number to be typed."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._scale = SliderScale(field)
        self._slider = _slider(field)
        self._entry = QLineEdit()
        self._entry.setMinimumWidth(1)
        self._entry.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        # Numbers such as 1.234e-09 and 2147483647 need their room, also in the hall.
        long = field.minimum is None or 0 < field.minimum < SMALL or (field.maximum or LARGE) >= LARGE
        layout.addWidget(self._slider, 6 if long else 5)
        layout.addWidget(self._entry, 7 if long else 3)
        self._name(self._slider, self._entry)
        self.setFocusProxy(self._slider)
        self._slider.valueChanged.connect(self._slid)
        self._entry.editingFinished.connect(self._typed)
        self._entry.returnPressed.connect(self._leave)
        self._shown = ""

    def set_value(self, value: Any) -> None:
        """Show a number: the slider at its nearest notch, the entry exactly."""
        # Where several notches stand for one rounded number the slider would never get away from the first.
        if self._scale.value(self._slider.value()) != value:
            with QSignalBlocker(self._slider):
                self._slider.setValue(self._scale.notch(float(value)))
        self._shown = _written(value)
        self._entry.setText(self._shown)

    def type(self) -> None:
        """Select the number."""
        self._entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self._entry.selectAll()

    def nudge(self, notches: int) -> None:
        """Move the slider, as much further as it takes to reach another number."""
        here, there = self._slider.value(), self._slider.value() + notches
        way = 1 if notches > 0 else -1
        while 0 <= there <= NOTCHES and self._scale.value(there) == self._scale.value(here):
            there += way
        self._slider.setValue(there)

    @Slot(int)
    def _slid(self, notch: int) -> None:
        value = self._scale.value(notch)
        self._shown = _written(value)
        self._entry.setText(self._shown)
        self.edited.emit(self.field.name, value)

    @Slot()
    def _typed(self) -> None:
        if self._entry.text() != self._shown:
            self._shown = self._entry.text()
            self.edited.emit(self.field.name, self._shown)


class ChoiceEditor(Editor):
    """Words to choose from, and where the field takes numbers too, a place to type them."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._box = QComboBox()
        for key in field.words:
            self._box.addItem(word_name(key), key)
        self._box.setEditable(field.number or bool(field.size))
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._box)
        self._name(self._box)
        self.setFocusProxy(self._box)
        self._shown = ""
        self._box.activated.connect(self._chosen)
        if (entry := self._box.lineEdit()) is not None:
            entry.editingFinished.connect(self._chosen)
            entry.returnPressed.connect(self._leave)
            entry.setPlaceholderText(translated(field.allowed))
            # Else a typed 1 would be completed to 1/L.
            entry.setCompleter(None)  # type: ignore[arg-type]

    def type(self) -> None:
        """Select what is written, where something can be typed."""
        super().type()
        if (entry := self._box.lineEdit()) is not None:
            entry.selectAll()

    def set_value(self, value: Any) -> None:
        """Show a word, a number, or numbers with commas between."""
        text = _listed(value) if isinstance(value, tuple) else str(value)
        place = self._box.findData(text)
        self._shown = text if place < 0 else self._box.itemText(place)
        with QSignalBlocker(self._box):
            self._box.setCurrentIndex(place)
            if place < 0:
                self._box.setEditText(text)

    @Slot()
    def _chosen(self) -> None:
        text = self._box.currentText()
        if text != self._shown:
            self._shown = text
            place = self._box.findText(text)
            self.edited.emit(self.field.name, text if place < 0 else self._box.itemData(place))


class EntryEditor(Editor):
    """Numbers with commas between, to be typed: a point, or a list."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._entry = QLineEdit()
        self._entry.setPlaceholderText(translated(field.allowed))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._entry)
        self._name(self._entry)
        self.setFocusProxy(self._entry)
        self._shown = ""
        self._entry.editingFinished.connect(self._typed)
        self._entry.returnPressed.connect(self._leave)

    def type(self) -> None:
        """Select what is written."""
        super().type()
        self._entry.selectAll()

    def set_value(self, value: Any) -> None:
        """Show the numbers."""
        self._shown = _listed(value)
        self._entry.setText(self._shown)
        self._entry.setCursorPosition(0)  # where there is no room for all of them, the first ones are seen

    @Slot()
    def _typed(self) -> None:
        if self._entry.text() != self._shown:
            self._shown = self._entry.text()
            self.edited.emit(self.field.name, self._shown)


class RateEditor(ChoiceEditor):
    """Words or a number, with a slider for the number below."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._scale = SliderScale(field)
        self._slider = _slider(field)
        self._slider.setValue(self._scale.notch(0.1))
        self._name(self._slider)
        self._column.addWidget(self._slider)
        self._slider.valueChanged.connect(self._slid)

    def set_value(self, value: Any) -> None:
        """Show a word, leaving the slider where it is, or a number."""
        super().set_value(value)
        if not isinstance(value, str) and self._scale.value(self._slider.value()) != value:
            with QSignalBlocker(self._slider):
                self._slider.setValue(self._scale.notch(float(value)))

    def nudge(self, notches: int) -> None:
        """Move the slider."""
        self._slider.setValue(self._slider.value() + notches)

    @Slot(int)
    def _slid(self, notch: int) -> None:
        self.edited.emit(self.field.name, self._scale.value(notch))


class ManyEditor(Editor):
    """A tick for each word of a list; the list keeps the order of its definition."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self._boxes = {key: QCheckBox(word_name(key)) for key in field.words}
        self._order: tuple[str, ...] = ()
        for box in self._boxes.values():
            self._name(box, title=box.text())
            box.toggled.connect(self._ticked)
            layout.addWidget(box)
        self.setFocusProxy(next(iter(self._boxes.values())))

    def set_value(self, value: Any) -> None:
        """Tick the words of a list."""
        self._order = tuple(value)
        for key, box in self._boxes.items():
            with QSignalBlocker(box):
                box.setChecked(key in value)

    @Slot()
    def _ticked(self) -> None:
        ticked = [key for key, box in self._boxes.items() if box.isChecked()]
        kept = [key for key in self._order if key in ticked]
        self._order = (*kept, *(key for key in ticked if key not in kept))
        self.edited.emit(self.field.name, self._order)


def editor_for(field: Field, *, hero: bool = False) -> Editor:
    """Return the widget that suits a field; the hero has a slider where it can."""
    if field.many and field.words:
        return ManyEditor(field)
    if field.words and field.number and hero:
        return RateEditor(field)
    if field.words:
        return ChoiceEditor(field)
    if field.size or field.many:
        return EntryEditor(field)
    return NumberEditor(field)


def _listed(numbers: tuple[float, ...]) -> str:
    return ", ".join(f"{part:.12g}" for part in numbers)


def _slider(field: Field) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    # An end that the field excludes is no place to stand.
    slider.setRange(1 if field.above else 0, NOTCHES - 1 if field.below else NOTCHES)
    slider.setPageStep(COARSE)
    return slider


def _written(value: float) -> str:
    """Return a number as an entry has room for it; whole ones, such as seeds, to the last digit."""
    if isinstance(value, int):
        return str(value)
    return f"{value:.5g}" if value >= 1000 else f"{value:.4g}"
