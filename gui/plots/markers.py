"""The markers of series: discs, squares, triangles, diamonds, stars, crosses and pluses, and a ring around a point."""

from functools import cache, lru_cache
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from gui.style.series import SeriesStyle
from gui.style.theme import pen

MARKER_REACH = 0.7
"""Distance from its center, in diameters, within which any marker is drawn, without its casing."""
EDGE_WIDTH = 0.2
"""Width of the outline of a hollow marker and of a ring, in diameters."""


@cache
def marker_path(marker: str) -> QPainterPath:
    """Return the outline of a marker with corners, about 1 in diameter and centered at the origin."""
    path = QPainterPath()
    if marker == "square":
        path.addRect(QRectF(-0.44, -0.44, 0.88, 0.88))
    elif marker == "star":
        path.addPolygon(_polygon(5, (0.68, 0.3)))
    elif marker == "diamond":
        path.addPolygon(_polygon(4, (0.62,)))
    elif marker == "triangle":
        path.addPolygon(_polygon(3, (0.62,)))
    elif marker == "down":
        path.addPolygon(_polygon(3, (0.62,), turn=pi / 2))
    elif marker == "plus":
        path.addPolygon(_polygon(4, (0.2, 0.66, 0.66), turn=-pi / 4, spread=0.3))
    else:
        path.addPolygon(_polygon(4, (0.2, 0.66, 0.66), turn=-pi / 2, spread=0.3))
    path.closeSubpath()
    return path


def _polygon(arms: int, radii: tuple[float, ...], turn: float = -pi / 2, spread: float | None = None) -> QPolygonF:
    """Return a polygon that repeats the `radii` `arms` times around the origin, at even angles.

    With `spread` each arm has an inner corner and a blunt tip, whose corners are `spread` radians to either side of the
    axis of the arm: a cross.
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


def draw_marker(
    painter: QPainter, style: SeriesStyle, at: QPointF, size: float, background: str, casing: float
) -> None:
    """Draw the marker of a series, `size` pixels in diameter, with a casing in the color of the background."""
    painter.save()
    if style.marker in ("disc", "ring"):
        # Discs are by far the most frequent markers, and an ellipse takes a fifth of the time of a path.
        for line, fill, radius in _round_layers(style, size, background, casing):
            painter.setPen(line)
            painter.setBrush(fill)
            painter.drawEllipse(at, radius, radius)
    else:
        painter.translate(at)
        painter.scale(size, size)
        outline = marker_path(style.marker)
        for line, fill in _path_layers(style, size, background, casing):
            painter.setPen(line)
            painter.setBrush(fill)
            painter.drawPath(outline)
    painter.restore()


@lru_cache(256)
def _path_layers(style: SeriesStyle, size: float, background: str, casing: float) -> tuple[tuple[QPen, QBrush], ...]:
    """Return the pens and brushes of a marker: its casing below, itself on top."""
    edge = pen(style.stroke, EDGE_WIDTH) if style.hollow else QPen(Qt.PenStyle.NoPen)
    fill = QBrush(QColor(background if style.hollow else style.stroke))
    return (pen(background, 2 * casing / size), QBrush(QColor(background))), (edge, fill)


@lru_cache(256)
def _round_layers(
    style: SeriesStyle, size: float, background: str, casing: float
) -> tuple[tuple[QPen, QBrush, float], ...]:
    """Return the pens, brushes and radii of a disc or a ring: its casing below, itself on top."""
    no_pen = QPen(Qt.PenStyle.NoPen)
    if style.marker == "ring":  # larger than other markers, so that the marked dot is visible inside it
        radius, edge = 0.56 * size, EDGE_WIDTH * size
        return (pen(background, edge + 2 * casing), QBrush(), radius), (pen(style.stroke, edge), QBrush(), radius)
    rim = pen(style.stroke, EDGE_WIDTH * size) if style.hollow else no_pen
    fill = QBrush(QColor(background if style.hollow else style.stroke))
    return (no_pen, QBrush(QColor(background)), size / 2 + casing), (rim, fill, size / 2)
