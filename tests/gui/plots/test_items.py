"""Curves, landscapes, markers, labels and the canvas that paints what stands still once."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.network.params import NetworkParams
from core.params import fields
from gui.plots.canvas import mark_static
from gui.plots.contour import Contour, ContourStyle, GridValues
from gui.plots.curve import CurveStyle, Dots, Lines
from gui.plots.label import Label
from gui.plots.markers import draw_marker
from gui.plots.pixels import PixelItem
from gui.plots.plot import Plot, PlotStyle
from gui.style.theme import DARK, LIGHT
from gui.wording.text import Span, tr

GD = LIGHT.series["gradient_descent"]
STYLE = CurveStyle(theme=LIGHT, series=GD, line=3, dense_dot=3, dot=9, casing=2)
GROUND = LIGHT.background.lower()


def colors_of_row(image, y, begin=25, end=375):
    return [image.pixelColor(x, y).name() for x in range(begin, end)]


def test_dots_appear_one_by_one(sheet):
    dots = sheet.add(Dots())
    dots.set_style(STYLE)
    dots.set_points(np.column_stack([np.arange(40.0, 340, 30), np.full(10, 130.0)]))
    for shown in (0, 1, 4, 10, 3):
        dots.set_visible_count(shown)
        image = sheet.painted()
        there = [image.pixelColor(20 + 40 + 30 * k, 150) == QColor(GD.stroke) for k in range(10)]
        assert there == [k < shown for k in range(10)], shown


@pytest.mark.parametrize("marker", ["disc", "ring", "star", "diamond", "cross", "plus", "triangle", "down", "square"])
def test_few_dots_that_move_repaint_all_of_both_places(sheet, marker):
    sheet.canvas.show()
    dots = sheet.add(Dots())
    dots.set_style(replace(STYLE, dot=80.0, series=replace(STYLE.series, marker=marker)))
    for place in ([[100.0, 100.0]], [[130.0, 120.0]], [[220.0, 60.0]]):
        dots.set_points(np.array(place))
        dots.set_visible_count(1)
        QCoreApplication.processEvents()
        screen = sheet.canvas.screen().grabWindow(sheet.canvas.winId()).toImage()
        assert screen.convertToFormat(QImage.Format.Format_RGB32) == sheet.painted()


def test_dense_dots_end_at_the_visible_count(sheet):
    dots = sheet.add(Dots())
    dots.set_style(STYLE)
    dots.set_points(np.column_stack([np.linspace(40, 340, 3_001), np.full(3_001, 130.0)]))
    dots.set_visible_count(1_501)
    row = [QColor(color) == QColor(GD.stroke) for color in colors_of_row(sheet.painted(), 150)]
    assert row.count(True) > 100
    assert max(x for x, there in enumerate(row, start=25) if there) <= 20 + 190 + 3


def test_nan_draws_no_dot(sheet):
    dots = sheet.add(Dots())
    dots.set_style(STYLE)
    dots.set_points(np.array([[60.0, 130.0], [120.0, np.nan], [180.0, 130.0]]))
    dots.set_visible_count(3)
    image = sheet.painted()
    there = [image.pixelColor(20 + x, 150) == QColor(GD.stroke) for x in (60, 120, 180)]
    assert there == [True, False, True]


def test_a_line_breaks_at_nan(sheet):
    lines = sheet.add(Lines())
    points = np.array([[20.0, 130.0], [100.0, 130.0], [150.0, np.nan], [200.0, 130.0], [340.0, 130.0]])
    lines.set_lines([(STYLE, points)])
    sheet.canvas.invalidate_background()
    row = colors_of_row(sheet.painted(), 150)
    assert QColor(row[60 - 5]) == QColor(GD.stroke)
    assert set(row[130:170]) == {GROUND}
    assert QColor(row[270]) == QColor(GD.stroke)


def bowl(ring=None):
    x, y = np.linspace(0, 360, 181), np.linspace(0, 260, 131)
    z = np.hypot(*np.meshgrid(x - 180, y - 130))
    return GridValues(x, y, z, (20.0, 40.0, 60.0, 80.0, 100.0), ring)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_landscape_rises_from_the_background_color_to_the_highest(sheet, theme):
    contour = sheet.add(Contour())
    contour.set_style(ContourStyle(theme, line=3, ring=3, casing=2))
    contour.set_values(bowl())
    image = sheet.painted()
    wanted = [color.name() for color in theme.landscape(6)]
    assert [image.pixelColor(200 + r, 150).name() for r in (10, 30, 50, 70, 90, 120)] == wanted
    assert {image.pixelColor(200 + r, 150).name() for r in (40, 60, 80)} == {theme.contour.lower()}


def test_the_ring_is_drawn_in_ink_with_a_casing(sheet):
    contour = sheet.add(Contour())
    contour.set_style(ContourStyle(LIGHT, line=1, ring=3, casing=2))
    contour.set_values(bowl(ring=50.0))
    image = sheet.painted()
    assert image.pixelColor(200 + 50, 150).name() == LIGHT.ink.lower()
    assert image.pixelColor(200 + 47, 150).name() == GROUND
    contour.set_values(bowl())
    assert sheet.painted().pixelColor(200 + 50, 150).name() not in (LIGHT.ink.lower(), GROUND)


def marker_image(style):
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_marker(painter, style, QPointF(30, 30), 30, "#ffffff", 3)
    return image


@pytest.mark.parametrize("params", [ConditioningParams, NetworkParams])
def test_every_method_of_an_obstacle_has_its_own_marker_of_about_the_given_size(params):
    keys = next(field.words for field in fields(params) if field.name == "optimizers")
    made = {key: marker_image(LIGHT.series[key]) for key in keys}
    inks = {}
    for key, image in made.items():
        white = [[image.pixelColor(x, y).lightness() > 250 for x in range(60)] for y in range(60)]
        dark = ~np.array(white)
        rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
        assert 22 <= np.ptp(rows) <= 44, key
        assert 22 <= np.ptp(columns) <= 44, key
        inks[key] = dark.tobytes()
    assert len(set(inks.values())) == len(inks)


@pytest.mark.parametrize(("align", "left"), [(0.0, 100), (0.5, 100 - 0.5), (1.0, 100 - 1.0)])
def test_a_label_is_placed_at_its_anchor_on_whole_pixels(align, left):
    label = Label("caption")
    label.set_text(tr("κ = 10"), LIGHT, 20)
    label.place(100.3, 50.4, align)
    assert label.rect.left() == round(100.3 - align * label.width)
    assert label.pos().y() == 50
    assert label.rect.top() < 50 - 0.7 * 20 < 50 < label.rect.bottom()
    assert left <= 100


def test_kappa_is_set_in_italics():
    label = Label("caption")
    label.set_text(tr("ratio κ of ν"), LIGHT, 20)
    assert [(piece.text, piece.font.italic()) for piece in label._pieces] == [
        ("ratio ", False), ("κ", True), (" of ", False), ("ν", True),
    ]  # fmt: skip


def test_spans_take_the_color_of_their_role():
    label = Label("caption")
    label.set_text(tr("a{b}{c}", b=Span("b", "newton"), c=Span("c", "alarm")), LIGHT, 20, color="#123456")
    colors = [piece.color.name().upper() for piece in label._pieces]
    assert colors == ["#123456", LIGHT.series["newton"].label, LIGHT.alarm]


class Counted(PixelItem):
    """Fills its area and counts how often."""

    def __init__(self, color):
        super().__init__()
        self.color, self.drawn = color, 0

    def draw(self, painter, area):
        self.drawn += 1
        painter.fillRect(area.adjusted(50, 50, -50, -50), QColor(self.color))


def test_static_items_are_painted_once_and_others_every_frame(sheet):
    still, moving = sheet.add(Counted("#00ff00")), sheet.add(Counted("#ff0000"))
    mark_static(still)
    still.setZValue(-1)
    moving.setVisible(False)
    assert sheet.painted().pixelColor(200, 150).name() == "#00ff00"
    moving.setVisible(True)
    for _ in range(3):
        assert sheet.painted().pixelColor(200, 150).name() == "#ff0000"
    assert (still.drawn, moving.drawn) == (1, 3)


def test_a_changed_static_item_is_painted_after_invalidation(sheet):
    still = sheet.add(Counted("#00ff00"))
    mark_static(still)
    sheet.painted()
    still.color = "#0000ff"
    sheet.canvas.invalidate_background()
    assert sheet.painted().pixelColor(200, 150).name() == "#0000ff"
    sheet.canvas.set_background_color(DARK.background)
    assert sheet.painted().pixelColor(5, 5).name() == DARK.background.lower()


def test_the_screen_has_the_pixels_of_an_export(sheet):
    still, moving = sheet.add(Counted("#00ff00")), sheet.add(Counted("#ff0000"))
    mark_static(still)
    moving.setZValue(1)
    label = Label("title")
    label.set_text(tr("κ = 10"), LIGHT, 30)
    label.place(40, 60)
    sheet.canvas.scene().addItem(label)
    sheet.canvas.invalidate_background()
    screen = sheet.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert screen == sheet.painted()


@pytest.mark.parametrize("layered", [False, True])
def test_a_failing_item_draws_a_message_and_restores_the_painter(sheet, caplog, layered):
    class Broken(Counted):
        def draw(self, painter, area):
            self.drawn += 1
            painter.setOpacity(0.1)
            if layered:
                self.draw_cached(painter, area, self.fail)
            self.fail(painter)

        def fail(self, painter):
            painter.translate(50, 50)
            raise KeyError("a bug of ours")

    broken, sound = sheet.add(Broken("#ff0000")), sheet.add(Counted("#00ff00"))
    sound.setZValue(1)
    assert sheet.painted().pixelColor(200, 150).name() == "#00ff00"
    image = sheet.painted()
    assert image.pixelColor(200, 150).name() == "#00ff00"
    assert (broken.drawn, sound.drawn) == (1, 2)
    assert caplog.text.count("Traceback") == 1


@pytest.mark.parametrize("seed", range(5))
def test_an_item_covers_its_plot_to_the_pixel_whatever_the_range(sheet, seed):
    chance = np.random.default_rng(seed)
    plot = Plot(sheet.canvas.scene(), axes=False)
    item = Lines()
    plot.add(item)
    for _ in range(40):
        left, top, width, height = chance.integers(1, 900, 4).tolist()
        plot.place(QRectF(left, top, width + 10, height + 10), PlotStyle(LIGHT, 12.0, 1.5, 1.0))
        (x, y), (far, high) = chance.normal(0, 50, 2), chance.uniform(1e-3, 100, 2)
        plot.set_range((x, x + far), (y, y + high))
        sheet.painted()
        assert QRectF(item.area()) == plot.rect
