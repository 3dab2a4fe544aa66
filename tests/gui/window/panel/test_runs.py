"""What runs when, and where the time stands meanwhile."""


def test_it_opens_finished(panel, settled, said):
    assert (panel.timeline.position, panel.timeline.playing) == (10, False)
    assert "at 10" in said()


def test_the_first_space_replays(panel, settled, qtbot, said):
    panel.timeline.toggle()
    assert (panel.timeline.playing, panel.timeline.time) == (True, 0)
    qtbot.waitUntil(lambda: panel.timeline.time > 0.05)
    assert "at 0" in said()


def test_a_change_while_finished_stays_finished(panel, settled, set_to, said):
    set_to(steps=40)
    settled()
    assert "at 40" in said()
    set_to(steps=2)
    settled()
    assert "at 2" in said()


def test_a_change_while_playing_keeps_the_step_and_the_playing(panel, settled, set_to):
    panel.timeline.seek_step(4)
    panel.timeline.play()
    set_to(steps=20)
    settled()
    assert panel.timeline.playing
    assert panel.timeline.schedule.length == 20
    assert 4 <= panel.timeline.position < 6
    panel.timeline.pause()
    set_to(steps=3)
    settled()
    assert (panel.timeline.position, panel.timeline.playing) == (3, False)


def test_another_experiment_runs_once_and_again_only_for_a_field_it_reads(panel, settled, set_to, runs):
    panel.open("stroll")
    settled()
    assert len(runs) == 2
    for key in ("walk", "stroll", "walk"):
        panel.open(key)
        settled()
    assert len(runs) == 2
    set_to(other=0.25)  # walk does not read it
    settled()
    assert len(runs) == 2
    panel.open("stroll")
    settled()
    assert len(runs) == 3
    set_to(kind="slow")  # stroll does not read it
    settled()
    assert len(runs) == 3


def test_another_experiment_opens_finished_with_its_own_form(panel, settled, set_to):
    set_to(steps=25)
    settled()
    panel.timeline.seek(0.0)
    panel.timeline.play()
    walk = panel.stage
    panel.open("stroll")
    settled()
    assert (panel.timeline.position, panel.timeline.playing) == (25, False)
    assert tuple(panel.form._editors) == ("steps", "other")
    assert not walk.widget.isVisible()
    assert panel.stage.widget.isVisible()


def test_what_the_user_drags_in_a_picture_becomes_parameters(panel, settled, said):
    panel.stage.edited.emit({"steps": 33})
    settled()
    assert panel.params.steps == 33
    assert "at 33" in said()
    assert panel.form._editors["steps"]._entry.text() == "33"


def test_the_form_shows_what_came_from_elsewhere_and_no_run_repeats(panel, settled, set_to, runs):
    set_to(steps=8)
    set_to(steps=8)
    settled()
    assert [params.steps for params in runs] == [10, 8]


def test_many_changes_in_a_row_end_at_the_last_one(panel, settled, set_to, said, runs):
    for steps in range(20, 60):
        set_to(steps=steps, kind="slow")
    settled()
    assert "at 59" in said()
    assert runs[-1].steps == 59
    assert len(runs) <= 4
