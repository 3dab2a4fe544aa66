"""The experiment `stack`: the nonlinearity of the loss by depth, with and without skip connections."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, frozen_each
from core.experiment import Experiment, Summary, new_run_number
from core.nonlinearity_laws import plain_wide_limit, residual_wide_limit
from core.obstacles.nonlinearity.families import Kind, kind
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.plain_data import by_quartile, counts
from core.obstacles.nonlinearity.projection import quadratics
from core.obstacles.nonlinearity.slices import Slice, width_of
from core.obstacles.nonlinearity.stack_claims import StackClaims
from core.obstacles.nonlinearity.survey import LOSS_RANGE, NU, NU_GRADIENT, Survey
from core.run import Progress, Run, YieldTimer

ALONG = frozen(np.linspace(-1.0, 1.0, 129))
"""Points u = v of the cut, from corner to corner of the slice."""


@dataclass(frozen=True, kw_only=True, eq=False)
class StackResult(StackClaims):
    """Nonlinearity by depth; the keys of mappings are families, and NaN marks values not known yet.

    A position of the timeline is an index into `depths`.

    Attributes
    ----------
    depths
        Shape (d,), rising.
    width
        The width of every layer.
    nu
        The share of the variance of the loss on a slice outside its best quadratic, in [0, 1]:
        q25, median and q75 over the replicates known so far, shape (3, d).
    nu_gradient
        The share of the variance of the gradient field outside the best affine field, shape (3, d).
    loss_range
        Largest over smallest loss at the Gauss points of the slice, 17 x 17 or as many as the
        deepest network needs, shape (3, d), of networks that are not dead; inf if the smallest is 0, NaN if
        all networks are dead.
    dead
        Number of dead networks, shape (d,): their loss is 0 at all these points. Their nu counts as 0.
    mean_slope
        The mean of the activation's derivative over the slice, the inputs, the units and the layers that have one, in
        units of its largest value (tanh 1, sigmoid 1/4), shape (3, d), of the families that can saturate; NaN for one
        layer of a plain network, which has no activation.
    wide_limit
        nu of infinitely wide layers, shape (d,), of linear families; empty unless all layers move.
    typical
        The replicate whose nu is nearest to the median, shape (d,); it is shown on the cut.
    along
        Positions on the cut, shape (129,): the point (t, t) of the slice, -1 <= t <= 1, from corner to corner.
    cut, quadratic
        The loss of the typical replicate on the cut, and the same cut through the best
        quadratic on the whole slice, shape (d, 129).
    cut_nu
        nu of the typical replicate, shape (d,).

    """

    width: int
    nu_gradient: Mapping[str, FloatArray]
    loss_range: Mapping[str, FloatArray]
    dead: Mapping[str, FloatArray]
    mean_slope: Mapping[str, FloatArray]
    wide_limit: Mapping[str, FloatArray]
    typical: Mapping[str, FloatArray]
    along: FloatArray
    cut: Mapping[str, FloatArray]
    quadratic: Mapping[str, FloatArray]
    cut_nu: Mapping[str, FloatArray]

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "depths": counts(self.depths),
            "width": self.width,
            "nu": by_quartile(self.nu),
            "nu_gradient": by_quartile(self.nu_gradient),
            "loss_range": by_quartile(self.loss_range),
            "wide_limit": {name: finite_list(limit) for name, limit in self.wide_limit.items()},
            "typical": {name: counts(replicates) for name, replicates in self.typical.items()},
            "along": finite_list(self.along),
            "cut": {name: finite_list(cut) for name, cut in self.cut.items()},
            "quadratic": {name: finite_list(cut) for name, cut in self.quadratic.items()},
            "cut_nu": {name: finite_list(nu) for name, nu in self.cut_nu.items()},
        }


class _Cuts:
    """The loss of the typical replicates along the cut, by family and depth."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        shape = len(survey.depths), ALONG.size
        self.loss = {name: np.full(shape, np.nan) for name in survey.kinds}
        self.quadratic = {name: np.full(shape, np.nan) for name in survey.kinds}
        self.typical = {name: np.full(shape[0], np.nan) for name in survey.kinds}
        self.nu = {name: np.full(shape[0], np.nan) for name in survey.kinds}
        self._points = np.stack([ALONG, ALONG], axis=-1)
        self._basis = quadratics(self._points)

    def update(self, index: int) -> Iterator[None]:
        """Compute the cuts of the currently typical replicates at the depth with this index."""
        for name, each in self._survey.kinds.items():
            replicate = self._survey.typical(name, index)
            if replicate != self.typical[name][index]:
                yield from self._cut(name, each, index, replicate)

    def _cut(self, name: str, family: Kind, index: int, replicate: int) -> Iterator[None]:
        survey, depth = self._survey, self._survey.depths[index]
        for losses in survey.slice.losses(family, (depth,), replicate, (self._points,)):
            if losses is None:
                yield
                continue
            self.loss[name][index] = losses.values * np.exp(losses.log_unit)
        unit = np.exp(survey.log_units[name][index, replicate])
        self.quadratic[name][index] = survey.quadratics[name][index, replicate] @ self._basis * unit
        self.typical[name][index] = replicate
        self.nu[name][index] = survey.nu(name, index, replicate)


def run(params: NonlinearityParams) -> Run[StackResult]:
    """Measure every family at every depth, and compute the cuts of the typical replicates."""
    timer, number = YieldTimer(0.006), new_run_number()
    kinds: dict[str, Kind] = {family: kind(family, params) for family in params.families}
    width = width_of(params.width, params.slice)
    slice_ = Slice(params.slice, width, params.radius, params.seed)
    survey = Survey(slice_, kinds, sorted(set(params.depths)), params.replicates)
    cuts, limits = _Cuts(survey), _wide_limits(survey, params)

    def result(*, complete: bool) -> StackResult:
        return StackResult(
            params=params,
            run=number,
            complete=complete,
            depths=frozen(survey.depths),
            width=width,
            nu=survey.bands(NU),
            nu_gradient=survey.bands(NU_GRADIENT),
            loss_range=survey.bands(LOSS_RANGE),
            dead=survey.dead(),
            mean_slope=survey.slopes(),
            wide_limit=limits,
            typical=frozen_each(cuts.typical),
            along=ALONG,
            cut=frozen_each(cuts.loss),
            quadratic=frozen_each(cuts.quadratic),
            cut_nu=frozen_each(cuts.nu),
        )

    for fraction in survey.work(cuts.update):
        if timer.due():
            yield Progress(fraction, result(complete=False))
    return result(complete=True)


def _wide_limits(survey: Survey, params: NonlinearityParams) -> Mapping[str, FloatArray]:
    if survey.slice.name != "all_layers":
        return MappingProxyType({})
    limits = {}
    for name, each in survey.kinds.items():
        if each.residual and each.linear:
            squares = [(each.branch(depth) * each.gain) ** 2 for depth in survey.depths]
            limits[name] = frozen(
                [residual_wide_limit(d, s, params.radius) for d, s in zip(survey.depths, squares, strict=True)]
            )
        elif each.linear:
            limits[name] = frozen([plain_wide_limit(depth, params.radius) for depth in survey.depths])
    return MappingProxyType(limits)


STACK = Experiment(
    key="stack",
    title="Stack",
    reads=("radius", "families", "slice", "width", "branch_scale", "gain", "depths", "replicates", "seed"),
    result=StackResult,
    run=run,
    cached=True,
)
