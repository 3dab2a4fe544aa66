import pytest

from core.experiment import new_run_number
from core.obstacles import OBSTACLES
from core.params import fields
from core.run import Progress, YieldTimer, run_to_end


def test_no_two_runs_share_a_number():
    assert new_run_number() != new_run_number()


def test_run_to_end_returns_the_result_of_the_run():
    def run():
        yield Progress(0.5)
        return "done"

    assert run_to_end(run()) == "done"


def test_yield_timer_is_due_once_an_interval(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("core.run.time.perf_counter", lambda: now[0])
    timer = YieldTimer(0.01)
    assert not timer.due()
    now[0] = 0.0101
    assert timer.due()
    assert not timer.due()


@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda each: each.key)
def test_every_experiment_is_found_by_its_key_and_reads_known_fields(obstacle):
    known = {field.name for field in fields(obstacle.params)}
    for experiment in obstacle.experiments:
        assert obstacle.experiment(experiment.key) is experiment
        assert set(experiment.reads) <= known
        assert len(experiment.reads) == len(set(experiment.reads))
        assert set(experiment.rescales) <= set(experiment.reads)
    assert len(set(obstacle.experiments)) == len(obstacle.experiments)  # experiments can be keys
    with pytest.raises(KeyError):
        obstacle.experiment("nowhere")


@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda each: each.key)
def test_every_field_is_read_by_an_experiment_and_has_a_title_and_a_description(obstacle):
    read = {name for experiment in obstacle.experiments for name in experiment.reads}
    for field in fields(obstacle.params):
        assert field.name in read
        assert field.title != field.name
        assert field.description.endswith(".")


@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda each: each.key)
def test_no_times_are_kept_for_another_day(obstacle):
    kept = [experiment for experiment in obstacle.experiments if experiment.cached and experiment.measures_time]
    assert not [experiment.key for experiment in kept if not (experiment.measured and experiment.measure)]
