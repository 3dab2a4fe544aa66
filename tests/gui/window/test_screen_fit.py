"""Windows are on the screen with their frame."""

import pytest
from PySide6.QtCore import QMargins, QRect, QSize
from PySide6.QtWidgets import QWidget

from gui.window.main_window import MainWindow
from gui.window.screen_fit import TITLE_BAR, ScreenFit, fit

SCREEN = QRect(0, 30, 1024, 570)  # below a panel of 30 pixels
FRAME = QMargins(1, 20, 1, 5)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (QRect(100, 100, 400, 300), QRect(100, 100, 400, 300)),  # inside: stays
        (QRect(1, 50, 1022, 545), QRect(1, 50, 1022, 545)),  # just fits
        (QRect(0, 0, 400, 300), QRect(1, 50, 400, 300)),  # moved down and right
        (QRect(900, 500, 400, 300), QRect(623, 295, 400, 300)),  # moved up and left
        (QRect(1, 20, 1280, 720), QRect(1, 50, 1022, 545)),  # shrunk in both directions
        (QRect(100, 60, 400, 600), QRect(100, 50, 400, 545)),  # shrunk in one
    ],
)
def test_a_window_is_moved_and_shrunk_until_its_frame_is_available(content, expected):
    assert fit(content, content.marginsAdded(FRAME), SCREEN) == expected


def test_room_is_left_for_a_title_bar_before_the_window_is_shown(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    available = widget.screen().availableGeometry()
    ScreenFit(widget, QSize(5000, 5000))
    assert widget.size() == available.size() - QSize(0, TITLE_BAR)
    ScreenFit(widget, QSize(300, 200))
    assert widget.size() == QSize(300, 200)


def test_a_window_that_is_too_large_is_corrected_once_when_it_is_shown(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    available = widget.screen().availableGeometry()
    ScreenFit(widget, QSize(300, 200))
    widget.resize(5000, 200)  # as settings do that were saved on a larger screen
    widget.show()
    qtbot.waitUntil(lambda: available.contains(widget.frameGeometry()))
    assert widget.height() == 200
    widget.resize(5000, 200)  # later sizes are the user's
    qtbot.waitExposed(widget)
    assert widget.width() == 5000


def test_a_maximized_window_stays_maximized(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    ScreenFit(widget, QSize(300, 200))
    widget.showMaximized()
    with qtbot.waitExposed(widget):
        pass
    assert widget.isMaximized()
    assert widget.frameGeometry() == widget.screen().availableGeometry()


def test_the_first_window_fits_its_screen(qtbot):
    window = MainWindow("conditioning/zigzag")
    available = window.screen().availableGeometry()
    assert window.width() <= available.width()
    assert window.height() <= available.height() - TITLE_BAR
    window.close_without_asking()
    window.deleteLater()
