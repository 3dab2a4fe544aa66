"""The experiment `price`: what depth costs in steps, with and without skips."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, frozen_each
from core.experiment import Experiment, Progress, Run, Summary, YieldTimer, new_run_number
from core.obstacles.nonlinearity.by_depth import ByDepth
from core.obstacles.nonlinearity.learning import Problems
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.plain import by_quartile, counts
from core.obstacles.nonlinearity.rates import FIRST, LAST, LIMIT, Search, lattice, together
from core.obstacles.nonlinearity.slices import width_of
from core.obstacles.nonlinearity.survey import quartiles

NAMES = ("linear", "residual_linear")


@dataclass(frozen=True, kw_only=True, eq=False)
class PriceResult(ByDepth):
    """Steps against depth for products of matrices that learn another product; mappings go by family.

    Each network descends with many fixed rates, and its best one counts: see `Search`. A position of the timeline is
    an index into `depths`. What is not known yet is NaN.

    Attributes
    ----------
    depths
        Shape (d,), rising.
    width
        Of every layer.
    rates
        The fixed rates that at least one network was tried with, shape (r,), rising by a factor of sqrt 2: those
        from 2^-10 to 2 times n / 2 with every network, those beyond only where its best rate was not inside.
    tried
        The lowest and the highest rate that each network was tried with, shape (d, problems, 2): with these, and with
        those of `rates` that lie between.
    steps
        The steps in which a quarter, a half, three quarters of the networks arrive, shape (3, d); inf where so many
        do not.
    each_steps, each_rate
        The steps of each network with its best rate, and that rate, shape (d, problems); inf and NaN
        for a failure.
    failures
        How many networks arrive with none of the rates they were tried with within the steps allowed, shape (d,).

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
        """Return how many networks of a family have ended, with all their rates, at the depth of an index."""
        return int(np.count_nonzero(~np.isnan(self.each_steps[family][place])))

    @property
    def ended(self) -> list[int]:
        """The indices of the depths at which all networks have ended."""
        return [p for p in range(len(self.depths)) if all(self.known(f, p) == self.params.problems for f in NAMES)]

    @property
    def depth_costs(self) -> bool:
        """Whether the median steps of plain networks are more at the deepest of those depths than at the shallowest.

        At the deepest each that did not arrive counts as one more than the steps allowed: it needs no less. Not where
        the median at the shallowest is not known, as so many do not arrive.
        """
        return len(self.ended) > 1 and self.least_steps > float(self.steps["linear"][1, self.ended[0]])

    @property
    def least_steps(self) -> float:
        """The least that the median steps of plain networks can be at the deepest of those depths; NaN without any.

        Each that did not arrive within the steps allowed needs at least one more: it counts as `max_steps` + 1.
        """
        if not self.ended:
            return math.nan
        median = float(self.steps["linear"][1, self.ended[-1]])
        counted = np.minimum(self.each_steps["linear"][self.ended[-1]], self.params.max_steps + 1.0)
        return median if math.isfinite(median) else float(np.median(counted))

    @property
    def skips_save(self) -> float:
        """The share of the median steps that skips save, at least, at the deepest of those depths.

        1 - skips / plain, where plain is `least_steps`: not to arrive is not to need infinitely many steps. At most 0
        where they save none, where the median with skips is infinite, and where nothing is known yet.
        """
        skips = float(self.steps["residual_linear"][1, self.ended[-1]]) if self.ended else math.inf
        return 0.0 if math.isinf(skips) else 1.0 - skips / self.least_steps

    @property
    def searched(self) -> bool:
        """Whether some network arrived, and none was tried with a rate at the limit of the search.

        Then the best rate of each that arrived lies inside `tried`, whose ends need more steps, and the others arrived
        with none. It is the best that was found: see `Search`.
        """
        ends = lattice(self.width, np.array([-LIMIT, LIMIT]))
        arrived = any(np.isfinite(each).any() for each in self.each_steps.values())
        return arrived and all(
            not np.any((each[..., 0] <= ends[0]) | (each[..., 1] >= ends[1])) for each in self.tried.values()
        )

    @property
    def failed(self) -> tuple[int, int]:
        """How many networks arrived with no rate, and how many have ended, so far."""
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


class _Findings:
    """What a run has found so far, by family."""

    def __init__(self, params: NonlinearityParams, number: int) -> None:
        self._params, self._run = params, number
        self.depths = sorted(set(params.depths))
        self.width = width_of(params.width, "all_layers")
        shape = len(self.depths), params.problems
        self.steps = {name: np.full(shape, np.nan) for name in NAMES}
        self.rates = {name: np.full(shape, np.nan) for name in NAMES}
        self._tried = {name: np.full((*shape, 2), np.nan) for name in NAMES}
        self._lowest, self._highest = FIRST, LAST

    def take(self, name: str, index: int, some: range, search: Search) -> None:
        """Take up what was found of some networks at one depth."""
        self.steps[name][index, some] = search.steps
        self.rates[name][index, some] = search.best_rate
        self._tried[name][index, some] = lattice(self.width, np.stack([search.low, search.high], axis=-1))
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
            rates=frozen(lattice(self.width, np.arange(self._lowest, self._highest + 1))),
            tried=frozen_each(self._tried),
            steps=frozen_each(bands),
            each_steps=frozen_each(self.steps),
            each_rate=frozen_each(self.rates),
            failures=frozen_each(failures),
        )


def run(params: NonlinearityParams) -> Run[PriceResult]:
    """Let every network learn with many rates, depth by depth."""
    timer, found = YieldTimer(0.006), _Findings(params, new_run_number())
    for index, depth in enumerate(found.depths):
        count = together(depth, found.width)
        for number, name in enumerate(NAMES):
            for first in range(0, params.problems, count):
                share = (number + first / params.problems) / len(NAMES)
                done = (sum(found.depths[:index]) + share * depth) / sum(found.depths)
                some = range(first, min(first + count, params.problems))
                branch = _branch(params, depth) if name == "residual_linear" else None
                problems = Problems(params.seed, some, depth=depth, width=found.width, branch=branch)
                search = Search(problems, params.max_steps)
                for _ in search.work(params.tolerance):
                    if timer.due():
                        yield Progress(done, found.result(complete=False))
                found.take(name, index, some, search)
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
)
