"""Claims of the stack about its networks."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.by_depth import ByDepth
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.projection import NEAR_QUADRATIC_NU, NU_ROUNDING

SATURATION_SLOPE = 0.5
"""An activation counts as saturated if its mean slope is below this share of the largest slope."""
LINEAR = frozenset({"linear", "residual_linear"})


def saturated_slope(mean_slope: FloatArray) -> float | None:
    """Return the median mean slope at the deepest, given quartiles, (3, d), if it is below one half, else None."""
    median = float(mean_slope[1, -1])
    return median if median < SATURATION_SLOPE else None


@dataclass(frozen=True, kw_only=True, eq=False)
class StackClaims(ByDepth):
    """Claims of a result of `stack`."""

    params: NonlinearityParams
    nu: Mapping[str, FloatArray]
    dead: Mapping[str, FloatArray]
    mean_slope: Mapping[str, FloatArray]

    @property
    def known(self) -> bool:
        """Whether a value is known for every family at every depth."""
        return not any(np.isnan(quartiles).any() for quartiles in self.nu.values())

    @property
    def last_nu(self) -> Mapping[str, float]:
        """The median of nu at the deepest, by family."""
        return {family: float(quartiles[1, -1]) for family, quartiles in self.nu.items()}

    @property
    def most_nu(self) -> Mapping[str, float]:
        """The largest median of nu over the known depths, by family; 0 if none is known."""
        return {family: float(np.nanmax(quartiles[1], initial=0.0)) for family, quartiles in self.nu.items()}

    @property
    def misses(self) -> Mapping[str, bool]:
        """Whether `last_nu` is more than rounding (1e-12) and no network is dead, by family.

        False for a partial result, and if the deepest networks have a single layer.
        """
        stacked, dead = self.complete and self.deepest > 1, self.last_dead
        return {family: stacked and last >= NU_ROUNDING and not dead[family] for family, last in self.last_nu.items()}

    @property
    def most_dead(self) -> Mapping[str, int]:
        """The largest number of dead networks over the known depths, by family."""
        return {family: int(np.nanmax(dead, initial=0.0)) for family, dead in self.dead.items()}

    @property
    def last_dead(self) -> Mapping[str, int]:
        """The number of dead networks at the deepest, by family; 0 if not known."""
        return {family: int(np.nan_to_num(dead[-1])) for family, dead in self.dead.items()}

    @property
    def tame(self) -> bool:
        """Whether the median of nu of every family is at most 10 % at each known depth, and no network is dead."""
        return max(self.most_nu.values()) <= NEAR_QUADRATIC_NU and not any(self.most_dead.values())

    @property
    def stays_tame(self) -> bool:
        """Whether it is `tame`, if every depth up to the deepest was run and is known; False for a single depth."""
        return self.tame and self.gapless and self.known and len(self.depths) > 1

    @property
    def saturates(self) -> Mapping[str, float]:
        """The median mean slope at the deepest, only of families in which it is below one half."""
        found = {family: saturated_slope(slope) for family, slope in self.mean_slope.items()}
        return {family: slope for family, slope in found.items() if slope is not None}

    @property
    def linear(self) -> bool:
        """Whether all networks are linear in their input."""
        return set(self.nu) <= LINEAR

    @property
    def at_most_quadratic(self) -> bool:
        """Whether the loss is at most quadratic in each of the two entries, at any depth.

        By theorem this holds if all networks are linear and two entries move: the network, also with skips, is affine
        in each entry of one layer (multilinear), and the loss is quadratic in its output.
        """
        return self.linear and self.params.slice == "two_entries"

    @property
    def exact_parabola(self) -> bool:
        """Whether the loss is a parabola on the slice, at any depth.

        By theorem this holds if all networks are linear and one layer moves: their output is affine in each layer.
        """
        return self.linear and self.params.slice == "one_layer"

    @property
    def comparable(self) -> bool:
        """Whether plain ReLU and linear networks can be compared at the deepest of a complete run.

        They have more than one layer (one layer has no activation), no ReLU network is dead, and nu of at least one
        of the two is more than rounding.
        """
        both = self.complete and self.deepest > 1 and {"relu", "linear"} <= set(self.nu)
        return both and not self.last_dead["relu"] and max(self.last_nu["relu"], self.last_nu["linear"]) >= NU_ROUNDING

    @property
    def relu_like_linear(self) -> bool:
        """Whether at the deepest the medians of nu of ReLU and linear networks are between each other's quartiles.

        False if the two are not `comparable`, and for a single replicate.
        """
        if not self.comparable or self.params.replicates == 1:
            return False
        (a, relu, b), (c, linear, d) = self.nu["relu"][:, -1], self.nu["linear"][:, -1]
        return bool(c <= relu <= d and a <= linear <= b)

    @property
    def relu_no_remedy(self) -> bool:
        """Whether at the deepest the median of nu of plain ReLU networks is at least that of linear ones.

        False if the two are not `comparable`, and if nu of the linear networks is at most 10 %.
        """
        return self.comparable and self.last_nu["relu"] >= self.last_nu["linear"] > NEAR_QUADRATIC_NU
