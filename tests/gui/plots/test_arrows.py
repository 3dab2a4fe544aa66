"""Many arrows from one point: as far as they have come, the same pixels from every side."""

from math import cos, pi, sin

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gui.plots.arrows import Arrows
from gui.style.theme import LIGHT

START = np.array([180.0, 130.0])
ANGLES = np.arange(12) * pi / 6
VECTORS = 90.0 * np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])


@pytest.fixture
def arrows(sheet):
    made = sheet.add(Arrows())
    made.set_style("#0000FF", LIGHT.background, 3.0, 2.0)
    made.set_arrows(START, VECTORS)
    return made


def blueness(image, k, share=0.5):
    """How blue the middle of an arrow's shaft is; the sheet's plot begins at 20, 20 and is 260 high."""
    x, y = 200 + share * 90 * cos(ANGLES[k]), 150 - share * 90 * sin(ANGLES[k])
    color = image.pixelColor(round(x), round(y))
    return color.blue() - color.red()


def test_arrows_up_to_the_position_are_drawn_and_the_newest_is_emphasized(sheet, arrows):
    ground = QColor(LIGHT.background)
    for count in (0, 1, 5, 12, 3):
        arrows.set_visible_count(count)
        image = sheet.painted()
        seen = [blueness(image, k) > ground.blue() - ground.red() + 60 for k in range(12)]
        assert seen == [k < count for k in range(12)], count
        if count > 1:
            assert blueness(image, count - 1) > blueness(image, 0) + 60


def test_going_back_and_playing_give_the_same_pixels(sheet, another_sheet, arrows):
    for count in (12, 4, 9, 10):
        arrows.set_visible_count(count)
        sheet.painted()
    fresh = another_sheet.add(Arrows())
    fresh.set_style("#0000FF", LIGHT.background, 3.0, 2.0)
    fresh.set_arrows(START, VECTORS)
    fresh.set_visible_count(10)
    assert sheet.painted() == another_sheet.painted()


def test_new_arrows_replace_the_old_ones(sheet, arrows):
    arrows.set_visible_count(12)
    whole = sheet.painted()
    arrows.set_arrows(START, 0.5 * VECTORS)
    assert sheet.painted() != whole
    arrows.set_arrows(START, VECTORS)
    assert sheet.painted() == whole


def test_an_arrow_without_direction_is_not_drawn(sheet, arrows):
    arrows.set_arrows(START, np.array([[np.nan, np.nan], [0.0, 0.0]]))
    bare = sheet.painted()
    arrows.set_visible_count(2)
    assert sheet.painted() == bare


def test_arrow_lengths_are_pixels_at_any_scale(sheet, arrows):
    arrows.set_visible_count(12)
    sheet.plot.set_range((120, 240), (87, 174))
    image = sheet.painted()
    assert blueness(image, 0, 0.8) > 100
    x = 200 + 97
    assert image.pixelColor(x, 150).name() == LIGHT.background.lower()
