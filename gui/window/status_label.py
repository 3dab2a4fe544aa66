"""A label for short messages that never widens the window."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from gui.picture.view import SMALLEST_TEXT

_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


class StatusLabel(QLabel):
    """Shows a text that is too wide on more lines, in smaller type where they are too high."""

    def minimumSizeHint(self) -> QSize:
        """Return no width: the text adapts to the room that it gets."""
        return QSize(0, super().minimumSizeHint().height())

    def fitting_font(self) -> QFont:
        """Return the font in which the text fits the label, at least `SMALLEST_TEXT` pixels large."""
        font, room = QFont(self.font()), self.contentsRect()
        for pixels in range(font.pixelSize(), int(SMALLEST_TEXT) - 1, -1):
            font.setPixelSize(pixels)
            if room.contains(QFontMetrics(font).boundingRect(room, _FLAGS, self.text())):
                break
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text."""
        painter = QPainter(self)
        painter.setFont(self.fitting_font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), _FLAGS, self.text())
        painter.end()
