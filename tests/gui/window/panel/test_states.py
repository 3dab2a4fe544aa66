"""The notices of a panel during runs and after failures, and its theme and size."""

import time
from dataclasses import replace

import pytest

from gui.style.theme import DARK, DESK, HALL, LIGHT
from gui.wording.text import tr


def test_the_old_picture_stays_until_the_new_one_exists(panel, wait_for_run, set_to, qtbot, texts):
    set_to(kind="endless", steps=30)
    qtbot.waitUntil(lambda: not panel.frame.progress.isHidden())
    assert "at 10" in texts()
    assert not any("Computing" in text for text in texts())
    assert "computing" in panel.transport.status.text()


def test_the_computing_notice_is_shown_after_150_ms(panel, wait_for_run, set_to, qtbot, texts):
    panel.open("stroll")
    wait_for_run()
    panel.lane.result = None
    begin = time.perf_counter()
    set_to(kind="endless", other=0.75)
    assert panel.frame.progress.isHidden()
    qtbot.waitUntil(lambda: not panel.frame.progress.isHidden())
    assert time.perf_counter() - begin > 0.14
    assert "Computing…" in texts()
    set_to(kind="quick", other=0.5)
    wait_for_run()
    assert panel.frame.progress.isHidden()
    assert "Computing…" not in texts()
    assert panel.transport.status.text() == ""


def test_a_quick_run_shows_no_computing_notice(panel, wait_for_run, set_to, qtbot):
    set_to(steps=17)
    assert panel.frame._delay_timer.isActive()
    wait_for_run()
    assert not panel.frame._delay_timer.isActive()
    assert panel.frame.progress.isHidden()


def test_a_stopped_run_shows_a_notice_and_any_change_runs_again(panel, wait_for_run, set_to, qtbot, texts, runs):
    set_to(kind="endless", steps=30)
    qtbot.waitUntil(lambda: len(runs) == 2)
    panel.session.stop_computing()
    wait_for_run()
    assert "Stopped. Change a parameter to recompute." in texts()
    assert "at 10" in texts()
    set_to(kind="quick")
    wait_for_run()
    assert "at 30" in texts()
    assert not any("Stopped" in text for text in texts())


def test_a_queued_run_that_is_stopped_shows_a_notice(panel, wait_for_run, set_to, qtbot, texts, runs, worker_stopped):
    set_to(kind="endless", steps=30)
    qtbot.waitUntil(lambda: len(runs) == 2)
    with worker_stopped():
        panel.open("stroll")
        set_to(other=0.75)
        panel.session.stop_computing()
    wait_for_run()
    assert "Stopped. Change a parameter to recompute." in texts()
    assert panel.transport.status.text() == ""
    assert 0.75 not in [params.other for params in runs]  # the cancelled run never started


def test_a_failed_run_shows_a_notice_and_is_logged_and_the_panel_keeps_working(
    panel, wait_for_run, set_to, caplog, texts
):
    set_to(kind="failing")
    wait_for_run()
    assert "This run failed: the log says why." in texts()
    assert "a bug of ours" in caplog.text
    set_to(kind="quick", steps=12)
    wait_for_run()
    assert "at 12" in texts()
    assert not any("failed" in text for text in texts())


@pytest.mark.parametrize("kind", ["no picture", "no layout"])
def test_a_failed_stage_shows_a_notice_and_is_logged_and_the_panel_keeps_working(
    panel, wait_for_run, set_to, caplog, kind, texts
):
    set_to(kind=kind)
    wait_for_run()
    notice = "This picture failed: the log says why."
    assert notice in texts()
    assert "a bug in" in caplog.text
    panel.timeline.play()
    panel.timeline.seek(1.0)
    panel.set_theme(DARK, HALL)
    panel.set_view(replace(panel.view, caption=False))
    panel.resize(800, 480)
    panel._resize_stage()
    assert notice in texts()
    panel.open("stroll")
    wait_for_run()
    assert "at 10" in texts()
    panel.open("walk")
    set_to(kind="quick", steps=9)
    wait_for_run()
    assert "at 9" in texts()
    assert notice not in texts()


def test_a_notice_stays_after_a_change_of_theme_and_size(panel, wait_for_run, set_to, texts):
    set_to(kind="failing")
    wait_for_run()
    notice = "This run failed: the log says why."
    panel.set_theme(DARK, HALL)
    assert notice in texts()
    panel.set_view(replace(panel.view, caption=False))
    assert notice in texts()
    panel.resize(700, 480)
    panel._resize_stage()
    assert notice in texts()


def test_a_run_that_fails_while_another_picture_is_open_shows_its_notice_on_return(
    panel, wait_for_run, set_to, qtbot, texts
):
    walk = panel.lane
    set_to(kind="failing")
    panel.open("stroll")
    qtbot.waitUntil(lambda: walk.request == 0)
    panel.open("walk")
    wait_for_run()
    assert "This run failed: the log says why." in texts()


def test_a_theme_and_a_type_size_apply_at_once(panel, wait_for_run, texts):
    panel.timeline.seek_step(4)
    before = panel.stage.widget.grab().toImage()
    panel.set_theme(DARK, HALL)
    assert (panel.stage.view.theme, panel.stage.view.type_size) == (DARK, HALL)
    assert "at 4" in texts()
    image = panel.stage.widget.grab().toImage()
    assert image != before
    assert image.pixelColor(3, 3).name() == DARK.background.lower()


def test_pictures_opened_later_have_the_same_theme_and_type_size(panel, wait_for_run):
    panel.set_theme(DARK, HALL)
    panel.open("stroll")
    wait_for_run()
    assert panel.stage.view == panel.view
    panel.set_theme(LIGHT, DESK)
    panel.open("walk")
    assert panel.stage.view == panel.view == replace(panel.view, theme=LIGHT)


def test_a_picture_fills_its_frame(panel, wait_for_run, qtbot):
    panel.resize(1_000, 640)
    qtbot.waitUntil(lambda: panel.stage.view.width == panel.frame.width())
    assert panel.stage.view.height == panel.frame.height()
    assert panel.stage.widget.size() == panel.frame.size()


def test_progress_of_another_picture_s_run_is_not_shown(panel, wait_for_run, set_to, texts, qtbot):
    panel.open("stroll")
    wait_for_run()
    panel.open("walk")
    set_to(kind="endless")
    qtbot.waitUntil(lambda: not panel.frame.progress.isHidden())
    panel.open("stroll")
    assert panel.frame.progress.isHidden()
    assert panel.transport.status.text() == ""
    panel.open("walk")
    qtbot.waitUntil(lambda: not panel.frame.progress.isHidden())  # its run still goes on
    set_to(kind="quick")
    wait_for_run()
    assert panel.frame.progress.isHidden()
    assert "at 10" in texts()


def test_a_first_run_that_ends_while_another_picture_is_open_is_shown_on_return(panel, wait_for_run, texts, qtbot):
    walk = panel.lane
    walk.result = walk.requested_params = None
    panel.stage.set_notice(tr("Computing…"))
    panel.session.request()
    panel.open("stroll")
    qtbot.waitUntil(lambda: walk.request == 0)
    panel.open("walk")
    assert "at 10" in texts()
    assert "Computing…" not in texts()
