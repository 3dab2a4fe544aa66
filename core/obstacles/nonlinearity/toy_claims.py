"""Claims of the toy about its two slices."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.by_depth import ByDepth
from core.obstacles.nonlinearity.families import LINEAR
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.params import Slice as Name
from core.obstacles.nonlinearity.polynomial_degree import polynomial_degree
from core.obstacles.nonlinearity.projection import NEAR_QUADRATIC_NU
from core.obstacles.nonlinearity.slices import Slice, width_of
from core.obstacles.nonlinearity.surface_descent import ROUNDING_FACTOR, Surfaces

NAMES: tuple[Name, Name] = ("two_entries", "tied")
_RELATIVE_ROUNDING = 1e-9
_MIN_BOUND = 1e-5


@dataclass(frozen=True, kw_only=True, eq=False)
class ToyClaims(ByDepth):
    """Claims of a result of `toy`."""

    params: NonlinearityParams
    nu: Mapping[str, FloatArray]
    coefficients: Mapping[str, FloatArray]
    path_loss: Mapping[str, FloatArray]
    lowest: Mapping[str, FloatArray]
    steps_to_tolerance: Mapping[str, FloatArray]

    @property
    def drawn(self) -> bool:
        """Whether both slices are known at every depth."""
        return not any(np.isnan(nu).any() for nu in self.nu.values())

    @property
    def most_nu(self) -> Mapping[str, float]:
        """The largest nu over the known depths, by slice; 0 if none is known."""
        return {name: float(np.nanmax(nu, initial=0.0)) for name, nu in self.nu.items()}

    @property
    def alone_below(self) -> float:
        """An upper bound with two digits, at least 1e-5, of nu of two entries at all known depths."""
        most = self.most_nu["two_entries"]
        if most < _MIN_BOUND:
            return _MIN_BOUND
        digit = 10.0 ** (math.floor(math.log10(most)) - 1)
        return (math.floor(most / digit) + 1) * digit

    @property
    def tame(self) -> Mapping[str, bool]:
        """Whether nu is at most 10 % at each known depth, by slice."""
        return {name: most <= NEAR_QUADRATIC_NU for name, most in self.most_nu.items()}

    @property
    def only_tied_leaves(self) -> bool:
        """Whether two entries are `tame` and tied ones are not, if every depth up to the deepest was run and is known.

        False for a single depth.
        """
        whole = self.gapless and self.drawn and len(self.depths) > 1
        return whole and self.tame["two_entries"] and not self.tame["tied"]

    @cached_property
    def degree(self) -> Mapping[str, tuple[int, ...]]:
        """The degree of f as a polynomial in (u, v), by slice and depth, from the positions of the entries.

        It is 2 L for tied entries if a path can contain a tied entry in every layer; see `polynomial_degree`.
        """
        width = width_of(self.params.width, "tied")
        slices = {name: Slice(name, width, self.params.radius, self.params.seed) for name in NAMES}
        return {
            name: tuple(polynomial_degree(each.network(LINEAR, int(depth), 0).weights) for depth in self.depths)
            for name, each in slices.items()
        }

    @property
    def at_most_quadratic(self) -> bool:
        """Whether f is at most quadratic in each of the two single entries, up to rounding, at the known depths.

        By theorem this holds at any depth: the product of matrices is linear in each entry of one layer
        (multilinear), and f is quadratic in the product.
        """
        tables = [table for table in self.coefficients["two_entries"] if not np.isnan(table).any()]
        higher = (max(np.abs(table[3:]).max(initial=0.0), np.abs(table[:, 3:]).max(initial=0.0)) for table in tables)
        return all(rest <= _RELATIVE_ROUNDING * np.abs(table).max() for rest, table in zip(higher, tables, strict=True))

    def undecided(self, name: str, place: int) -> bool:
        """Return whether rounding decides when the descent on a slice at the depth with index `place` is solved.

        This is the case if the tolerance times the height of the start above the lowest point is at most 100 times
        the rounding error of the loss; see `Surfaces`. Such a descent does not count as solved.
        """
        height = float(self.path_loss[name][place, 0] - self.lowest[name][place])
        if math.isnan(height):
            return False
        return self.params.tolerance * height <= ROUNDING_FACTOR * float(self._rounding[name][place])

    @cached_property
    def _rounding(self) -> Mapping[str, FloatArray]:
        """The rounding error of losses, by slice and depth."""
        return {name: Surfaces(coefficients).rounding for name, coefficients in self.coefficients.items()}

    def unsolved(self, name: str, place: int) -> bool:
        """Return whether the descent on a slice at the depth with index `place` took all steps without being solved.

        False if rounding decides: then it is `undecided`.
        """
        missing = self.complete and bool(np.isnan(self.steps_to_tolerance[name][place]))
        return missing and not self.undecided(name, place)
