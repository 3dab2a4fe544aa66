"""Icons of the controls, painted in a color of the theme instead of loaded from files."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPolygonF


def symbol(name: str, color: QColor) -> QIcon:
    """Return the icon of a symbol, 96 pixels wide: enough for pixel ratios up to 3."""
    side = 96
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / 24, side / 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if name == "play":
        painter.drawPolygon(_triangle(7, 19, 5))
    elif name == "pause":
        painter.drawRect(QRectF(6, 5, 4, 14))
        painter.drawRect(QRectF(14, 5, 4, 14))
    elif name == "forward":
        painter.drawPolygon(_triangle(6, 15, 6))
        painter.drawRect(QRectF(15.5, 6, 2.5, 12))
    elif name == "back":
        painter.drawPolygon(_triangle(18, 9, 6))
        painter.drawRect(QRectF(6, 6, 2.5, 12))
    elif name in ("folded", "unfolded"):
        down = name == "unfolded"
        painter.drawPolygon(
            QPolygonF([QPointF(5, 8), QPointF(19, 8), QPointF(12, 17)]) if down else _triangle(8, 17, 5)
        )
    else:
        stroke = painter.pen()
        stroke.setStyle(Qt.PenStyle.SolidLine)
        stroke.setColor(color)
        stroke.setWidthF(2)
        painter.setPen(stroke)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(QRectF(5, 5, 14, 14), 60 * 16, 300 * 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF([QPointF(13, 1.5), QPointF(19.5, 5.5), QPointF(13, 9.5)]))
    painter.end()
    return QIcon(pixmap)


def _triangle(base: float, tip: float, top: float) -> QPolygonF:
    return QPolygonF([QPointF(base, top), QPointF(tip, 12), QPointF(base, 24 - top)])
