"""What the stack's result says of its networks."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.by_depth import ByDepth
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.projection import ROUNDING, TAME

SATURATED = 0.5
"""The mean slope, in units of the largest, below which an activation saturates."""
LINEAR = frozenset({"linear", "residual_linear"})


def saturated(mean_slope: FloatArray) -> float | None:
    """Return the median mean slope at the deepest of quartiles by depth, (3, d), where it is below one half."""
    median = float(mean_slope[1, -1])
    return median if median < SATURATED else None


@dataclass(frozen=True, kw_only=True, eq=False)
class StackClaims(ByDepth):
    """What follows from the arrays of the stack's result."""

    params: NonlinearityParams
    nu: Mapping[str, FloatArray]
    dead: Mapping[str, FloatArray]
    mean_slope: Mapping[str, FloatArray]

    @property
    def known(self) -> bool:
        """Whether something is known of every family at every depth."""
        return not any(np.isnan(quartiles).any() for quartiles in self.nu.values())

    @property
    def last_nu(self) -> Mapping[str, float]:
        """The median of nu at the deepest, by family."""
        return {family: float(quartiles[1, -1]) for family, quartiles in self.nu.items()}

    @property
    def most_nu(self) -> Mapping[str, float]:
        """The largest median of nu over the depths that are known, by family; 0 where none is."""
        return {family: float(np.nanmax(quartiles[1], initial=0.0)) for family, quartiles in self.nu.items()}

    @property
    def misses(self) -> Mapping[str, bool]:
        """Whether `last_nu` of two layers or more is more than rounding (1e-12), and none of the networks is dead.

        By family, at the deepest of a complete run.
        """
        stacked, dead = self.complete and self.deepest > 1, self.last_dead
        return {family: stacked and last >= ROUNDING and not dead[family] for family, last in self.last_nu.items()}

    @property
    def most_dead(self) -> Mapping[str, int]:
        """The most networks that are dead at any of the depths that are known, by family."""
        return {family: int(np.nanmax(dead, initial=0.0)) for family, dead in self.dead.items()}

    @property
    def last_dead(self) -> Mapping[str, int]:
        """How many networks are dead at the deepest, by family; 0 where it is not known."""
        return {family: int(np.nan_to_num(dead[-1])) for family, dead in self.dead.items()}

    @property
    def tame(self) -> bool:
        """Whether the median of nu of every family is at most 10 % at each depth that is known, and none is dead."""
        return max(self.most_nu.values()) <= TAME and not any(self.most_dead.values())

    @property
    def stays_tame(self) -> bool:
        """Whether it is `tame` at every depth up to the deepest, all of them run and known, and two of them or more."""
        return self.tame and self.gapless and self.known and len(self.depths) > 1

    @property
    def saturates(self) -> Mapping[str, float]:
        """The median mean slope at the deepest, of the families in which it is below one half."""
        found = {family: saturated(slope) for family, slope in self.mean_slope.items()}
        return {family: slope for family, slope in found.items() if slope is not None}

    @property
    def linear(self) -> bool:
        """Whether all networks are linear in their input."""
        return set(self.nu) <= LINEAR

    @property
    def at_most_quadratic(self) -> bool:
        """Whether the loss is at most quadratic in each of the two entries, at any depth.

        Theorem: it is so where all networks are linear and two entries move. The network is then affine in each entry
        of one layer (multilinear), with skips too, and the loss is quadratic in its output.
        """
        return self.linear and self.params.slice == "two_entries"

    @property
    def exact_parabola(self) -> bool:
        """Whether the loss is a parabola on the slice, at any depth.

        Theorem: it is so where all networks are linear and one layer moves: their output is affine in each layer.
        """
        return self.linear and self.params.slice == "one_layer"

    @property
    def comparable(self) -> bool:
        """Whether plain ReLU and linear networks differ and bend at the deepest of a complete run, none of them dead.

        One layer has no activation: there they are the same. They bend where nu of either is more than rounding.
        """
        both = self.complete and self.deepest > 1 and {"relu", "linear"} <= set(self.nu)
        return both and not self.last_dead["relu"] and max(self.last_nu["relu"], self.last_nu["linear"]) >= ROUNDING

    @property
    def relu_like_linear(self) -> bool:
        """Whether at the deepest each of the medians of nu of plain ReLU and linear networks lies in the other's band.

        Bands are from the lower to the upper quartile. Only where the two are `comparable` and bands are of several.
        """
        if not self.comparable or self.params.replicates == 1:
            return False
        (a, one, b), (c, other, d) = self.nu["relu"][:, -1], self.nu["linear"][:, -1]
        return bool(c <= one <= d and a <= other <= b)

    @property
    def relu_no_remedy(self) -> bool:
        """Whether at the deepest the median of nu of plain ReLU networks is at least that of linear ones.

        Only where the two are `comparable`, and where there is something to remedy: nu of linear ones is above 10 %.
        """
        return self.comparable and self.last_nu["relu"] >= self.last_nu["linear"] > TAME
