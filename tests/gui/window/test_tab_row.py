"""The row of tabs: titles, or numbers where they have no room."""

import pytest
from PySide6.QtCore import QCoreApplication

from core.obstacles import OBSTACLES
from gui.window.main_window import MainWindow
from gui.window.tab_row import MARGIN

LAST = len(OBSTACLES) - 1


@pytest.fixture
def texts(window, settle, wait_for_run):
    """Return a function that opens the last obstacle in a window of a width and a type size, and returns the texts."""

    def read(width, type_size):
        window.resize(width, 720)
        window.set_type_size(type_size)
        window.change_obstacle(LAST)
        window.open_experiment(6)
        wait_for_run()
        settle()
        tabs = window._tabs
        room = tabs.width() - 2 * MARGIN
        assert tabs.obstacles.sizeHint().width() + tabs.experiments.sizeHint().width() <= room
        assert tabs.obstacles.width() >= tabs.obstacles.sizeHint().width()
        return [tabs.experiments.tabText(place) for place in range(tabs.experiments.count())]

    return read


def test_titles_that_have_room_are_shown(texts):
    assert texts(1920, "desk")[5:7] == ["6  Depth", "7  Plane"]


def test_without_room_only_the_open_one_has_its_title(texts, window):
    found = texts(1280, "hall")
    assert found == ["1", "2", "3", "4", "5", "6", "7  Plane", "8", "9"]
    assert window._tabs.experiments.tabToolTip(5) == "Depth"


def test_another_experiment_and_a_wider_window_change_the_titles(texts, window, settle):
    texts(1280, "hall")
    window.open_experiment(7)
    tabs = window._tabs.experiments
    assert (tabs.tabText(6), tabs.tabText(7)) == ("7", "8  Remedies")
    window.set_type_size("desk")
    window.resize(1920, 720)
    settle()
    assert tabs.tabText(6) == "7  Plane"


@pytest.mark.parametrize("target", ["conditioning/zigzag", "network/learn"])
def test_a_new_window_has_room_for_the_tabs_that_it_shows(qtbot, target):
    window = MainWindow(target)
    window.resize(1280, 720)
    window.show()
    qtbot.waitExposed(window)
    QCoreApplication.processEvents()
    tabs = window._experiments
    assert tabs.tabRect(tabs.count() - 1).right() <= tabs.width()
    window.close_without_asking()
    window.deleteLater()
