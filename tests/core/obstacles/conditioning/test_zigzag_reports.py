import numpy as np
import pytest

from core.obstacles import CONDITIONING
from core.params import make
from core.run import run_to_end

ZIGZAG = CONDITIONING.experiment("zigzag")


def partials(monkeypatch, **values):
    """All partial results of a run that yields after each block, and the final one."""
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    run = ZIGZAG.run(make(CONDITIONING.params, values))
    found = []
    while True:
        try:
            found.append(next(run))
        except StopIteration as stop:
            return [each for each in found if each.partial], stop.value


def test_partial_results_are_read_only_prefixes_of_the_final_one(monkeypatch):
    progress, final = partials(monkeypatch, condition_number=300)
    assert len(progress) > 5
    assert final.complete
    for each in progress:
        part = each.partial
        assert not part.complete
        assert part.run == final.run
        assert part.length >= 1
        assert part.predicted_steps == final.predicted_steps
        for method, path in part.path.items():
            assert np.shares_memory(path, final.path[method])
            assert np.array_equal(path, final.path[method][: len(path)])
            assert np.array_equal(part.loss[method], final.loss[method][: len(path)])
            assert not path.flags.writeable
            assert part.steps_to_tolerance[method] in (None, len(path) - 1)
    with pytest.raises(TypeError):
        final.path["newton"] = None


def test_progress_never_decreases_and_stays_within_0_and_1(monkeypatch):
    progress, _ = partials(
        monkeypatch, condition_number=300, optimizers=("gradient_descent", "newton", "adam"), max_steps=1000
    )
    fractions = [each.fraction for each in progress]
    assert fractions == sorted(fractions)
    assert 0.0 <= fractions[0] <= fractions[-1] <= 1.0


def test_the_result_does_not_depend_on_when_a_run_yields(monkeypatch):
    once = run_to_end(ZIGZAG.run(make(CONDITIONING.params, {"condition_number": 300})))
    _, often = partials(monkeypatch, condition_number=300)
    assert once.summary() == often.summary()


def test_a_run_can_be_closed_at_a_yield(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    run = ZIGZAG.run(make(CONDITIONING.params, {"condition_number": 1e4}))
    for _ in range(20):
        next(run)
    run.close()
    with pytest.raises(StopIteration):
        next(run)
