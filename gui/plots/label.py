"""One line of text in a picture: spans in the bundled font family, placed by an anchor."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPaintEngine, QPainter, QPainterPath, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.plots.pixels import STATIC, draw_layer, draw_on, is_raster, new_layer, pixel_ratio
from gui.style.theme import TABULAR, Theme, font
from gui.wording.text import Span, spans

CENTER = 0.36
"""Distance from the middle of capital letters to the baseline, in text sizes, like the following distances."""
TOP, BOTTOM = 0.9, 0.6
"""Distance from the top and from the bottom of a plot to the baseline of a text there."""
CORNER = 0.7
"""Distance from the edges of a landscape to a text in its corner; at the top the letters are as high again."""

_SYMBOLS = re.compile("([κν])")
"""Kappa and nu are variables, which are set in italics."""
_CONTEXTUAL = QFont.Tag("calt")
_VECTORS = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)
_OUTLINE_SIZE = 64
"""Text size in pixels from which Qt fills outlines of letters; smaller letters it copies from its glyph cache."""
_PATH_SIZE = 2048
"""Text size in pixels of the outlines that are scaled down. Qt rounds outlines to 1/64 pixel, depending on what it drew
before: drawn at its own size, a large letter differed by up to 4/255 between processes."""


_Shape = tuple[QFont, float, QPainterPath | None]
"""The font of a text, its width in pixels, and its outline where that is filled instead of the glyphs drawn."""


@dataclass(frozen=True)
class _Piece:
    text: str
    font: QFont
    color: QColor
    x: float
    outline: QPainterPath | None = None

    def draw(self, painter: QPainter) -> None:
        """Draw the piece; the pixels do not depend on what was drawn before."""
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
        A text role of TypeSize, such as "title" or "caption"; `Stage.texts` reports it.
    monospaced
        Whether the text is program text, in the monospaced font.

    """

    def __init__(self, role: str, *, monospaced: bool = False) -> None:
        super().__init__()
        self.role = role
        self.monospaced = monospaced
        self.pixels = 0.0
        self.text = ""
        self.source_text: str = ""
        """The text that was set; a `Sentence` keeps its template, fields and claims."""
        self._pieces: tuple[_Piece, ...] = ()
        self._rect = QRectF()
        self._plate: QColor | None = None
        self._content: tuple[object, ...] = ()
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
        """Set the text, its size in pixels and its color: the ink by default, and of a span with a role its own."""
        # The roles of spans decide colors, so texts that compare equal may look different.
        content = (words, tuple(span.role for span in spans(words)), theme, pixels, color, bold, plate)
        self.source_text = words
        if content == self._content:
            return
        self._content = content
        self.pixels, self.text = pixels, str(words)
        self._plate = QColor(theme.background) if plate else None
        pieces, x = [], 0.0
        for span, text in _parts(words):
            shape = _shape(text, pixels, bold=bold or bool(span.role), monospaced=self.monospaced)
            made, advance = _piece(text, shape, _span_color(span, theme, color), x)
            pieces.append(made)
            x += advance
        self.prepareGeometryChange()
        self._pieces, self._layer = tuple(pieces), None
        metrics = QFontMetricsF(font(pixels, bold=bold))
        self._rect = QRectF(0, -metrics.capHeight() - 0.25 * pixels, x, metrics.capHeight() + 0.55 * pixels)
        self.update()

    @property
    def width(self) -> float:
        """The width of the text in pixels."""
        return self._rect.width()

    @property
    def rect(self) -> QRectF:
        """The rectangle of the text in the scene."""
        return self._rect.translated(self.pos())

    @property
    def ink_rect(self) -> QRectF:
        """The rectangle of the letters in the scene, without the space above and below them."""
        return self.rect.adjusted(0, 0.25 * self.pixels, 0, -0.1 * self.pixels)

    @property
    def plate_rect(self) -> QRectF:
        """The rectangle of the text in the scene with the margin that its plate covers."""
        return self.boundingRect().translated(self.pos())

    def place(self, x: float, baseline: float, align: float = 0.0) -> None:
        """Place the text on a baseline: `align` 0 begins at x, 0.5 is centered there, 1 ends there."""
        self._align = align
        # At whole pixels the same glyphs have the same pixels everywhere.
        self.setPos(QPointF(round(x - align * self.width), round(baseline)))

    def place_beside(self, point: QPointF, gap: float, *, left: bool = False) -> None:
        """Place the text to the right of a point, or to its left, `gap` pixels away and centered on its height."""
        away, align = (-gap, 1.0) if left else (gap, 0.0)
        self.place(point.x() + away, point.y() + CENTER * self.pixels, align)

    def place_at_top(self, rect: QRectF, x: float, align: float = 0.0) -> None:
        """Place the text at the top of a plot, aligned at x."""
        self.place(x, rect.top() + TOP * self.pixels, align)

    def place_at_bottom(self, rect: QRectF, x: float, align: float = 0.0) -> None:
        """Place the text at the bottom of a plot, aligned at x."""
        self.place(x, rect.bottom() - BOTTOM * self.pixels, align)

    def place_in_corner(self, rect: QRectF, *, bottom: bool = False) -> None:
        """Place the text, with room for its plate, in the top left or bottom left corner of a landscape."""
        inset = CORNER * self.pixels
        self.place(rect.left() + inset, rect.bottom() - inset if bottom else rect.top() + 2.0 * inset)

    def boundingRect(self) -> QRectF:
        """Return the painted area, including the plate."""
        pad = 0.35 * self.pixels
        return self._rect.adjusted(-pad, -0.2 * pad, pad, 0.2 * pad)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the text; a large text that is not static is copied from a cached layer."""
        if not self.text:
            return
        # Qt corrects the edges of letters below 64 pixels by the color below them: from a clear layer they came out up
        # to 35 of 255 bolder or thinner.
        if self.data(STATIC) or self.pixels < _OUTLINE_SIZE or not is_raster(painter):
            self._draw(painter)
            return
        area, ratio = self.boundingRect().toAlignedRect(), pixel_ratio(painter)
        if self._layer is None or self._layer.devicePixelRatio() != ratio:
            self._layer = new_layer(area, ratio)
            draw_on(self._layer, area, self._draw)
        draw_layer(painter, self._layer, area.topLeft())

    def _draw(self, painter: QPainter) -> None:
        """Draw the plate, if any, and the pieces."""
        pieces, vectors = self._pieces, painter.paintEngine().type() in _VECTORS
        if self._plate is not None:
            self._plate.setAlphaF(0.86)
            # Whole pixels in a raster: Qt fills an edge between two pixels as an outline, which took most of 0.16 ms.
            painter.fillRect(self.boundingRect() if vectors else self.boundingRect().toAlignedRect(), self._plate)
        for piece in _without_alternate_glyphs(pieces, self._align) if vectors else pieces:
            piece.draw(painter)


def text_width(words: str, pixels: float, *, bold: bool = False, monospaced: bool = False) -> float:
    """Return the width of a text at a size in pixels, without a label."""
    return sum(
        _shape(text, pixels, bold=bold or bool(span.role), monospaced=monospaced)[1] for span, text in _parts(words)
    )


def _parts(words: str) -> Iterator[tuple[Span, str]]:
    """Yield the parts of a text that have one font, each with its span."""
    for span in spans(words):
        for text in filter(None, _SYMBOLS.split(span)):
            yield span, text


def _piece(text: str, shape: _Shape, color: QColor, x: float) -> tuple[_Piece, float]:
    """Return a piece of text at `x`, and its width."""
    face, advance, outline = shape
    return _Piece(text, face, color, x, outline and outline.translated(x, 0.0)), advance


def _shape(text: str, pixels: float, *, bold: bool, monospaced: bool = False) -> _Shape:
    return _cached_shape(text, pixels, bold=bold, italic=bool(_SYMBOLS.fullmatch(text)), monospaced=monospaced)


@lru_cache(1024)
def _cached_shape(text: str, pixels: float, *, bold: bool, italic: bool, monospaced: bool) -> _Shape:
    """Return the shape of a text. A new picture repeats many texts."""
    face = font(pixels, bold=bold, italic=italic, monospaced=monospaced)
    if face.pixelSize() < _OUTLINE_SIZE:
        return face, _advance(face, text), None
    path_font = font(_PATH_SIZE, bold=bold, italic=italic, monospaced=monospaced)
    scale = face.pixelSize() / _PATH_SIZE
    path = QPainterPath()
    path.addText(0.0, 0.0, path_font, text)
    return face, scale * _advance(path_font, text), QTransform.fromScale(scale, scale).map(path)


def _without_alternate_glyphs(pieces: tuple[_Piece, ...], align: float) -> tuple[_Piece, ...]:
    """Return the pieces with the default glyph of each letter: a PDF has no text for alternate glyphs."""
    faces = [QFont(piece.font) for piece in pieces]
    for face in faces:
        face.unsetFeature(TABULAR)
        face.setFeature(_CONTEXTUAL, 0)
    widths = [_advance(face, piece.text) for face, piece in zip(faces, pieces, strict=True)]
    slack = sum(_advance(piece.font, piece.text) for piece in pieces) - sum(widths)
    plain, x = [], align * slack
    for piece, face, width in zip(pieces, faces, widths, strict=True):
        words = piece.text.lstrip(" ")  # some SVG readers drop leading and trailing spaces
        plain.append(_Piece(words.rstrip(" "), face, piece.color, x + width - _advance(face, words)))
        x += width
    return tuple(plain)


def _advance(face: QFont, text: str) -> float:
    return QFontMetricsF(face).horizontalAdvance(text)


def _span_color(span: Span, theme: Theme, color: str) -> QColor:
    if span.role in theme.series:
        return QColor(theme.series[span.role].label)
    return QColor(getattr(theme, span.role) if span.role else color or theme.ink)
