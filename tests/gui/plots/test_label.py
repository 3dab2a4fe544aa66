"""Labels: the same pixels whatever was drawn before them."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from gui.plots.label import Label
from gui.style.theme import LIGHT, font
from gui.wording.text import tr


def painted(text, pixels):
    label = Label("hero")
    label.set_text(tr("{text}", text=text), LIGHT, pixels, bold=True)
    image = QImage(900, 300, QImage.Format.Format_RGB32)
    image.fill(LIGHT.background)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(20, 200)
        label.paint(painter, None)
    return image


@pytest.mark.parametrize("pixels", [69, 107, 40])
def test_a_label_looks_the_same_after_other_letters_were_drawn(qapp, pixels):
    painted("0 steps", 35)  # shares the file of the font, at another size
    before = painted("0 steps", pixels)
    other = QImage(99, 99, QImage.Format.Format_RGB32)
    with QPainter(other) as painter:
        painter.setFont(font(pixels, bold=True))
        painter.drawText(QPointF(9, 90), "2§")  # loads letters that this size has not seen
    painted("κ = 10", 55)
    assert painted("0 steps", pixels) == before


def test_large_letters_are_as_wide_as_they_are_told(qapp):
    label = Label("hero")
    label.set_text(tr("10 steps"), LIGHT, 107, bold=True)
    image = painted("10 steps", 107)
    ink = [x for x in range(image.width()) if any(image.pixel(x, y) != image.pixel(0, 0) for y in range(0, 300, 3))]
    assert 0 <= ink[0] - 20 < 20
    assert 0 <= 20 + label.width - ink[-1] < 20


def test_a_monospaced_label_has_letters_of_one_width():
    label = Label("code", monospaced=True)
    widths = set()
    for text in ("iiii", "WWWW", "x = "):
        label.set_text(text, LIGHT, 30.0)
        widths.add(round(label.width, 3))
    assert len(widths) == 1
