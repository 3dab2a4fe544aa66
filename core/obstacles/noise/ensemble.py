"""Noisy gradient descent of many members at once, some steps at a time, in blocks that stay in the cache."""

import math
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray

_BLOCK = 2048
"""Members in a block: with five batch sizes its arrays take half a megabyte."""

_MOST = 60_000
"""Steps of single runs between two places to yield: a few milliseconds."""


class Block:
    """Some members, each descending once with every batch size; the noise is drawn once for all of them.

    Rows belong to batch sizes, columns to members: shape (k, n).
    """

    def __init__(self, scales: FloatArray, start: FloatArray, count: int, rng: np.random.Generator) -> None:
        self.x, self.y = (np.full((len(scales), count), value) for value in start)
        self._scales, self._rng = scales[:, None], rng
        self._noise = np.empty((2, count))
        self._scaled, self._off = np.empty_like(self.x), np.empty_like(self.x)

    def advance(self, steps: int, rate: float, valley: float) -> None:
        """Take steps x - a (grad f + noise), nothing allocated."""
        x, y, off, scaled, noise = self.x, self.y, self._off, self._scaled, self._noise
        scales, across = self._scales * rate, 2.0 * rate * valley
        draw, multiply, add, subtract = self._rng.standard_normal, np.multiply, np.add, np.subtract
        for _ in range(steps):
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

    def drop(self, gone: npt.NDArray[np.bool_]) -> None:
        """Take out of the valley, for good, the members that are marked, shape (k, n)."""
        self.x[gone] = np.nan


class Ensemble:
    """Members that start together, each with its own noise, descending with several batch sizes side by side.

    Every batch size is given the same random numbers, scaled. In all it holds 4 k + 3 numbers a
    member: 1.8 MB for 10,000 members and five batch sizes, however many steps they take.

    Parameters
    ----------
    rate, valley
        The learning rate and the valley's b.
    scales
        Standard deviation of the noise in each coordinate, by batch size, shape (k,).
    start
        Shape (2,).
    size
        The number n of members.
    bound
        The loss above which a member has diverged.
    rng
        Gives the generator of each block of members.

    Attributes
    ----------
    losses
        f at every member when it was last looked at, inf where one has diverged, shape (k, n).
        Members are looked at only then: one that left and came back in between is not noticed, one
        that is found outside stays outside.

    """

    def __init__(
        self,
        rate: float,
        valley: float,
        *,
        scales: FloatArray,
        start: FloatArray,
        size: int,
        bound: float,
        rng: Callable[[int], np.random.Generator],
    ) -> None:
        self._rate, self._valley, self._bound = rate, valley, bound
        self._slices = [slice(first, min(first + _BLOCK, size)) for first in range(0, size, _BLOCK)]
        self._blocks = [Block(scales, start, part.stop - part.start, rng(i)) for i, part in enumerate(self._slices)]
        self.losses = np.empty((len(scales), size))
        self.look()

    def advance(self, steps: int) -> Iterator[float]:
        """Take steps with every member; yield the share that is done every few milliseconds."""
        rows = len(self.losses)
        for i, block in enumerate(self._blocks):
            chunk = max(1, _MOST // (rows * block.x.shape[1]))
            for done in range(0, steps, chunk):
                count = min(chunk, steps - done)
                with np.errstate(over="ignore", invalid="ignore"):
                    block.advance(count, self._rate, self._valley)
                yield (i + (done + count) / steps) / len(self._blocks)

    def look(self) -> None:
        """Bring `losses` up to date and drop the members that have diverged."""
        for block, part in zip(self._blocks, self._slices, strict=True):
            losses = self.losses[:, part]
            with np.errstate(over="ignore", invalid="ignore"):
                block.losses(self._valley, losses)
                gone = ~(losses <= self._bound)
            if gone.any():
                block.drop(gone)
                losses[gone] = math.inf

    def positions(self, row: int, out: FloatArray) -> None:
        """Write where the first members are with one batch size, shape (m, 2); NaN where one has diverged."""
        for block, part in zip(self._blocks, self._slices, strict=True):
            if part.start >= len(out):
                return
            count = min(part.stop, len(out)) - part.start
            out[part.start : part.start + count, 0] = block.x[row, :count]
            out[part.start : part.start + count, 1] = block.y[row, :count]
        # A coordinate that is left over where the other is gone is no position.
        out[np.isnan(out).any(axis=-1)] = np.nan


class Single:
    """The same descent with exact gradients: one run alone is quicker in plain numbers than in arrays of one."""

    def __init__(self, rate: float, valley: float, start: tuple[float, float], bound: float) -> None:
        self._rate, self._valley, self._bound = rate, valley, bound
        self._x, self._y = start

    def advance(self, steps: int) -> None:
        """Take steps x - a grad f."""
        x, y, rate, across = self._x, self._y, self._rate, 2.0 * self._rate * self._valley
        for _ in range(steps):
            w = across * (y - x * x)
            x, y = x * (1.0 - 2.0 * rate + 2.0 * w) + 2.0 * rate, y - w
        self._x, self._y = x, y

    @property
    def loss(self) -> float:
        """f, or inf when the run has diverged, for good."""
        up, across = self._y - self._x * self._x, self._x - 1.0
        loss = across * across + self._valley * up * up
        if loss <= self._bound:
            return loss
        self._x = math.nan
        return math.inf

    @property
    def position(self) -> tuple[float, float]:
        """Where the run is; NaN when it has diverged."""
        return (self._x, self._y) if math.isfinite(self.loss) else (math.nan, math.nan)
