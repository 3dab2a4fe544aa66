"""The experiment `roots`: the size of noise alone, against its dimension and against the batch."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray, finite_list, frozen
from core.experiment import Experiment, Progress, Result, Run, Summary, YieldTimer, new_run_number
from core.laws import Slope, slope
from core.noise_laws import noise_mean, noise_rms
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.streams import AVERAGES, DIMENSIONS, stream

LADDER = frozen(2.0 ** np.arange(11))
"""The dimensions, and the batch sizes, at which noise is measured: 1, 2, 4, ... 1024."""

_NUMBERS_BY_DIMENSION, _NUMBERS_BY_BATCH = 2**18, 2**21
"""How many random numbers are drawn for a point; more for batches, whose samples are averaged away."""

_BLOCK = 2**17


@dataclass(frozen=True, kw_only=True, eq=False)
class RootsResult(Result):
    """The size of Gaussian noise, measured and exact; arrays of shape (n,), NaN where not yet measured.

    Points are measured in rising order, a dimension and a batch size in turn.

    Attributes
    ----------
    dimensions, batch_sizes
        Where it is measured: 1, 2, 4, ... 1024, n = 11.
    rms_by_dimension, mean_by_dimension
        Root mean square and mean of the noise's length at `batch_size`: vectors drawn from
        N(0, sigma^2 / B I), since it is the dimension that is in question.
    rms_by_batch, mean_by_batch
        The same at `dimension`: averages of as many single samples, every one of them drawn.
    rms_error_by_dimension, rms_error_by_batch
        Standard error of the root mean square.
    exact_rms_by_dimension, exact_rms_by_batch
        sigma sqrt(d / B): variances of independent samples add up, so that of an average of B is a B-th, whatever
        their distribution, where it has one.
    exact_mean_by_dimension, exact_mean_by_batch
        The mean of a chi distribution: a little below, and in one dimension by 20 %.
    chosen_rms
        The exact root mean square at `dimension` and `batch_size`: a point of both laws.
    slope_by_dimension, slope_by_batch
        Of log rms by least squares: the laws say 1/2 and -1/2. Their 95 % intervals come from the standard errors of
        the points, each of them drawn for itself: relative to the rms these grow like sqrt(B), as the averages of
        larger batches are fewer. None where there is too little to fit.

    """

    params: NoiseParams
    dimensions: FloatArray
    rms_by_dimension: FloatArray
    rms_error_by_dimension: FloatArray
    mean_by_dimension: FloatArray
    exact_rms_by_dimension: FloatArray
    exact_mean_by_dimension: FloatArray
    slope_by_dimension: Slope | None
    batch_sizes: FloatArray
    rms_by_batch: FloatArray
    rms_error_by_batch: FloatArray
    mean_by_batch: FloatArray
    exact_rms_by_batch: FloatArray
    exact_mean_by_batch: FloatArray
    slope_by_batch: Slope | None
    chosen_rms: float

    @property
    def length(self) -> int:
        """The number of points of each law."""
        return len(self.dimensions)

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "rms_by_dimension": {
                "dimension": [int(size) for size in self.dimensions.tolist()],
                "measured": finite_list(self.rms_by_dimension),
                "standard_error": finite_list(self.rms_error_by_dimension),
                "exact": finite_list(self.exact_rms_by_dimension),
                "slope": self.slope_by_dimension and self.slope_by_dimension._asdict(),
            },
            "mean_by_dimension": {
                "measured": finite_list(self.mean_by_dimension),
                "exact": finite_list(self.exact_mean_by_dimension),
            },
            "rms_by_batch": {
                "batch_size": [int(size) for size in self.batch_sizes.tolist()],
                "measured": finite_list(self.rms_by_batch),
                "standard_error": finite_list(self.rms_error_by_batch),
                "exact": finite_list(self.exact_rms_by_batch),
                "slope": self.slope_by_batch and self.slope_by_batch._asdict(),
            },
            "mean_by_batch": {
                "measured": finite_list(self.mean_by_batch),
                "exact": finite_list(self.exact_mean_by_batch),
            },
            "chosen_rms": self.chosen_rms,
        }


class Size(NamedTuple):
    """How long random vectors are: root mean square, its standard error, and mean."""

    rms: float
    error: float
    mean: float


def lengths_in(dimension: int, count: int, rng: np.random.Generator) -> Iterator[FloatArray]:
    """Yield the lengths of as many vectors of N(0, I), some milliseconds' worth at a time."""
    most = max(1, _BLOCK // dimension)
    for done in range(0, count, most):
        yield np.linalg.norm(rng.standard_normal((min(most, count - done), dimension)), axis=-1)


def lengths_of_averages(
    dimension: int, batch: int, count: int, rng: np.random.Generator
) -> Iterator[FloatArray | None]:
    """Yield the lengths of averages of `batch` vectors of N(0, I), `count` in all; None where only time has passed."""
    whole = max(1, _BLOCK // (dimension * batch))
    part = max(1, min(batch, _BLOCK // dimension))
    for done in range(0, count, whole):
        total = np.zeros((min(whole, count - done), dimension))
        for first in range(0, batch, part):
            total += rng.standard_normal((len(total), min(part, batch - first), dimension)).sum(axis=1)
            yield None
        yield np.linalg.norm(total, axis=-1) / batch


def size_of(lengths: FloatArray, dimension: int) -> Size:
    """Return the size of Gaussian vectors of these lengths, shape (n,).

    The error is the closed form for n d normal numbers: few averages of large batches would not
    tell it themselves.
    """
    rms = float(np.sqrt(np.mean(np.square(lengths))))
    return Size(rms, rms / float(np.sqrt(2.0 * lengths.size * dimension)), float(lengths.mean()))


class _Findings:
    """What a run has found so far."""

    def __init__(self, params: NoiseParams) -> None:
        self._params, self._run = params, new_run_number()
        # By dimension and by batch: a column of rms, error and mean for each point.
        self.sizes = {name: np.full((3, LADDER.size), np.nan) for name in ("dimension", "batch")}

    def result(self, *, complete: bool) -> RootsResult:
        params, ones = self._params, np.ones_like(LADDER)
        by_dimension, by_batch = self.sizes["dimension"], self.sizes["batch"]
        across = LADDER, params.noise_std, params.batch_size * ones
        along = params.dimension * ones, params.noise_std, LADDER
        return RootsResult(
            params=params,
            run=self._run,
            complete=complete,
            dimensions=LADDER,
            rms_by_dimension=frozen(by_dimension[0]),
            rms_error_by_dimension=frozen(by_dimension[1]),
            mean_by_dimension=frozen(by_dimension[2]),
            exact_rms_by_dimension=frozen(noise_rms(*across)),
            exact_mean_by_dimension=frozen(noise_mean(*across)),
            slope_by_dimension=slope(LADDER, by_dimension[0], by_dimension[1]),
            batch_sizes=LADDER,
            rms_by_batch=frozen(by_batch[0]),
            rms_error_by_batch=frozen(by_batch[1]),
            mean_by_batch=frozen(by_batch[2]),
            exact_rms_by_batch=frozen(noise_rms(*along)),
            exact_mean_by_batch=frozen(noise_mean(*along)),
            slope_by_batch=slope(LADDER, by_batch[0], by_batch[1]),
            chosen_rms=float(noise_rms(np.array(params.dimension), params.noise_std, np.array(params.batch_size))),
        )


def run(params: NoiseParams) -> Run[RootsResult]:
    """Measure the noise at one dimension and one batch size after another."""
    timer, found = YieldTimer(), _Findings(params)
    yield Progress(0.0, found.result(complete=False))
    for i, size in enumerate(LADDER.astype(int).tolist()):
        for _ in _measure(params, found, i, size):
            if timer.due():
                yield Progress(i / LADDER.size, found.result(complete=False))
    return found.result(complete=True)


def _measure(params: NoiseParams, found: _Findings, i: int, size: int) -> Iterator[None]:
    """Fill in point i of both laws, at this dimension and at this batch size; yield every few milliseconds."""
    lengths = []
    count = max(1, _NUMBERS_BY_DIMENSION // size)
    for block in lengths_in(size, count, stream(params.seed, DIMENSIONS, i)):
        lengths.append(block)
        yield
    scale = params.noise_std / params.batch_size**0.5
    found.sizes["dimension"][:, i] = scale * np.array(size_of(np.concatenate(lengths), size))
    yield
    lengths, dimension = [], params.dimension
    count = max(1, _NUMBERS_BY_BATCH // (size * dimension))
    for part in lengths_of_averages(dimension, size, count, stream(params.seed, AVERAGES, i)):
        if part is not None:
            lengths.append(part)
        yield
    found.sizes["batch"][:, i] = params.noise_std * np.array(size_of(np.concatenate(lengths), dimension))
    yield


ROOTS = Experiment(
    key="roots",
    title="Roots",
    reads=("dimension", "batch_size", "noise_std", "seed"),
    result=RootsResult,
    run=run,
)
