"""Collects the translatable templates from the syntax trees of the sources, and finds texts without one."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).parents[2]
TRANSLATION_CALLS = {"tr": 1, "ntr": 2, "tr_noop": 1, "Message": 1}
"""Functions that mark translatable templates, and how many templates each takes."""
COUNT_FIELD = "n"
"""The field that `ntr` fills in."""
DEFINITIONS = {"gui/wording/text.py", "core/message.py"}
"""The files that define these functions: they pass templates on as variables."""
PICTURE_SETTERS = {
    "set_text", "write", "write_fitting", "set_title", "set_caption", "set_heading", "set_count", "set_values",
    "set_notice", "set_axis_titles", "set_x_title", "set_y_title",
}  # fmt: skip
"""Functions that set texts in a picture."""
WIDGET_SETTERS = {
    "setText", "setToolTip", "setWindowTitle", "setTitle", "setAccessibleName", "setAccessibleDescription",
    "setPlaceholderText", "setNameFilter", "addTab", "addAction", "addMenu", "addButton", "addRow", "addItem",
    "QLabel", "QPushButton", "QCheckBox", "QAction", "QMenu",
}  # fmt: skip
"""Functions that set texts of widgets."""
MESSAGE_ARGUMENTS = {
    "print_message": 0, "show_message": 0, "set_problem": 0, "CommandError": 0, "FileError": 0, "Problem": 2,
    "bad_argument": 2,
}  # fmt: skip
"""Functions that report to the user, and the index of the argument with the text."""
PROPER_NAMES = {"Thalweg", "NAME=VALUE"}
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"[^\W\d_]\s+\S|\S\s+[^\W\d_]")


@cache
def sources() -> dict[str, ast.Module]:
    """Return the syntax trees of core and gui by path."""
    paths = sorted(path for folder in ("core", "gui") for path in (ROOT / folder).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def call_name(call: ast.Call) -> str:
    """Return the name of the called function without its qualifier."""
    func = call.func
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""


def all_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Return all calls in a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def translation_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Return the calls that mark templates; methods of the same names do not count."""
    return (call for call in all_calls(tree) if isinstance(call.func, ast.Name) and call.func.id in TRANSLATION_CALLS)


def literal(node: ast.AST | None) -> str | None:
    """Return the text of a string literal, None for any other node."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def fields(template: str) -> set[str]:
    """Return the names of a template's fields."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


# The catalog


@cache
def catalog() -> frozenset[str]:
    """Return every template, title, description and help text of core and gui: the content of a translation."""
    trees = {name: tree for name, tree in sources().items() if name not in DEFINITIONS}
    found = {text for tree in sources().values() for text in _marked_templates(tree)}
    return frozenset(found | {text for tree in trees.values() for text in _titles(tree)} | set(_presets()))


def _marked_templates(tree: ast.AST) -> Iterator[str]:
    for call in translation_calls(tree):
        for node in call.args[: TRANSLATION_CALLS[call_name(call)]]:
            if (text := literal(node)) is not None:
                yield text


def _titles(tree: ast.AST) -> Iterator[str]:
    """Yield titles and descriptions of fields, experiments and obstacles, and the help of the command line."""
    for call in all_calls(tree):
        keywords = {keyword.arg: literal(keyword.value) for keyword in call.keywords}
        expected = {"Meta": ("title", "description"), "Experiment": ("title",), "option": ("help",)}.get(
            call_name(call), ()
        )
        yield from (text for name in expected if (text := keywords.get(name)))
        if call_name(call) == "Obstacle" and len(call.args) > 1 and (title := literal(call.args[1])):
            yield title
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(_is_command(each) for each in node.decorator_list):
            yield ast.get_docstring(node) or ""


def _is_command(decorator: ast.AST) -> bool:
    return isinstance(decorator, ast.Call) and call_name(decorator) in {"command", "group"}


def _presets() -> Iterator[str]:
    for file in sorted((ROOT / "resources" / "presets").glob("*.toml")):
        for preset in tomllib.loads(file.read_text(encoding="utf-8"))["preset"]:
            yield preset["title"]


# The faults


def faults(name: str, tree: ast.AST) -> list[str]:
    """Return the faults of the texts in a source, each with its path and line."""
    found: list[tuple[int, str]] = []
    if name not in DEFINITIONS:
        found += [(call.lineno, fault) for call in translation_calls(tree) for fault in _call_faults(call)]
    if name.startswith("gui/stages/"):
        found += _concatenations(tree)
        found += _unmarked_texts(tree)
        found += [
            fault
            for call in all_calls(tree)
            if call_name(call) in PICTURE_SETTERS
            for fault in _unmarked_arguments(call, call.args)
        ]
    found += [
        fault
        for call in all_calls(tree)
        if call_name(call) in WIDGET_SETTERS
        for fault in _unmarked_arguments(call, call.args)
    ]
    found += [
        fault
        for call in all_calls(tree)
        if (place := MESSAGE_ARGUMENTS.get(call_name(call))) is not None
        for fault in _unmarked_arguments(call, call.args[place : place + 1], strict=True)
    ]
    return [f"{name}:{line}: {fault}" for line, fault in sorted(set(found))]


def _call_faults(call: ast.Call) -> Iterator[str]:
    """Check that templates and claims are literals and that exactly the fields of the templates are given."""
    kind, count = call_name(call), TRANSLATION_CALLS[call_name(call)]
    templates = [literal(node) for node in call.args[:count]]
    if None in templates or len(templates) < count:
        yield f"{kind} is not given a literal"
        return
    texts = [text for text in templates if text is not None]
    for text in texts:
        yield from _template_faults(text)
    claims = call.args[count + (kind == "ntr") :]
    if any(literal(node) is None for node in claims):
        yield f"a claim of {texts[0]!r} is not a literal"
    if kind != "tr_noop":
        yield from _field_faults(call, texts)


def _template_faults(text: str) -> Iterator[str]:
    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None and (not name.isidentifier() or spec or conversion):
            yield f"a field of {text!r} is more than a name"


def _field_faults(call: ast.Call, templates: list[str]) -> Iterator[str]:
    expected = set().union(*map(fields, templates))
    given = {keyword.arg for keyword in call.keywords if keyword.arg}
    if call_name(call) == "ntr":
        expected.discard(COUNT_FIELD)
        given.discard(COUNT_FIELD)
    if given - expected:
        yield f"{templates[0]!r} has no field {sorted(given - expected)}"
    if expected - given and all(keyword.arg for keyword in call.keywords):
        yield f"{templates[0]!r} is given no {sorted(expected - given)}"


def _skipped_nodes(tree: ast.AST) -> set[int]:
    """Return the ids of nodes that need no mark: inside of a mark, docstrings, and texts of errors and asserts."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        marked = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATION_CALLS
        alone = isinstance(node, ast.Expr) and literal(node.value) is not None
        if marked or alone or isinstance(node, ast.Raise | ast.Assert):
            skipped |= {id(part) for part in ast.walk(node)}
    return skipped


def _unmarked_texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield literals of more than one word outside of marks."""
    skipped = _skipped_nodes(tree)
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        text = _text_of(node)
        if text and SENTENCE.search(text) and text not in PROGRAM_TEXT:
            yield node.lineno, f"{text!r} is used without tr"


def _text_of(node: ast.AST) -> str:
    """Return the literal text in a string or an f-string."""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) or "{}" for part in node.values)
    return literal(node) or ""


PROGRAM_TEXT = {
    "for step in range({}):",
    "for step in range(",
    "for step in range(steps):",
    "    slope = gradient(x)",
    "    x = x - rate * slope",
}
"""Lines of code that a picture shows, the same in every language."""


def _concatenations(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield concatenations of texts: a part of a sentence cannot be translated."""
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
    marked = isinstance(node, ast.Call) and call_name(node) in {*TRANSLATION_CALLS, "translated"}
    return marked or isinstance(node, ast.JoinedStr) or literal(node) is not None


def _unmarked_arguments(
    call: ast.Call, arguments: list[ast.expr], *, strict: bool = False
) -> Iterator[tuple[int, str]]:
    """Yield arguments that are texts without a mark; if `strict`, also formatted and concatenated ones."""
    for argument in arguments:
        parts = argument.elts if isinstance(argument, ast.Tuple | ast.List) else [argument]
        for part in parts:
            composed = isinstance(part, ast.JoinedStr | ast.BinOp) or _is_format(part)
            text = _text_of(part)
            if (WORD.search(text) and text not in PROPER_NAMES | PROGRAM_TEXT) or (strict and composed):
                yield call.lineno, f"{call_name(call)} is given a text without tr"


def _is_format(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and call_name(node) == "format" and isinstance(node.func, ast.Attribute)
