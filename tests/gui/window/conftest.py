"""Fixtures: the main window with its first run finished."""

import pytest

from core.params import make, mapping
from gui.window.main_window import MainWindow


@pytest.fixture
def window(qtbot):
    made = MainWindow("conditioning/zigzag")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.panel.lane.request == 0, timeout=10_000)
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close_without_asking()
    made.deleteLater()


@pytest.fixture
def wait_for_run(window, qtbot):
    """Return a function that waits until the run on screen has ended."""
    return lambda: qtbot.waitUntil(lambda: window.panel.lane.request == 0, timeout=10_000)


@pytest.fixture
def set_to(window):
    """Return a function that sets fields of the parameters."""
    panel = window.panel
    return lambda **values: panel.set_params(make(type(panel.params), mapping(panel.params) | values))
