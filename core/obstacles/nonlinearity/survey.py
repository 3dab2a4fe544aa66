"""Measures many random networks on slices of one kind, depth by depth."""

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
from core.obstacles.nonlinearity.slices import Slice, common_points, points_needed
from core.quartiles import quartiles

NU, NU_GRADIENT, LOSS_RANGE, MEAN_SLOPE = range(4)
_MAX_NUMBERS = 4_000_000
"""Numbers that the networks of a batch may hold at once: 32 MB."""


class Survey:
    """Replicates of several families at several depths.

    Batches of replicates, as large as memory allows, are measured depth by depth: so the first curves
    appear depth by depth, and a plain network needs only one forward pass.

    Parameters
    ----------
    slice_
        The random networks and the slice.
    kinds
        The families by name.
    depths
        Rising.
    replicates
        Number of networks per family and depth.

    Attributes
    ----------
    quadratics
        The best quadratic's coefficients by family, shape (d, replicates, 6), in units of exp(`log_units`).
    log_units
        By family, shape (d, replicates).

    """

    def __init__(self, slice_: Slice, kinds: Mapping[str, Kind], depths: Sequence[int], replicates: int) -> None:
        self.slice, self.kinds, self.depths, self.replicates = slice_, kinds, tuple(depths), replicates
        self._common_points = common_points(slice_.name, self.depths[-1])
        shape = len(self.depths), replicates
        self._values = {name: np.full((4, *shape), np.nan) for name in kinds}
        self._known = {name: np.zeros(len(self.depths), dtype=int) for name in kinds}
        self._bands = {name: np.full((4, 3, len(self.depths)), np.nan) for name in kinds}
        self._dead = {name: np.zeros(shape, dtype=bool) for name in kinds}
        self._outdated: set[tuple[str, int]] = set()
        self.quadratics = {name: np.full((*shape, 6), np.nan) for name in kinds}
        self.log_units = {name: np.full(shape, np.nan) for name in kinds}

    def work(
        self, on_depth_measured: Callable[[int], Iterator[None]] = lambda index: iter(()), *, gradient: bool = True
    ) -> Iterator[float]:
        """Measure, the gradient field only if `gradient`; yield the share that is done every few milliseconds.

        `on_depth_measured` is called with the index of a depth, and its iterator exhausted, whenever a batch of all
        families is measured at that depth.
        """
        for depth in self.depths:
            for kind in self.kinds.values():
                gauss(self._points_for(kind, depth))  # fills the cache: the first call takes a millisecond
            yield 0.0
        done, step = 0, self.batch_size
        for first in range(0, self.replicates, step):
            batch = range(first, min(first + step, self.replicates))
            for work in self._measure_batch(batch, on_depth_measured, gradient=gradient):
                yield (done + work) / (sum(self.depths) * self.replicates * len(self.kinds))
            done += sum(self.depths) * len(batch) * len(self.kinds)

    def _measure_batch(
        self, batch: range, on_depth_measured: Callable[[int], Iterator[None]], *, gradient: bool
    ) -> Iterator[int]:
        """Measure a batch of replicates, depth by depth; yield the number of layers measured."""
        passes = [(name, each, self._forward(name, each, gradient=gradient)) for name in self.kinds for each in batch]
        done = 0
        for index, depth in enumerate(self.depths):
            for name, replicate, forward in passes:
                while (losses := next(forward)) is None:
                    yield done
                self._record(name, index, replicate, losses)
                done += depth
            for _ in on_depth_measured(index):
                yield done

    def _points_for(self, kind: Kind, depth: int) -> int:
        """Return m, the Gauss points per variable."""
        return points_needed(self.slice.name, depth) if kind.linear else self._common_points

    @property
    def batch_size(self) -> int:
        """The number of replicates in a batch."""
        numbers = sum(
            self._points_for(kind, self.depths[-1]) ** 2 * self.slice.inputs_of(kind) * (1 if kind.linear else 3)
            for kind in self.kinds.values()
        )
        return max(1, _MAX_NUMBERS // numbers)

    def _forward(self, name: str, replicate: int, *, gradient: bool) -> Iterator[Losses | None]:
        kind = self.kinds[name]
        points = [gauss(self._points_for(kind, depth)).points for depth in self.depths]
        return self.slice.losses(kind, self.depths, replicate, points, gradient=gradient and not kind.linear)

    def _record(self, name: str, index: int, replicate: int, losses: Losses) -> None:
        f, m = losses.values, math.isqrt(losses.values.size)
        rule = gauss(m)
        gradient = derivatives(f, m) if self.kinds[name].linear else losses.gradient
        common: FloatArray = f if m == self._common_points else resampled(f, m, self._common_points)
        low, high = float(common.min()), float(common.max())
        self._values[name][:, index, replicate] = (
            nonlinearity(f, rule),
            gradient_nonlinearity(f, gradient, rule) if gradient.size else math.nan,
            high / low if low > 0.0 else math.inf if high > 0.0 else math.nan,
            float(losses.slope @ rule.weights),
        )
        self._dead[name][index, replicate] = high == 0.0
        self.quadratics[name][index, replicate] = best_quadratic(f, rule)
        self.log_units[name][index, replicate] = losses.log_unit
        self._known[name][index] = replicate + 1
        self._outdated.add((name, index))

    def bands(self, quantity: int) -> Mapping[str, FloatArray]:
        """Return q25, median and q75 of a quantity by family over the known replicates, shape (3, d)."""
        for name, index in self._outdated:
            for each, values in enumerate(self._values[name][:, index, : self._known[name][index]]):
                self._bands[name][each, :, index] = quartiles(values[~np.isnan(values)])
        self._outdated.clear()
        return MappingProxyType({name: frozen(bands[quantity]) for name, bands in self._bands.items()})

    def slopes(self) -> Mapping[str, FloatArray]:
        """Return q25, median and q75 of the mean slope, shape (3, d), of the families that can saturate."""
        bands = self.bands(MEAN_SLOPE)
        return MappingProxyType({name: bands[name] for name, kind in self.kinds.items() if kind.steepest is not None})

    def dead(self) -> Mapping[str, FloatArray]:
        """Return the number of replicates with loss 0 on the whole slice, by family, shape (d,); NaN if unknown."""
        counts = {name: dead.sum(axis=1).astype(float) for name, dead in self._dead.items()}
        known = self._known
        return MappingProxyType({name: frozen(np.where(known[name], each, np.nan)) for name, each in counts.items()})

    def nu(self, name: str, index: int, replicate: int) -> float:
        """Return nu of one replicate."""
        return float(self._values[name][NU, index, replicate])

    def typical(self, name: str, index: int) -> int:
        """Return the replicate with the median nu at the depth with this index; of an even number the lower middle one.

        Both middle ones are equally near the median: the nearest would depend on rounding, and on the processor.
        """
        known = self._values[name][NU, index, : self._known[name][index]]
        return int(np.argsort(known, kind="stable")[(len(known) - 1) // 2])
