"""The list of an obstacle's parameters as text and as JSON."""

import json
import textwrap
from dataclasses import asdict
from typing import Any

from core import params
from core.experiment import Obstacle
from gui.wording.text import tr, translated

LINE_WIDTH = 96


def to_text(obstacle: Obstacle[Any]) -> bytes:
    """Return UTF-8 text with a paragraph for each parameter."""
    title, key = translated(obstacle.title), obstacle.key
    lines = [tr("{title}: thalweg data {obstacle} --set NAME=VALUE ...", title=title, obstacle=key), ""]
    kind: type[params.Params] = obstacle.params
    for field in params.fields(kind):
        unit = f" {field.unit}" if field.unit else ""
        lines.append(f"{field.name} = {_as_argument(field.default)}{unit}")
        lines += _indented(tr("{title}.", title=translated(field.title)), translated(field.description))
        lines += _indented(tr("Allowed: {allowed}.", allowed=field.allowed))
        lines.append("")
    return "\n".join(lines).encode()


def to_json(obstacle: Obstacle[Any]) -> bytes:
    """Return UTF-8 JSON with the attributes of every field."""
    kind: type[params.Params] = obstacle.params
    rows = [asdict(field) for field in params.fields(kind)]
    return json.dumps({"obstacle": obstacle.key, "params": rows}, indent=2, ensure_ascii=False).encode() + b"\n"


def _indented(*sentences: str) -> list[str]:
    text = " ".join(sentences)
    return textwrap.wrap(text, LINE_WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)


def _as_argument(value: Any) -> str:
    """Return a value in the syntax of --set."""
    if isinstance(value, tuple):
        return ",".join(_as_argument(part) for part in value)
    return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else str(value)
