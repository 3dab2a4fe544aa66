"""Noisy gradient descent of many members, in blocks of members that fit into the cache."""

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray

_BLOCK = 2048
"""Members of a block: with five batch sizes its arrays take half a megabyte."""

_MAX_STEPS_PER_YIELD = 60_000
"""Steps times runs between two yields: a few milliseconds."""


class Block:
    """A block of members, each of which descends with every batch size and the same noise samples.

    Arrays have one row per batch size and one column per member: shape (k, n).
    """

    def __init__(self, scales: FloatArray, start: FloatArray, count: int, rng: np.random.Generator) -> None:
        self.x, self.y = (np.full((len(scales), count), value) for value in start)
        self._scales, self._rng = scales[:, None], rng
        self._rate, self._step_scales = 0.0, np.zeros_like(self._scales)
        self._noise = np.empty((2, count))
        self._scaled, self._off = np.empty_like(self.x), np.empty_like(self.x)

    def advance(self, rates: Sequence[float], valley: float) -> None:
        """Take a step x - a (grad f + noise) for each rate a, without allocating memory."""
        x, y, off, scaled, noise = self.x, self.y, self._off, self._scaled, self._noise
        scales = self._step_scales
        draw, multiply, add, subtract = self._rng.standard_normal, np.multiply, np.add, np.subtract
        for rate in rates:
            if rate != self._rate:
                self._rate = rate
                multiply(self._scales, rate, scales)
            across = 2.0 * rate * valley
            draw(out=noise)
            # With w = 2 a b (y - x^2): y - a f_y = y - w, and x - a f_x = x (1 - 2 a + 2 w) + 2 a.
            multiply(x, x, off)
            subtract(y, off, off)
            multiply(off, across, off)
            subtract(y, off, y)
            add(off, off, off)
            add(off, 1.0 - 2.0 * rate, off)
            multiply(x, off, x)
            add(x, 2.0 * rate, x)
            multiply(scales, noise[0], scaled)
            subtract(x, scaled, x)
            multiply(scales, noise[1], scaled)
            subtract(y, scaled, y)

    def losses(self, valley: float, out: FloatArray) -> None:
        """Write f at every member into `out`, shape (k, n)."""
        off, scaled = self._off, self._scaled
        np.multiply(self.x, self.x, off)
        np.subtract(self.y, off, off)
        np.multiply(off, off, off)
        np.multiply(off, valley, off)
        np.subtract(self.x, 1.0, scaled)
        np.multiply(scaled, scaled, scaled)
        np.add(off, scaled, out)

    def mark_diverged(self, diverged: npt.NDArray[np.bool_]) -> None:
        """Set the members selected by the mask `diverged`, shape (k, n), to NaN for the rest of the run."""
        self.x[diverged] = np.nan


class Ensemble:
    """Members with a common start, each with its own noise, that descend with several batch sizes in parallel.

    All batch sizes use the same random numbers, scaled. The ensemble holds 4 k + 3 numbers per
    member: 1.8 MB for 10,000 members and five batch sizes, independent of the number of steps.

    Parameters
    ----------
    valley
        The parameter b of the valley.
    scales
        Standard deviation of the noise in each coordinate, by batch size, shape (k,).
    start
        Shape (2,).
    size
        The number n of members.
    bound
        The loss above which a member has diverged.
    rng
        Returns the generator of each block of members.

    Attributes
    ----------
    losses
        f at every member at the last call of `update_losses`, inf for a diverged one, shape (k, n).
        Divergence is checked only in that call: a member that exceeds the bound in between is not noticed; one that
        is found above the bound counts as diverged for the rest of the run.

    """

    def __init__(
        self,
        valley: float,
        *,
        scales: FloatArray,
        start: FloatArray,
        size: int,
        bound: float,
        rng: Callable[[int], np.random.Generator],
    ) -> None:
        self._valley, self._bound = valley, bound
        self._slices = [slice(first, min(first + _BLOCK, size)) for first in range(0, size, _BLOCK)]
        self._blocks = [Block(scales, start, part.stop - part.start, rng(i)) for i, part in enumerate(self._slices)]
        self.losses = np.empty((len(scales), size))
        self.update_losses()

    def advance(self, rates: Sequence[float]) -> Iterator[float]:
        """Take a step at each rate with every member; yield the share of the work done every few milliseconds."""
        rows, steps = len(self.losses), len(rates)
        for i, block in enumerate(self._blocks):
            chunk = max(1, _MAX_STEPS_PER_YIELD // (rows * block.x.shape[1]))
            for done in range(0, steps, chunk):
                part = rates[done : done + chunk]
                with np.errstate(over="ignore", invalid="ignore"):
                    block.advance(part, self._valley)
                yield (i + (done + len(part)) / steps) / len(self._blocks)

    def update_losses(self) -> None:
        """Update `losses` and mark the members that have diverged."""
        for block, part in zip(self._blocks, self._slices, strict=True):
            losses = self.losses[:, part]
            with np.errstate(over="ignore", invalid="ignore"):
                block.losses(self._valley, losses)
                diverged = ~(losses <= self._bound)
            if diverged.any():
                block.mark_diverged(diverged)
                losses[diverged] = math.inf

    def positions(self, row: int, out: FloatArray) -> None:
        """Write the positions of the first members with one batch size, shape (m, 2); NaN for diverged ones."""
        for block, part in zip(self._blocks, self._slices, strict=True):
            if part.start >= len(out):
                return
            count = min(part.stop, len(out)) - part.start
            out[part.start : part.start + count, 0] = block.x[row, :count]
            out[part.start : part.start + count, 1] = block.y[row, :count]
        # Only x of a diverged member is NaN; y is no longer meaningful.
        out[np.isnan(out).any(axis=-1)] = np.nan


class SingleRun:
    """The same descent with exact gradients; for a single run, plain floats are faster than arrays."""

    def __init__(self, valley: float, start: tuple[float, float], bound: float) -> None:
        self._valley, self._bound = valley, bound
        self._x, self._y = start

    def advance(self, rates: Sequence[float]) -> None:
        """Take a step x - a grad f for each rate a."""
        x, y, steepness = self._x, self._y, 2.0 * self._valley
        for rate in rates:
            w = rate * steepness * (y - x * x)
            x, y = x * (1.0 - 2.0 * rate + 2.0 * w) + 2.0 * rate, y - w
        self._x, self._y = x, y

    @property
    def loss(self) -> float:
        """f, or inf after the run has diverged."""
        up, across = self._y - self._x * self._x, self._x - 1.0
        loss = across * across + self._valley * up * up
        if loss <= self._bound:
            return loss
        self._x = math.nan
        return math.inf

    @property
    def position(self) -> tuple[float, float]:
        """The position of the run; NaN after it has diverged."""
        return (self._x, self._y) if math.isfinite(self.loss) else (math.nan, math.nan)
