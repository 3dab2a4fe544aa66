"""Tool tips that explain the terms of a picture; with normal text only, since a lecturer explains them."""

from typing import Any

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QToolTip

from gui.picture.stage import Stage
from gui.wording.terms import explanations

DURATION_MS = 60_000
"""Time for which the explanation of all terms stays, unless a click, the wheel or a key ends it."""
TIP_FRAME = 52
"""Pixels from the point where a tool tip is asked for to its end, without its lines: Qt shows it 21 pixels lower, its
frame takes 22 and the gap to the caption the rest."""


def explain_at(stage: Stage[Any], position: QPointF) -> None:
    """Explain the terms of the text at a position of the picture; without terms, hide the tool tip."""
    texts = [text for text in stage.texts() if text.rect.contains(position)]
    lines = [] if stage.view.hall else explanations(text.source_text for text in texts)
    if lines:
        place = stage.widget.mapToGlobal(position.toPoint())
        QToolTip.showText(place, "\n".join(lines), stage.widget, texts[0].rect.toAlignedRect())
    else:
        QToolTip.hideText()


def toggle_explanations(stage: Stage[Any]) -> bool:
    """Explain all terms of the picture above its caption, or hide the explanations; return whether there are any."""
    lines = explanations(text.source_text for text in stage.texts())
    if QToolTip.isVisible() or not lines:
        QToolTip.hideText()
        return bool(lines)
    height = len(lines) * QFontMetrics(QToolTip.font()).lineSpacing()
    caption = stage.caption.rect
    place = stage.widget.mapToGlobal(QPoint(round(caption.left()), round(caption.top()) - height - TIP_FRAME))
    QToolTip.showText(place, "\n".join(lines), stage.widget, stage.widget.rect(), DURATION_MS)
    return True
