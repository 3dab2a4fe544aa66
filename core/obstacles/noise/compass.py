"""The experiment `compass`: minibatch gradients compared with the true one, far from the minimum and near it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import FloatArray, finite_list, frozen
from core.experiment import Experiment, Result, Summary, new_run_number
from core.noise_laws import alignment, exact_alignment
from core.objective import Evaluator
from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise.cosines import Cosines
from core.obstacles.noise.params import WINDOW, NoiseParams
from core.obstacles.noise.streams import ALIGNMENT, ARROWS, stream
from core.optimizer import advance
from core.optimizers.gradient_descent import GradientDescent
from core.run import Progress, Run, YieldTimer

NEAR = (0.5, 0.25)
"""A point on the floor of every valley, near the minimum, where the gradient is short."""

COSINE_NEAR_ONE = 0.999
"""A mean cosine above this counts as near 1."""

COSINE_NEAR_ZERO = 0.1
"""A mean cosine below this counts as near 0: on average the angle is above 84 degrees."""

ARROW_COUNT = 48
_PATH_POINTS = 97
_SAMPLES, _BLOCK = 2**20, 2**14
_PATH_SAMPLE_DIVISOR = 24
"""Only one in so many minibatches is evaluated at the points along the path, to save time."""

_BLOCK_STEPS = 32
_DIMENSION = np.array(2.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class CompassResult(Result):
    """Directions of minibatch gradients at two points, and their mean cosine along the valley.

    The points are the start and (0.5, 0.25), in this order along first axes of length 2. Gradients are
    those of f; the descent direction is their negative.

    Attributes
    ----------
    points, gradients
        The two points and the true gradients there, shape (2, 2) each.
    directions
        The true gradients as unit vectors, shape (2, 2); NaN at the minimum itself.
    arrows, rose
        Gradients of minibatches of `batch_size`, and the same as unit vectors, shape (2, 48, 2). The noise
        is the same at both points, and at any batch size except for its scale.
    measured, error
        The mean cosine between true and minibatch gradients over `samples` minibatches, in pairs with opposite
        noise, and its standard error, shape (2,); NaN at the minimum itself and before the first minibatch.
    predicted
        1 / sqrt(1 + d sigma^2 / (B |G|^2)) with d = 2, shape (2,): in two dimensions up to 13 % too high.
    exact
        The mean cosine by its closed form, shape (2,).
    samples
        Number of minibatches drawn for `measured` so far.
    along
        Equidistant points on the path of descent with exact gradients, shape (m, 2), from the start to the point
        after `max_steps` or the edge of the window; m = 0 before they are known.
    along_measured, along_predicted, along_exact
        `measured`, `predicted` and `exact` at each of these points, shape (m,); from fewer minibatches.

    """

    params: NoiseParams
    points: FloatArray
    gradients: FloatArray
    directions: FloatArray
    arrows: FloatArray
    rose: FloatArray
    measured: FloatArray
    error: FloatArray
    predicted: FloatArray
    exact: FloatArray
    samples: int
    along: FloatArray
    along_measured: FloatArray
    along_predicted: FloatArray
    along_exact: FloatArray

    @property
    def length(self) -> int:
        """The number of arrows at each point."""
        return len(self.arrows[0])

    def no_direction(self, place: int) -> bool:
        """Return whether the gradient at a point is 0, which is the case only at the minimum (1, 1).

        If 2 b (y - x^2) = 0, the other coordinate of the gradient is 2 (x - 1), which is 0 only at x = 1.
        """
        return not bool(np.isfinite(self.directions[place]).all())

    @property
    def same_place(self) -> bool:
        """Whether the start is equal to the other point."""
        return bool((self.points[0] == self.points[1]).all())

    @property
    def above_all(self) -> bool:
        """Whether the mean cosines at both points, measured if known, else by the closed form, are above 0.999."""
        return all(self.cosine(place) > COSINE_NEAR_ONE for place in range(2))

    @property
    def hardly_downhill(self) -> bool:
        """Whether the mean cosine at (0.5, 0.25), measured if known, else by the closed form, is below 0.1."""
        return self.cosine(1) < COSINE_NEAR_ZERO

    def cosine(self, place: int) -> float:
        """Return the mean cosine at a point: measured if known, else by the closed form; NaN at the minimum itself."""
        return float(self.measured[place] if self.known(place) else self.exact[place])

    def known(self, place: int) -> bool:
        """Return whether the mean cosine at a point has been measured."""
        return bool(np.isfinite(self.measured[place]))

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "points": self.points.tolist(),
            "gradients": self.gradients.tolist(),
            "directions": finite_list(self.directions),
            "alignment": {
                "measured": finite_list(self.measured),
                "standard_error": finite_list(self.error),
                "predicted": finite_list(self.predicted),
                "exact": finite_list(self.exact),
            },
            "samples": self.samples,
            "arrows": self._by_place(self.arrows),
            "rose": self._by_place(self.rose),
            "along": {
                "point": self.along.tolist(),
                "measured": finite_list(self.along_measured),
                "predicted": finite_list(self.along_predicted),
                "exact": finite_list(self.along_exact),
            },
        }

    def _by_place(self, values: FloatArray) -> dict[str, Any]:
        return {place: finite_list(each) for place, each in zip(("start", "near"), values, strict=True)}


class _PartialCompass:
    """The values that a run has computed so far."""

    def __init__(self, params: NoiseParams) -> None:
        self._objective = Rosenbrock(2, params.valley)
        self._scale = params.noise_std / math.sqrt(params.batch_size)
        points = np.array([params.start, NEAR])
        gradients = self._objective.gradient(points)
        arrows = gradients[:, None] + self._scale * stream(params.seed, ARROWS).standard_normal((ARROW_COUNT, 2))
        self._constant: dict[str, Any] = {
            "params": params,
            "run": new_run_number(),
            "points": frozen(points),
            "gradients": frozen(gradients),
            "directions": frozen(_unit(gradients)),
            "arrows": frozen(arrows),
            "rose": frozen(_unit(arrows)),
        }
        self._point_cosines = Cosines(gradients, self._scale)
        self.set_path_points(np.empty((0, 2)))

    def set_path_points(self, along: FloatArray) -> None:
        """Set the points along the path, shape (m, 2), at which cosines are measured."""
        self._along = along
        self._path_cosines = Cosines(self._objective.gradient(along), self._scale)

    def add(self, noise: FloatArray) -> None:
        """Add minibatches with this noise, shape (2, n), and its negative; along the path only a part of them."""
        self._point_cosines.add(noise)
        self._path_cosines.add(noise[:, : noise.shape[1] // _PATH_SAMPLE_DIVISOR])

    def result(self, *, complete: bool) -> CompassResult:
        cosines, along = self._point_cosines, self._path_cosines
        return CompassResult(
            **self._constant,
            complete=complete,
            measured=frozen(cosines.mean),
            error=frozen(cosines.error),
            predicted=frozen(alignment(_DIMENSION, cosines.ratios)),
            exact=frozen(exact_alignment(_DIMENSION, cosines.ratios)),
            samples=cosines.count,
            along=frozen(self._along),
            along_measured=frozen(along.mean),
            along_predicted=frozen(alignment(_DIMENSION, along.ratios)),
            along_exact=frozen(exact_alignment(_DIMENSION, along.ratios)),
        )


def run(params: NoiseParams) -> Run[CompassResult]:
    """Draw the arrows, compute the points along the valley, and measure the mean cosines."""
    timer, found = YieldTimer(), _PartialCompass(params)
    yield Progress(0.0, found.result(complete=False))
    path = [np.array([params.start])]
    for part in _descent(params):
        path.append(part)
        if timer.due():
            yield Progress(0.0, found.result(complete=False))
    found.set_path_points(_equidistant_points(np.concatenate(path)))
    rng = stream(params.seed, ALIGNMENT)
    for done in range(0, _SAMPLES, _BLOCK):
        found.add(rng.standard_normal((2, _BLOCK // 2)))
        if timer.due():
            yield Progress(done / _SAMPLES, found.result(complete=False))
    return found.result(complete=True)


def _unit(vectors: FloatArray) -> FloatArray:
    """Return the vectors, shape (..., 2), scaled to length one; NaN for vectors of length 0."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    units: FloatArray = np.divide(vectors, lengths, out=np.full_like(vectors, np.nan), where=lengths > 0.0)
    return units


def _descent(params: NoiseParams) -> Iterator[FloatArray]:
    """Yield the iterates of descent with exact gradients, shape (n, 2), while they are in the window."""
    optimizer, at = GradientDescent(params.learning_rate), Evaluator(Rosenbrock(2, params.valley)).at
    state = optimizer.init(np.array(params.start))
    low, high = np.transpose(WINDOW)
    for done in range(0, params.max_steps, _BLOCK_STEPS):
        state, points, _ = advance(optimizer, at, state, min(_BLOCK_STEPS, params.max_steps - done))
        inside = ((low <= points) & (points <= high)).all(axis=-1)
        if not inside.all():
            yield points[: int(np.argmin(inside))]
            return
        yield points


def _equidistant_points(path: FloatArray) -> FloatArray:
    """Return equidistant points along a path, shape (n, 2); one point if the path has length 0."""
    distance = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=-1))])
    if distance[-1] == 0.0:
        return path[:1]
    places = np.linspace(0.0, distance[-1], _PATH_POINTS)
    return np.stack([np.interp(places, distance, coordinate) for coordinate in path.T], axis=-1)


COMPASS = Experiment(
    key="compass",
    title="Compass",
    reads=("batch_size", "noise_std", "start", "valley", "learning_rate", "max_steps", "seed"),
    result=CompassResult,
    run=run,
)
