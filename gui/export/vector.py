"""Vector stills: SVG and PDF, with selectable text."""

import html
import re
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QFontMetricsF, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from core.experiment import Result
from gui.picture.stage import Stage
from gui.style.theme import FAMILY, MONOSPACED_FAMILY, TABULAR, font

DOTS_PER_INCH = 96
"""A pixel of the picture is a CSS pixel."""
POINTS_PER_PIXEL = 72 / DOTS_PER_INCH
_DIGITS, _HEX = re.compile(rb"[0-9]"), re.compile(rb"[0-9a-f]")
_TIMES = (
    (re.compile(rb"(/CreationDate \(D:)([0-9]{14}[^)]*)"), _DIGITS),
    (re.compile(rb"(/ModDate \(D:)([0-9]{14}[^)]*)"), _DIGITS),
    (re.compile(rb'(xmp:[A-Za-z]*Date=")([^"]*)'), _DIGITS),
    (re.compile(rb"(uuid:)([0-9a-f-]{36})"), _HEX),
    (re.compile(rb"(/ID \[)([^\]]*)"), _HEX),
)
"""What Qt writes of the time of export into a PDF, and of random numbers: the digits of the second group."""
FALLBACKS = {FAMILY: "sans-serif", MONOSPACED_FAMILY: "monospace"}
"""The kinds of font that programs without the bundled families shall use."""
_TEXT = re.compile(
    r'<text [^>]*font-family="([^",]+)[^"]*" font-size="([\d.]+)" font-weight="(\d+)" font-style="(\w+)"\s*>'
    r"([^<]+)</text>"
)


def svg(stage: Stage[Any], result: Result, position: float) -> bytes:
    """Return an SVG file of `result` at `position`."""
    view = stage.view
    buffer = _open_buffer()
    # The default, SVG Tiny 1.2, has no clipping: curves would leave their plots.
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(DOTS_PER_INCH)
    generator.setSize(QSize(view.width, view.height))
    generator.setViewBox(QRect(0, 0, view.width, view.height))
    stage.show(result, position)
    generator.setTitle(stage.title.text)
    generator.setDescription(stage.caption.text)
    with QPainter(generator) as painter:
        stage.paint_vectors(painter)
    return _with_pixel_sizes(bytes(buffer.data().data()), view.width, view.height)


def pdf(stage: Stage[Any], result: Result, position: float) -> bytes:
    """Return a one-page PDF file of `result` at `position`."""
    view = stage.view
    buffer = _open_buffer()
    writer = QPdfWriter(buffer)
    writer.setCreator("Thalweg")
    writer.setResolution(DOTS_PER_INCH)
    points = QSizeF(view.width * POINTS_PER_PIXEL, view.height * POINTS_PER_PIXEL)
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF())
    stage.show(result, position)
    writer.setTitle(stage.title.text)
    with QPainter(writer) as painter:
        stage.paint_vectors(painter)
    return _without_time(bytes(buffer.data().data()))


def _without_time(content: bytes) -> bytes:
    """Return a PDF with fixed times and identifiers of the same length, so that the same picture has the same bytes."""
    for pattern, digits in _TIMES:
        content = b"".join(
            digits.sub(b"0", part) if k % 3 == 2 else part for k, part in enumerate(pattern.split(content))
        )
    return content


def _with_pixel_sizes(content: bytes, width: int, height: int) -> bytes:
    """Return an SVG with its size in pixels and the lengths of its texts.

    Programs convert millimeters to pixels differently. The text lengths keep texts apart in programs
    that lack the font.
    """
    text = content.decode()
    text = re.sub(r'<svg width="[^"]*" height="[^"]*"', f'<svg width="{width}" height="{height}"', text, count=1)
    for family, fallback in FALLBACKS.items():
        text = text.replace(f'font-family="{family}"', f'font-family="{family}, {fallback}"')
    return _TEXT.sub(_with_text_length, text).encode()


def _with_text_length(found: re.Match[str]) -> str:
    family, size, weight, style, words = found.groups()
    face = font(float(size), bold=int(weight) > 400, italic=style == "italic", monospaced=family == MONOSPACED_FAMILY)
    face.unsetFeature(TABULAR)
    length = QFontMetricsF(face).horizontalAdvance(html.unescape(words))
    # Without the font a reader fits the letters as well as the gaps, or digits would overlap.
    fitted = f'textLength="{length:.2f}" lengthAdjust="spacingAndGlyphs"'
    return f"<text {fitted}{found[0].removeprefix('<text')}"


def _open_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
