"""A still that is drawn, not made of pixels: SVG and PDF, with text that stays text."""

import html
import re
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QFontMetricsF, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from core.experiment import Result
from gui.picture.stage import Stage
from gui.style.theme import FAMILY, TABULAR, font

DOTS_PER_INCH = 96
"""A pixel of the picture is a pixel of CSS."""
POINTS = 72 / DOTS_PER_INCH
_TEXT = re.compile(r'<text [^>]*font-size="([\d.]+)" font-weight="(\d+)" font-style="(\w+)"\s*>([^<]+)</text>')


def svg(stage: Stage[Any], result: Result, position: float) -> bytes:
    """Return what a stage shows of `result` at `position` as an SVG file."""
    view = stage.view
    buffer = _open_buffer()
    # What the generator writes by itself, SVG Tiny, knows no clipping: everything would run out of its plot.
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
    return _tidied(bytes(buffer.data().data()), view.width, view.height)


def pdf(stage: Stage[Any], result: Result, position: float) -> bytes:
    """Return what a stage shows of `result` at `position` as a PDF file of one page."""
    view = stage.view
    buffer = _open_buffer()
    writer = QPdfWriter(buffer)
    writer.setCreator("Thalweg")
    writer.setResolution(DOTS_PER_INCH)
    points = QSizeF(view.width * POINTS, view.height * POINTS)
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF())
    stage.show(result, position)
    writer.setTitle(stage.title.text)
    with QPainter(writer) as painter:
        stage.paint_vectors(painter)
    return bytes(buffer.data().data())


def _tidied(content: bytes, width: int, height: int) -> bytes:
    """Return an SVG that says its size in pixels and how far its texts run.

    Readers take millimeters each in their own way; and one without the font must not run a text
    into the next.
    """
    text = content.decode()
    text = re.sub(r'<svg width="[^"]*" height="[^"]*"', f'<svg width="{width}" height="{height}"', text, count=1)
    text = text.replace(f'font-family="{FAMILY}"', f'font-family="{FAMILY}, sans-serif"')
    return _TEXT.sub(_measured, text).encode()


def _measured(found: re.Match[str]) -> str:
    size, weight, style, words = found.groups()
    face = font(float(size), bold=int(weight) > 400, italic=style == "italic")
    face.unsetFeature(TABULAR)
    length = QFontMetricsF(face).horizontalAdvance(html.unescape(words))
    return f'<text textLength="{length:.2f}"{found[0].removeprefix("<text")}'


def _open_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
