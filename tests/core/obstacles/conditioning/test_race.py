import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import document
from core.experiment import Obstacle
from core.objectives.quadratic import Quadratic, rotation
from core.obstacles.conditioning.methods import ADAPTIVE
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.race import RACE
from core.obstacles.conditioning.zigzag import ZIGZAG
from core.optimizers.conjugate_gradient import ConjugateGradient
from core.optimizers.nesterov import Nesterov
from core.params import fields, make
from core.run import run_to_end

PREDICTED = ("gradient_descent", "heavy_ball", "nesterov", "conjugate_gradient", "newton")

vectors = st.tuples(st.floats(-100.0, 100.0), st.floats(-100.0, 100.0))


def race(**values):
    return run_to_end(RACE.run(make(ConditioningParams, values)))


def partials(monkeypatch, **values):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    run, found = RACE.run(make(ConditioningParams, values)), []
    while True:
        try:
            found.append(next(run))
        except StopIteration as stop:
            return [each for each in found if each.partial], stop.value


# Steps to e^-4 from the worst start, and their cost in evaluations of the gradient: one per step, two
# with a Hessian product, three with the two columns of a Hessian.
TABLE = [
    (1, (1, 1, 1, 1, 1), (1, 1, 1, 2, 3)),
    (10, (10, 6, 8, 2, 1), (10, 6, 8, 4, 3)),
    (100, (100, 19, 29, 2, 1), (100, 19, 29, 4, 3)),
    (1000, (1000, 60, 94, 2, 1), (1000, 60, 94, 4, 3)),
]


@pytest.mark.parametrize(("kappa", "steps", "costs"), TABLE)
def test_steps_and_costs_match_the_table(kappa, steps, costs):
    result = race(condition_number=kappa, optimizers=PREDICTED)
    assert tuple(result.steps_to_tolerance.values()) == tuple(result.predicted_steps.values()) == steps
    assert tuple(cost[-1] for cost in result.cost.values()) == costs


def test_steps_at_rate_one_over_l_match_the_table():
    result = race(condition_number=100, learning_rate="inverse_lipschitz", optimizers=PREDICTED)
    assert tuple(result.steps_to_tolerance.values()) == (199, 33, 33, 2, 1)


def test_the_evaluations_of_the_steps_of_the_path_are_counted():
    result = race(optimizers=PREDICTED)
    assert dict(result.gradients) == dict(zip(PREDICTED, (10, 6, 8, 2, 1), strict=True))
    assert dict(result.hessian_products) == dict(zip(PREDICTED, (0, 0, 0, 2, 0), strict=True))
    assert dict(result.hessians) == dict(zip(PREDICTED, (0, 0, 0, 0, 1), strict=True))


def test_a_line_search_costs_one_hessian_product_per_step():
    result = race(learning_rate="line_search", optimizers="gradient_descent")
    assert result.gradients["gradient_descent"] == result.hessian_products["gradient_descent"] == 10
    assert result.cost["gradient_descent"].tolist() == [2.0 * k for k in range(11)]


@pytest.mark.parametrize("method", PREDICTED + ADAPTIVE)
@pytest.mark.parametrize("max_steps", [1, 2, 3, 50, 64, 65, 200])
def test_the_cost_matches_the_counts_for_any_number_of_steps(method, max_steps):
    result = race(condition_number=300, optimizers=method, max_steps=max_steps)
    cost, path = result.cost[method], result.path[method]
    assert len(cost) == len(path) == len(result.loss[method])
    assert cost[0] == 0.0
    assert len(set(np.diff(cost).tolist())) == 1
    counted = result.gradients[method] + result.hessian_products[method] + 2 * result.hessians[method]
    assert cost[-1] == counted
    assert result.gradients[method] == len(path) - 1


@given(vectors, vectors, st.floats(-180.0, 180.0))
def test_gradient_differences_give_the_hessian_and_its_products(x, v, degrees):
    bowl = Quadratic.from_eigenvalues([1.0, 10.0], rotation(degrees))
    x, v = np.array(x), np.array(v)
    differences = [bowl.gradient(x + step) - bowl.gradient(x) for step in (v, *np.eye(2))]
    assert differences[0] == pytest.approx(bowl.hessian_product(x, v), abs=1e-9)
    assert np.array(differences[1:]) == pytest.approx(bowl.hessian(x), abs=1e-9)


def test_race_and_zigzag_give_the_same_paths():
    values = {"condition_number": 30, "rotation": 20, "start": "random", "seed": 5, "optimizers": (*PREDICTED, "adam")}
    raced, zigzagged = (
        race(**values, max_steps=200),
        run_to_end(ZIGZAG.run(make(ConditioningParams, values | {"max_steps": 200}))),
    )
    shared = zigzagged.summary()
    assert {name: value for name, value in raced.summary().items() if name in shared} == shared
    assert raced.length == zigzagged.length == 200
    for method in raced.predicted_loss:
        assert np.array_equal(raced.predicted_loss[method], zigzagged.predicted_loss[method])


def test_a_broken_optimizer_changes_measured_values_but_not_predicted_ones(monkeypatch):
    correct = race(optimizers=PREDICTED)
    update = Nesterov.update
    monkeypatch.setattr(Nesterov, "update", lambda self, at, state: update(self, at, update(self, at, state)))
    broken = race(optimizers=PREDICTED)
    assert broken.steps_to_tolerance["nesterov"] < correct.steps_to_tolerance["nesterov"]
    assert broken.cost["nesterov"].tolist() == [2.0 * k for k in range(len(broken.path["nesterov"]))]
    assert broken.predicted_steps == correct.predicted_steps
    for method in PREDICTED:
        assert np.array_equal(broken.cost[method], correct.cost[method]) == (method != "nesterov")
        assert np.array_equal(broken.predicted_loss[method], correct.predicted_loss[method])


def test_additional_evaluations_are_counted(monkeypatch):
    update = ConjugateGradient.update

    def wasteful(self, at, state):
        evaluation = at(state.x)
        assert evaluation.gradient.shape == evaluation.hessian_product(state.x).shape
        return update(self, at, state)

    monkeypatch.setattr(ConjugateGradient, "update", wasteful)
    result = race(optimizers="conjugate_gradient")
    assert result.steps_to_tolerance["conjugate_gradient"] == 2
    assert result.gradients["conjugate_gradient"] == result.hessian_products["conjugate_gradient"] == 4
    assert result.cost["conjugate_gradient"].tolist() == [0.0, 4.0, 8.0]


def test_a_step_that_is_not_finite_has_no_cost(monkeypatch):
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


def test_a_part_of_a_run_counts_only_its_own_evaluations():
    result = race(optimizers=(*PREDICTED, "adam"), max_steps=40)
    part = result.until(5)
    assert not part.complete
    assert dict(part.gradients) == {**dict(zip(PREDICTED, (5, 5, 5, 2, 1), strict=True)), "adam": 5}
    assert part.hessian_products["conjugate_gradient"] == 2
    assert part.hessians["newton"] == 1
    assert result.until(0).hessians["newton"] == 0
    for method, cost in part.cost.items():
        assert np.shares_memory(cost, result.cost[method])
        assert cost[-1] == part.gradients[method] + part.hessian_products[method] + 2 * part.hessians[method]


def test_the_result_does_not_depend_on_when_a_run_yields(monkeypatch):
    once = race(condition_number=300)
    _, often = partials(monkeypatch, condition_number=300)
    assert once.summary() == often.summary()


def test_two_runs_give_the_same_bytes_and_survive_npz():
    alone = Obstacle("conditioning", "Conditioning", ConditioningParams, (RACE,))
    first, second = race(), race()
    stored = document.to_npz({"race": first})
    assert stored == document.to_npz({"race": second})
    restored = document.from_npz(stored, alone)["race"]
    assert restored.summary() == first.summary()
    assert document.to_npz({"race": restored}) == stored


def test_the_summary_holds_all_values():
    summary = race(optimizers=(*PREDICTED, "adam"), max_steps=40).summary()
    names = ("steps_to_tolerance", "predicted_steps", "diverged", "path", "loss", "gradients", "hessian_products")
    for name in (*names, "hessians", "cost"):
        assert list(summary[name]) == [*PREDICTED, "adam"]
    assert summary["contour_ratio"] == 10.0**0.5
    assert summary["cost"]["newton"] == [0, 3]
    assert summary["hessians"]["newton"] == 1
    assert summary["predicted_steps"]["adam"] is None


def test_reads_are_known_fields_with_the_condition_number_first():
    known = {field.name for field in fields(ConditioningParams)}
    assert RACE.reads[0] == "condition_number"
    assert set(RACE.reads) == set(ZIGZAG.reads) <= known
    assert len(RACE.reads) == len(set(RACE.reads))
