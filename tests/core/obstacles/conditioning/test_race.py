import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import document
from core.experiment import Obstacle, run_to_end
from core.objectives.quadratic import Quadratic, rotation
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.race import RACE
from core.obstacles.conditioning.zigzag import ZIGZAG
from core.optimizers.conjugate_gradient import ConjugateGradient
from core.optimizers.nesterov import Nesterov
from core.params import fields, make

FORESEEN = ("gradient_descent", "heavy_ball", "nesterov", "conjugate_gradient", "newton")
ADAPTIVE = ("adagrad", "rmsprop", "adam", "adamw", "lion")

vectors = st.tuples(st.floats(-100.0, 100.0), st.floats(-100.0, 100.0))


def race(**values):
    return run_to_end(RACE.run(make(ConditioningParams, values)))


def partials(monkeypatch, **values):
    monkeypatch.setattr("core.experiment.YieldTimer.due", lambda self: True)
    run, found = RACE.run(make(ConditioningParams, values)), []
    while True:
        try:
            found.append(next(run))
        except StopIteration as stop:
            return [each for each in found if each.partial], stop.value


# Steps to e^-4 from the worst start, and what they cost in evaluations of the gradient: one a step, two
# with a Hessian product, three with the two columns of a Hessian.
TABLE = [
    (1, (1, 1, 1, 1, 1), (1, 1, 1, 2, 3)),
    (10, (10, 6, 8, 2, 1), (10, 6, 8, 4, 3)),
    (100, (100, 19, 29, 2, 1), (100, 19, 29, 4, 3)),
    (1000, (1000, 60, 94, 2, 1), (1000, 60, 94, 4, 3)),
]


@pytest.mark.parametrize(("kappa", "steps", "costs"), TABLE)
def test_the_table_of_steps_and_costs(kappa, steps, costs):
    result = race(condition_number=kappa, optimizers=FORESEEN)
    assert tuple(result.steps_to_tolerance.values()) == tuple(result.predicted_steps.values()) == steps
    assert tuple(cost[-1] for cost in result.cost.values()) == costs


def test_the_standard_settings_take_the_steps_of_the_table():
    result = race(condition_number=100, learning_rate="inverse_lipschitz", optimizers=FORESEEN)
    assert tuple(result.steps_to_tolerance.values()) == (199, 33, 33, 2, 1)


def test_what_is_counted_is_what_the_steps_of_the_path_asked_for():
    result = race(optimizers=FORESEEN)
    assert dict(result.gradients) == dict(zip(FORESEEN, (10, 6, 8, 2, 1), strict=True))
    assert dict(result.hessian_products) == dict(zip(FORESEEN, (0, 0, 0, 2, 0), strict=True))
    assert dict(result.hessians) == dict(zip(FORESEEN, (0, 0, 0, 0, 1), strict=True))


def test_a_line_search_costs_a_hessian_product_a_step():
    result = race(learning_rate="line_search", optimizers="gradient_descent")
    assert result.gradients["gradient_descent"] == result.hessian_products["gradient_descent"] == 10
    assert result.cost["gradient_descent"].tolist() == [2.0 * k for k in range(11)]


@pytest.mark.parametrize("method", FORESEEN + ADAPTIVE)
@pytest.mark.parametrize("max_steps", [1, 2, 3, 50, 64, 65, 200])
def test_the_cost_is_that_of_the_steps_wherever_a_run_ends(method, max_steps):
    result = race(condition_number=300, optimizers=method, max_steps=max_steps)
    cost, path = result.cost[method], result.path[method]
    assert len(cost) == len(path) == len(result.loss[method])
    assert cost[0] == 0.0
    assert len(set(np.diff(cost).tolist())) == 1
    counted = result.gradients[method] + result.hessian_products[method] + 2 * result.hessians[method]
    assert cost[-1] == counted
    assert result.gradients[method] == len(path) - 1


@given(vectors, vectors, st.floats(-180.0, 180.0))
def test_the_hessian_in_two_more_gradients_and_a_product_in_one(x, v, degrees):
    bowl = Quadratic.from_eigenvalues([1.0, 10.0], rotation(degrees))
    x, v = np.array(x), np.array(v)
    differences = [bowl.gradient(x + step) - bowl.gradient(x) for step in (v, *np.eye(2))]
    assert differences[0] == pytest.approx(bowl.hessian_product(x, v), abs=1e-9)
    assert np.array(differences[1:]) == pytest.approx(bowl.hessian(x), abs=1e-9)


def test_it_runs_what_the_zigzag_runs():
    values = {"condition_number": 30, "rotation": 20, "start": "random", "seed": 5, "optimizers": (*FORESEEN, "adam")}
    here, there = (
        race(**values, max_steps=200),
        run_to_end(ZIGZAG.run(make(ConditioningParams, values | {"max_steps": 200}))),
    )
    shared = there.summary()
    assert {name: value for name, value in here.summary().items() if name in shared} == shared
    assert here.length == there.length == 200
    for method in here.predicted_loss:
        assert np.array_equal(here.predicted_loss[method], there.predicted_loss[method])


def test_breaking_an_optimizer_changes_what_is_measured_and_not_what_is_predicted(monkeypatch):
    sound = race(optimizers=FORESEEN)
    update = Nesterov.update
    monkeypatch.setattr(Nesterov, "update", lambda self, at, state: update(self, at, update(self, at, state)))
    broken = race(optimizers=FORESEEN)
    assert broken.steps_to_tolerance["nesterov"] < sound.steps_to_tolerance["nesterov"]
    assert broken.cost["nesterov"].tolist() == [2.0 * k for k in range(len(broken.path["nesterov"]))]
    assert broken.predicted_steps == sound.predicted_steps
    for method in FORESEEN:
        assert np.array_equal(broken.cost[method], sound.cost[method]) == (method != "nesterov")
        assert np.array_equal(broken.predicted_loss[method], sound.predicted_loss[method])


def test_a_method_that_evaluates_more_is_seen_to(monkeypatch):
    update = ConjugateGradient.update

    def wasteful(self, at, state):
        here = at(state.x)
        assert here.gradient.shape == here.hessian_product(state.x).shape
        return update(self, at, state)

    monkeypatch.setattr(ConjugateGradient, "update", wasteful)
    result = race(optimizers="conjugate_gradient")
    assert result.steps_to_tolerance["conjugate_gradient"] == 2
    assert result.gradients["conjugate_gradient"] == result.hessian_products["conjugate_gradient"] == 4
    assert result.cost["conjugate_gradient"].tolist() == [0.0, 4.0, 8.0]


def test_a_step_that_is_not_finite_is_not_paid_for(monkeypatch):
    monkeypatch.setattr(Nesterov, "update", lambda self, at, state: state._replace(x=at(state.x).gradient * np.inf))
    result = race(optimizers="nesterov")
    assert result.diverged["nesterov"] == 1
    assert result.cost["nesterov"].tolist() == [0.0]
    assert result.gradients["nesterov"] == 0


def test_partial_results_are_read_only_prefixes_of_the_final_one(monkeypatch):
    progress, final = partials(monkeypatch, condition_number=300)
    assert len(progress) > 5
    assert final.complete
    for each in progress:
        part = each.partial
        assert not part.complete
        assert part.run == final.run
        for method, cost in part.cost.items():
            assert np.shares_memory(cost, final.cost[method])
            assert np.array_equal(cost, final.cost[method][: len(cost)])
            assert len(cost) == len(part.path[method])
            assert not cost.flags.writeable
            assert part.gradients[method] <= final.gradients[method]
    with pytest.raises(TypeError):
        final.gradients["newton"] = 0


def test_when_a_run_reports_does_not_change_what_it_finds(monkeypatch):
    calm = race(condition_number=300)
    _, busy = partials(monkeypatch, condition_number=300)
    assert calm.summary() == busy.summary()


def test_two_runs_give_the_same_bytes_and_survive_npz():
    alone = Obstacle("conditioning", "Conditioning", ConditioningParams, (RACE,))
    first, second = race(), race()
    stored = document.to_npz({"race": first})
    assert stored == document.to_npz({"race": second})
    restored = document.from_npz(stored, alone)["race"]
    assert restored.summary() == first.summary()
    assert document.to_npz({"race": restored}) == stored


def test_the_summary_holds_every_figure():
    summary = race(optimizers=(*FORESEEN, "adam"), max_steps=40).summary()
    names = ("steps_to_tolerance", "predicted_steps", "diverged", "path", "loss", "gradients", "hessian_products")
    for name in (*names, "hessians", "cost"):
        assert list(summary[name]) == [*FORESEEN, "adam"]
    assert summary["contour_ratio"] == 10.0**0.5
    assert summary["cost"]["newton"] == [0, 3]
    assert summary["hessians"]["newton"] == 1
    assert summary["predicted_steps"]["adam"] is None


def test_it_reads_known_fields_the_condition_number_first():
    known = {field.name for field in fields(ConditioningParams)}
    assert RACE.reads[0] == "condition_number"
    assert set(RACE.reads) == set(ZIGZAG.reads) <= known
    assert len(RACE.reads) == len(set(RACE.reads))
