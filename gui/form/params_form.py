"""The form: a widget for every parameter that the experiment reads, made from the fields themselves."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from core.field import Field
from core.params import Params, ParamsError, Problem, fields, make, mapping
from gui.form.collapsible import Collapsible
from gui.form.editors import Editor, editor_for
from gui.platform.timer import single_shot
from gui.style.stylesheet import set_style_properties
from gui.wording.names import word_name
from gui.wording.text import tr, translated

CONTROLS = 5
"""The hero slider and four controls stand open; the others are under More."""


class Row(QWidget):
    """A field's title, its editor, and what is wrong with what was entered, where something is."""

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

    def say(self, sentence: str) -> None:
        """Mark the field and say below it what is wrong; "" takes both away."""
        if sentence == self._problem.text():
            return
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        set_style_properties(self.title, wrong=bool(sentence))
        self.editor.mark(sentence)


class ParamsForm(QScrollArea):
    """Shows the fields an experiment reads and says when one was changed to something that is allowed."""

    changed = Signal(Params)
    """New Params, complete and valid."""

    again = Signal()
    """The same parameters once more: times are to be measured anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._params: Params | None = None
        self._editors: dict[str, Editor] = {}
        self._rows: dict[str, Row] = {}
        self._hidden: tuple[str, ...] = ()
        self._wrong = ""
        self._reveal = single_shot(self, self._show_problem)
        self._more: Collapsible | None = None
        self._color = "black"

    def show_fields(self, reads: tuple[str, ...], params: Params, *, measures: bool = False) -> None:
        """Build the form for an experiment: `reads` in order, the hero first; a button where it measures times."""
        known = {field.name: field for field in fields(type(params))}
        self._editors, self._rows = {}, {}
        self._hidden = reads[CONTROLS:]
        self._more = None
        self._params = params
        body, layout = QWidget(), QVBoxLayout()
        layout.setSpacing(14)
        body.setLayout(layout)
        for name in reads[:CONTROLS]:
            layout.addWidget(self._labeled(known[name], hero=name == reads[0]))
        if self._hidden:
            layout.addWidget(self._fold(known))
        if measures:
            button = QPushButton(tr("Measure again"))
            button.setObjectName("again")
            button.clicked.connect(self.again)
            layout.addWidget(button)
        layout.addStretch(1)
        self.setWidget(body)
        self.set_params(params)

    def set_params(self, params: Params) -> None:
        """Show other values without announcing them."""
        self._params = params
        for name, editor in self._editors.items():
            with QSignalBlocker(editor):
                editor.set_value(getattr(params, name))
            self._rows[name].say("")
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
        self._rows[field.name] = Row(field, editor, hero=hero)
        return self._rows[field.name]

    def _fold(self, known: Mapping[str, Field]) -> QWidget:
        content = QWidget()
        form = QVBoxLayout(content)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        for name in self._hidden:
            form.addWidget(self._labeled(known[name], hero=False))
        self._more = Collapsible(tr("More"), content, self._color)
        return self._more

    @Slot(str, object)
    def _edited(self, name: str, value: Any) -> None:
        if self._params is None:
            return
        try:
            params = make(type(self._params), mapping(self._params) | {name: value})
        except ParamsError as error:
            known = {field.name: field for field in fields(type(self._params))}
            for problem in error.problems:
                row = self._rows.get(problem.field, self._rows[name])
                row.say(_sentence(known.get(problem.field, row.editor.field), problem))
            self._wrong = name
            self._reveal.start()
            return
        self._rows[name].say("")
        self._params = params
        self._count()
        self.changed.emit(params)

    @Slot()
    def _show_problem(self) -> None:
        """Scroll to what is wrong, once there is room for it."""
        if (row := self._rows.get(self._wrong)) is not None:
            self.ensureWidgetVisible(row)

    def _count(self) -> None:
        """Say on the fold how many of its values are not the defaults."""
        if self._params is None or self._more is None:
            return
        defaults = {field.name: field.default for field in fields(type(self._params))}
        count = sum(getattr(self._params, name) != defaults[name] for name in self._hidden)
        self._more.set_title(tr("More ({n} changed)", n=count) if count else tr("More"))


def _sentence(field: Field, problem: Problem) -> str:
    """Return what is wrong with a field, in the words of the form."""
    title = translated(field.title)
    if field.many and field.words:
        return tr("{title}: at least one is needed.", title=title)
    in_words = replace(field, words=tuple(word_name(key) for key in field.words))
    allowed = in_words.allowed if problem.allowed == field.allowed else problem.allowed
    told = {"title": title, "given": problem.given.strip("'\" ") or tr("empty"), "allowed": allowed}
    if not problem.closest:
        return tr("{title} cannot be {given}; allowed: {allowed}.", **told)
    return tr(
        "{title} cannot be {given}; allowed: {allowed}. Did you mean {closest}?",
        closest=word_name(problem.closest),
        **told,
    )
