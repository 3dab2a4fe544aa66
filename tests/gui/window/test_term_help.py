"""Tool tips explain the terms of the picture, with normal text only."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar, QToolTip

from core.obstacles import OBSTACLES

KAPPA = "κ, condition number: the largest curvature of the loss ÷ the smallest"


@pytest.fixture(autouse=True)
def wait_until_hidden(qtbot):
    """Return a function that waits until no tool tip is visible: Qt hides it after a short delay."""
    yield lambda: qtbot.waitUntil(lambda: not QToolTip.isVisible())
    QToolTip.hideText()


def press_f2(window):
    window.panel.frame.setFocus()
    QTest.keyClick(window.panel.frame, Qt.Key.Key_F2)


def hover(window, place):
    """Let the pointer rest at a point of the picture."""
    viewport, at = window.panel.stage.widget.viewport(), QPoint(round(place.x()), round(place.y()))
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, at, viewport.mapToGlobal(at)))


def text_with(window, symbol):
    return next(text for text in window.panel.stage.texts() if symbol in text.text)


def test_f2_explains_every_term_of_the_picture_and_hides_the_explanations(window, wait_until_hidden):
    press_f2(window)
    assert QToolTip.isVisible()
    assert QToolTip.text().splitlines()[:2] == [KAPPA, "L, μ: the largest and the smallest curvature of the loss"]
    press_f2(window)
    wait_until_hidden()


def test_the_pointer_on_a_text_explains_its_terms(window, wait_until_hidden):
    formula = text_with(window, "κ")
    hover(window, formula.rect.center())
    assert KAPPA in QToolTip.text()
    hover(window, window.panel.stage.title.rect.center())
    wait_until_hidden()


def test_another_experiment_hides_the_explanations(window, wait_for_run, wait_until_hidden):
    press_f2(window)
    window.open_experiment(2)
    wait_for_run()
    wait_until_hidden()


def test_large_text_has_no_explanations_and_says_so(window, wait_until_hidden):
    press_f2(window)
    window.set_type_size("hall")
    wait_until_hidden()
    press_f2(window)
    wait_until_hidden()
    assert window.panel.transport.status.text() == "Terms are explained with normal text only."
    hover(window, text_with(window, "κ").rect.center())
    wait_until_hidden()


def test_a_picture_without_terms_says_so(window, wait_for_run):
    window.findChild(QTabBar).setCurrentIndex([obstacle.key for obstacle in OBSTACLES].index("serial"))
    wait_for_run()
    press_f2(window)
    assert window.panel.transport.status.text() == "This picture has no terms to explain."
