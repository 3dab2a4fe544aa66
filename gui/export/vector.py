"""Vector stills: SVG and PDF, with selectable text."""

import re
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from core.experiment import Result
from gui.export.svg_text import with_outlines, with_text_lengths
from gui.picture.stage import Stage

DOTS_PER_INCH = 96
"""A pixel of the picture is a CSS pixel."""
POINTS_PER_PIXEL = 72 / DOTS_PER_INCH
_DATE = re.compile(rb'/(?:CreationDate|ModDate) \([^)]*\)|xmp:[A-Za-z]*Date="[^"]*"')
"""What Qt writes of the time of export into a PDF."""
_IDENTIFIER = re.compile(rb"(uuid:|/ID \[)([0-9a-f<> -]*)")
"""What Qt writes of random numbers into a PDF: the hexadecimal digits of the second group."""
_HEX = re.compile(rb"[0-9a-f]")


def svg(stage: Stage[Any], result: Result, position: float, *, outlines: bool = False) -> bytes:
    """Return an SVG file of `result` at `position`, with `outlines` instead of texts if asked."""
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
    text = _with_pixel_size(bytes(buffer.data().data()).decode(), view.width, view.height)
    return (with_outlines(text) if outlines else with_text_lengths(text)).encode()


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
    """Return a PDF of the same length without dates and with fixed identifiers: the same picture has the same bytes."""
    content = _DATE.sub(lambda found: b" " * len(found[0]), content)
    return _IDENTIFIER.sub(lambda found: found[1] + _HEX.sub(b"0", found[2]), content)


def _with_pixel_size(svg: str, width: int, height: int) -> str:
    """Return an SVG with its size in pixels: programs convert millimeters to pixels differently."""
    return re.sub(r'<svg width="[^"]*" height="[^"]*"', f'<svg width="{width}" height="{height}"', svg, count=1)


def _open_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
