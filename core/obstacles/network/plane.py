"""The experiment `plane`: the path of an optimizer in the two directions in which it moves most."""

from collections.abc import Generator, Mapping
from functools import partial

import numpy as np

from core.arrays import FloatArray, frozen
from core.experiment import Experiment, new_run_number
from core.objectives.perceptron import Perceptron
from core.obstacles.network.minibatches import minibatches
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.plane_losses import GRIDS, Surface, losses_at, random_walk_share
from core.obstacles.network.plane_methods import lead_method, tuned_optimizer, usual_optimizer
from core.obstacles.network.plane_result import PlaneResult
from core.obstacles.network.principal import principal
from core.obstacles.network.problem import initial_weights, objective, takes_long_steps
from core.obstacles.network.streams import MINIBATCHES, RANDOM_WALKS, stream
from core.obstacles.network.usual import settings, usual
from core.obstacles.network.walk import Walk
from core.run import Progress, Run, YieldTimer, reporting

PATH_DONE, GRID_DONE = 0.3, 0.85
"""The shares of the work, about, after which the path and the grid are complete."""
PATIENCE = 1.0
"""Seconds between partial results of a path under way, the first after a quarter: a short path waits for its plane."""
LINE_POINTS = 65
"""Points of the straight line at which the loss is computed, with both ends."""
WALKS = 5
"""Random walks whose share is computed."""
NOTHING: dict[str, FloatArray] = {
    "coordinates": frozen(np.empty((0, 2))),
    "grid_loss": frozen(np.empty((0, 0))),
    **{name: frozen([]) for name in ("explained", "walks_explained", "line", "grid_x", "grid_y")},
}
"""The fields of a result whose path is under way."""


class _Found:
    """What a run has found so far."""

    def __init__(self, params: NetworkParams, path: Walk, rate: float | None) -> None:
        self._params, self._path, self._rate = params, path, rate
        self._number, self.seed = new_run_number(), params.seed
        self.known = dict(NOTHING)

    def result(self, *, complete: bool) -> PlaneResult:
        """Return the result so far."""
        path = self._path
        return PlaneResult(
            params=self._params,
            run=self._number,
            complete=complete,
            method=lead_method(self._params),
            learning_rate=self._rate,
            dimension=path.points[0].size,
            last_step=max(path.steps[-1], 1),
            diverged_at=path.diverged_at,
            recorded_steps=frozen(path.steps),
            losses=frozen(path.losses),
            travelled=frozen(path.travelled),
            distances=frozen(path.distances),
            **self.known,
        )

    def add(self, values: Mapping[str, FloatArray], done: float) -> Progress[PlaneResult]:
        """Add fields that are known now; return the progress when this share of the work is done."""
        self.known |= values
        return Progress(done, self.result(complete=False))


def run(params: NetworkParams) -> Run[PlaneResult]:
    """Walk, find the plane, and compute the losses on it, first on a coarse grid."""
    used, timer, patience = settings(params, PlaneResult.experiment), YieldTimer(), YieldTimer(PATIENCE)
    problem = objective(params, used)
    yield Progress(0.0)
    optimizer = usual_optimizer(params, used, problem)
    if params.learning_rate == "tuned":
        optimizer = yield from reporting(tuned_optimizer(params, used, problem), timer, lambda _: Progress(0.0))
    path = Walk(problem, initial_weights(params, problem.architecture, params.seed))
    found = _Found(params, path, getattr(optimizer, "learning_rate", None))
    batches = minibatches(problem, used.batch_size, stream(params.seed, MINIBATCHES))
    for step in path.take(optimizer, batches, used.target_loss, used.max_steps):
        if timer.due():
            partial = found.result(complete=False) if patience.due() else None
            yield Progress(PATH_DONE * step / used.max_steps, partial)
    if path.travelled[-1] > 0.0:
        yield from _explore(problem, path, found, timer)
    return found.result(complete=True)


def _explore(
    problem: Perceptron, path: Walk, found: _Found, timer: YieldTimer
) -> Generator[Progress[PlaneResult], None, None]:
    """Find the plane of a path, the losses around it, and what random walks explain."""
    points, done = np.array(path.points), PATH_DONE

    def waiting(_: None) -> Progress[PlaneResult]:
        return Progress(done)

    plane = yield from reporting(principal(points), timer, waiting)
    straight = points[0] + np.linspace(0.0, 1.0, LINE_POINTS)[:, None] * (points[-1] - points[0])
    line = yield from reporting(losses_at(problem, straight), timer, waiting)
    coordinates = (points - points[-1]) @ plane.directions.T
    found.known |= {"coordinates": frozen(coordinates), "explained": frozen(plane.shares), "line": line}
    surface, shares = Surface(problem, points[-1], plane.directions, coordinates), list[float]()
    for level in range(GRIDS):
        grid = yield from reporting(surface.refine(level), timer, waiting)
        done = PATH_DONE + (GRID_DONE - PATH_DONE) / 4 ** (GRIDS - 1 - level)
        yield found.add(grid, done)
    for index in range(WALKS):
        rng = stream(found.seed, RANDOM_WALKS, index)
        share = yield from reporting(random_walk_share(len(points) - 1, points.shape[1], rng), timer, waiting)
        shares.append(share)
    found.known["walks_explained"] = frozen(shares)


READS = (
    "learning_rate",
    "optimizers",
    "activation",
    "hidden",
    "target_loss",
    "batch_size",
    "residual",
    "loss",
    "digits",
    "max_steps",
    "weights",
    "seed",
)

PLANE = Experiment(
    key=PlaneResult.experiment,
    title="Plane",
    reads=READS,
    result=PlaneResult,
    run=run,
    own_process=partial(takes_long_steps, PlaneResult.experiment),
    cached=True,
    usual=usual(PlaneResult.experiment, READS),
)
