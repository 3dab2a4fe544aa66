"""The experiment `bend`: what a larger batch buys in steps, and how large it must be as coordinates are added."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, frozen_each
from core.experiment import Experiment, Progress, Result, Run, Summary, YieldTimer, new_run_number
from core.laws import Estimate, Slope, fit_batch_curve, slope
from core.noise_laws import simple_batch
from core.obstacles.noise import needed
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.variance import Best, Descent

PROBLEM = Descent(eigenvalues=(1.0, 10.0), start=(10.0, 1.0), noise_std=10.0, target=0.01)
"""A bowl of condition number 10 from its worst start. Fixed: the curve's shape is the point, not its place."""

BATCH_SIZES = frozen(2.0 ** np.arange(17))
_POINTS = 1 + BATCH_SIZES.size + needed.DIMENSIONS.size
_FINE = frozen(2.0 ** np.linspace(0.0, 16.0, 129))


@dataclass(frozen=True, kw_only=True, eq=False)
class BendResult(Result):
    """Steps against batch size on a noisy quadratic, and the batch that is needed against the dimension.

    What is not yet known is NaN. Points are found in rising order, first those of the batch curve.

    Attributes
    ----------
    eigenvalues, start, noise_std, target
        The quadratic f = 1/2 sum h_i x_i^2, shapes (2,) and (2,), its noise, and the share of the
        first loss at which it is solved. None of the parameters change them.
    batch_sizes
        1, 2, 4, ... 65536, shape (n,), n = 17.
    steps, best_rate
        The fewest steps to the target with the best fixed rate, exact, and a rate that does it, shape (n,).
    ideal
        Perfect scaling: steps at B = 1 over B, shape (n,).
    smallest_steps, critical_batch
        S and B_c of S (1 + B_c / B), fitted to log steps by least squares, with 95 % intervals of the
        linearized fit; None until all steps are known.
    curve_batch_sizes, curve_steps
        The fitted curve, shape (c,).
    chosen_steps, chosen_rate
        The same as `steps` and `best_rate`, exact, for `batch_size`; None until known.
    simple_batch
        B_simple = tr Sigma / |G|^2 along descent with exact gradients and the best rate of the
        largest batch, from the start to the target, shape (s + 1,): it grows as the loss falls, and B_c lies
        between its ends. Empty until the steps are known.
    alignment
        The mean cosine between true and minibatch gradient asked for in what follows.
    dimensions
        2, 4, ... 1024, shape (m,), m = 10.
    needed, exact_needed
        By case, the batch that gives this alignment, measured and by the closed form, shape (m,):
        "fixed_signal" where the true gradient is as long as the noise in one coordinate whatever the
        dimension, "own_signal" where each coordinate brings as much signal as noise.
    needed_slope
        Of log measured against log dimension from 16 on; 1 and 0 in the limit. The 95 % interval of the fit is mostly
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
        """The number of points: those of the batch curve, then those of the batch that is needed."""
        return len(self.batch_sizes) + len(self.dimensions)

    @property
    def at_most_halves(self) -> bool:
        """Whether, past the bend B_c, no larger batch needs less than half the steps of a smaller one.

        Counted at the batch sizes from B_c on; of the fitted curve S (1 + B_c / B) it holds from B_c on,
        where it is 2 S. False while the curve is not known.
        """
        if self.critical_batch is None:
            return False
        past = self.steps[self.batch_sizes >= self.critical_batch.value]
        return bool(past.size > 1 and past.min() >= 0.5 * past.max())

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


class _Findings:
    """What a run has found so far."""

    def __init__(self, params: NoiseParams) -> None:
        self.params, self._run = params, new_run_number()
        self.steps, self.rates = np.full((2, BATCH_SIZES.size), np.nan)
        self.chosen: Best | None = None
        self.needed = {case: np.full(needed.DIMENSIONS.size, np.nan) for case in needed.SIGNALS}
        self._exact = {case: frozen(each) for case, each in needed.exact(needed.DIMENSIONS).items()}
        here = needed.exact(np.array([float(params.dimension)]))
        self._chosen_needed = {case: float(each[0]) for case, each in here.items()}

    def result(self, *, complete: bool) -> BendResult:
        known = not np.isnan(self.steps).any()
        fit = fit_batch_curve(BATCH_SIZES, self.steps) if known else None
        curve = np.full(_FINE.size, np.nan) if fit is None else fit[0].value * (1.0 + fit[1].value / _FINE)
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
            curve_batch_sizes=_FINE,
            curve_steps=frozen(curve),
            chosen_steps=self.chosen and self.chosen.steps,
            chosen_rate=self.chosen and self.chosen.rate,
            simple_batch=_noise_scale(int(self.steps[-1]), float(self.rates[-1])) if known else frozen([]),
            alignment=needed.ALIGNMENT,
            dimensions=needed.DIMENSIONS,
            needed=frozen_each(self.needed),
            exact_needed=MappingProxyType(self._exact),
            needed_slope=MappingProxyType({case: _slope(each) for case, each in self.needed.items()}),
            chosen_needed=MappingProxyType(self._chosen_needed),
        )


def run(params: NoiseParams) -> Run[BendResult]:
    """Find the steps for one batch size after another, then the batch for one dimension after another."""
    timer, found = YieldTimer(), _Findings(params)
    yield Progress(0.0, found.result(complete=False))
    for done in chain(_follow(found), _measure(found)):
        if timer.due():
            yield Progress(done, found.result(complete=False))
    return found.result(complete=True)


def _follow(found: _Findings) -> Iterator[float]:
    """Fill in the steps by batch size; yield the share of all work that is done, every few milliseconds."""
    for i, size in enumerate([found.params.batch_size, *BATCH_SIZES.tolist()]):
        for best in PROBLEM.search(size):
            if best is not None and i == 0:
                found.chosen = best
            elif best is not None:
                found.steps[i - 1], found.rates[i - 1] = best
            yield i / _POINTS


def _measure(found: _Findings) -> Iterator[float]:
    """Fill in the batch that is needed by dimension; yield the share of all work that is done likewise."""
    for i in range(needed.DIMENSIONS.size):
        for batch in needed.measure(found.params.seed, i):
            for case, value in (batch or {}).items():
                found.needed[case][i] = value
            yield 1.0 - (needed.DIMENSIONS.size - i) / _POINTS


def _slope(batches: FloatArray) -> Slope | None:
    fitted = needed.DIMENSIONS >= needed.FITTED_FROM
    return slope(needed.DIMENSIONS[fitted], batches[fitted])


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
