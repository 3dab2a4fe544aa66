"""The form: an editor for every parameter that the experiment reads, built from its field."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from core.field import Field
from core.params import Params, ParamsError, Problem, fields_by_name, make, mapping
from gui.form.collapsible import Collapsible
from gui.form.editor import Editor
from gui.form.editors import editor_for
from gui.platform.timer import single_shot
from gui.style.stylesheet import set_style_properties
from gui.wording.names import word_name
from gui.wording.text import tr, translated

VISIBLE_FIELDS = 5
"""The number of fields that are always visible, the hero included; the others are in the section More."""


class FieldRow(QWidget):
    """A field's title, its editor, and the problem with the entered value, if any."""

    def __init__(self, field: Field, editor: Editor, *, hero: bool) -> None:
        super().__init__()
        self.editor = editor
        self.title = QLabel(
            tr("{title} ({unit})", title=translated(field.title), unit=field.unit)
            if field.unit
            else translated(field.title)
        )
        self.title.setObjectName("hero" if hero else "field")
        self.title.setToolTip(translated(field.description))
        self.title.setBuddy(editor.focusProxy() or editor)
        self._problem = QLabel()
        self._problem.setObjectName("problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.title, editor, self._problem):
            layout.addWidget(widget)

    @property
    def problem(self) -> str:
        """The problem with the entered value, or ""."""
        return self._problem.text()

    def set_problem(self, problem: str) -> None:
        """Mark the field as invalid and show the problem below it; "" removes both."""
        if problem == self._problem.text():
            return
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        set_style_properties(self.title, wrong=bool(problem))
        self.editor.set_problem(problem)


class ParamsForm(QScrollArea):
    """Shows the fields that an experiment reads; emits `changed` after a change to a valid value."""

    changed = Signal(Params)
    """The new parameters, complete and valid."""

    refused = Signal(str)
    """The user left a refused value, and the last good ones are shown again: the problem with it."""

    measure_again_requested = Signal()
    """The user wants to measure the times again with the same parameters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        # Tab goes from field to field; the form itself would be a place where no focus is seen.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._params: Params | None = None
        self.editors: dict[str, Editor] = {}
        """The editor of each field, in the order of the form."""
        self._rows: dict[str, FieldRow] = {}
        self._hidden: tuple[str, ...] = ()
        self._problem_field = ""
        self._scroll_timer = single_shot(self, self._show_problem)
        self._more: Collapsible | None = None
        self._color = "black"

    def show_fields(
        self,
        reads: tuple[str, ...],
        params: Params,
        *,
        measures: bool = False,
        usual: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Build the form for the fields `reads`, the hero first; with a button if the experiment measures times.

        `usual` says what the word means in an experiment, by field.
        """
        known = {name: replace(field, usual=usual.get(name)) for name, field in fields_by_name(type(params)).items()}
        self.editors, self._rows = {}, {}
        self._hidden = reads[VISIBLE_FIELDS:]
        self._more = None
        self._params = params
        body, layout = QWidget(), QVBoxLayout()
        layout.setSpacing(14)
        body.setLayout(layout)
        for name in reads[:VISIBLE_FIELDS]:
            layout.addWidget(self._create_row(known[name], hero=name == reads[0]))
        if self._hidden:
            layout.addWidget(self._create_more_section(known))
        if measures:
            button = QPushButton(tr("Measure again"))
            button.setObjectName("again")
            button.clicked.connect(self.measure_again_requested)
            layout.addWidget(button)
        layout.addStretch(1)
        self.setWidget(body)
        self.set_params(params)

    def set_params(self, params: Params) -> None:
        """Show other values; emits nothing."""
        self._params = params
        for name, editor in self.editors.items():
            with QSignalBlocker(editor):
                editor.set_value(getattr(params, name))
            self._rows[name].set_problem("")
        self._update_more_title()

    @Slot(str)
    def focus_field(self, name: str) -> None:
        """Show the form and focus the editor of a field."""
        if (editor := self.editors.get(name)) is not None:
            self.show()
            if self._more is not None and name in self._hidden:
                self._more.set_expanded()
            self.ensureWidgetVisible(editor)
            editor.start_typing()

    def set_color(self, color: str) -> None:
        """Draw the icons in a color."""
        self._color = color
        if self._more is not None:
            self._more.set_color(color)

    @property
    def hero(self) -> Editor | None:
        """The editor of the hero: the first field."""
        return next(iter(self.editors.values()), None)

    def _create_row(self, field: Field, *, hero: bool) -> QWidget:
        editor = editor_for(field, hero=hero)
        editor.edited.connect(self._edited)
        editor.cancelled.connect(self._cancel_edit)
        self.editors[field.name] = editor
        self._rows[field.name] = FieldRow(field, editor, hero=hero)
        return self._rows[field.name]

    def _create_more_section(self, known: Mapping[str, Field]) -> QWidget:
        content = QWidget()
        form = QVBoxLayout(content)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        for name in self._hidden:
            form.addWidget(self._create_row(known[name], hero=False))
        self._more = Collapsible(tr("More"), content, self._color)
        return self._more

    @Slot(str, object)
    def _edited(self, name: str, value: Any) -> None:
        if self._params is None:
            return
        try:
            params = make(type(self._params), mapping(self._params) | {name: value})
        except ParamsError as error:
            known = fields_by_name(type(self._params))
            for problem in error.problems:
                row = self._rows.get(problem.field, self._rows[name])
                row.set_problem(_problem_text(known.get(problem.field, row.editor.field), problem))
            self._problem_field = name
            self._scroll_timer.start()
            return
        self._rows[name].set_problem("")
        self._params = params
        self._update_more_title()
        self.changed.emit(params)

    @Slot(str)
    def _cancel_edit(self, name: str) -> None:
        """Show the last good values again."""
        problem = self._rows[name].problem
        if self._params is not None:
            self.set_params(self._params)
        if problem:
            self.refused.emit(problem)

    @Slot()
    def _show_problem(self) -> None:
        """Scroll to the field with the problem, after its label was laid out."""
        if (row := self._rows.get(self._problem_field)) is not None:
            self.ensureWidgetVisible(row)

    def _update_more_title(self) -> None:
        """Show in the title of More how many of its values differ from the defaults."""
        if self._params is None or self._more is None:
            return
        known = fields_by_name(type(self._params))
        count = sum(getattr(self._params, name) != known[name].default for name in self._hidden)
        self._more.set_title(tr("More ({n} changed)", n=count) if count else tr("More"))


def _problem_text(field: Field, problem: Problem) -> str:
    """Return the text of a problem, with the titles and words that the form shows."""
    title = translated(field.title)
    if field.takes_list_of_words:
        return tr("{title}: at least one is needed.", title=title)
    in_words = replace(field, words=tuple(word_name(key) for key in field.words))
    allowed = in_words.allowed if problem.allowed == field.allowed else problem.allowed
    values = {"title": title, "given": problem.given.strip("'\" ") or tr("empty"), "allowed": allowed}
    if not problem.closest:
        return tr("{title} cannot be {given}; allowed: {allowed}.", **values)
    return tr(
        "{title} cannot be {given}; allowed: {allowed}. Did you mean {closest}?",
        closest=word_name(problem.closest),
        **values,
    )
