"""Reads TOML text from files that anybody may have written, and finds the line of each key."""

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.message import Message

MAX_BYTES = 256_000
MAX_LINE = 4_000
"""Characters of a line, at most."""
MAX_DEPTH, MAX_PARTS = 16, 8
"""Brackets within brackets, and parts of a key: for brackets the parser recurses, and 10 kB of parts take it 1.6 s."""

Path = tuple[str | int, ...]
"""The keys and the places in lists, from 0, that lead to a value."""

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[\]{}=,.\n]"
    r"|[^\s\"'\#\[\]{}=,.]+"
    r"|[^\S\n]+"
    r"|.",
    re.DOTALL,
)
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class TomlError(ValueError):
    """Text that is refused; holds the line, from 1, or None, and a sentence without its full stop."""

    def __init__(self, message: Message, line: int | None = None) -> None:
        self.message, self.line = message, line
        super().__init__(str(message))


def load(content: bytes) -> tuple[dict[str, Any], Mapping[Path, int]]:
    """Return the values of a TOML text, and the line of each key and of each item of a list of tables.

    Raises
    ------
    TomlError
        Where the text is not UTF-8, too long, nested too deeply, or not TOML.

    """
    if len(content) > MAX_BYTES:
        raise TomlError(Message("the file has {n} bytes; allowed: at most {most}", n=len(content), most=MAX_BYTES))
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        raise TomlError(Message("the text is not UTF-8"), number) from None
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            raise TomlError(
                Message("the line has {n} characters; allowed: at most {most}", n=len(line), most=MAX_LINE), number
            )
    tokens = list(_tokens(text))
    _check(tokens)
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _syntax_error(str(error)) from None
    return values, _Index(tokens).lines


def _syntax_error(reason: str) -> TomlError:
    found = _AT_LINE.search(reason)
    words = _AT_LINE.sub("", reason)
    return TomlError(
        Message("this is not TOML: {reason}", reason=words[:1].lower() + words[1:]),
        int(found[1]) if found and found[1] else None,
    )


@dataclass(frozen=True)
class _Token:
    text: str
    line: int


def _tokens(text: str) -> Iterator[_Token]:
    """Yield the tokens of a text but spaces and comments."""
    line = 1
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token == "\n" or not (token.isspace() or token.startswith("#")):
            yield _Token(token, line)
        line += token.count("\n")


def _check(tokens: list[_Token]) -> None:
    """Raise TomlError where the parser would take very long, or too much memory."""
    depth = dots = 0
    for token in tokens:
        if token.text in "[{":
            depth += 1
        elif token.text in "]}":
            depth -= 1
        dots = dots + 1 if token.text == "." else 0 if token.text in "=,[]{}\n" else dots
        if depth > MAX_DEPTH:
            raise TomlError(
                Message("brackets are nested too deeply; allowed: {most} levels", most=MAX_DEPTH), token.line
            )
        if dots >= MAX_PARTS:
            raise TomlError(Message("the key has too many parts; allowed: {most}", most=MAX_PARTS), token.line)


class _Index:
    """The lines of the keys of a valid text, found by a walk over its tokens."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.lines: dict[Path, int] = {}
        self._tokens, self._at = tokens, 0
        self._counts: dict[Path, int] = {}
        table: Path = ()
        while self._at < len(tokens):
            if self._take("\n"):
                continue
            if self._now == "[":
                table = self._header()
            else:
                self._pair(table)

    @property
    def _now(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else "\n"

    @property
    def _line(self) -> int:
        return self._tokens[min(self._at, len(self._tokens) - 1)].line

    def _take(self, *texts: str) -> bool:
        """Go on if the token is one of these; return whether it is."""
        found = self._now in texts
        self._at += found
        return found

    def _header(self) -> Path:
        """Read a header, [a.b] or [[a.b]]; return the path of the table of the lines below it."""
        line = self._line
        self._take("[")
        double = self._take("[")
        *outer, last = self._key()
        path: Path = ()
        for part in outer:
            path = self._newest((*path, part))
        path = (*path, last)
        self.lines.setdefault(path, line)
        if double:
            self._counts[path] = self._counts.get(path, -1) + 1
        path = self._newest(path)
        self.lines.setdefault(path, line)
        while self._take("]"):
            pass
        return path

    def _newest(self, path: Path) -> Path:
        """Return the path of the newest table of a list of tables, or the path itself."""
        return (*path, self._counts[path]) if path in self._counts else path

    def _key(self) -> tuple[str, ...]:
        parts = [self._part()]
        while self._take("."):
            parts.append(self._part())
        return tuple(parts)

    def _part(self) -> str:
        text = self._now
        self._at += 1
        return str(tomllib.loads(f"key = {text}")["key"]) if text[0] in "\"'" else text

    def _pair(self, table: Path) -> None:
        line, path = self._line, table
        for part in self._key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self._take("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._take("["):
            self._list(path)
        elif self._take("{"):
            while not self._take("}"):
                if not self._take("\n", ","):
                    self._pair(path)
        else:
            while self._now not in (",", "]", "}", "\n"):
                self._at += 1

    def _list(self, path: Path) -> None:
        for place in itertools.count():
            while self._take("\n", ","):
                pass
            if self._take("]"):
                return
            self.lines[(*path, place)] = self._line
            self._value((*path, place))
