"""Fixtures: the main window with its first run finished."""

import pytest
from PySide6.QtWidgets import QWidget

from core.params import make, mapping
from gui.window.main_window import MainWindow


@pytest.fixture
def window(qtbot):
    made = MainWindow("conditioning/zigzag")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.panel.lane.request == 0)
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close_without_asking()
    made.deleteLater()


@pytest.fixture
def wait_for_run(window, qtbot):
    """Return a function that waits until the run on screen has ended."""
    return lambda: qtbot.waitUntil(lambda: window.panel.lane.request == 0)


@pytest.fixture
def set_to(window):
    """Return a function that sets fields of the parameters."""
    panel = window.panel
    return lambda **values: panel.set_params(make(type(panel.params), mapping(panel.params) | values))


@pytest.fixture
def settle(window, qtbot):
    """Return a function that waits until the window, its controls and the picture keep their sizes."""

    def wait():
        sizes = []

        def is_settled():
            panel = window.panel
            sizes.append((window.size(), panel.frame.geometry(), panel.transport.geometry(), panel.stage.widget.size()))
            busy = window._resize_timer.isActive() or panel.frame._resize_timer.isActive()
            return not busy and len(sizes) > 1 and sizes[-1] == sizes[-2]

        qtbot.waitUntil(is_settled)

    return wait


@pytest.fixture
def parent(qtbot):
    """A widget that dialogs belong to."""
    made = QWidget()
    qtbot.addWidget(made)
    return made
