"""Shorter ways to the same picture: each is held against the long way that it stands for."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

import gui.plots.contour as contour_module
from gui.plots.canvas import mark_static
from gui.plots.contour import Contour, ContourStyle, GridValues
from gui.plots.curve import CurveStyle, Lines
from gui.plots.dot_sprites import draw_dots
from gui.plots.label import Label, text_width
from gui.plots.pixels import polygon
from gui.plots.strokes import draw_round_strokes, jointless_strokes
from gui.style.theme import LIGHT, pen
from gui.wording.text import tr

COLOR = QColor(179, 49, 99, 128)


def drawn(draw, ratio=1.0):
    image = QImage(round(400 * ratio), round(200 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
    return pixels_of(image)


def pixels_of(image):
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[..., :3].astype(int)


def plainly_dotted(points, size):
    def draw(painter):
        painter.setPen(pen(COLOR, size))
        painter.drawPoints(polygon(points))

    return draw


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("size", [3.0, 5.0, 8.6])
def test_dot_sprites_are_within_a_quarter_pixel_of_drawn_dots(qapp, size, ratio):
    points = np.random.default_rng(0).uniform((-3, -3), (403, 203), (150, 2))
    stamped = drawn(lambda painter: draw_dots(painter, points, COLOR, size), ratio)
    plain = drawn(plainly_dotted(points, size), ratio)
    assert (plain < 250).any(axis=2).mean() > 0.01
    assert np.abs(stamped - plain).max() < 70
    assert np.abs(stamped - plain).mean() < 0.02 * np.abs(plain - 255).mean() + 0.5
    # Where a dot stands at a place that is kept, it is the same but for rounding twice, and a scaled cap's own curve.
    kept = np.round(4 * ratio * points) / (4 * ratio)
    exact = drawn(plainly_dotted(kept, size), ratio)
    assert np.abs(drawn(lambda painter: draw_dots(painter, kept, COLOR, size), ratio) - exact).max() <= (
        4 if ratio == 1.0 else 12
    )


def test_dots_of_a_painter_between_device_pixels_are_drawn_and_not_copied(qapp):
    points = np.array([[50.3, 60.2], [200.0, 100.0]])

    def shifted(draw):
        return drawn(lambda painter: (painter.translate(0.3, 0.0), draw(painter)), ratio=2.0)

    assert (
        shifted(lambda painter: draw_dots(painter, points, COLOR, 5.0)) == shifted(plainly_dotted(points, 5.0))
    ).all()


def wave(x):
    return np.column_stack([x, 100 + 60 * np.sin(x / 60) + 9 * np.cos(x / 25)])


@pytest.mark.parametrize("width", [1.5, 3.0, 6.0])
def test_a_line_with_small_turns_equals_one_polyline(qapp, width):
    points = wave(np.linspace(10, 390, 60))
    flat = pen("#2E56D9", width)
    flat.setCapStyle(Qt.PenCapStyle.FlatCap)

    def whole(painter):
        painter.setPen(flat)
        painter.drawPolyline(polygon(points))

    def in_strokes(painter):
        painter.setPen(flat)
        painter.drawLines(jointless_strokes(points, width))

    assert len(jointless_strokes(points, width)) == 59
    # All but its ends, where the last stroke reaches half a pixel further.
    off = np.abs(drawn(whole) - drawn(in_strokes)).max(axis=2)[:, 16:-16]
    assert off.max() < 90
    assert off[(drawn(whole) < 250).any(axis=2)[:, 16:-16]].mean() < 6


@pytest.mark.parametrize(
    "points",
    [
        np.array([[10.0, 10.0], [100.0, 100.0], [190.0, 10.0]]),
        wave(np.linspace(10, 390, 60))[[0, 1, 1, 2, 3]],
        np.array([[10.0, 10.0], [100.0, 10.0], [20.0, 10.0]]),
    ],
    ids=["a corner", "a point twice", "back again"],
)
def test_a_line_that_turns_sharply_is_drawn_with_its_joints(points):
    assert jointless_strokes(points, 1.0) == []


@pytest.mark.parametrize(("width", "largest"), [(4.0, 14.2), (2.0, 28.0), (1.0, 53.1)])
def test_a_thin_line_may_turn_more_than_a_wide_one(width, largest):
    for turn, count in ((largest - 0.3, 2), (largest + 0.3, 0)):
        angle = np.radians(turn)
        corner = np.array([[0.0, 0.0], [50.0, 0.0], [50.0 + 50.0 * np.cos(angle), 50.0 * np.sin(angle)]])
        assert len(jointless_strokes(corner, width)) == count


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_round_strokes_equal_one_polyline(qapp, ratio):
    points = np.random.default_rng(0).uniform((20, 20), (380, 180), (40, 2))
    line = pen("#2E56D9", 5.0)
    whole = drawn(lambda painter: (painter.setPen(line), painter.drawPolyline(polygon(points))), ratio)
    in_strokes = drawn(lambda painter: draw_round_strokes(painter, points, line), ratio)
    off = np.abs(whole - in_strokes).max(axis=2)
    assert off[(whole < 250).any(axis=2)].mean() < 3
    assert (off > 120).mean() < 1e-3


@pytest.mark.parametrize("ring", [None, 50.0])
def test_contours_of_a_sharp_screen_equal_those_of_an_export_twice_as_large(sheet, ring, monkeypatch):
    x = np.linspace(0, 360, 91)
    values = GridValues(x, x, np.add.outer((x - 130) ** 2, 3 * (x - 180) ** 2) ** 0.5, (40.0, 60.0, 90.0, 140.0), ring)
    contour = sheet.add(Contour())
    contour.set_style(ContourStyle(LIGHT, line=1.0, ring=2.5, casing=1.5))
    contour.set_values(values)
    without_joints = pixels_of(sheet.painted(2.0))
    monkeypatch.setattr(contour_module, "is_sharp", lambda _painter: False)
    contour.invalidate()
    off = np.abs(without_joints - pixels_of(sheet.painted(2.0))).max(axis=2)
    assert 0 < off.mean() < 0.5
    assert (off > 100).mean() < 1e-3


def test_a_corner_of_a_curve_has_no_notch(sheet):
    lines = sheet.add(Lines(static=False))
    points = np.array([[60.0, 60.0], [180.0, 200.0], [300.0, 60.0]])
    tip = QPointF(20 + 180, 20 + 260 - 200)
    for smooth in (True, False):
        style = CurveStyle(LIGHT, LIGHT.series["gradient_descent"], 12, 12, 12, 0)
        lines.set_lines([(style, points)], smooth=smooth)
        image = sheet.painted()
        assert image.pixelColor(round(tip.x()), round(tip.y()) - 4).name().upper() == "#2E56D9", smooth


def word(text, plate=False, pixels=22.0):
    label = Label("label")
    label.set_text(tr("{text}", text=text), LIGHT, pixels, plate=plate)
    label.place(150.0, 120.0, align=0.5)
    return label


@pytest.mark.parametrize("pixels", [22.0, 69.0])
@pytest.mark.parametrize("plate", [False, True])
def test_moving_and_static_labels_have_the_same_pixels(sheet, another_sheet, plate, pixels):
    moving, still = word("start", plate, pixels), word("start", plate, pixels)
    mark_static(still)
    sheet.canvas.scene().addItem(moving)
    another_sheet.canvas.scene().addItem(still)
    one, other = (
        np.frombuffer(image.constBits(), np.uint8).astype(int) for image in (sheet.painted(), another_sheet.painted())
    )
    assert np.abs(one - other).max() <= 2
    assert (np.abs(one - np.median(one)) > 100).any()


@pytest.mark.parametrize("pixels", [22.0, 64.0])
def test_a_label_follows_its_text_and_place(sheet, pixels):
    label = word("0", pixels=pixels)
    sheet.canvas.scene().addItem(label)
    first = sheet.painted()
    label.place(190.0, 120.0, align=0.5)
    moved = sheet.painted()
    assert moved != first
    assert moved.copy(140, 90, 120, 50) == first.copy(100, 90, 120, 50)
    label.set_text(tr("1"), LIGHT, pixels)
    assert sheet.painted() != moved
    label.set_text((), LIGHT, pixels)
    assert sheet.painted().copy(140, 90, 120, 50) == sheet.painted().copy(100, 200, 120, 50)
    assert sheet.painted(2.0).width() == 800


@pytest.mark.parametrize("bold", [False, True])
def test_text_width_equals_the_width_of_the_label(qapp, bold):
    words = tr("κ = 10: {n} steps", n="1000")
    label = Label("title")
    for pixels in (18.0, 44.0, 107.0):
        label.set_text(words, LIGHT, pixels, bold=bold)
        assert text_width(words, pixels, bold=bold) == label.width
    assert text_width((), 20.0) == 0.0
