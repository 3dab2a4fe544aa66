"""The fields of the export dialog for what only some formats have."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout

from gui.export.formats import Format, FormatOptions
from gui.export.options import Reader, format_options
from gui.wording.text import tr


class FormatFields:
    """A row for each attribute of `FormatOptions`, shown only for the formats that have it."""

    def __init__(self, layout: QFormLayout, changed: Callable[[], None]) -> None:
        """Add the rows; `changed` is called when the user changes a value."""
        self._layout = layout
        self._names = {"text": tr("Text"), "quality": tr("Quality"), "loop": tr("Plays"), "dpi": tr("Dots per inch")}
        self._fields = {
            "text": combo_box({tr("text"): "text", tr("outlines"): "outlines"}),
            "quality": combo_box(
                {
                    tr("standard"): "standard",
                    tr("fast: less time, larger file"): "fast",
                    tr("small: more time, smaller file"): "small",
                }
            ),
            "loop": _editable(combo_box({tr("forever"): "forever", "1": "1", "2": "2", "3": "3"})),
            "dpi": _editable(combo_box({each: each for each in ("96", "150", "300", "600")})),
        }
        for key, field in self._fields.items():
            field.setAccessibleName(self._names[key])
            layout.addRow(self._names[key], field)
            field.currentTextChanged.connect(changed)

    def show_for(self, form: Format) -> None:
        """Show only the rows of a format."""
        for key, field in self._fields.items():
            self._layout.setRowVisible(field, key in form.options)

    def read(self, reader: Reader, form: Format) -> FormatOptions:
        """Return the values for a format."""
        given = {key: _value(field) for key, field in self._fields.items() if key in form.options}
        return format_options(reader, given, self._names)


def combo_box(entries: dict[str, object]) -> QComboBox:
    """Return a list of values to choose from, by their names."""
    box = QComboBox()
    for words, value in entries.items():
        box.addItem(words, value)
    return box


def _editable(box: QComboBox) -> QComboBox:
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    return box


def _value(field: QComboBox) -> str:
    """Return the value of the chosen name, else what was typed."""
    index = field.findText(field.currentText(), Qt.MatchFlag.MatchExactly)
    return str(field.itemData(index)) if index >= 0 else field.currentText()
