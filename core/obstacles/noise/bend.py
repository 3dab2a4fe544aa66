"""The experiment `bend`: steps as a function of the batch size, and the required batch size by dimension."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, frozen_each
from core.batch_laws import at_most_halves
from core.experiment import Experiment, Result, Summary, new_run_number
from core.laws import Estimate, Slope, fit_batch_curve, slope
from core.noise_laws import simple_batch
from core.obstacles.noise import needed_batch
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.recent import Recent
from core.obstacles.noise.second_moments import BestRate, NoisyDescent
from core.run import Progress, Run, YieldTimer

PROBLEM = NoisyDescent(eigenvalues=(1.0, 10.0), start=(10.0, 1.0), noise_std=10.0, target=0.01)
"""A quadratic of condition number 10 from its worst start; fixed, as only the shape of the curve matters."""

BATCH_SIZES = frozen(2.0 ** np.arange(17))
_POINTS = 1 + BATCH_SIZES.size + needed_batch.DIMENSIONS.size
_SEARCHES: Recent[BestRate] = Recent(64)
_MEASURED: Recent[dict[str, float]] = Recent(32)
_CURVE_BATCH_SIZES = frozen(2.0 ** np.linspace(0.0, 16.0, 129))


@dataclass(frozen=True, kw_only=True, eq=False)
class BendResult(Result):
    """Steps by batch size on a noisy quadratic, and the required batch size by dimension.

    Values not yet known are NaN. Points are computed in rising order, first those of the batch curve.

    Attributes
    ----------
    eigenvalues, start, noise_std, target
        The quadratic f = 1/2 sum h_i x_i^2, shapes (2,) and (2,), its noise, and the share of the
        loss of the start at which it is solved. They do not depend on the parameters.
    batch_sizes
        1, 2, 4, ... 65536, shape (n,), n = 17.
    steps, best_rate
        The exact smallest number of steps to the target over all fixed rates, and a rate for it, shape (n,).
    ideal
        Perfect scaling: steps at B = 1 over B, shape (n,).
    smallest_steps, critical_batch
        S and B_c of S (1 + B_c / B), fitted to log steps by least squares, with 95 % intervals of the
        linearized fit; None until all steps are known.
    curve_batch_sizes, curve_steps
        The fitted curve, shape (c,).
    chosen_steps, chosen_rate
        `steps` and `best_rate` for the parameter `batch_size`; None until known.
    simple_batch
        B_simple = tr Sigma / |G|^2 along descent with exact gradients and the best rate of the
        largest batch, from the start to the target, shape (s + 1,): it grows as the loss falls, and B_c lies
        between its ends. Empty until the steps are known.
    alignment
        The required mean cosine between true and minibatch gradient in the following fields.
    dimensions
        2, 4, ... 1024, shape (m,), m = 10.
    needed, exact_needed
        By case, the batch size that gives this alignment, measured and by the closed form, shape (m,):
        "fixed_signal" if the true gradient is as long as the noise in one coordinate for every
        dimension, "own_signal" if each coordinate adds as much signal as noise.
    needed_slope
        Slope of log measured against log dimension from 16 on; 1 and 0 in the limit. Its 95 % interval mostly reflects
        the curvature of the law: that of `exact_needed` is as wide.
    chosen_needed
        The closed form for `dimension`, by case.

    """

    params: NoiseParams
    eigenvalues: FloatArray
    start: FloatArray
    noise_std: float
    target: float
    batch_sizes: FloatArray
    steps: FloatArray
    best_rate: FloatArray
    ideal: FloatArray
    smallest_steps: Estimate | None
    critical_batch: Estimate | None
    curve_batch_sizes: FloatArray
    curve_steps: FloatArray
    chosen_steps: int | None
    chosen_rate: float | None
    simple_batch: FloatArray
    alignment: float
    dimensions: FloatArray
    needed: Mapping[str, FloatArray]
    exact_needed: Mapping[str, FloatArray]
    needed_slope: Mapping[str, Slope | None]
    chosen_needed: Mapping[str, float]

    @property
    def length(self) -> int:
        """The number of points: those of the batch curve, then those of the required batch size."""
        return len(self.batch_sizes) + len(self.dimensions)

    @property
    def at_most_halves(self) -> bool:
        """Whether, above B_c, no larger batch needs less than half the steps of a smaller one.

        False while the curve is not known.
        """
        bend = self.critical_batch
        return bend is not None and at_most_halves(self.batch_sizes, self.steps, bend.value)

    @property
    def savings(self) -> FloatArray:
        """By which factor each batch size needs fewer steps than the smallest one, shape (n,); NaN if not yet known."""
        return frozen(self.steps[0] / self.steps)

    def summary(self) -> Summary:
        """Return all values as plain data."""
        fitted = np.interp(self.batch_sizes, self.curve_batch_sizes, self.curve_steps)
        return {
            "problem": {
                "eigenvalues": self.eigenvalues.tolist(),
                "start": self.start.tolist(),
                "noise_std": self.noise_std,
                "target": self.target,
            },
            "steps_by_batch": {
                "batch_size": [int(size) for size in self.batch_sizes.tolist()],
                "exact": [None if np.isnan(steps) else int(steps) for steps in self.steps.tolist()],
                "fit": finite_list(fitted),
                "ideal": finite_list(self.ideal),
                "best_rate": finite_list(self.best_rate),
            },
            "smallest_steps": self.smallest_steps and self.smallest_steps._asdict(),
            "critical_batch": self.critical_batch and self.critical_batch._asdict(),
            "simple_batch": self.simple_batch.tolist(),
            "chosen": {"batch_size": self.params.batch_size, "exact": self.chosen_steps, "best_rate": self.chosen_rate},
            "batch_by_dimension": {
                "dimension": [int(size) for size in self.dimensions.tolist()],
                **{
                    case: {
                        "measured": finite_list(self.needed[case]),
                        "exact": finite_list(self.exact_needed[case]),
                        "slope": each and each._asdict(),
                    }
                    for case, each in self.needed_slope.items()
                },
            },
            "chosen_needed": {"dimension": self.params.dimension, **self.chosen_needed},
            "alignment": self.alignment,
        }


class _PartialBend:
    """The values that a run has computed so far."""

    def __init__(self, params: NoiseParams) -> None:
        self.params, self._run = params, new_run_number()
        self.steps, self.rates = np.full((2, BATCH_SIZES.size), np.nan)
        self.chosen: BestRate | None = None
        self.needed = {case: np.full(needed_batch.DIMENSIONS.size, np.nan) for case in needed_batch.SIGNALS}
        self._recall()
        self._exact = {case: frozen(each) for case, each in needed_batch.exact_batches(needed_batch.DIMENSIONS).items()}
        at_dimension = needed_batch.exact_batches(np.array([float(params.dimension)]))
        self._chosen_needed = {case: float(each[0]) for case, each in at_dimension.items()}

    def _recall(self) -> None:
        """Take over what earlier runs have computed, so that the picture does not empty while a value is dragged."""
        self.chosen = _SEARCHES.recall(self.params.batch_size)
        for i, size in enumerate(BATCH_SIZES.tolist()):
            self.steps[i], self.rates[i] = _SEARCHES.recall(size) or (np.nan, np.nan)
        for i in range(needed_batch.DIMENSIONS.size):
            for case, value in (_MEASURED.recall((self.params.seed, i)) or {}).items():
                self.needed[case][i] = value

    def result(self, *, complete: bool) -> BendResult:
        known = not np.isnan(self.steps).any()
        fit = fit_batch_curve(BATCH_SIZES, self.steps) if known else None
        curve = (
            np.full(_CURVE_BATCH_SIZES.size, np.nan)
            if fit is None
            else fit[0].value * (1.0 + fit[1].value / _CURVE_BATCH_SIZES)
        )
        return BendResult(
            params=self.params,
            run=self._run,
            complete=complete,
            eigenvalues=frozen(PROBLEM.eigenvalues),
            start=frozen(PROBLEM.start),
            noise_std=PROBLEM.noise_std,
            target=PROBLEM.target,
            batch_sizes=BATCH_SIZES,
            steps=frozen(self.steps),
            best_rate=frozen(self.rates),
            ideal=frozen(self.steps[0] / BATCH_SIZES),
            smallest_steps=fit and fit[0],
            critical_batch=fit and fit[1],
            curve_batch_sizes=_CURVE_BATCH_SIZES,
            curve_steps=frozen(curve),
            chosen_steps=self.chosen and self.chosen.steps,
            chosen_rate=self.chosen and self.chosen.rate,
            simple_batch=_noise_scale(int(self.steps[-1]), float(self.rates[-1])) if known else frozen([]),
            alignment=needed_batch.ALIGNMENT,
            dimensions=needed_batch.DIMENSIONS,
            needed=frozen_each(self.needed),
            exact_needed=MappingProxyType(self._exact),
            needed_slope=MappingProxyType({case: _slope(each) for case, each in self.needed.items()}),
            chosen_needed=MappingProxyType(self._chosen_needed),
        )


def run(params: NoiseParams) -> Run[BendResult]:
    """Compute the steps for each batch size, then measure the required batch size for each dimension."""
    timer, found = YieldTimer(), _PartialBend(params)
    yield Progress(0.0, found.result(complete=False))
    for done in chain(_count_steps(found), _measure_needed_batches(found)):
        if timer.due():
            yield Progress(done, found.result(complete=False))
    return found.result(complete=True)


def _count_steps(found: _PartialBend) -> Iterator[float]:
    """Compute the steps by batch size; yield the share of all work that is done every few milliseconds."""
    for i, size in enumerate([found.params.batch_size, *BATCH_SIZES.tolist()]):
        for best in _SEARCHES.compute(size, partial(PROBLEM.search, size)):
            if best is not None and i == 0:
                found.chosen = best
            elif best is not None:
                found.steps[i - 1], found.rates[i - 1] = best
            yield i / _POINTS


def _measure_needed_batches(found: _PartialBend) -> Iterator[float]:
    """Measure the required batch size by dimension; yield the share of all work that is done in the same way."""
    for i in range(needed_batch.DIMENSIONS.size):
        seed = found.params.seed
        for batch in _MEASURED.compute((seed, i), partial(needed_batch.measure, seed, i)):
            for case, value in (batch or {}).items():
                found.needed[case][i] = value
            yield 1.0 - (needed_batch.DIMENSIONS.size - i) / _POINTS


def _slope(batches: FloatArray) -> Slope | None:
    fitted = needed_batch.DIMENSIONS >= needed_batch.FITTED_FROM
    return slope(needed_batch.DIMENSIONS[fitted], batches[fitted])


def _noise_scale(steps: int, rate: float) -> FloatArray:
    """Return B_simple at every step of exact descent, shape (steps + 1,)."""
    values = np.array(PROBLEM.eigenvalues)
    points = (1.0 - rate * values) ** np.arange(steps + 1.0)[:, None] * np.array(PROBLEM.start)
    return frozen(simple_batch(np.full(2, PROBLEM.noise_std**2), values * points))


BEND = Experiment(
    key="bend",
    title="Bend",
    reads=("batch_size", "dimension", "seed"),
    result=BendResult,
    run=run,
)
