"""Labels: the same pixels whatever was drawn before them."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

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


def test_the_width_of_large_letters_is_the_reported_one(qapp):
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


RECT = QRectF(100.0, 50.0, 400.0, 300.0)
PLACES = {
    "right of a point": (lambda label: label.place_beside(QPointF(200.0, 150.0), 10.0), "left", 210.0, "middle", 150.0),
    "left of a point": (
        lambda label: label.place_beside(QPointF(200.0, 150.0), 10.0, left=True), "right", 190.0, "middle", 150.0,
    ),
    "top": (lambda label: label.place_at_top(RECT, 300.0, align=0.5), "center", 300.0, "top", 50.0),
    "bottom": (lambda label: label.place_at_bottom(RECT, 300.0, align=1.0), "right", 300.0, "bottom", 350.0),
    "top left corner": (lambda label: label.place_in_corner(RECT), "left", 100.0, "top", 50.0),
    "bottom left corner": (lambda label: label.place_in_corner(RECT, bottom=True), "left", 100.0, "bottom", 350.0),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_named_places(place):
    """The letters are where the name says, and inside where they are at an edge: at most a text size away."""
    call, side, x, level, y = PLACES[place]
    label = Label("label")
    label.set_text("HEIGHT", LIGHT, 20.0)
    call(label)
    left, capitals = label.pos().x(), QFontMetricsF(font(20.0)).capHeight()
    top, bottom = label.pos().y() - capitals, label.pos().y()
    edge = {"left": left, "right": left + label.width, "center": left + label.width / 2}[side]
    inset = 14.0 if "corner" in place else 0.0
    assert edge == pytest.approx(x + inset, abs=0.6)
    if level == "middle":
        assert (top + bottom) / 2 == pytest.approx(y, abs=0.6)
    elif level == "top":
        assert 2.0 <= top - y <= 15.0
    else:
        assert 11.0 <= y - bottom <= 15.0
