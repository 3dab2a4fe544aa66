"""The descents of the cloud: all batch sizes, the run without noise, and the same at a constant rate."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.arrays import FloatArray, prefix
from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise.batches import batch_names, compared_batch_sizes, noise_scales
from core.obstacles.noise.divergence import divergence_bound
from core.obstacles.noise.ensemble import Ensemble, SingleRun
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.recording import Recording
from core.obstacles.noise.schedule import ConstantRate
from core.obstacles.noise.streams import MEMBERS, stream
from core.schedules import CONSTANT


class CloudDescent:
    """The runs of a result, recorded after some of their steps, and those at the constant rate if the rate falls."""

    def __init__(self, params: NoiseParams, start: FloatArray, count: int) -> None:
        bound = divergence_bound(float(Rosenbrock(2, params.valley).value(start)))
        sizes = compared_batch_sizes(params)
        self._displayed = str(params.batch_size)
        self._noise_free = SingleRun(params.valley, params.start, bound)
        self._members = Ensemble(
            params.valley,
            scales=noise_scales(params, sizes),
            start=start,
            size=params.ensemble_size,
            bound=bound,
            rng=lambda block: stream(params.seed, MEMBERS, block),
        )
        self._record = Recording(batch_names(sizes), self._displayed, params.ensemble_size, count)
        self._record.add(self._members, self._noise_free)
        self._constant_rate = None if params.schedule == CONSTANT else ConstantRate(params, start, bound, count)

    def advance(self, rates: Sequence[float]) -> Iterator[float]:
        """Take a step at each rate and record it; yield the share of the work that is done every few milliseconds."""
        works = [self._members.advance(rates)]
        if self._constant_rate is not None:
            works.append(self._constant_rate.advance(len(rates)))
        for done, work in enumerate(works):
            for share in work:
                yield (done + share) / len(works)
        self._noise_free.advance(rates)
        self._record.add(self._members, self._noise_free)
        if self._constant_rate is not None:
            self._constant_rate.record()

    def fields(self) -> dict[str, Any]:
        """Return the fields of a result that the runs determine."""
        fields, count = self._record.fields(), self._record.count
        median, loss = fields["median"][self._displayed], fields["noise_free_loss"]
        if self._constant_rate is not None:
            median, loss = prefix(self._constant_rate.median, count), prefix(self._constant_rate.loss, count)
        return {**fields, "constant_rate_median": median, "constant_rate_loss": loss}
