"""The experiment `compass`: minibatch gradients far from the minimum and near it, beside the true one."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import FloatArray, finite_list, frozen
from core.experiment import Experiment, Progress, Result, Run, Summary, YieldTimer, new_run_number
from core.noise_laws import alignment, exact_alignment
from core.objective import Evaluator
from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise.cosines import Cosines
from core.obstacles.noise.params import WINDOW, NoiseParams
from core.obstacles.noise.streams import ALIGNMENT, ARROWS, stream
from core.optimizer import advance
from core.optimizers.gradient_descent import GradientDescent

NEAR = (0.5, 0.25)
"""A point on the floor of every valley, near the minimum: what is left of the gradient there is short."""

ABOVE = 0.999
"""A mean cosine above it is said to be near 1."""

ARROWS_SHOWN = 48
_PLACES = 97
_SAMPLES, _BLOCK = 2**20, 2**14
_SPARED = 24
"""One minibatch in so many is counted at the many places along the valley too."""

_STEPS = 32
_TWO = np.array(2.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class CompassResult(Result):
    """How minibatch gradients point at two places, and how well along the valley.

    The places are the start and (0.5, 0.25): first axes of length 2 in this order. Gradients are
    those of f, so the direction downhill is their opposite.

    Attributes
    ----------
    points, gradients
        The two places and the true gradients there, shape (2, 2) each.
    directions
        The true gradients as unit vectors, shape (2, 2); NaN at the minimum itself.
    arrows, rose
        Gradients of minibatches of `batch_size`, and the same as unit vectors, shape (2, 48, 2). The noise
        is the same at both places, and at any batch size but for its scale.
    measured, error
        The mean cosine between true and minibatch gradients over `samples` minibatches, in pairs of opposite
        noise, and its standard error, shape (2,); NaN at the minimum itself and before there are any.
    predicted
        1 / sqrt(1 + d sigma^2 / (B |G|^2)) with d = 2, shape (2,): in two dimensions up to 13 % too high.
    exact
        The mean cosine by its closed form, shape (2,).
    samples
        How many minibatches were drawn for `measured`: more from one partial result to the next.
    along
        Places on the descent with exact gradients from the start, shape (m, 2), in equal distances along it,
        from the start to where it is after `max_steps` or leaves the window; before they are known m = 0.
    along_measured, along_predicted, along_exact
        The same three at each of them, shape (m,); from fewer minibatches.

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
        """The number of arrows at each place."""
        return len(self.arrows[0])

    def no_direction(self, place: int) -> bool:
        """Whether nothing is downhill at a place: the gradient is 0, as it is at the minimum (1, 1) alone.

        2 b (y - x^2) = 0 leaves 2 (x - 1) of the other coordinate: there is one such point.
        """
        return not bool(np.isfinite(self.directions[place]).all())

    @property
    def same_place(self) -> bool:
        """Whether the start is the other place itself."""
        return bool((self.points[0] == self.points[1]).all())

    @property
    def above_all(self) -> bool:
        """Whether the mean cosines at both places, measured or until then by the closed form, are above 0.999."""
        return all(float(self.measured[k] if self.known(k) else self.exact[k]) > ABOVE for k in range(2))

    def known(self, place: int) -> bool:
        """Whether the mean cosine at a place has been measured."""
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


class _Findings:
    """What a run has found so far."""

    def __init__(self, params: NoiseParams) -> None:
        self._objective = Rosenbrock(2, params.valley)
        self._scale = params.noise_std / math.sqrt(params.batch_size)
        points = np.array([params.start, NEAR])
        gradients = self._objective.gradient(points)
        arrows = gradients[:, None] + self._scale * stream(params.seed, ARROWS).standard_normal((ARROWS_SHOWN, 2))
        self._constant: dict[str, Any] = {
            "params": params,
            "run": new_run_number(),
            "points": frozen(points),
            "gradients": frozen(gradients),
            "directions": frozen(_unit(gradients)),
            "arrows": frozen(arrows),
            "rose": frozen(_unit(arrows)),
        }
        self._places = Cosines(gradients, self._scale)
        self.walk(np.empty((0, 2)))

    def walk(self, along: FloatArray) -> None:
        """Measure along these places, shape (m, 2), too."""
        self._along = along
        self._on_the_way = Cosines(self._objective.gradient(along), self._scale)

    def add(self, noise: FloatArray) -> None:
        """Count minibatches with this noise, shape (2, n), and with its opposite; a part will do along the way."""
        self._places.add(noise)
        self._on_the_way.add(noise[:, : noise.shape[1] // _SPARED])

    def result(self, *, complete: bool) -> CompassResult:
        places, way = self._places, self._on_the_way
        return CompassResult(
            **self._constant,
            complete=complete,
            measured=frozen(places.mean),
            error=frozen(places.error),
            predicted=frozen(alignment(_TWO, places.ratios)),
            exact=frozen(exact_alignment(_TWO, places.ratios)),
            samples=places.count,
            along=frozen(self._along),
            along_measured=frozen(way.mean),
            along_predicted=frozen(alignment(_TWO, way.ratios)),
            along_exact=frozen(exact_alignment(_TWO, way.ratios)),
        )


def run(params: NoiseParams) -> Run[CompassResult]:
    """Draw the arrows, find places along the valley, and measure how well minibatch gradients are aligned there."""
    timer, found = YieldTimer(), _Findings(params)
    yield Progress(0.0, found.result(complete=False))
    path = [np.array([params.start])]
    for part in _descent(params):
        path.append(part)
        if timer.due():
            yield Progress(0.0, found.result(complete=False))
    found.walk(_spread(np.concatenate(path)))
    rng = stream(params.seed, ALIGNMENT)
    for done in range(0, _SAMPLES, _BLOCK):
        found.add(rng.standard_normal((2, _BLOCK // 2)))
        if timer.due():
            yield Progress(done / _SAMPLES, found.result(complete=False))
    return found.result(complete=True)


def _unit(vectors: FloatArray) -> FloatArray:
    """Return vectors, shape (..., 2), at length one; NaN where they have none."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    units: FloatArray = np.divide(vectors, lengths, out=np.full_like(vectors, np.nan), where=lengths > 0.0)
    return units


def _descent(params: NoiseParams) -> Iterator[FloatArray]:
    """Yield the iterates of descent with exact gradients, shape (n, 2), while they are in the window."""
    optimizer, at = GradientDescent(params.learning_rate), Evaluator(Rosenbrock(2, params.valley)).at
    state = optimizer.init(np.array(params.start))
    low, high = np.transpose(WINDOW)
    for done in range(0, params.max_steps, _STEPS):
        state, points, _ = advance(optimizer, at, state, min(_STEPS, params.max_steps - done))
        inside = ((low <= points) & (points <= high)).all(axis=-1)
        if not inside.all():
            yield points[: int(np.argmin(inside))]
            return
        yield points


def _spread(path: FloatArray) -> FloatArray:
    """Return places in equal distances along a path, shape (n, 2); the one place where it stays, if it does."""
    distance = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=-1))])
    if distance[-1] == 0.0:
        return path[:1]
    places = np.linspace(0.0, distance[-1], _PLACES)
    return np.stack([np.interp(places, distance, coordinate) for coordinate in path.T], axis=-1)


COMPASS = Experiment(
    key="compass",
    title="Compass",
    reads=("batch_size", "noise_std", "start", "valley", "learning_rate", "max_steps", "seed"),
    result=CompassResult,
    run=run,
)
