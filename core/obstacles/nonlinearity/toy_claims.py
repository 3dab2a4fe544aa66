"""What the toy's result says of its two slices."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.by_depth import ByDepth
from core.obstacles.nonlinearity.downhill import SURE, Surfaces
from core.obstacles.nonlinearity.families import LINEAR
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.params import Slice as Name
from core.obstacles.nonlinearity.paths import degree
from core.obstacles.nonlinearity.projection import TAME
from core.obstacles.nonlinearity.slices import Slice, width_of

NAMES: tuple[Name, Name] = ("two_entries", "tied")
_ROUNDING = 1e-9
_LEAST = 1e-5


@dataclass(frozen=True, kw_only=True, eq=False)
class ToyClaims(ByDepth):
    """What follows from the arrays of the toy's result."""

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
        """The largest nu over the depths that are known, by slice; 0 where none is."""
        return {name: float(np.nanmax(nu, initial=0.0)) for name, nu in self.nu.items()}

    @property
    def alone_below(self) -> float:
        """A number of two digits, at least 1e-5, that nu of two entries is at most, at each depth that is known."""
        most = self.most_nu["two_entries"]
        if most < _LEAST:
            return _LEAST
        digit = 10.0 ** (math.floor(math.log10(most)) - 1)
        return (math.floor(most / digit) + 1) * digit

    @property
    def tame(self) -> Mapping[str, bool]:
        """Whether nu is at most 10 % at each of the depths that are known, by slice."""
        return {name: most <= TAME for name, most in self.most_nu.items()}

    @property
    def only_tied_leaves(self) -> bool:
        """Whether two entries are `tame` and tied ones are not, with every depth up to the deepest run and known.

        Not of one depth alone: nothing stays there.
        """
        whole = self.gapless and self.drawn and len(self.depths) > 1
        return whole and self.tame["two_entries"] and not self.tame["tied"]

    @cached_property
    def degree(self) -> Mapping[str, tuple[int, ...]]:
        """The degree of f as a polynomial in (u, v), by slice and depth, counted from where the entries lie.

        Tied entries reach 2 L where one of them can follow itself along a path, or both in turn; see `paths.degree`.
        """
        width = width_of(self.params.width, "tied")
        slices = {name: Slice(name, width, self.params.radius, self.params.seed) for name in NAMES}
        return {
            name: tuple(degree(each.network(LINEAR, int(depth), 0).weights) for depth in self.depths)
            for name, each in slices.items()
        }

    @property
    def at_most_quadratic(self) -> bool:
        """Whether f is at most quadratic in each of two entries alone, up to rounding, at the depths that are known.

        It is so at any depth. Theorem: the product of matrices is linear in each entry of one layer (multilinear),
        and f is quadratic in the product.
        """
        tables = [table for table in self.coefficients["two_entries"] if not np.isnan(table).any()]
        beyond = (max(np.abs(table[3:]).max(initial=0.0), np.abs(table[:, 3:]).max(initial=0.0)) for table in tables)
        return all(rest <= _ROUNDING * np.abs(table).max() for rest, table in zip(beyond, tables, strict=True))

    def undecided(self, name: str, place: int) -> bool:
        """Return whether on a slice, at the depth of an index, rounding decides when descent has arrived.

        It does where the tolerance times the height of the start above the lowest point is at most 100 times what the
        loss may be off by rounding: see `Surfaces`. Such a descent does not count as having arrived.
        """
        height = float(self.path_loss[name][place, 0] - self.lowest[name][place])
        if math.isnan(height):
            return False
        return self.params.tolerance * height <= SURE * float(self._rounding[name][place])

    @cached_property
    def _rounding(self) -> Mapping[str, FloatArray]:
        """What losses may be off by rounding, by slice and depth."""
        return {name: Surfaces(coefficients).rounding for name, coefficients in self.coefficients.items()}

    def unsolved(self, name: str, place: int) -> bool:
        """Return whether descent on a slice, at the depth of an index, took all steps allowed and did not arrive.

        Not where rounding decides: there it is `undecided`.
        """
        missing = self.complete and bool(np.isnan(self.steps_to_tolerance[name][place]))
        return missing and not self.undecided(name, place)
