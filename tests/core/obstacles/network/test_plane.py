from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.arrays import frozen
from core.objective import Evaluator
from core.obstacles.network import NETWORK
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.plane import LINE_POINTS
from core.obstacles.network.plane_losses import frame
from core.obstacles.network.plane_methods import USUAL_SETTINGS, tuned_optimizer, usual_optimizer
from core.obstacles.network.problem import objective
from core.obstacles.network.usual import settings
from core.optimizers.adam import Adam
from core.optimizers.gradient_descent import GradientDescent
from core.params import fields, make
from core.run import returned_by, run_to_end
from core.tuning_grids import candidates

PLANE = NETWORK.experiment("plane")
SMALL = {"digits": 30, "hidden": "4", "max_steps": 12, "target_loss": 0.5}


def plane(**values):
    return run_to_end(PLANE.run(make(NETWORK.params, values)))


@pytest.fixture(scope="module")
def default():
    return plane()


@pytest.fixture(scope="module")
def small():
    return plane(**SMALL)


def weights(result):
    """All points of gradient descent at rate 1, and the function."""
    problem = objective(result.params, result.used)
    points = [problem.architecture.initial(result.params.seed)]
    for _ in range(result.last_step):
        points.append(points[-1] - problem.gradient(points[-1]))
    return np.array(points), problem


def test_the_figures_of_the_specification(default):
    assert default.explained.sum() == pytest.approx(0.99, abs=0.006)
    assert default.random_walk_explained == pytest.approx(0.76, abs=0.01)
    assert default.monotone
    assert default.arrived
    assert default.detour == pytest.approx(2.0, abs=0.05)
    assert default.losses[-1] <= 0.01 < default.losses[:-1].min()
    assert default.learning_rate == 1.0
    assert default.dimension == 1210


@pytest.mark.parametrize(
    ("values", "share"),
    [
        ({"optimizers": "adam"}, 0.97),
        ({"optimizers": "adaptive_kfac"}, 0.99),
        ({"optimizers": "adaptive_kfac", "activation": "relu", "hidden": "16,16"}, 0.97),
    ],
)
def test_other_methods_walk_in_planes_as_well(values, share, monkeypatch):
    monkeypatch.setattr("core.obstacles.network.plane.GRIDS", 1)
    found = plane(**values)
    assert found.arrived
    assert found.monotone
    assert found.explained.sum() == pytest.approx(share, abs=0.015)


def test_minibatches_walk_far_in_a_plane(monkeypatch):
    monkeypatch.setattr("core.obstacles.network.plane.GRIDS", 1)
    found = plane(batch_size=32, max_steps=600)
    assert found.learning_rate == 0.3
    assert found.explained.sum() == pytest.approx(0.96, abs=0.02)
    assert found.detour > 5.0
    assert not found.arrived


def test_coordinates_are_projections_on_the_principal_directions(small):
    points, _ = weights(small)
    _, values, directions = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    assert small.explained == pytest.approx((values**2 / np.sum(values**2))[:2], abs=1e-12)
    projected = (points - points[-1]) @ directions[:2].T
    assert np.abs(small.coordinates) == pytest.approx(np.abs(projected), abs=1e-9)
    assert small.coordinates[-1].tolist() == [0.0, 0.0]
    assert small.coordinates[0, 0] < 0.0


def test_lengths_and_detours_are_those_of_the_path(small):
    points, _ = weights(small)
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    distances = np.linalg.norm(points - points[0], axis=1)
    assert small.travelled == pytest.approx([0.0, *steps.cumsum()])
    assert small.distances == pytest.approx(distances)
    assert small.detours == pytest.approx([1.0, *(steps.cumsum() / distances[1:])])
    assert small.detour == pytest.approx(steps.sum() / distances[-1])
    flat = np.linalg.norm(np.diff(small.coordinates, axis=0), axis=1)
    straight = np.linalg.norm(small.coordinates[-1] - small.coordinates[0])
    assert small.detours_in_plane[-1] == pytest.approx(flat.sum() / straight)
    assert small.detours_in_plane[0] == 1.0


def test_the_line_joins_start_and_end(small):
    points, problem = weights(small)
    assert len(small.line) == LINE_POINTS
    for place in (0, 16, 64):
        share = place / 64
        assert small.line[place] == pytest.approx(float(problem.value((1 - share) * points[0] + share * points[-1])))
    assert small.line[[0, -1]] == pytest.approx(small.losses[[0, -1]])


def test_monotone_is_whether_the_line_never_rises(small):
    for line, monotone in (([3.0, 2.0, 2.0, 1.0], True), ([3.0, 1.0, 1.1, 0.5], False), ([], None)):
        assert replace(small, line=frozen(line)).monotone is monotone


def test_the_grid_holds_the_losses_of_the_plane_through_the_end(small):
    points, problem = weights(small)
    _, _, directions = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    signs = np.sign(np.vecdot((points[0] - points[-1]), directions[:2])) * np.sign(small.coordinates[0])
    for row, column in ((0, 0), (16, 24), (32, 48), (7, 31)):
        place = np.array([small.grid_x[column], small.grid_y[row]]) * signs
        assert small.grid_loss[row, column] == pytest.approx(float(problem.value(points[-1] + place @ directions[:2])))
    assert small.grid_loss.shape == (33, 49)


def test_partial_grids_are_parts_of_the_final_one():
    run, grids = PLANE.run(make(NETWORK.params, SMALL)), []
    while True:
        try:
            progress = next(run)
        except StopIteration as stop:
            final = stop.value
            break
        if progress.partial is not None:
            grids.append(progress.partial.grid_loss)
    sizes = sorted({grid.shape for grid in grids})
    assert sizes[-3:] == [(9, 13), (17, 25), (33, 49)]
    assert (5, 7) in sizes
    for grid in grids:
        if grid.size:
            every = 32 // (len(grid) - 1)
            assert np.array_equal(grid, final.grid_loss[::every, ::every])


def test_the_frame_has_one_scale_and_holds_the_path():
    for points in ([[0.0, 0.0], [-9.0, 1.0]], [[0.0, 0.0], [-1.0, 5.0]], [[0.0, 0.0], [-1.0, 0.0]]):
        (left, right), (low, high) = frame(np.array(points))
        assert (right - left) / (high - low) == pytest.approx(1.5)
        for x, y in points:
            assert left < x < right
            assert low < y < high


def test_a_part_of_a_result_does_not_know_the_end(default):
    part = default.until(40)
    assert (part.length, part.complete, part.monotone) == (40, False, None)
    assert len(part.losses) == len(part.coordinates) == 41
    assert part.explained_together is None
    assert part.random_walk_explained is None
    assert part.detour == default.detours[40]
    assert default.until(default.length) is default


def test_a_path_that_diverges_ends_before():
    found = plane(**SMALL, activation="linear", loss="squared", learning_rate=1)
    assert found.diverged_at == found.last_step + 1
    assert len(found.coordinates) == found.last_step + 1
    assert np.isfinite(found.losses).all()


def test_a_first_step_that_diverges_leaves_no_plane():
    large = Path(__file__).parents[3] / "claims/oracles/network/large_weights.txt"
    found = plane(hidden="2", loss="squared", weights=str(large), digits=20)
    assert (found.diverged_at, found.length, found.monotone) == (1, 1, None)
    assert found.grid_loss.size == found.coordinates.size == 0
    assert found.detour == 1.0
    assert found.summary()["losses"] == [None]


def test_every_method_has_usual_settings_and_takes_a_given_rate():
    (known,) = [field.words for field in fields(NetworkParams) if field.name == "optimizers"]
    assert set(USUAL_SETTINGS) == set(known)
    for method in known:
        usual, given = (
            usual_optimizer(params, used, objective(params, used))
            for params in (make(NetworkParams, {"optimizers": method} | more) for more in ({}, {"learning_rate": 0.07}))
            for used in [settings(params, "plane")]
        )
        assert type(usual) is type(given)
        assert method == "adaptive_kfac" or given.learning_rate == 0.07 != usual.learning_rate


@pytest.mark.parametrize(
    ("values", "rate"), [({}, 1.0), ({"activation": "relu"}, 0.2), ({"batch_size": 8, "activation": "relu"}, 0.3)]
)
def test_the_usual_rate_of_gradient_descent_suits_the_network(values, rate):
    params = make(NetworkParams, SMALL | values)
    used = settings(params, "plane")
    assert usual_optimizer(params, used, objective(params, used)) == GradientDescent(rate)


def test_a_tuned_method_is_the_first_of_its_grid_to_arrive_on_the_next_seed():
    params = make(NetworkParams, SMALL | {"optimizers": "adam", "max_steps": 60})
    used = settings(params, "plane")
    problem = objective(params, used)
    found = returned_by(tuned_optimizer(params, used, problem))
    steps = {}
    for optimizer in candidates(Adam, problem.architecture.shapes):
        state, count = optimizer.init(problem.architecture.initial(1)), 0
        while problem.value(state.x) > 0.5 and count < 60:
            state, count = optimizer.update(Evaluator(problem).at, state), count + 1
        steps[optimizer] = count
    assert steps[found] == min(steps.values()) < 60


def test_the_same_parameters_give_the_same_result(small):
    assert plane(**SMALL).summary() == small.summary()
    assert plane(**SMALL, seed=1).summary() != small.summary()
