"""The note lies over the picture, hides neither caption nor transport, and goes by itself where it asks for nothing."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from gui.window.note import STAY_MS


@pytest.fixture
def note(window):
    return window._note


@pytest.fixture
def saved(window, note, tmp_path):
    """Export a picture; return its path."""
    path = tmp_path / "picture.png"
    window.export_to(str(path))
    assert note.isVisible()
    return path


def in_window(window, widget, rect):
    return QRect(widget.mapTo(window, QPoint()) + rect.topLeft(), rect.size())


def time_is_up(note):
    """Let the time of the note end, however long it is."""
    assert note._timer.isActive()
    note._timer.timeout.emit()


def buttons(note):
    return [each for each in note.findChildren(QPushButton) if each.isVisible()]


def test_the_picture_keeps_its_size_while_a_film_is_exported(window, note, settle, qtbot, tmp_path):
    settle()
    before = window.panel.frame.geometry()
    window.export_to(str(tmp_path / "film.mp4"))
    qtbot.waitUntil(lambda: note.done > 0)
    assert window.panel.frame.geometry() == before
    buttons(note)[0].click()
    assert "cancelled" in note.text
    assert window.panel.frame.geometry() == before
    time_is_up(note)
    qtbot.wait(0)
    assert not note.isVisible()
    assert window.panel.frame.geometry() == before


@pytest.mark.parametrize("caption", [True, False])
@pytest.mark.parametrize("size", ["desk", "hall"])
@pytest.mark.parametrize("extent", [(1920, 1080), (1280, 720), (1024, 560), (640, 400)])
@pytest.mark.usefixtures("saved")
def test_it_hides_neither_caption_nor_transport(window, note, settle, caption, size, extent):
    window.set_type_size(size)
    if not caption:
        window.toggle_caption()
    window.resize(*extent)
    settle()
    panel = window.panel
    frame = in_window(window, panel.frame, panel.frame.rect())
    assert frame.contains(note.geometry())
    shown = [text.rect.toAlignedRect() for text in panel.stage.texts() if text.text in (panel.stage.caption.text,)]
    assert len(shown) == caption
    for rect in shown:
        assert not in_window(window, panel.stage.widget, rect).intersects(note.geometry())
    assert note._label.height() >= note._label.heightForWidth(note._label.width())


def test_it_follows_the_caption_to_another_picture(window, note, saved, wait_for_run):
    window.resize(1280, 720)
    window.change_obstacle(1)
    wait_for_run()
    window.open_experiment(1)
    wait_for_run()
    panel = window.panel
    rect = in_window(window, panel.stage.widget, panel.stage.caption.rect.toAlignedRect())
    assert abs(rect.top() - note.geometry().bottom()) <= 2
    assert saved.name in note.text


def test_it_says_the_name_alone_and_goes_after_five_seconds(note, saved):
    assert note.text == f"Saved {saved.name}"
    assert note._label.toolTip() == str(saved)
    assert note._timer.interval() == STAY_MS == 5_000
    time_is_up(note)
    assert not note.isVisible()


@pytest.mark.usefixtures("saved")
def test_it_stays_while_the_pointer_rests_on_it(window, note, qtbot):
    center = note.geometry().center()

    def is_under_moved_pointer():
        # Qt ignores a move to where it believes the pointer to be, which an earlier window can have left there.
        QTest.mouseMove(window.windowHandle(), QPoint(3, 3))
        QTest.mouseMove(window.windowHandle(), center)
        return note.underMouse()

    qtbot.waitUntil(is_under_moved_pointer)
    time_is_up(note)
    assert note.isVisible()
    QTest.mouseMove(window.windowHandle(), QPoint(2, 2))
    qtbot.waitUntil(lambda: not note.underMouse())
    time_is_up(note)
    assert not note.isVisible()


@pytest.mark.usefixtures("saved")
def test_tab_leads_from_the_picture_to_its_button_and_it_stays_while_that_has_the_focus(window, note):
    window.panel.frame.setFocus()
    QTest.keyClick(window.panel.frame, Qt.Key.Key_Tab)
    assert buttons(note)[0].hasFocus()
    time_is_up(note)
    assert note.isVisible()
    window.panel.frame.setFocus()
    time_is_up(note)
    assert not note.isVisible()


def test_its_button_shows_the_file_in_its_folder(note, saved, monkeypatch):
    shown = []
    monkeypatch.setattr(note._file_manager, "show", shown.append)
    (button,) = buttons(note)
    assert button.text() == "Show in folder"
    button.click()
    assert shown == [saved]
    assert not note.isVisible()


def test_a_problem_stays_until_it_is_dismissed(window, note, tmp_path):
    window.export_to(str(tmp_path / "missing" / "picture.png"))
    assert not note._timer.isActive()
    (button,) = buttons(note)
    assert button.text() == "Close"
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert not note.isVisible()
    assert window.hasFocus()  # no control, which would keep keys


def test_a_long_name_is_cut_in_its_middle(window, note, tmp_path):
    window.export_to(str(tmp_path / f"{'a' * 60}-kappa-30.png"))
    assert note.text == f"Saved {'a' * 24}…-kappa-30.png".replace("…", "…" + "a" * 2)
