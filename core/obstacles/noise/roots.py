"""The experiment `roots`: the length of the noise as a function of the dimension and of the batch size."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray, finite_list, frozen
from core.experiment import Experiment, Result, Summary, new_run_number
from core.laws import Slope, fitted_slope
from core.noise_laws import noise_mean, noise_rms
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.recent import Recent
from core.obstacles.noise.streams import AVERAGES, DIMENSIONS, stream
from core.run import Progress, Run, YieldTimer

SIZES = frozen(2.0 ** np.arange(11))
"""The dimensions and the batch sizes at which the noise is measured: 1, 2, 4, ... 1024."""

_NUMBERS_PER_DIMENSION, _NUMBERS_PER_BATCH_SIZE = 2**18, 2**21
"""Random numbers drawn per point; more for batch sizes, as each average uses many samples."""

_BLOCK = 2**17
_MEASURED: Recent[FloatArray] = Recent(128)


@dataclass(frozen=True, kw_only=True, eq=False)
class RootsResult(Result):
    """The length of Gaussian noise, measured and exact; arrays of shape (n,).

    Partial results have rough values of some points, from a part of the random numbers; their errors are larger.

    Attributes
    ----------
    dimensions, batch_sizes
        The measured points: 1, 2, 4, ... 1024, n = 11.
    rms_by_dimension, mean_by_dimension
        Root mean square and mean of the noise's length at `batch_size`: vectors are drawn
        directly from N(0, sigma^2 / B I).
    rms_by_batch, mean_by_batch
        The same at `dimension`: averages over the batch, every sample of which is drawn.
    rms_error_by_dimension, rms_error_by_batch
        Standard error of the root mean square.
    exact_rms_by_dimension, exact_rms_by_batch
        sigma sqrt(d / B): variances of independent samples add up, so the variance of an average of B samples is a
        B-th, for every distribution with a variance.
    exact_mean_by_dimension, exact_mean_by_batch
        The mean of a chi distribution: slightly below the root mean square, in one dimension by 20 %.
    chosen_rms
        The exact root mean square at `dimension` and `batch_size`, a point of both curves.
    slope_by_dimension, slope_by_batch
        Least-squares slopes of log rms; the laws predict 1/2 and -1/2. Their 95 % intervals follow from the standard
        errors of the points, which are independent: relative to the rms these grow like sqrt(B), as there are fewer
        averages of larger batches.

    """

    params: NoiseParams
    dimensions: FloatArray
    rms_by_dimension: FloatArray
    rms_error_by_dimension: FloatArray
    mean_by_dimension: FloatArray
    exact_rms_by_dimension: FloatArray
    exact_mean_by_dimension: FloatArray
    slope_by_dimension: Slope
    batch_sizes: FloatArray
    rms_by_batch: FloatArray
    rms_error_by_batch: FloatArray
    mean_by_batch: FloatArray
    exact_rms_by_batch: FloatArray
    exact_mean_by_batch: FloatArray
    slope_by_batch: Slope
    chosen_rms: float

    @property
    def length(self) -> int:
        """The number of points of each curve."""
        return len(self.dimensions)

    def rms_at(self, batch_sizes: FloatArray) -> FloatArray:
        """Return the exact root mean square at `dimension` and at batch sizes, shape (n,) like these."""
        ones = np.ones_like(batch_sizes)
        return noise_rms(self.params.dimension * ones, self.params.noise_std, batch_sizes)

    def fourfold_step(self, largest: float) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return two points of the exact line against the batch size, as batch size and root mean square.

        The first one is that of the chosen batch size and the second one has four times as many samples; where these
        are more than `largest`, the second one is that of the chosen batch size.
        """
        chosen = float(self.params.batch_size)
        first = chosen if 4.0 * chosen <= largest else chosen / 4.0
        before, after = self.rms_at(np.array([first, 4.0 * first])).tolist()
        return (first, before), (4.0 * first, after)

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "rms_by_dimension": {
                "dimension": [int(size) for size in self.dimensions.tolist()],
                "measured": finite_list(self.rms_by_dimension),
                "standard_error": finite_list(self.rms_error_by_dimension),
                "exact": finite_list(self.exact_rms_by_dimension),
                "slope": self.slope_by_dimension._asdict(),
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
                "slope": self.slope_by_batch._asdict(),
            },
            "mean_by_batch": {
                "measured": finite_list(self.mean_by_batch),
                "exact": finite_list(self.exact_mean_by_batch),
            },
            "chosen_rms": self.chosen_rms,
        }


class LengthStatistics(NamedTuple):
    """Statistics of the lengths of random vectors: root mean square, its standard error, and mean."""

    rms: float
    error: float
    mean: float


def vector_lengths(dimension: int, count: int, rng: np.random.Generator) -> Iterator[FloatArray]:
    """Yield the lengths of `count` vectors of N(0, I), in blocks of some milliseconds of work."""
    most = max(1, _BLOCK // dimension)
    for done in range(0, count, most):
        yield np.linalg.norm(rng.standard_normal((min(most, count - done), dimension)), axis=-1)


def average_lengths(dimension: int, batch: int, count: int, rng: np.random.Generator) -> Iterator[FloatArray | None]:
    """Yield the lengths of `count` averages of `batch` vectors of N(0, I), in blocks; None in between."""
    whole = max(1, _BLOCK // (dimension * batch))
    part = max(1, min(batch, _BLOCK // dimension))
    for done in range(0, count, whole):
        total = np.zeros((min(whole, count - done), dimension))
        for first in range(0, batch, part):
            total += rng.standard_normal((len(total), min(part, batch - first), dimension)).sum(axis=1)
            yield None
        yield np.linalg.norm(total, axis=-1) / batch


def length_statistics(lengths: FloatArray, dimension: int) -> LengthStatistics:
    """Return statistics of Gaussian vectors of these lengths, shape (n,).

    The error is the closed form for n d normal numbers, as an estimate from few averages of large batches would be
    inaccurate.
    """
    rms = float(np.sqrt(np.mean(np.square(lengths))))
    return LengthStatistics(rms, rms / float(np.sqrt(2.0 * lengths.size * dimension)), float(lengths.mean()))


class _PartialRoots:
    """The values that a run has computed so far."""

    def __init__(self, params: NoiseParams) -> None:
        self._params, self._run = params, new_run_number()
        # By dimension and by batch: rows of rms, error and mean, one column per point.
        self._statistics = {name: np.full((3, SIZES.size), np.nan) for name in ("dimension", "batch")}

    def measure_vectors(self, i: int) -> Iterator[bool]:
        """Measure the noise at dimension i; yield every few milliseconds whether a value is known, rough or final."""
        params = self._params
        work = partial(_measure_vectors, params.seed, i)
        return self._measure("dimension", i, params.noise_std / params.batch_size**0.5, work)

    def measure_averages(self, i: int) -> Iterator[bool]:
        """Measure the noise at batch size i likewise."""
        params = self._params
        work = partial(_measure_averages, params.seed, i, params.dimension)
        return self._measure("batch", i, params.noise_std, work)

    def _measure(self, name: str, i: int, scale: float, work: partial[Iterator[FloatArray | None]]) -> Iterator[bool]:
        """Take over the statistics of vectors of N(0, I), times `scale`, which follow from the arguments of `work`."""
        for unit in _MEASURED.compute((name, *work.args), work):
            if unit is not None:
                self._statistics[name][:, i] = scale * unit
            yield not np.isnan(self._statistics[name][0, i])

    def result(self, *, complete: bool) -> RootsResult:
        """Return the values; those of all points must be known."""
        params, ones = self._params, np.ones_like(SIZES)
        by_dimension, by_batch = self._statistics["dimension"], self._statistics["batch"]
        over_dimensions = SIZES, params.noise_std, params.batch_size * ones
        over_batches = params.dimension * ones, params.noise_std, SIZES
        return RootsResult(
            params=params,
            run=self._run,
            complete=complete,
            dimensions=SIZES,
            rms_by_dimension=frozen(by_dimension[0]),
            rms_error_by_dimension=frozen(by_dimension[1]),
            mean_by_dimension=frozen(by_dimension[2]),
            exact_rms_by_dimension=frozen(noise_rms(*over_dimensions)),
            exact_mean_by_dimension=frozen(noise_mean(*over_dimensions)),
            slope_by_dimension=fitted_slope(SIZES, by_dimension[0], by_dimension[1]),
            batch_sizes=SIZES,
            rms_by_batch=frozen(by_batch[0]),
            rms_error_by_batch=frozen(by_batch[1]),
            mean_by_batch=frozen(by_batch[2]),
            exact_rms_by_batch=frozen(noise_rms(*over_batches)),
            exact_mean_by_batch=frozen(noise_mean(*over_batches)),
            slope_by_batch=fitted_slope(SIZES, by_batch[0], by_batch[1]),
            chosen_rms=float(noise_rms(np.array(params.dimension), params.noise_std, np.array(params.batch_size))),
        )


def run(params: NoiseParams) -> Run[RootsResult]:
    """Measure the noise at each dimension and each batch size, first all of them roughly.

    The first result has all points: while the dimension is dragged, results follow each other with all their dots.
    """
    timer, found = YieldTimer(), _PartialRoots(params)
    measurements = [each for i in range(SIZES.size) for each in (found.measure_vectors(i), found.measure_averages(i))]
    for measurement in measurements:
        while not next(measurement):
            if timer.due():
                yield Progress(0.0)
    yield Progress(0.0, found.result(complete=False))
    for k, measurement in enumerate(measurements):
        for _ in measurement:
            if timer.due():
                yield Progress(k / len(measurements), found.result(complete=False))
    return found.result(complete=True)


def _measure_vectors(seed: int, i: int) -> Iterator[FloatArray | None]:
    """Yield the statistics of vectors of N(0, I) as an array (3,), first of a part; None every few milliseconds."""
    dimension = int(SIZES[i])
    count = max(1, _NUMBERS_PER_DIMENSION // dimension)
    yield from _statistics_so_far(vector_lengths(dimension, count, stream(seed, DIMENSIONS, i)), dimension)


def _measure_averages(seed: int, i: int, dimension: int) -> Iterator[FloatArray | None]:
    """Yield the statistics of averages of such vectors in the same way."""
    batch = int(SIZES[i])
    count = max(1, _NUMBERS_PER_BATCH_SIZE // (batch * dimension))
    yield from _statistics_so_far(average_lengths(dimension, batch, count, stream(seed, AVERAGES, i)), dimension)


def _statistics_so_far(blocks: Iterable[FloatArray | None], dimension: int) -> Iterator[FloatArray | None]:
    """Yield the statistics of the first block of lengths, None for each other one, and at last those of all."""
    lengths: list[FloatArray] = []
    for block in blocks:
        if block is not None:
            lengths.append(block)
        is_first = block is not None and len(lengths) == 1
        yield np.array(length_statistics(lengths[0], dimension)) if is_first else None
    yield np.array(length_statistics(np.concatenate(lengths), dimension))


ROOTS = Experiment(
    key="roots",
    title="Roots",
    reads=("dimension", "batch_size", "noise_std", "seed"),
    result=RootsResult,
    run=run,
)
