"""The experiment `price`: steps by depth, with and without skip connections."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, frozen_each
from core.experiment import Experiment, Summary, new_run_number
from core.obstacles.nonlinearity.by_depth import ByDepth
from core.obstacles.nonlinearity.learning import Problems
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.plain_data import by_quartile, counts
from core.obstacles.nonlinearity.rate_search import (
    FIRST_INDEX,
    INDEX_LIMIT,
    LAST_INDEX,
    RateSearch,
    problems_per_batch,
    rate_grid,
)
from core.obstacles.nonlinearity.slices import width_of
from core.quartiles import quartiles
from core.run import Progress, Run, YieldTimer

NAMES = ("linear", "residual_linear")


@dataclass(frozen=True, kw_only=True, eq=False)
class PriceResult(ByDepth):
    """Steps by depth of products of matrices that learn another product; the keys of mappings are families.

    Each network descends with many fixed rates, and the best one counts; see `RateSearch`. A timeline position is
    an index into `depths`. Values not known yet are NaN.

    Attributes
    ----------
    depths
        Shape (d,), rising.
    width
        The width of every layer.
    rates
        The fixed rates tried for at least one network, shape (r,), rising by a factor of sqrt 2: those
        from 2^-10 to 2 times n / 2 for every network, others only for networks whose best rate was not inside.
    tried
        The lowest and the highest rate tried for each network, shape (d, problems, 2); all of `rates` between them
        were tried as well.
    steps
        The steps in which a quarter, a half and three quarters of the networks are solved, shape (3, d); inf if fewer
        are solved.
    each_steps, each_rate
        The steps of each network with its best rate, and that rate, shape (d, problems); inf and NaN
        for a failure.
    failures
        Number of networks that are not solved with any tried rate within the maximum number of steps, shape (d,).

    """

    params: NonlinearityParams
    width: int
    rates: FloatArray
    tried: Mapping[str, FloatArray]
    steps: Mapping[str, FloatArray]
    each_steps: Mapping[str, FloatArray]
    each_rate: Mapping[str, FloatArray]
    failures: Mapping[str, FloatArray]

    def known(self, family: str, place: int) -> int:
        """Return how many networks of a family have ended, with all rates, at the depth with index `place`."""
        return int(np.count_nonzero(~np.isnan(self.each_steps[family][place])))

    @property
    def ended(self) -> list[int]:
        """The indices of the depths at which all networks have ended."""
        return [p for p in range(len(self.depths)) if all(self.known(f, p) == self.params.problems for f in NAMES)]

    @property
    def depth_costs(self) -> bool:
        """Whether plain networks need more median steps at the deepest of the `ended` depths than at the shallowest.

        Uses `least_steps` at the deepest. False if the median at the shallowest is infinite.
        """
        return len(self.ended) > 1 and self.least_steps > float(self.steps["linear"][1, self.ended[0]])

    @property
    def least_steps(self) -> float:
        """A lower bound of the median steps of plain networks at the deepest of the `ended` depths; NaN without any.

        A network that is not solved within `max_steps` counts as `max_steps` + 1 steps.
        """
        if not self.ended:
            return math.nan
        median = float(self.steps["linear"][1, self.ended[-1]])
        counted = np.minimum(self.each_steps["linear"][self.ended[-1]], self.params.max_steps + 1.0)
        return median if math.isfinite(median) else float(np.median(counted))

    @property
    def skips_save(self) -> float:
        """A lower bound of the share of the median steps that skips save at the deepest of the `ended` depths.

        1 - skips / plain, where plain is `least_steps`. At most 0 if they save none; 0 if the median with skips is
        infinite or nothing is known yet.
        """
        skips = float(self.steps["residual_linear"][1, self.ended[-1]]) if self.ended else math.inf
        return 0.0 if math.isinf(skips) else 1.0 - skips / self.least_steps

    @property
    def searched(self) -> bool:
        """Whether at least one network was solved and no search reached its limit.

        Then the best rate of each solved network is inside `tried`, whose ends need more steps; see `RateSearch`.
        """
        ends = rate_grid(self.width, np.array([-INDEX_LIMIT, INDEX_LIMIT]))
        any_solved = any(np.isfinite(each).any() for each in self.each_steps.values())
        return any_solved and all(
            not np.any((each[..., 0] <= ends[0]) | (each[..., 1] >= ends[1])) for each in self.tried.values()
        )

    @property
    def failed(self) -> tuple[int, int]:
        """The number of networks not solved with any rate, and the number of networks that have ended, so far."""
        ended = sum(self.known(family, place) for family in NAMES for place in range(len(self.depths)))
        return sum(int(np.nansum(each)) for each in self.failures.values()), ended

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "depths": counts(self.depths),
            "width": self.width,
            "steps": by_quartile(self.steps),
            "failures": {name: counts(failures) for name, failures in self.failures.items()},
            "each_steps": {name: finite_list(steps) for name, steps in self.each_steps.items()},
            "each_rate": {name: finite_list(rate) for name, rate in self.each_rate.items()},
            "rates": finite_list(self.rates),
        }


class _PartialPrice:
    """The values that a run has computed so far, by family."""

    def __init__(self, params: NonlinearityParams, number: int) -> None:
        self._params, self._run = params, number
        self.depths = sorted(set(params.depths))
        self.width = width_of(params.width, "all_layers")
        shape = len(self.depths), params.problems
        self.steps = {name: np.full(shape, np.nan) for name in NAMES}
        self.rates = {name: np.full(shape, np.nan) for name in NAMES}
        self._tried = {name: np.full((*shape, 2), np.nan) for name in NAMES}
        self._lowest, self._highest = FIRST_INDEX, LAST_INDEX

    def add(self, name: str, index: int, some: range, search: RateSearch) -> None:
        """Add the results of the networks with indices `some` at one depth."""
        self.steps[name][index, some] = search.steps
        self.rates[name][index, some] = search.best_rate
        self._tried[name][index, some] = rate_grid(self.width, np.stack([search.low, search.high], axis=-1))
        self._lowest = min(self._lowest, int(search.low.min()))
        self._highest = max(self._highest, int(search.high.max()))

    def result(self, *, complete: bool) -> PriceResult:
        bands, failures = {}, {}
        for name, steps in self.steps.items():
            band, failed = np.full((3, len(self.depths)), np.nan), np.full(len(self.depths), np.nan)
            for index, each in enumerate(steps):
                if (known := each[~np.isnan(each)]).size:
                    band[:, index], failed[index] = quartiles(known), np.count_nonzero(np.isinf(known))
            bands[name], failures[name] = band, failed
        return PriceResult(
            params=self._params,
            run=self._run,
            complete=complete,
            depths=frozen(self.depths),
            width=self.width,
            rates=frozen(rate_grid(self.width, np.arange(self._lowest, self._highest + 1))),
            tried=frozen_each(self._tried),
            steps=frozen_each(bands),
            each_steps=frozen_each(self.steps),
            each_rate=frozen_each(self.rates),
            failures=frozen_each(failures),
        )


def run(params: NonlinearityParams) -> Run[PriceResult]:
    """Train every network with many rates, depth by depth."""
    timer, found = YieldTimer(0.006), _PartialPrice(params, new_run_number())
    for index, depth in enumerate(found.depths):
        count = problems_per_batch(depth, found.width)
        for number, name in enumerate(NAMES):
            for first in range(0, params.problems, count):
                share = (number + first / params.problems) / len(NAMES)
                done = (sum(found.depths[:index]) + share * depth) / sum(found.depths)
                some = range(first, min(first + count, params.problems))
                branch = _branch(params, depth) if name == "residual_linear" else None
                problems = Problems(params.seed, some, depth=depth, width=found.width, branch=branch)
                search = RateSearch(problems, params.max_steps)
                for _ in search.work(params.tolerance):
                    if timer.due():
                        yield Progress(done, found.result(complete=False))
                found.add(name, index, some, search)
    return found.result(complete=True)


def _branch(params: NonlinearityParams, depth: int) -> float:
    scale = params.branch_scale
    return 1.0 / math.sqrt(depth) if isinstance(scale, str) else scale


PRICE = Experiment(
    key="price",
    title="Price",
    reads=("branch_scale", "width", "depths", "problems", "tolerance", "max_steps", "seed"),
    result=PriceResult,
    run=run,
    cached=True,
)
