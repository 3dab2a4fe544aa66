"""The form: a widget for every parameter that the experiment reads, made from the fields themselves."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from core.params import Field, Params, ParamsError, fields, make, mapping
from gui.field_editors import Editor, editor_for
from gui.fold import Fold
from gui.text import tr

CONTROLS = 5
"""The hero slider and four controls stand open; the others are under More."""


class ParamsForm(QScrollArea):
    """Shows the fields an experiment reads and says when one was changed to something that is allowed."""

    changed = Signal(object)
    """New Params, complete and valid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._params: Params | None = None
        self._editors: dict[str, Editor] = {}
        self._hidden: tuple[str, ...] = ()
        self._problem = QLabel()
        self._more: Fold | None = None
        self._color = "black"

    def show_fields(self, reads: tuple[str, ...], params: Params) -> None:
        """Build the form for an experiment: `reads` in order, the hero first."""
        known = {field.name: field for field in fields(type(params))}
        self._editors = {}
        self._hidden = reads[CONTROLS:]
        self._more = None
        self._params = params
        body, layout = QWidget(), QVBoxLayout()
        layout.setSpacing(14)
        body.setLayout(layout)
        for name in reads[:CONTROLS]:
            layout.addWidget(self._labeled(known[name], hero=name == reads[0]))
        self._problem = QLabel()
        self._problem.setObjectName("problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        layout.addWidget(self._problem)
        if self._hidden:
            layout.addWidget(self._fold(known))
        layout.addStretch(1)
        self.setWidget(body)
        self.set_params(params)

    def set_params(self, params: Params) -> None:
        """Show other values without announcing them."""
        self._params = params
        for name, editor in self._editors.items():
            with QSignalBlocker(editor):
                editor.set_value(getattr(params, name))
        self._problem.hide()
        self._count()

    @Slot(str)
    def ask(self, name: str) -> None:
        """Let the user type the value of a field."""
        if (editor := self._editors.get(name)) is not None:
            self.show()
            if self._more is not None and name in self._hidden:
                self._more.open()
            self.ensureWidgetVisible(editor)
            editor.type()

    def set_color(self, color: str) -> None:
        """Draw the symbols in a color."""
        self._color = color
        if self._more is not None:
            self._more.set_color(color)

    @property
    def hero(self) -> Editor | None:
        """The editor of the hero slider."""
        return next(iter(self._editors.values()), None)

    def _labeled(self, field: Field, *, hero: bool) -> QWidget:
        editor = editor_for(field, hero=hero)
        editor.edited.connect(self._edited)
        self._editors[field.name] = editor
        box, layout = QWidget(), QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        label = QLabel(tr("{title} ({unit})", title=field.title, unit=field.unit) if field.unit else tr(field.title))
        label.setObjectName("hero" if hero else "field")
        label.setToolTip(tr(field.description))
        label.setBuddy(editor.focusProxy() or editor)
        layout.addWidget(label)
        layout.addWidget(editor)
        box.setLayout(layout)
        return box

    def _fold(self, known: Mapping[str, Field]) -> QWidget:
        content = QWidget()
        form = QVBoxLayout(content)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        for name in self._hidden:
            form.addWidget(self._labeled(known[name], hero=False))
        self._more = Fold(tr("More"), content, self._color)
        return self._more

    @Slot(str, object)
    def _edited(self, name: str, value: Any) -> None:
        if self._params is None:
            return
        try:
            params = make(type(self._params), mapping(self._params) | {name: value})
        except ParamsError as error:
            self._problem.setText("\n".join(str(problem) for problem in error.problems))
            self._problem.show()
            return
        self._problem.hide()
        self._params = params
        self._count()
        self.changed.emit(params)

    def _count(self) -> None:
        """Say on the fold how many of its values are not the defaults."""
        if self._params is None or self._more is None:
            return
        defaults = {field.name: field.default for field in fields(type(self._params))}
        count = sum(getattr(self._params, name) != defaults[name] for name in self._hidden)
        self._more.set_title(tr("More ({count} changed)", count=count) if count else tr("More"))
