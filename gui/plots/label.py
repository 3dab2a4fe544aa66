"""Text in a picture: spans on one line, in the bundled family, placed by an anchor."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPaintEngine, QPainter, QPainterPath, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.plots.pixels import STATIC, draw_on, is_raster, new_layer, pixel_ratio
from gui.style.theme import TABULAR, Theme, font
from gui.wording.text import Span, spans

_SYMBOLS = re.compile("([κν])")
"""Kappa and nu are variables: they stand in italics wherever they occur."""
_CONTEXTUAL = QFont.Tag("calt")
_VECTORS = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)
_CACHED = 64
"""Pixels from which Qt fills the outlines of letters; smaller ones it copies from its cache."""
_FINE = 2048
"""Pixels of outlines to be scaled down: at its own size a letter's differ by 1/64 pixel with what was drawn before."""


@dataclass(frozen=True)
class _Piece:
    text: str
    font: QFont
    color: QColor
    x: float
    outline: QPainterPath | None = None

    def draw(self, painter: QPainter) -> None:
        """Draw the piece: the same pixels whatever was drawn before it."""
        if self.outline is not None and painter.paintEngine().type() not in _VECTORS:
            painter.fillPath(self.outline, self.color)
            return
        painter.setFont(self.font)
        painter.setPen(self.color)
        painter.drawText(QPointF(self.x, 0), self.text)


class Label(QGraphicsItem):
    """One line of text at a point of the scene.

    Parameters
    ----------
    role
        What the text is for: a role of TypeSize ("title", "caption", ...), told by `Stage.texts`.

    """

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role = role
        self.pixels = 0.0
        self.text = ""
        self.source_text: str = ""
        """The words as they were given: a sentence remembers what it claims."""
        self._pieces: tuple[_Piece, ...] = ()
        self._rect = QRectF()
        self._plate: QColor | None = None
        self._given: tuple[object, ...] = ()
        self._align = 0.0
        self._layer: QImage | None = None

    def set_text(
        self,
        words: str,
        theme: Theme,
        pixels: float,
        *,
        color: str = "",
        bold: bool = False,
        plate: bool = False,
    ) -> None:
        """Say `words` at a pixel size, in `color` (the ink where none is given); spans with a role take their own."""
        # Texts that read alike may differ in their colors.
        given = (words, tuple(span.role for span in spans(words)), theme, pixels, color, bold, plate)
        self.source_text = words
        if given == self._given:
            return
        self._given = given
        self.pixels, self.text = pixels, str(words)
        self._plate = QColor(theme.background) if plate else None
        pieces, x = [], 0.0
        for span, text in _parts(words):
            made, advance = _piece(text, pixels, _span_color(span, theme, color), x, bold=bold or bool(span.role))
            pieces.append(made)
            x += advance
        self.prepareGeometryChange()
        self._pieces, self._layer = tuple(pieces), None
        metrics = QFontMetricsF(font(pixels, bold=bold))
        self._rect = QRectF(0, -metrics.capHeight() - 0.25 * pixels, x, metrics.capHeight() + 0.55 * pixels)
        self.update()

    @property
    def width(self) -> float:
        """How far the text runs, in pixels."""
        return self._rect.width()

    @property
    def rect(self) -> QRectF:
        """Where the text stands in the scene."""
        return self._rect.translated(self.pos())

    @property
    def ink_rect(self) -> QRectF:
        """Return where its letters are, without the air above and below them."""
        return self.rect.adjusted(0, 0.25 * self.pixels, 0, -0.1 * self.pixels)

    def place(self, x: float, baseline: float, align: float = 0.0) -> None:
        """Put the text on a baseline: `align` 0 begins at x, 0.5 is centered there, 1 ends there."""
        self._align = align
        # Whole pixels: the same glyphs look the same wherever they stand.
        self.setPos(QPointF(round(x - align * self.width), round(baseline)))

    def boundingRect(self) -> QRectF:
        """Return the area that is painted."""
        pad = 0.35 * self.pixels
        return self._rect.adjusted(-pad, -0.2 * pad, pad, 0.2 * pad)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the text; large letters that move from a layer, kept until they say something else."""
        if not self.text:
            return
        # Of smaller letters Qt keeps pictures, and what is nearly clear in them depends on what they are drawn on.
        if self.data(STATIC) or self.pixels < _CACHED or not is_raster(painter):
            self._draw(painter)
            return
        area, ratio = self.boundingRect().toAlignedRect(), pixel_ratio(painter)
        if self._layer is None or self._layer.devicePixelRatio() != ratio:
            self._layer = new_layer(area, ratio)
            draw_on(self._layer, area, self._draw)
        painter.drawImage(area.topLeft(), self._layer)

    def _draw(self, painter: QPainter) -> None:
        """Draw the plate, where there is one, and the pieces."""
        pieces, vectors = self._pieces, painter.paintEngine().type() in _VECTORS
        if self._plate is not None:
            self._plate.setAlphaF(0.86)
            # In whole pixels, where there are any: an edge between two of them is filled as an outline.
            painter.fillRect(self.boundingRect() if vectors else self.boundingRect().toAlignedRect(), self._plate)
        for piece in _plain_forms(pieces, self._align) if vectors else pieces:
            piece.draw(painter)


def text_width(words: str, pixels: float, *, bold: bool = False) -> float:
    """Return how far words run at a pixel size, without saying them."""
    return sum(_shape(text, pixels, bold=bold or bool(span.role))[1] for span, text in _parts(words))


def _parts(words: str) -> Iterator[tuple[Span, str]]:
    """Yield the parts of words that are set in one face, each with the span it is of."""
    for span in spans(words):
        for text in filter(None, _SYMBOLS.split(span)):
            yield span, text


def _piece(text: str, pixels: float, color: QColor, x: float, *, bold: bool) -> tuple[_Piece, float]:
    """Return a piece of text at `x`, and how far it runs."""
    face, advance, outline = _shape(text, pixels, bold=bold)
    return _Piece(text, face, color, x, outline and outline.translated(x, 0.0)), advance


def _shape(text: str, pixels: float, *, bold: bool) -> tuple[QFont, float, QPainterPath | None]:
    return _shaped(text, pixels, bold=bold, italic=bool(_SYMBOLS.fullmatch(text)))


@lru_cache(1024)
def _shaped(text: str, pixels: float, *, bold: bool, italic: bool) -> tuple[QFont, float, QPainterPath | None]:
    """Return the font of a text, how far it runs, and its outline where it is filled: a new picture says much again."""
    face = font(pixels, bold=bold, italic=italic)
    if face.pixelSize() < _CACHED:
        return face, _advance(face, text), None
    fine, scale = font(_FINE, bold=bold, italic=italic), face.pixelSize() / _FINE
    path = QPainterPath()
    path.addText(0.0, 0.0, fine, text)
    return face, scale * _advance(fine, text), QTransform.fromScale(scale, scale).map(path)


def _plain_forms(pieces: tuple[_Piece, ...], align: float) -> tuple[_Piece, ...]:
    """Return the pieces in each letter's first form: a PDF does not tell which text its other forms stand for."""
    faces = [QFont(piece.font) for piece in pieces]
    for face in faces:
        face.unsetFeature(TABULAR)
        face.setFeature(_CONTEXTUAL, 0)
    widths = [_advance(face, piece.text) for face, piece in zip(faces, pieces, strict=True)]
    slack = sum(_advance(piece.font, piece.text) for piece in pieces) - sum(widths)
    plain, x = [], align * slack
    for piece, face, width in zip(pieces, faces, widths, strict=True):
        words = piece.text.lstrip(" ")  # some readers of SVG leave spaces at the ends out
        plain.append(_Piece(words.rstrip(" "), face, piece.color, x + width - _advance(face, words)))
        x += width
    return tuple(plain)


def _advance(face: QFont, text: str) -> float:
    return QFontMetricsF(face).horizontalAdvance(text)


def _span_color(span: Span, theme: Theme, color: str) -> QColor:
    if span.role in theme.series:
        return QColor(theme.series[span.role].label)
    return QColor(getattr(theme, span.role) if span.role else color or theme.ink)
