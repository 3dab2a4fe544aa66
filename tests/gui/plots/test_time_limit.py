"""On screen a long trail that is drawn anew is drawn in slices, and ends with the same pixels as an image."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QImage

from gui.plots import layer_cache, trail_drawing
from gui.plots.time_limit import TIME_LIMIT, TimeLimit
from gui.plots.trail import NEWEST_STROKES, Trail
from gui.plots.trail_drawing import TrailStyle
from gui.style.theme import LIGHT

LENGTH = 4_000
STYLE = TrailStyle(
    theme=LIGHT,
    series=LIGHT.series["gradient_descent"],
    width=3,
    casing=2,
    marker=9,
    current=16,
    min_marker_distance=12,
)


@pytest.fixture
def no_time(monkeypatch):
    """A limit that is always over, so that every slice has the fewest strokes."""
    monkeypatch.setattr(TIME_LIMIT, "left_in_frame", lambda: 0.0)
    monkeypatch.setattr(TIME_LIMIT, "slice_seconds", lambda: 1e-9)


@pytest.fixture
def longest(monkeypatch):
    """A list of one number: the most strokes that were drawn in one go."""
    most, draw_strokes = [0], trail_drawing.TrailDrawing.draw_strokes

    def counted(self, painter, begin, end):
        most[0] = max(most[0], end - begin)
        draw_strokes(self, painter, begin, end)

    monkeypatch.setattr(trail_drawing.TrailDrawing, "draw_strokes", counted)
    return most


@pytest.fixture
def on_screen(sheet):
    """A long trail on a canvas on screen."""
    random = np.random.default_rng(3)
    trail = sheet.add(Trail())
    trail.set_style(STYLE)
    trail.set_path(np.clip(np.cumsum(random.normal(0, 9, (LENGTH + 1, 2)), axis=0) % 500 - 70, 5, 255))
    trail.set_position(float(LENGTH))
    sheet.canvas.show()
    return trail


def screen(sheet):
    image = sheet.canvas.screen().grabWindow(sheet.canvas.winId()).toImage()
    return image.convertToFormat(QImage.Format.Format_RGB32)


def test_slices_end_with_the_pixels_of_an_image(sheet, on_screen, no_time, longest, qtbot):
    QCoreApplication.processEvents()
    assert 0 < longest[0] <= max(NEWEST_STROKES, layer_cache.STEPS_PER_LOOK)
    unfinished = screen(sheet)
    qtbot.waitUntil(lambda: screen(sheet) == sheet.painted())
    assert unfinished != sheet.painted()


def test_a_frame_that_completes_the_layer_repaints_all_of_it(sheet, on_screen, no_time, monkeypatch, qtbot):
    on_screen.set_position(LENGTH - 50.0)
    QCoreApplication.processEvents()
    monkeypatch.setattr(TIME_LIMIT, "left_in_frame", lambda: 60.0)
    on_screen.set_position(LENGTH - 49.0)  # repaints the last steps only
    QCoreApplication.processEvents()
    qtbot.wait(20)
    assert screen(sheet) == sheet.painted()


def test_other_events_are_handled_between_slices(on_screen, no_time, longest):
    beats = []
    timer = QTimer()
    timer.setInterval(0)
    timer.timeout.connect(lambda: beats.append(longest[0]))
    timer.start()
    for _ in range(8):
        QCoreApplication.processEvents()
    assert len(beats) > 3
    assert longest[0] <= max(NEWEST_STROKES, layer_cache.STEPS_PER_LOOK)


def test_a_slice_directly_after_another_has_no_time():
    limit = TimeLimit()
    limit.begin_frame()
    assert limit.left_in_frame() > 0.0
    assert limit.slice_seconds() > 0.0
    limit.end_slice()
    assert limit.slice_seconds() == 0.0


def test_the_time_of_a_frame_ends(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("gui.plots.time_limit.time.perf_counter", lambda: now[0])
    limit = TimeLimit()
    limit.begin_frame()
    now[0] += 1.0
    assert limit.left_in_frame() == 0.0
