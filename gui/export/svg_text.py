"""The texts of an SVG that Qt wrote: with their lengths, or as outlines."""

import html
import re

from PySide6.QtGui import QFont, QFontMetricsF, QPainterPath

from gui.style.theme import FAMILY, MONOSPACED_FAMILY, TABULAR, font

FALLBACKS = {FAMILY: "sans-serif", MONOSPACED_FAMILY: "monospace"}
"""The kinds of font that programs without the bundled families shall use."""
_TEXT = re.compile(
    r'<text (?P<paint>[^>]*?)xml:space="preserve" x="(?P<x>[^"]+)" y="(?P<y>[^"]+)" '
    r'font-family="(?P<family>[^"]+)" font-size="(?P<size>[\d.]+)" font-weight="(?P<weight>\d+)" '
    r'font-style="(?P<style>\w+)"\s*>(?P<words>[^<]+)</text>'
)
_FONT_OF_GROUP = re.compile(r'\nfont-family="[^"]*" font-size="[^"]*" font-weight="[^"]*" font-style="[^"]*" (?=\n)')
_OUTLINE_SIZE = 2048
"""Text size in pixels of the outlines that are scaled down: Qt rounds outlines to 1/64 pixel."""


def with_text_lengths(svg: str) -> str:
    """Return an SVG with the length of each text, and with a fallback for each font.

    The lengths keep texts apart in programs that lack the font.
    """
    sized = _TEXT.sub(_with_text_length, svg)
    for family, fallback in FALLBACKS.items():
        sized = sized.replace(f'font-family="{family}"', f'font-family="{family}, {fallback}"')
    return sized


def with_outlines(svg: str) -> str:
    """Return an SVG that names no font, with a path in place of each text; its label keeps the words."""
    return _FONT_OF_GROUP.sub("", _TEXT.sub(_outline, svg))


def _with_text_length(found: re.Match[str]) -> str:
    length = QFontMetricsF(_face(found, float(found["size"]))).horizontalAdvance(html.unescape(found["words"]))
    # Without the font a reader fits the letters as well as the gaps, or digits would overlap.
    fitted = f'textLength="{length:.2f}" lengthAdjust="spacingAndGlyphs"'
    return f"<text {fitted}{found[0].removeprefix('<text')}"


def _outline(found: re.Match[str]) -> str:
    path = QPainterPath()
    path.addText(0.0, 0.0, _face(found, _OUTLINE_SIZE), html.unescape(found["words"]))
    data = _path_data(path, float(found["size"]) / _OUTLINE_SIZE, float(found["x"]), float(found["y"]))
    label = found["words"].strip().replace('"', "&quot;")
    # Letters may overlap, and their strokes too.
    return f'<path aria-label="{label}" {found["paint"]}fill-rule="nonzero" d="{data}"/>'


def _face(found: re.Match[str], size: float) -> QFont:
    monospaced = found["family"] == MONOSPACED_FAMILY
    face = font(size, bold=int(found["weight"]) > 400, italic=found["style"] == "italic", monospaced=monospaced)
    face.unsetFeature(TABULAR)
    return face


def _path_data(path: QPainterPath, scale: float, x: float, y: float) -> str:
    """Return the path data of a path that is scaled, then moved to (x, y)."""
    kinds = QPainterPath.ElementType
    commands = {kinds.MoveToElement: "M", kinds.LineToElement: "L", kinds.CurveToElement: "C"}
    elements = (path.elementAt(k) for k in range(path.elementCount()))
    return " ".join(
        f"{commands.get(each.type, '')}{x + scale * each.x:.3f},{y + scale * each.y:.3f}" for each in elements
    )
