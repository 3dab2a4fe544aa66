"""When a panel runs an experiment, and the state of its timeline meanwhile."""


def test_it_opens_at_the_last_step(panel, wait_for_run, texts):
    assert (panel.timeline.position, panel.timeline.playing) == (10, False)
    assert "at 10" in texts()


def test_the_first_space_replays(panel, wait_for_run, qtbot, texts):
    panel.timeline.toggle()
    assert (panel.timeline.playing, panel.timeline.time) == (True, 0)
    qtbot.waitUntil(lambda: panel.timeline.time > 0.05)
    assert "at 0" in texts()


def test_a_change_at_the_last_step_stays_at_the_last_step(panel, wait_for_run, set_to, texts):
    set_to(steps=40)
    wait_for_run()
    assert "at 40" in texts()
    set_to(steps=2)
    wait_for_run()
    assert "at 2" in texts()


def test_a_change_while_playing_keeps_the_step_and_keeps_playing(panel, wait_for_run, set_to):
    panel.timeline.seek_step(4)
    panel.timeline.play()
    set_to(steps=20)
    wait_for_run()
    assert panel.timeline.playing
    assert panel.timeline.schedule.length == 20
    assert 4 <= panel.timeline.position < 6
    panel.timeline.pause()
    set_to(steps=3)
    wait_for_run()
    assert (panel.timeline.position, panel.timeline.playing) == (3, False)


def test_another_experiment_runs_once_and_again_only_for_a_field_it_reads(panel, wait_for_run, set_to, runs):
    panel.open("stroll")
    wait_for_run()
    assert len(runs) == 2
    for key in ("walk", "stroll", "walk"):
        panel.open(key)
        wait_for_run()
    assert len(runs) == 2
    set_to(other=0.25)  # walk does not read it
    wait_for_run()
    assert len(runs) == 2
    panel.open("stroll")
    wait_for_run()
    assert len(runs) == 3
    set_to(kind="failing")  # stroll does not read it
    wait_for_run()
    assert len(runs) == 3


def test_another_experiment_opens_at_the_last_step_with_its_own_form(panel, wait_for_run, set_to):
    set_to(steps=25)
    wait_for_run()
    panel.timeline.seek(0.0)
    panel.timeline.play()
    walk = panel.stage
    panel.open("stroll")
    wait_for_run()
    assert (panel.timeline.position, panel.timeline.playing) == (25, False)
    assert tuple(panel.form.editors) == ("steps", "other")
    assert not walk.widget.isVisible()
    assert panel.stage.widget.isVisible()


def test_an_edit_in_a_picture_sets_parameters(panel, wait_for_run, texts):
    panel.stage.edited.emit({"steps": 33})
    wait_for_run()
    assert panel.params.steps == 33
    assert "at 33" in texts()
    assert panel.form.editors["steps"]._entry.text() == "33"


def test_setting_the_same_parameters_twice_runs_once(panel, wait_for_run, set_to, runs):
    set_to(steps=8)
    set_to(steps=8)
    wait_for_run()
    assert [params.steps for params in runs] == [10, 8]


def test_many_changes_in_a_row_show_the_last_one(panel, wait_for_run, set_to, texts, runs, worker_stopped):
    set_to(kind="endless")
    with worker_stopped():
        for steps in range(20, 60):
            set_to(steps=steps, kind="quick")
    wait_for_run()
    assert "at 59" in texts()
    assert [params.steps for params in runs] == [10, 10, 59]
