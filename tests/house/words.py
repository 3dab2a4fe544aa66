"""Finds the templates of all that is said, and words that are said in another way, in the sources' syntax trees."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).parents[2]
MARKS = {"tr": 1, "ntr": 2, "tr_noop": 1, "Message": 1}
"""What marks words, and how many templates it takes."""
COUNTED = "n"
"""The field that `ntr` fills in by itself."""
DEFINITIONS = {"gui/wording/text.py", "core/message.py"}
"""Where the marks are defined, which hand on what they are given."""
WRITERS = {
    "set_text", "write", "write_fitting", "set_title", "set_caption", "set_heading", "set_count", "set_values",
    "set_notice", "set_axis_titles", "set_x_title", "set_y_title",
}  # fmt: skip
"""What puts words into a picture, or over it."""
SETTERS = {
    "setText", "setToolTip", "setWindowTitle", "setTitle", "setAccessibleName", "setAccessibleDescription",
    "setPlaceholderText", "setNameFilter", "addTab", "addAction", "addMenu", "addButton", "addRow", "addItem",
    "QLabel", "QPushButton", "QCheckBox", "QAction", "QMenu",
}  # fmt: skip
"""What puts words on widgets."""
MESSAGE_ARGUMENTS = {
    "print_message": 0, "show_message": 0, "set_problem": 0, "CommandError": 0, "FileError": 0, "Problem": 2,
    "bad_argument": 2,
}  # fmt: skip
"""Functions that report to the user, and the index of the argument with the text."""
NAMES = {"Thalweg", "NAME=VALUE"}
WORDS = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"[^\W\d_]\s+\S|\S\s+[^\W\d_]")


@cache
def sources() -> dict[str, ast.Module]:
    """The syntax trees of core and gui, by path."""
    paths = sorted(path for folder in ("core", "gui") for path in (ROOT / folder).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def named(call: ast.Call) -> str:
    """What is called: the last part of its name."""
    func = call.func
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """All calls in a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def marks(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls that mark words: by these names, not methods of the same name."""
    return (call for call in calls(tree) if isinstance(call.func, ast.Name) and call.func.id in MARKS)


def literal(node: ast.AST | None) -> str | None:
    """The text of a string literal, None of anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def fields(template: str) -> set[str]:
    """The names of a template's fields."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


# What is said


@cache
def catalog() -> frozenset[str]:
    """Every template of core and gui, and every title, description and help text: what a translation has to hold."""
    trees = {name: tree for name, tree in sources().items() if name not in DEFINITIONS}
    found = {text for tree in sources().values() for text in _marked(tree)}
    return frozenset(found | {text for tree in trees.values() for text in _titles(tree)} | set(_presets()))


def _marked(tree: ast.AST) -> Iterator[str]:
    for call in marks(tree):
        for node in call.args[: MARKS[named(call)]]:
            if (text := literal(node)) is not None:
                yield text


def _titles(tree: ast.AST) -> Iterator[str]:
    """Titles and descriptions of fields, experiments and obstacles; what the command line's help says."""
    for call in calls(tree):
        keywords = {keyword.arg: literal(keyword.value) for keyword in call.keywords}
        wanted = {"Meta": ("title", "description"), "Experiment": ("title",), "option": ("help",)}.get(named(call), ())
        yield from (text for name in wanted if (text := keywords.get(name)))
        if named(call) == "Obstacle" and len(call.args) > 1 and (title := literal(call.args[1])):
            yield title
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(_is_command(each) for each in node.decorator_list):
            yield ast.get_docstring(node) or ""


def _is_command(decorator: ast.AST) -> bool:
    return isinstance(decorator, ast.Call) and named(decorator) in {"command", "group"}


def _presets() -> Iterator[str]:
    for file in sorted((ROOT / "resources" / "presets").glob("*.toml")):
        for preset in tomllib.loads(file.read_text(encoding="utf-8"))["preset"]:
            yield preset["title"]


# What is wrong


def faults(name: str, tree: ast.AST) -> list[str]:
    """What is wrong with the words of a source, each with its line."""
    found: list[tuple[int, str]] = []
    if name not in DEFINITIONS:
        found += [(call.lineno, fault) for call in marks(tree) for fault in _mark_faults(call)]
    if name.startswith("gui/stages/"):
        found += _joined(tree)
        found += _loose(tree)
        found += [fault for call in calls(tree) if named(call) in WRITERS for fault in _bare(call, call.args)]
    found += [fault for call in calls(tree) if named(call) in SETTERS for fault in _bare(call, call.args)]
    found += [
        fault
        for call in calls(tree)
        if (place := MESSAGE_ARGUMENTS.get(named(call))) is not None
        for fault in _bare(call, call.args[place : place + 1], strict=True)
    ]
    return [f"{name}:{line}: {fault}" for line, fault in sorted(set(found))]


def _mark_faults(call: ast.Call) -> Iterator[str]:
    """Whether templates and claims are literals, and all fields of the templates are given, and no others."""
    kind, count = named(call), MARKS[named(call)]
    templates = [literal(node) for node in call.args[:count]]
    if None in templates or len(templates) < count:
        yield f"{kind} is given no literal"
        return
    texts = [text for text in templates if text is not None]
    for text in texts:
        yield from _template_faults(text)
    claims = call.args[count + (kind == "ntr") :]
    if any(literal(node) is None for node in claims):
        yield f"a claim of {texts[0]!r} is no literal"
    if kind != "tr_noop":
        yield from _field_faults(call, texts)


def _template_faults(text: str) -> Iterator[str]:
    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None and (not name.isidentifier() or spec or conversion):
            yield f"a field of {text!r} is more than a name"


def _field_faults(call: ast.Call, templates: list[str]) -> Iterator[str]:
    wanted = set().union(*map(fields, templates))
    given = {keyword.arg for keyword in call.keywords if keyword.arg}
    if named(call) == "ntr":
        wanted.discard(COUNTED)
        given.discard(COUNTED)
    if given - wanted:
        yield f"{templates[0]!r} has no field {sorted(given - wanted)}"
    if wanted - given and all(keyword.arg for keyword in call.keywords):
        yield f"{templates[0]!r} is given no {sorted(wanted - given)}"


def _inside(tree: ast.AST) -> set[int]:
    """Which nodes are no words by themselves: those within a mark, docstrings, and what only programmers see."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        marked = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS
        alone = isinstance(node, ast.Expr) and literal(node.value) is not None
        if marked or alone or isinstance(node, ast.Raise | ast.Assert):
            skipped |= {id(part) for part in ast.walk(node)}
    return skipped


def _loose(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Literals with more than one word that stand outside of marks."""
    skipped = _inside(tree)
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        text = _text_of(node)
        if text and SENTENCE.search(text) and text not in PROGRAM_TEXT:
            yield node.lineno, f"{text!r} is said without tr"


def _text_of(node: ast.AST) -> str:
    """The literal text in a string or in an f-string."""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) or "{}" for part in node.values)
    return literal(node) or ""


PROGRAM_TEXT = {"for step in range({}):", "for step in range(", "    slope = gradient(x)", "    x = x - rate * slope"}
"""The loop that training is: code, the same in every language."""


def _joined(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Texts that are joined or added: half a sentence is no template."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
            if literal(node.func.value) is not None:
                yield node.lineno, "texts are joined"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            if any(_is_text(side) for side in (node.left, node.right)):
                yield node.lineno, "texts are added"
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add) and _is_text(node.value):
            yield node.lineno, "texts are added"


def _is_text(node: ast.AST) -> bool:
    marked = isinstance(node, ast.Call) and named(node) in {*MARKS, "translated"}
    return marked or isinstance(node, ast.JoinedStr) or literal(node) is not None


def _bare(call: ast.Call, arguments: list[ast.expr], *, strict: bool = False) -> Iterator[tuple[int, str]]:
    """Words that are handed over as they are; where it is `strict`, made-up texts too."""
    for argument in arguments:
        parts = argument.elts if isinstance(argument, ast.Tuple | ast.List) else [argument]
        for part in parts:
            made = isinstance(part, ast.JoinedStr | ast.BinOp) or _is_format(part)
            text = _text_of(part)
            if (WORDS.search(text) and text not in NAMES | PROGRAM_TEXT) or (strict and made):
                yield call.lineno, f"{named(call)} is given bare words"


def _is_format(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and named(node) == "format" and isinstance(node.func, ast.Attribute)
