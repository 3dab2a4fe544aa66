"""The export dialog: format, size, theme and type size; for a film also its rate, duration and span."""

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QWidget,
)

from core.scene import DEFAULT_FILM_SECONDS, Scene
from gui.export.formats import Format
from gui.export.plan import ALL_FORMATS, DATA_FORMATS, MAX_SIZE, MIN_SIZE, SIZES, Plan
from gui.style.theme import THEMES, TYPE_SIZES
from gui.wording.text import tr, tr_noop, translated

FRAME_RATES = (10, 20, 25, 30, 50, 60)
LOOK_NAMES = {
    "light": tr_noop("light"),
    "dark": tr_noop("dark"),
    "projector": tr_noop("projector"),
    "desk": tr_noop("normal"),
    "hall": tr_noop("large"),
}
"""The names of themes and type sizes."""


class ExportDialog(QDialog):
    """Lets the user fill in a Plan; emits it with `planned` when it is accepted."""

    planned = Signal(Plan)

    def __init__(self, scene: Scene, parent: QWidget) -> None:
        super().__init__(parent)
        self._scene = scene
        self.setWindowTitle(tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._form = _combo_box({_format_label(form): form for form in ALL_FORMATS.values()})
        self._size = _combo_box({tr("{w} × {h}", w=w, h=h): (w, h) for w, h in SIZES})
        self._size.setEditable(True)
        self._size.setCurrentIndex(1)
        self._theme = _combo_box({translated(LOOK_NAMES[name]): name for name in THEMES})
        self._theme.setCurrentText(translated(LOOK_NAMES[scene.look.theme]))
        self._type = _combo_box({translated(LOOK_NAMES[name]): name for name in TYPE_SIZES})
        self._type.setCurrentText(translated(LOOK_NAMES[scene.look.type_size]))
        self._fps = _combo_box({str(rate): rate for rate in FRAME_RATES})
        self._fps.setCurrentText("60")
        self._note = QLabel()
        self._note.setObjectName("note")
        self._duration, self._from, self._to = (
            _seconds_box(DEFAULT_FILM_SECONDS, 0.1),
            _seconds_box(0.0),
            _seconds_box(DEFAULT_FILM_SECONDS),
        )
        self._transparent = QCheckBox(tr("transparent background"))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        choose = self._buttons.addButton(tr("Choose a file…"), QDialogButtonBox.ButtonRole.AcceptRole)
        choose.setDefault(True)
        layout = QFormLayout(self)
        layout.setSpacing(10)
        layout.setContentsMargins(20, 20, 20, 16)
        for words, widget in (
            (tr("Kind"), self._form),
            (tr("Size"), self._size),
            (tr("Theme"), self._theme),
            (tr("Text size"), self._type),
            (tr("Background"), self._transparent),
            (tr("Frames per second"), self._fps),
            (tr("Duration (s)"), self._duration),
            (tr("From (s)"), self._from),
            (tr("To (s)"), self._to),
        ):
            widget.setAccessibleName(words)
            layout.addRow(words, widget)
            if widget is self._fps:
                layout.addRow("", self._note)
        layout.addRow(self._buttons)
        self._form.currentIndexChanged.connect(self._update_controls)
        self._fps.currentIndexChanged.connect(self._update_controls)
        self._duration.valueChanged.connect(self._to.setValue)
        self._size.editTextChanged.connect(self._update_controls)
        self._buttons.rejected.connect(self.reject)
        self._buttons.accepted.connect(self._emit_plan)
        self._update_controls()

    @property
    def form(self) -> Format:
        """The selected format."""
        form: Format = self._form.currentData()
        return form

    def size_in_pixels(self) -> tuple[int, int] | None:
        """Return the selected or typed width and height, None if invalid."""
        parts = self._size.currentText().lower().replace("×", "x").replace(" ", "").split("x")
        if len(parts) != 2 or not all(part.isdigit() for part in parts):
            return None
        width, height = (int(part) for part in parts)
        fits = all(low <= n <= high for n, low, high in zip((width, height), MIN_SIZE, MAX_SIZE, strict=True))
        return (width, height) if fits else None

    @Slot()
    def _update_controls(self) -> None:
        """Enable only the controls that apply to the selected format."""
        form, numbers = self.form, self.form.suffix in DATA_FORMATS
        for widget in (self._fps, self._duration, self._from, self._to):
            widget.setEnabled(form.film)
        for widget in (self._size, self._theme, self._type):
            widget.setEnabled(not numbers)
        self._transparent.setEnabled(form.transparent)
        self._update_rate_note()
        valid = numbers or self.size_in_pixels() is not None
        self._size.setToolTip("" if valid else tr("Width × height, from 16 × 16 to 7680 × 4320"))
        for button in self._buttons.buttons():
            if self._buttons.buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole:
                button.setEnabled(valid)

    def _update_rate_note(self) -> None:
        """Show the actual frame rate if the format does not support the selected one."""
        form, chosen = self.form, float(self._fps.currentText())
        actual = form.nearest_rate(chosen)
        note = tr(
            "{kind} runs at {rate}, the nearest possible rate.", kind=translated(form.name), rate=format(actual, "g")
        )
        self._note.setText(note)
        layout = self.layout()
        if isinstance(layout, QFormLayout):
            layout.setRowVisible(self._note, form.film and actual != chosen)
        self._fps.setAccessibleDescription(note if self._note.isVisibleTo(self) else "")

    @Slot()
    def _emit_plan(self) -> None:
        width, height = self.size_in_pixels() or SIZES[1]
        span = (self._from.value(), self._to.value())
        whole = span[0] <= 0 and span[1] >= self._duration.value()
        play = None if whole or span[1] <= span[0] else span
        look = replace(self._scene.look, theme=self._theme.currentData(), type_size=self._type.currentData())
        self.planned.emit(
            Plan(
                replace(self._scene, look=look, play=play),
                form=self.form,
                width=width,
                height=height,
                transparent=self._transparent.isChecked() and self.form.transparent,
                fps=float(self._fps.currentText()),
                duration=self._duration.value(),
            )
        )
        self.accept()


def _format_label(form: Format) -> str:
    kind = tr("numbers") if form.suffix in DATA_FORMATS else tr("film") if form.film else tr("picture")
    return tr("{name} ({kind})", name=translated(form.name), kind=kind)


def _combo_box(entries: dict[str, object]) -> QComboBox:
    box = QComboBox()
    for words, value in entries.items():
        box.addItem(words, value)
    return box


def _seconds_box(value: float, least: float = 0.0) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(least, 600.0)
    box.setDecimals(2)
    box.setValue(value)
    return box
