"""A strip: a place for each step, hatched or solid, however many there are."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from gui.plots.plot import PlotStyle
from gui.plots.strip import Strip
from gui.style.theme import LIGHT

RED = QColor("#FF0000")
LEFT, TOP, WIDTH, HEIGHT = 20, 100, 360, 40


@pytest.fixture
def strip(sheet):
    """strip(hatched, shown): the pixels of a strip across a sheet."""

    def paint(hatched, shown=None, *, empty=False):
        sheet.plot.place(QRectF(LEFT, TOP, WIDTH, HEIGHT), PlotStyle(LIGHT, 11.0, 0.0, 0.0))
        sheet.plot.set_range((0.0, float(len(hatched))), (0.0, 1.0))
        item = sheet.add(Strip(empty=empty))
        item.set_style(RED.name(), 1.0, 8.0)
        item.set_steps(np.array(hatched, dtype=float))
        item.set_visible_count(len(hatched) if shown is None else shown)
        image = sheet.painted()
        sheet.plot.remove(item)
        return image

    return paint


def share(image, begin, end, top=TOP + 4, bottom=TOP + HEIGHT - 4):
    """The share of red between two columns of the strip: that of the ground counts for nothing."""
    ground = QColor(LIGHT.background).green()
    seen = [
        1.0 - image.pixelColor(x, y).green() / ground
        for x in range(LEFT + begin, LEFT + end)
        for y in range(top, bottom)
    ]
    return sum(seen) / len(seen)


def test_a_solid_step_is_filled_and_a_hatched_one_is_not(strip):
    image = strip([1, 0, 1])
    assert share(image, 135, 225) == pytest.approx(1.0)
    for begin, end in ((15, 105), (255, 345)):
        assert 0.0 < share(image, begin, end) < 0.4


def test_steps_beyond_the_visible_count_are_not_drawn(strip):
    image = strip([0] * 6, shown=4)
    assert share(image, 10, 50) == pytest.approx(1.0)
    assert share(image, 190, 230) == pytest.approx(1.0)
    assert share(image, 242, 358) == pytest.approx(0.0, abs=0.01)


def test_future_steps_are_drawn_as_outlines(strip):
    image = strip([0, 1], empty=True)
    assert share(image, 40, 140) + share(image, 220, 320) == pytest.approx(0.0, abs=0.01)
    assert share(image, 40, 140, top=TOP, bottom=TOP + 4) > 0.0


def test_a_few_solid_steps_among_very_many_have_a_width(strip):
    image = strip([1] * 19_999 + [0])
    assert share(image, WIDTH - 2, WIDTH - 1) == pytest.approx(1.0)
    assert share(image, 20, 340) < 0.4


def test_an_alternating_run_is_drawn_by_its_share(strip):
    image = strip([1, 0, 0, 0] * 5_000)
    assert share(image, 20, 340, TOP + HEIGHT // 2, TOP + HEIGHT - 2) == pytest.approx(1.0)
    assert share(image, 20, 340, TOP + 2, TOP + 9) < 0.5


def test_hatches_stay_within_their_step(strip):
    image = strip([1, 1, 1])
    for gap in (120, 240):
        assert share(image, gap - 8, gap + 8) == pytest.approx(0.0, abs=0.01)


def test_an_empty_strip_draws_nothing(strip):
    assert share(strip([1], shown=0), 0, WIDTH) == pytest.approx(0.0, abs=0.01)
