"""The experiment `activation`: nonlinearity due to the activation alone, and with stacked layers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray, frozen
from core.experiment import Experiment, Summary, new_run_number
from core.obstacles.nonlinearity.by_depth import ByDepth
from core.obstacles.nonlinearity.families import Kind, kind
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.plain_data import by_quartile, counts
from core.obstacles.nonlinearity.projection import NEAR_QUADRATIC_NU
from core.obstacles.nonlinearity.slices import Slice, width_of
from core.obstacles.nonlinearity.stack_claims import saturated_slope
from core.obstacles.nonlinearity.survey import LOSS_RANGE, NU, NU_GRADIENT, Survey
from core.run import Progress, Run, YieldTimer

_FIRST_SHARE = 0.7
"""Share of the progress that the slice of one layer takes; at the defaults about its share of the time."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ActivationResult(ByDepth):
    """Nonlinearity by depth if only the first layer moves, and if all layers move.

    The keys of mappings are the families in `activations`. A position of the timeline is an index into `depths`. Bands
    hold q25, median and q75 over the replicates known so far, shape (3, d); NaN if none is known.

    Attributes
    ----------
    depths
        Shape (d,), rising.
    width, stacked_width
        The width of every layer in the two slices.
    nu, nu_gradient
        The share of variance outside the best quadratic, and outside the best affine gradient, if only the
        first layer moves. 0 for linear networks.
    loss_range
        Largest over smallest loss on the slice, shape (3, d), of networks that are not dead. Near 1 the loss is nearly
        constant, so that a small nu is no advantage. inf if the smallest is 0; NaN if all are dead.
    dead
        Number of networks with a loss of 0 everywhere on the slice, shape (d,). Their nu counts as 0.
    mean_slope
        The mean of the activation's derivative over the slice, the inputs, the units and the layers that have one, in
        units of its largest value (tanh 1, sigmoid 1/4), shape (3, d), of the families that can saturate; NaN for one
        layer of a plain network, which has no activation.
    stacked_nu, stacked_loss_range, stacked_dead, stacked_mean_slope
        The same if all layers move.

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
        """The median of nu at the deepest if one layer moves, by family; NaN if not known."""
        return {family: float(quartiles[1, -1]) for family, quartiles in self.nu.items()}

    @property
    def last_stacked_nu(self) -> Mapping[str, float]:
        """The median of nu at the deepest if all layers move, by family; NaN if not known."""
        return {family: float(quartiles[1, -1]) for family, quartiles in self.stacked_nu.items()}

    @property
    def last_dead(self) -> Mapping[str, int]:
        """The number of dead networks at the deepest if one layer moves, by family; 0 if not known."""
        return {family: int(np.nan_to_num(dead[-1])) for family, dead in self.dead.items()}

    @property
    def last_stacked_dead(self) -> Mapping[str, int]:
        """The number of dead networks at the deepest if all layers move, by family; 0 if not known."""
        return {family: int(np.nan_to_num(dead[-1])) for family, dead in self.stacked_dead.items()}

    @property
    def looks_tame(self) -> Mapping[str, bool]:
        """Whether nu is at most 10 % if one layer moves, but more if all layers move; by family.

        Compares medians at the deepest. False for a partial result, and if a network of the family is dead.
        """
        alive = {family: not (self.last_dead[family] or self.last_stacked_dead[family]) for family in self.nu}
        return {
            family: self.complete and alive[family] and nu <= NEAR_QUADRATIC_NU < self.last_stacked_nu[family]
            for family, nu in self.last_nu.items()
        }

    @property
    def saturates(self) -> Mapping[str, float]:
        """The median mean slope at the deepest if all layers move, only of families in which it is below one half."""
        found = {family: saturated_slope(slope) for family, slope in self.stacked_mean_slope.items()}
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
    one_layer, all_layers = (
        Survey(Slice(name, width_of(params.width, name), params.radius, params.seed), kinds, depths, params.replicates)
        for name in ("one_layer", "all_layers")
    )

    def result(*, complete: bool) -> ActivationResult:
        return ActivationResult(
            params=params,
            run=number,
            complete=complete,
            depths=frozen(depths),
            width=one_layer.slice.width,
            nu=one_layer.bands(NU),
            nu_gradient=one_layer.bands(NU_GRADIENT),
            loss_range=one_layer.bands(LOSS_RANGE),
            dead=one_layer.dead(),
            mean_slope=one_layer.slopes(),
            stacked_width=all_layers.slice.width,
            stacked_nu=all_layers.bands(NU),
            stacked_loss_range=all_layers.bands(LOSS_RANGE),
            stacked_dead=all_layers.dead(),
            stacked_mean_slope=all_layers.slopes(),
        )

    for share in _interleaved(one_layer, all_layers):
        if timer.due():
            yield Progress(share, result(complete=False))
    return result(complete=True)


def _interleaved(one_layer: Survey, all_layers: Survey) -> Iterator[float]:
    """Measure some networks on the slice of one layer, all on that of all layers, then the rest; yield the share.

    In this order both slices are displayed early.
    """
    first, share = one_layer.work(), 0.0
    for share in first:
        yield _FIRST_SHARE * share
        if share >= one_layer.batch_size / one_layer.replicates:
            break
    for other in all_layers.work(gradient=False):
        yield _FIRST_SHARE * share + (1.0 - _FIRST_SHARE) * other
    for share in first:
        yield _FIRST_SHARE * share + 1.0 - _FIRST_SHARE


ACTIVATION = Experiment(
    key="activation",
    title="Activation",
    reads=("gain", "activations", "width", "radius", "replicates", "branch_scale", "depths", "seed"),
    result=ActivationResult,
    run=run,
    cached=True,
)
