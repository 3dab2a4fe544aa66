"""The export dialog: format, size, theme and type size; for a film also its rate, duration and span."""

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from core.params import ParamsError
from core.scene import Scene
from gui.export.formats import PNG, Format
from gui.export.options import DURATION_RANGE, SECONDS, Reader, number, size, span
from gui.export.plan import ALL_FORMATS, DATA_FORMATS, SIZES, Plan
from gui.style.theme import THEMES, TYPE_SIZES
from gui.window.format_fields import FormatFields, combo_box
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

    def __init__(self, scene: Scene, parent: QWidget, form: Format = PNG) -> None:
        """Open with the values of a scene, and with a format."""
        super().__init__(parent)
        self._scene = scene
        self.setWindowTitle(tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._form = combo_box({_format_label(form): form for form in ALL_FORMATS.values()})
        self._form.setCurrentIndex(list(ALL_FORMATS.values()).index(form))
        self._size = combo_box({tr("{w} × {h}", w=w, h=h): (w, h) for w, h in SIZES})
        self._size.setEditable(True)
        self._size.setCurrentIndex(1)
        self._theme = combo_box({translated(LOOK_NAMES[name]): name for name in THEMES})
        self._theme.setCurrentText(translated(LOOK_NAMES[scene.look.theme]))
        self._type = combo_box({translated(LOOK_NAMES[name]): name for name in TYPE_SIZES})
        self._type.setCurrentText(translated(LOOK_NAMES[scene.look.type_size]))
        self._fps = combo_box({str(rate): rate for rate in FRAME_RATES})
        self._fps.setCurrentText("60")
        self._note, self._problem = QLabel(), QLabel()
        self._note.setObjectName("rate")
        self._problem.setObjectName("problem")
        self._problem.setWordWrap(True)
        duration = scene.play.duration
        first, last = scene.play.span or (0.0, duration)
        self._duration, self._from, self._to = (QLineEdit(format(each, "g")) for each in (duration, first, last))
        self._transparent = QCheckBox(tr("transparent background"))
        self._progress = QCheckBox(tr("line of progress"))
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
            (tr("Progress"), self._progress),
            (tr("Frames per second"), self._fps),
            (tr("Duration (s)"), self._duration),
            (tr("From (s)"), self._from),
            (tr("To (s)"), self._to),
        ):
            widget.setAccessibleName(words)
            layout.addRow(words, widget)
            if widget is self._fps:
                layout.addRow("", self._note)
        self._options = FormatFields(layout, self._update_controls)
        layout.addRow(self._problem)
        layout.addRow(self._buttons)
        self._form.currentIndexChanged.connect(self._suggest_progress)
        self._form.currentIndexChanged.connect(self._update_controls)
        self._fps.currentIndexChanged.connect(self._update_controls)
        self._duration.textEdited.connect(self._to.setText)
        self._size.editTextChanged.connect(self._update_controls)
        for field in (self._duration, self._from, self._to):
            field.textChanged.connect(self._update_controls)
        self._buttons.rejected.connect(self.reject)
        self._buttons.accepted.connect(self._emit_plan)
        self._suggest_progress()
        self._update_controls()

    @property
    def form(self) -> Format:
        """The selected format."""
        form: Format = self._form.currentData()
        return form

    def _plan(self) -> Plan:
        """Return the plan of the selected values.

        Raises
        ------
        ParamsError
            Lists the values that the command line refuses too.

        """
        form, reader, default = self.form, Reader(), Plan(self._scene)
        width, height = default.width, default.height
        if form.suffix not in DATA_FORMATS:
            width, height = reader.read(SIZES[1], size, self._size.currentText(), tr("Size"))
        play = self._scene.play
        if form.film:
            name = tr("Duration (s)")
            duration = reader.read(play.duration, number, name, self._duration.text(), DURATION_RANGE, SECONDS)
            names = (tr("From (s)"), tr("To (s)"))
            part = reader.read(None, span, self._from.text(), self._to.text(), duration, names)
            start, end = (None, None) if part in (None, (0.0, duration)) else part
            play = replace(play, duration=duration, start=start, end=end)
        options = self._options.read(reader, form)
        reader.raise_problems()
        look = replace(self._scene.look, theme=self._theme.currentData(), type_size=self._type.currentData())
        return Plan(
            replace(self._scene, look=look, play=play),
            form=form,
            width=width,
            height=height,
            transparent=self._transparent.isChecked() and form.transparent,
            progress=self._progress.isChecked(),
            fps=float(self._fps.currentText()),
            options=options,
        )

    @Slot()
    def _suggest_progress(self) -> None:
        self._progress.setChecked(self.form.film)

    @Slot()
    def _update_controls(self) -> None:
        """Enable only the controls that apply to the selected format."""
        form, numbers = self.form, self.form.suffix in DATA_FORMATS
        self._enable(self._fps, self._duration, self._from, self._to, enabled=form.film)
        self._enable(self._size, self._theme, self._type, self._progress, enabled=not numbers)
        self._enable(self._transparent, enabled=form.transparent)
        self._options.show_for(form)
        self._update_rate_note()
        problems = self._problems()
        self._problem.setText("\n".join(problems))
        layout = self.layout()
        if isinstance(layout, QFormLayout):
            layout.setRowVisible(self._problem, bool(problems))
            if problems:
                # The minimum height of a dialog takes no account of wrapped lines.
                self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
        for button in self._buttons.buttons():
            if self._buttons.buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole:
                button.setEnabled(not problems)

    def _enable(self, *widgets: QWidget, enabled: bool) -> None:
        """Enable or disable controls and their labels."""
        layout = self.layout()
        for widget in widgets:
            widget.setEnabled(enabled)
            if isinstance(layout, QFormLayout) and (label := layout.labelForField(widget)) is not None:
                label.setEnabled(enabled)

    def _problems(self) -> list[str]:
        """Return a sentence for each value that is refused."""
        try:
            self._plan()
        except ParamsError as error:
            return [translated(problem.message) for problem in error.problems]
        return []

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
        self.planned.emit(self._plan())
        self.accept()


def _format_label(form: Format) -> str:
    kind = tr("numbers") if form.suffix in DATA_FORMATS else tr("film") if form.film else tr("picture")
    return tr("{name} ({kind})", name=translated(form.name), kind=kind)
