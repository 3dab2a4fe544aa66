"""What a panel says while it computes, when something fails, and how it looks."""

import time
from dataclasses import replace

import pytest

from gui.style.theme import DARK, DESK, HALL, LIGHT
from gui.wording.text import tr


def test_the_old_picture_stays_until_the_new_one_exists(panel, settled, set_to, qtbot, said):
    set_to(kind="endless", steps=30)
    qtbot.wait(250)
    assert "at 10" in said()
    assert not any("Computing" in text for text in said())
    assert not panel.frame.progress.isHidden()
    assert "computing" in panel.transport.status.text()


def test_computing_is_said_after_150_ms_and_no_sooner(panel, settled, set_to, qtbot, said):
    panel.open("stroll")
    settled()
    panel.lane.result = None
    begin = time.perf_counter()
    set_to(kind="slow", other=0.75)
    assert panel.frame.progress.isHidden()
    qtbot.waitUntil(lambda: not panel.frame.progress.isHidden())
    assert 0.14 < time.perf_counter() - begin < 0.4
    assert "Computing…" in said()
    settled()
    assert panel.frame.progress.isHidden()
    assert "Computing…" not in said()
    assert panel.transport.status.text() == ""


def test_a_quick_run_never_says_computing(panel, settled, set_to, qtbot):
    shown = []
    panel.frame.overdue.connect(lambda: shown.append(True))
    set_to(steps=17)
    settled()
    qtbot.wait(200)
    assert not shown
    assert panel.frame.progress.isHidden()


def test_a_stopped_run_says_so_and_any_change_computes_again(panel, settled, set_to, qtbot, said, runs):
    set_to(kind="endless", steps=30)
    qtbot.waitUntil(lambda: len(runs) == 2)
    panel.session.stop_computing()
    settled()
    assert "Stopped. Change a parameter to recompute." in said()
    assert "at 10" in said()
    set_to(kind="quick")
    settled()
    assert "at 30" in said()
    assert not any("Stopped" in text for text in said())


def test_a_run_stopped_while_it_waits_for_another_says_so(panel, settled, set_to, qtbot, said, runs):
    set_to(kind="endless", steps=30)
    qtbot.waitUntil(lambda: len(runs) == 2)
    panel.open("stroll")
    set_to(other=0.75)
    panel.session.stop_computing()
    settled()
    assert "Stopped. Change a parameter to recompute." in said()
    assert panel.transport.status.text() == ""
    assert 0.75 not in [params.other for params in runs]  # the dropped one never began


def test_a_failed_run_says_so_is_logged_and_the_rest_lives_on(panel, settled, set_to, caplog, said):
    set_to(kind="failing")
    settled()
    assert "This run failed: the log says why." in said()
    assert "a bug of ours" in caplog.text
    set_to(kind="quick", steps=12)
    settled()
    assert "at 12" in said()
    assert not any("failed" in text for text in said())


@pytest.mark.parametrize("kind", ["no picture", "no layout"])
def test_a_stage_that_fails_says_so_is_logged_and_the_rest_lives_on(panel, settled, set_to, caplog, kind, said):
    set_to(kind=kind)
    settled()
    words = "This picture failed: the log says why."
    assert words in said()
    assert "a bug in" in caplog.text
    panel.timeline.play()
    panel.timeline.seek(1.0)
    panel.look(DARK, HALL, 20)
    panel.look_at(replace(panel.view, caption=False))
    panel.resize(800, 480)
    panel._resize_stage()
    assert words in said()
    panel.open("stroll")
    settled()
    assert "at 10" in said()
    panel.open("walk")
    set_to(kind="quick", steps=9)
    settled()
    assert "at 9" in said()
    assert words not in said()


def test_a_notice_outlives_another_look_and_another_size(panel, settled, set_to, said):
    set_to(kind="failing")
    settled()
    words = "This run failed: the log says why."
    panel.look(DARK, HALL, 20)
    assert words in said()
    panel.look_at(replace(panel.view, caption=False))
    assert words in said()
    panel.resize(700, 480)
    panel._resize_stage()
    assert words in said()


def test_a_run_that_fails_while_another_picture_is_open_says_so_on_return(panel, settled, set_to, qtbot, said):
    walk = panel.lane
    set_to(kind="failing")
    panel.open("stroll")
    qtbot.waitUntil(lambda: walk.request == 0)
    panel.open("walk")
    settled()
    assert "This run failed: the log says why." in said()


def test_a_theme_and_a_type_size_are_taken_up_at_once(panel, settled, said):
    panel.timeline.seek_step(4)
    before = panel.stage.widget.grab().toImage()
    panel.look(DARK, HALL, 20)
    assert (panel.stage.view.theme, panel.stage.view.type_size) == (DARK, HALL)
    assert "at 4" in said()
    image = panel.stage.widget.grab().toImage()
    assert image != before
    assert image.pixelColor(3, 3).name() == DARK.background.lower()


def test_pictures_opened_later_have_the_look_of_the_others(panel, settled):
    panel.look(DARK, HALL, 20)
    panel.open("stroll")
    settled()
    assert panel.stage.view == panel.view
    panel.look(LIGHT, DESK, 13)
    panel.open("walk")
    assert panel.stage.view == panel.view == replace(panel.view, theme=LIGHT)


def test_a_picture_fills_its_place(panel, settled, qtbot):
    panel.resize(1_000, 640)
    qtbot.waitUntil(lambda: panel.stage.view.width == panel.frame.width())
    assert panel.stage.view.height == panel.frame.height()
    assert panel.stage.widget.size() == panel.frame.size()


def test_a_run_for_another_picture_is_not_said_over_this_one(panel, settled, set_to, said, qtbot):
    panel.open("stroll")
    settled()
    panel.open("walk")
    set_to(kind="slow")
    qtbot.waitUntil(lambda: not panel.frame.progress.isHidden())
    panel.open("stroll")
    assert panel.frame.progress.isHidden()
    assert panel.transport.status.text() == ""
    panel.open("walk")
    qtbot.waitUntil(lambda: not panel.frame.progress.isHidden())  # that one is still under way
    settled()
    assert panel.frame.progress.isHidden()
    assert "at 10" in said()


def test_a_first_run_that_ends_while_another_picture_is_open_is_shown_on_return(panel, settled, said, qtbot):
    walk = panel.lane
    walk.result = walk.asked = None
    panel.stage.set_notice(tr("Computing…"))
    panel.session.request()
    panel.open("stroll")
    qtbot.waitUntil(lambda: walk.request == 0)
    panel.open("walk")
    assert "at 10" in said()
    assert "Computing…" not in said()
