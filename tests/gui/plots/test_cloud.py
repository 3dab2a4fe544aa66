"""Very many points: where they are told to be, and nowhere else."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gui.plots.cloud import OPACITY, Cloud


@pytest.fixture
def cloud(sheet):
    made = sheet.add(Cloud())
    made.set_style("#0000FF", 5.0)
    return made


def changed(sheet, bare):
    image = sheet.painted()
    return {
        (x, y)
        for x in range(400)
        for y in range(300)
        if abs(image.pixelColor(x, y).red() - bare.pixelColor(x, y).red()) > 20
    }


def test_points_are_drawn_at_their_positions_and_nan_is_skipped(sheet, cloud):
    bare = sheet.painted()
    cloud.set_points(np.array([[100.0, 50.0], [np.nan, np.nan], [np.inf, 20.0], [1e9, 1e300], [200.0, 200.0]]))
    pixels = changed(sheet, bare)
    assert {(120, 230), (220, 80)} <= pixels
    assert all(min(abs(x - a) + abs(y - b) for a, b in ((120, 230), (220, 80))) < 6 for x, y in pixels)
    cloud.set_points(np.empty((0, 2)))
    assert not changed(sheet, bare)


def test_overlapping_dots_are_darker_than_one(sheet, cloud):
    ground = QColor(sheet.painted().pixelColor(200, 150)).red()
    seen = []
    for count in (1, 2, 8):
        cloud.set_points(np.full((count, 2), 130.0))
        seen.append(1 - sheet.painted().pixelColor(150, 150).red() / ground)
    assert seen == pytest.approx([1 - (1 - OPACITY) ** n for n in (1, 2, 8)], abs=0.05)
