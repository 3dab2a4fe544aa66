from types import SimpleNamespace

import numpy as np
import pytest
from linear_layers import START, TWO_LAYERS

from core import step_cost
from core.objectives import LinearLayers
from core.optimizers import KFAC, AdaptiveKFAC, GradientDescent, Muon
from core.run import returned_by

EXAMPLES = np.random.default_rng(0).normal(size=(20, 6))


class TimedLayers(LinearLayers):
    """A layer whose evaluations take known times on a clock of its own; it remembers the last point."""

    def __init__(self):
        super().__init__(EXAMPLES[:, :4], EXAMPLES[:, 4:])
        self.clock = SimpleNamespace(now=0.0)
        self.last = None

    def _take(self, x, seconds):
        self.clock.now += seconds if x is self.last else 1.0 + seconds
        self.last = x

    def value(self, x):
        self._take(x, 0.25)
        return super().value(x)

    def gradient(self, x):
        self._take(x, 1.0)
        return super().gradient(x)

    def kronecker_factors(self, x):
        self._take(x, 2.0)
        return super().kronecker_factors(x)

    def fisher_product(self, x, v):
        self._take(x, 1.5)
        return super().fisher_product(x, v)


@pytest.mark.parametrize(
    ("optimizer", "seconds"),
    [
        (GradientDescent(0.1), 2.0),
        (Muon(((2, 4),), 0.1), 2.0),
        (KFAC(((2, 4),), 1.0, 0.1), 4.0),
        (AdaptiveKFAC(((2, 4),)), 7.0),
    ],
    ids=lambda each: type(each).__name__,
)
def test_the_cost_of_a_step_includes_all_that_it_evaluates(optimizer, seconds, monkeypatch):
    objective = TimedLayers()
    monkeypatch.setattr(step_cost, "time", SimpleNamespace(perf_counter=lambda: objective.clock.now))
    runs = [step_cost.time_against_gradient(optimizer, objective, np.ones(8), steps) for steps in (1, 2, 3)]
    times = [returned_by(run) for run in runs]
    assert times == [(seconds, 2.0)] * 3
    assert [each.cost for each in times] == [seconds / 2.0] * 3


def test_a_diverging_run_is_timed_without_a_warning():
    times = returned_by(step_cost.time_against_gradient(GradientDescent(1e200), TWO_LAYERS, START, 5))
    assert times.step > 0.0
    assert times.gradient > 0.0


def test_it_can_be_cancelled_after_each_step():
    assert len(list(step_cost.time_against_gradient(GradientDescent(0.1), TWO_LAYERS, START, 5))) == 5
