"""The experiment `activation`: what the activation adds by itself, and what stacking adds with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray, frozen
from core.experiment import Experiment, Progress, Run, Summary, YieldTimer, new_run_number
from core.obstacles.nonlinearity.by_depth import ByDepth
from core.obstacles.nonlinearity.families import Kind, kind
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.plain import by_quartile, counts
from core.obstacles.nonlinearity.projection import TAME
from core.obstacles.nonlinearity.slices import Slice, width_of
from core.obstacles.nonlinearity.stack_claims import saturated
from core.obstacles.nonlinearity.survey import LOSS_RANGE, NU, NU_GRADIENT, Survey

_FIRST_SHARE = 0.7
"""Of the progress; about what the slice of one layer takes of the time at the defaults."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ActivationResult(ByDepth):
    """Nonlinearity against depth where the first layer alone moves, and where all do.

    Mappings go by the networks named in `activations`. A position of the timeline is an index into `depths`. Bands
    hold q25, median and q75 over the replicates, shape (3, d); NaN where nothing is known yet, and more
    replicates may still come while the result is not complete.

    Attributes
    ----------
    depths
        Shape (d,), rising.
    width, stacked_width
        Of every layer, in the two slices.
    nu, nu_gradient
        The share that the best quadratic, and the best affine gradient, leave where the
        first layer alone moves: what the activation adds. 0 for linear networks.
    loss_range
        Largest over smallest loss there, shape (3, d), of networks that are not dead: near 1 where the loss does not
        move any more, and then little nonlinearity is no merit. inf where the smallest is 0; NaN where all are dead.
    dead
        How many networks have a loss of 0 all over the slice, shape (d,). Their nu counts as 0.
    mean_slope
        The mean of the activation's derivative over the slice, the inputs, the units and the layers that have one, in
        units of its largest (tanh 1, sigmoid 1/4), shape (3, d), of the families that may saturate; NaN at one
        layer of a plain network, which has no activation.
    stacked_nu, stacked_loss_range, stacked_dead, stacked_mean_slope
        The same where all layers move: what stacking adds comes on top.

    """

    params: NonlinearityParams
    width: int
    nu: Mapping[str, FloatArray]
    nu_gradient: Mapping[str, FloatArray]
    loss_range: Mapping[str, FloatArray]
    dead: Mapping[str, FloatArray]
    mean_slope: Mapping[str, FloatArray]
    stacked_width: int
    stacked_nu: Mapping[str, FloatArray]
    stacked_loss_range: Mapping[str, FloatArray]
    stacked_dead: Mapping[str, FloatArray]
    stacked_mean_slope: Mapping[str, FloatArray]

    @property
    def last_nu(self) -> Mapping[str, float]:
        """The median of nu at the deepest where one layer moves, by family; NaN where it is not known."""
        return {family: float(quartiles[1, -1]) for family, quartiles in self.nu.items()}

    @property
    def last_stacked_nu(self) -> Mapping[str, float]:
        """The median of nu at the deepest where all layers move, by family; NaN where it is not known."""
        return {family: float(quartiles[1, -1]) for family, quartiles in self.stacked_nu.items()}

    @property
    def last_dead(self) -> Mapping[str, int]:
        """How many networks are dead at the deepest where one layer moves, by family; 0 where it is not known."""
        return {family: int(np.nan_to_num(dead[-1])) for family, dead in self.dead.items()}

    @property
    def last_stacked_dead(self) -> Mapping[str, int]:
        """How many networks are dead at the deepest where all layers move, by family; 0 where it is not known."""
        return {family: int(np.nan_to_num(dead[-1])) for family, dead in self.stacked_dead.items()}

    @property
    def looks_tame(self) -> Mapping[str, bool]:
        """Whether nu of a family is at most 10 % where one layer moves, and more where all do; by family.

        Medians at the deepest of a complete run, in which no network of the family is dead on either slice.
        """
        alive = {family: not (self.last_dead[family] or self.last_stacked_dead[family]) for family in self.nu}
        return {
            family: self.complete and alive[family] and few <= TAME < self.last_stacked_nu[family]
            for family, few in self.last_nu.items()
        }

    @property
    def saturates(self) -> Mapping[str, float]:
        """The median mean slope at the deepest where all layers move, of the families in which it is below one half."""
        found = {family: saturated(slope) for family, slope in self.stacked_mean_slope.items()}
        return {family: slope for family, slope in found.items() if slope is not None}

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "depths": counts(self.depths),
            "width": self.width,
            "nu": by_quartile(self.nu),
            "nu_gradient": by_quartile(self.nu_gradient),
            "loss_range": by_quartile(self.loss_range),
            "stacked_width": self.stacked_width,
            "stacked_nu": by_quartile(self.stacked_nu),
            "stacked_loss_range": by_quartile(self.stacked_loss_range),
        }


def run(params: NonlinearityParams) -> Run[ActivationResult]:
    """Measure the activations on slices of the first layer and of all layers."""
    timer, number = YieldTimer(0.006), new_run_number()
    kinds: dict[str, Kind] = {family: kind(family, params) for family in params.activations}
    depths = sorted(set(params.depths))
    one, all_ = (
        Survey(Slice(name, width_of(params.width, name), params.radius, params.seed), kinds, depths, params.replicates)
        for name in ("one_layer", "all_layers")
    )

    def result(*, complete: bool) -> ActivationResult:
        return ActivationResult(
            params=params,
            run=number,
            complete=complete,
            depths=frozen(depths),
            width=one.where.width,
            nu=one.bands(NU),
            nu_gradient=one.bands(NU_GRADIENT),
            loss_range=one.bands(LOSS_RANGE),
            dead=one.dead(),
            mean_slope=one.slopes(),
            stacked_width=all_.where.width,
            stacked_nu=all_.bands(NU),
            stacked_loss_range=all_.bands(LOSS_RANGE),
            stacked_dead=all_.dead(),
            stacked_mean_slope=all_.slopes(),
        )

    for share in _in_turns(one, all_):
        if timer.due():
            yield Progress(share, result(complete=False))
    return result(complete=True)


def _in_turns(one: Survey, all_: Survey) -> Iterator[float]:
    """Measure some networks where one layer moves, then all where all do, then the others; yield the share done.

    What the activation adds must not be seen for long without what stacking adds.
    """
    first, share = one.work(), 0.0
    for share in first:
        yield _FIRST_SHARE * share
        if share >= one.together / one.replicates:
            break
    for other in all_.work(gradient=False):
        yield _FIRST_SHARE * share + (1.0 - _FIRST_SHARE) * other
    for share in first:
        yield _FIRST_SHARE * share + 1.0 - _FIRST_SHARE


ACTIVATION = Experiment(
    key="activation",
    title="Activation",
    reads=("gain", "activations", "width", "radius", "replicates", "branch_scale", "depths", "seed"),
    result=ActivationResult,
    run=run,
)
