"""The markers of series: discs, squares, triangles, diamonds, stars, crosses and pluses; and a ring around a place."""

from functools import cache, lru_cache
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from gui.style.series import SeriesStyle
from gui.style.theme import pen

EDGE = 0.2
"""How thick a hollow marker and a ring are, in diameters."""


@cache
def shape(marker: str) -> QPainterPath:
    """Return the outline of a marker with corners, of about diameter 1 around the origin."""
    path = QPainterPath()
    if marker == "square":
        path.addRect(QRectF(-0.44, -0.44, 0.88, 0.88))
    elif marker == "star":
        path.addPolygon(_ring(5, (0.68, 0.3)))
    elif marker == "diamond":
        path.addPolygon(_ring(4, (0.62,)))
    elif marker == "triangle":
        path.addPolygon(_ring(3, (0.62,)))
    elif marker == "down":
        path.addPolygon(_ring(3, (0.62,), turn=pi / 2))
    elif marker == "plus":
        path.addPolygon(_ring(4, (0.2, 0.66, 0.66), turn=-pi / 4, spread=0.3))
    else:
        path.addPolygon(_ring(4, (0.2, 0.66, 0.66), turn=-pi / 2, spread=0.3))
    path.closeSubpath()
    return path


def _ring(arms: int, radii: tuple[float, ...], turn: float = -pi / 2, spread: float | None = None) -> QPolygonF:
    """Return a closed ring of points: `arms` times the `radii`, evenly turned.

    With `spread` each arm is an inner corner and a blunt tip, `spread` radians to either side of
    the diagonal: a cross.
    """
    points = []
    for arm in range(arms):
        for k, radius in enumerate(radii):
            angle = turn + 2 * pi * (arm + k / len(radii)) / arms
            if spread is not None:
                base = turn + 2 * pi * arm / arms
                angle = (base, base + pi / arms - spread, base + pi / arms + spread)[k]
            points.append(QPointF(radius * cos(angle), radius * sin(angle)))
    return QPolygonF(points)


def draw_marker(painter: QPainter, style: SeriesStyle, at: QPointF, size: float, ground: str, casing: float) -> None:
    """Draw a method's marker of `size` pixels at a point, with a casing in the color of the ground."""
    painter.save()
    if style.marker in ("disc", "ring"):
        # Ellipses: by far the most markers, and an outline takes five times as long.
        for line, fill, radius in _rounds(style, size, ground, casing):
            painter.setPen(line)
            painter.setBrush(fill)
            painter.drawEllipse(at, radius, radius)
    else:
        painter.translate(at)
        painter.scale(size, size)
        outline = shape(style.marker)
        for line, fill in _layers(style, size, ground, casing):
            painter.setPen(line)
            painter.setBrush(fill)
            painter.drawPath(outline)
    painter.restore()


@lru_cache(256)
def _layers(style: SeriesStyle, size: float, ground: str, casing: float) -> tuple[tuple[QPen, QBrush], ...]:
    """Return the pens and brushes of a marker: its casing below, itself on top."""
    edge = pen(style.stroke, EDGE) if style.hollow else QPen(Qt.PenStyle.NoPen)
    fill = QBrush(QColor(ground if style.hollow else style.stroke))
    return (pen(ground, 2 * casing / size), QBrush(QColor(ground))), (edge, fill)


@lru_cache(256)
def _rounds(style: SeriesStyle, size: float, ground: str, casing: float) -> tuple[tuple[QPen, QBrush, float], ...]:
    """Return the pens, brushes and radii of a disc or a ring: its casing below, itself on top."""
    none = QPen(Qt.PenStyle.NoPen)
    if style.marker == "ring":  # wider than the rest: what it surrounds is seen through it
        radius, edge = 0.56 * size, EDGE * size
        return (pen(ground, edge + 2 * casing), QBrush(), radius), (pen(style.stroke, edge), QBrush(), radius)
    rim = pen(style.stroke, EDGE * size) if style.hollow else none
    fill = QBrush(QColor(ground if style.hollow else style.stroke))
    return (none, QBrush(QColor(ground)), size / 2 + casing), (rim, fill, size / 2)
