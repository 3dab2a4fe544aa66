"""Measures many random networks on one kind of slice, depth by depth."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray, frozen
from core.obstacles.nonlinearity.families import Kind
from core.obstacles.nonlinearity.network import Losses
from core.obstacles.nonlinearity.projection import (
    best_quadratic,
    derivatives,
    gauss,
    gradient_nonlinearity,
    nonlinearity,
    resampled,
)
from core.obstacles.nonlinearity.slices import Slice, points_needed, points_shown

NU, NU_GRADIENT, LOSS_RANGE, MEAN_SLOPE = range(4)
_MEMORY = 4_000_000
"""Numbers that the networks under way may hold at once: 32 MB."""

_SHARES = (0.25, 0.5, 0.75)


class Survey:
    """Replicates of several families at several depths.

    Some replicates at a time pass through all depths side by side, as many as memory allows: so that
    the first curves appear depth by depth, and a plain network is passed only once.

    Parameters
    ----------
    where
        What is drawn and what moves.
    kinds
        The families by name.
    depths
        Rising.
    replicates
        How many networks each.

    Attributes
    ----------
    quadratics
        The best quadratic's coefficients by family, shape (d, replicates, 6), in units of exp(`log_units`).
    log_units
        By family, shape (d, replicates).

    """

    def __init__(self, where: Slice, kinds: Mapping[str, Kind], depths: Sequence[int], replicates: int) -> None:
        self.where, self.kinds, self.depths, self.replicates = where, kinds, tuple(depths), replicates
        self._shown = points_shown(where.name, self.depths[-1])
        shape = len(self.depths), replicates
        self._found = {name: np.full((4, *shape), np.nan) for name in kinds}
        self._known = {name: np.zeros(len(self.depths), dtype=int) for name in kinds}
        self._bands = {name: np.full((4, 3, len(self.depths)), np.nan) for name in kinds}
        self._dead = {name: np.zeros(shape, dtype=bool) for name in kinds}
        self._stale: set[tuple[str, int]] = set()
        self.quadratics = {name: np.full((*shape, 6), np.nan) for name in kinds}
        self.log_units = {name: np.full(shape, np.nan) for name in kinds}

    def work(
        self, after_depth: Callable[[int], Iterator[None]] = lambda index: iter(()), *, gradient: bool = True
    ) -> Iterator[float]:
        """Measure, the gradient field only if asked for; yield the share that is done every few milliseconds.

        `after_depth` is called, and worked off, whenever some more replicates of all families are
        known at the depth of that index.
        """
        for depth in self.depths:
            for kind in self.kinds.values():
                gauss(self._points_for(kind, depth))  # takes a millisecond, the first time
            yield 0.0
        done, step = 0, self.together
        for first in range(0, self.replicates, step):
            some = range(first, min(first + step, self.replicates))
            for work in self._side_by_side(some, after_depth, gradient=gradient):
                yield (done + work) / (sum(self.depths) * self.replicates * len(self.kinds))
            done += sum(self.depths) * len(some) * len(self.kinds)

    def _side_by_side(
        self, some: range, after_depth: Callable[[int], Iterator[None]], *, gradient: bool
    ) -> Iterator[int]:
        """Measure some replicates, depth by depth; yield how many layers are measured."""
        passes = [(name, each, self._pass(name, each, gradient=gradient)) for name in self.kinds for each in some]
        done = 0
        for index, depth in enumerate(self.depths):
            for name, replicate, one in passes:
                while (losses := next(one)) is None:
                    yield done
                self._record(name, index, replicate, losses)
                done += depth
            for _ in after_depth(index):
                yield done

    def _points_for(self, kind: Kind, depth: int) -> int:
        """Return m, the Gauss points in each variable."""
        return points_needed(self.where.name, depth) if kind.linear else self._shown

    @property
    def together(self) -> int:
        """How many replicates pass side by side."""
        numbers = sum(
            self._points_for(kind, self.depths[-1]) ** 2 * self.where.inputs_of(kind) * (1 if kind.linear else 3)
            for kind in self.kinds.values()
        )
        return max(1, _MEMORY // numbers)

    def _pass(self, name: str, replicate: int, *, gradient: bool) -> Iterator[Losses | None]:
        kind = self.kinds[name]
        points = [gauss(self._points_for(kind, depth)).points for depth in self.depths]
        return self.where.losses(kind, self.depths, replicate, points, gradient=gradient and not kind.linear)

    def _record(self, name: str, index: int, replicate: int, losses: Losses) -> None:
        f, m = losses.values, math.isqrt(losses.values.size)
        rule = gauss(m)
        gradient = derivatives(f, m) if self.kinds[name].linear else losses.gradient
        seen: FloatArray = f if m == self._shown else resampled(f, m, self._shown)
        low, high = float(seen.min()), float(seen.max())
        self._found[name][:, index, replicate] = (
            nonlinearity(f, rule),
            gradient_nonlinearity(f, gradient, rule) if gradient.size else math.nan,
            high / low if low > 0.0 else math.inf if high > 0.0 else math.nan,
            float(losses.slope @ rule.weights),
        )
        self._dead[name][index, replicate] = high == 0.0
        self.quadratics[name][index, replicate] = best_quadratic(f, rule)
        self.log_units[name][index, replicate] = losses.log_unit
        self._known[name][index] = replicate + 1
        self._stale.add((name, index))

    def bands(self, quantity: int) -> Mapping[str, FloatArray]:
        """Return q25, median and q75 of a quantity by family, shape (3, d), of the replicates it is known of."""
        for name, index in self._stale:
            for each, values in enumerate(self._found[name][:, index, : self._known[name][index]]):
                self._bands[name][each, :, index] = quartiles(values[~np.isnan(values)])
        self._stale.clear()
        return MappingProxyType({name: frozen(bands[quantity]) for name, bands in self._bands.items()})

    def slopes(self) -> Mapping[str, FloatArray]:
        """Return q25, median and q75 of the mean slope, shape (3, d), of the families that may saturate."""
        bands = self.bands(MEAN_SLOPE)
        return MappingProxyType({name: bands[name] for name, kind in self.kinds.items() if kind.steepest is not None})

    def dead(self) -> Mapping[str, FloatArray]:
        """Return how many replicates have a loss of 0 all over the slice, by family, shape (d,); NaN where unknown."""
        counts = {name: dead.sum(axis=1).astype(float) for name, dead in self._dead.items()}
        known = self._known
        return MappingProxyType({name: frozen(np.where(known[name], each, np.nan)) for name, each in counts.items()})

    def nu(self, name: str, index: int, replicate: int) -> float:
        """Return nu of one replicate."""
        return float(self._found[name][NU, index, replicate])

    def typical(self, name: str, index: int) -> int:
        """Return the replicate whose nu is nearest the median at the depth of this index."""
        known = self._found[name][NU, index, : self._known[name][index]]
        return int(np.argmin(np.abs(known - quartiles(known)[1])))


def quartiles(values: FloatArray) -> FloatArray:
    """Return q25, median and q75 of values of shape (n,), interpolated linearly between neighbors; some may be inf.

    NaN of none.
    """
    if not values.size:
        return np.full(len(_SHARES), np.nan)
    ordered = np.sort(values)
    places = np.array(_SHARES) * (len(values) - 1)
    below = np.floor(places).astype(int)
    above, part = np.minimum(below + 1, len(values) - 1), places - below
    low, high = ordered[below], ordered[above]
    # inf - inf is nan: between equals there is nothing to interpolate.
    step = np.subtract(high, low, out=np.zeros_like(low), where=high > low)
    between: FloatArray = low + np.multiply(step, part, out=np.zeros_like(low), where=part > 0.0)
    return between
