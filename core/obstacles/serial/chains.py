"""Chains of gradient descent in Rosenbrock's valley, written in the ways whose speed is compared.

All take the same steps: f = (1 - x)^2 + b (y - x^2)^2, b = 100, at the learning rate 0.001.

References
----------
H. H. Rosenbrock, "An automatic method for finding the greatest or least value of a function",
Comput. J. 3(3), 1960.

"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Protocol

import numpy as np

from core.arrays import FloatArray

VALLEY = 100.0
RATE = 0.001
START = (-1.2, 1.0)


class Steps(Protocol):
    """What takes steps."""

    def advance(self, steps: int) -> None:
        """Take as many further steps."""


def descend(x: float, y: float, rate: float, valley: float, steps: int) -> tuple[float, float]:
    """Return where a chain is after `steps` steps from (x, y): plain numbers in a plain loop."""
    for _ in range(steps):
        off = y - x * x
        x, y = x + rate * (2.0 * (1.0 - x) + 4.0 * valley * x * off), y - rate * 2.0 * valley * off
    return x, y


def descend_all(x: FloatArray, y: FloatArray, rate: float, valley: float, steps: int) -> None:
    """Take `steps` steps with every chain, in place; x and y have shape (m,).

    To be compiled: in plain Python this is `descend` many times over.
    """
    for _ in range(steps):
        for i in range(x.size):
            off = y[i] - x[i] * x[i]
            y[i] -= rate * 2.0 * valley * off
            x[i] += rate * (2.0 * (1.0 - x[i]) + 4.0 * valley * x[i] * off)


def starts(copies: int) -> tuple[FloatArray, FloatArray]:
    """Return x and y of as many starts, shape (m,) each: one chain from (-1.2, 1), others in a row at y = 1."""
    return np.linspace(START[0], -START[0], copies), np.full(copies, START[1])


class Chain:
    """One chain in plain Python."""

    def __init__(self) -> None:
        self.position = START

    def advance(self, steps: int) -> None:
        """Take as many further steps."""
        self.position = descend(*self.position, RATE, VALLEY, steps)


class Chains:
    """Copies of the chain from different starts, side by side in numpy arrays.

    A step is eight calls of numpy and makes no array: what is left is the work, and what it costs
    to call. With r = RATE, b = VALLEY and v = 2 r b (y - x^2) it is y - v and x (1 - 2 r + 2 v) + 2 r.

    Parameters
    ----------
    copies
        How many: m.
    room
        Memory to work in, shape (5, m) or wider; its own where none is given.

    """

    def __init__(self, copies: int, room: FloatArray | None = None) -> None:
        room = np.empty((5, copies)) if room is None else room[:, :copies]
        self.x, self.y, *self._others = room
        self.x[:], self.y[:] = starts(copies)

    def advance(self, steps: int) -> None:
        """Take as many further steps."""
        x, y = self.x, self.y
        v, w, after = self._others
        add, subtract, multiply = np.add, np.subtract, np.multiply
        # As arrays: to make one of a number takes numpy as long as to multiply by it.
        across, two, shrink, pull = map(np.array, (2.0 * RATE * VALLEY, 2.0, 1.0 - 2.0 * RATE, 2.0 * RATE))
        # Never into an array that is read: numpy would copy it where there is one chain, for three times the time.
        for _ in range(steps):
            multiply(x, x, v)
            subtract(y, v, w)
            multiply(w, across, v)
            subtract(y, v, after)
            y, after = after, y
            multiply(v, two, w)
            add(w, shrink, v)
            multiply(x, v, w)
            add(w, pull, x)
        self.y[:] = y


class CompiledChains:
    """The same, compiled by numba; only where that is installed."""

    def __init__(self, copies: int) -> None:
        self.x, self.y = starts(copies)
        self._descend = compiled()

    def advance(self, steps: int) -> None:
        """Take as many further steps; the first call of all compiles, which takes about a second."""
        self._descend(self.x, self.y, RATE, VALLEY, steps)


@cache
def compiled() -> Callable[[FloatArray, FloatArray, float, float, int], None]:
    """Return `descend_all` as machine code; AttributeError where numba is not installed."""
    jitted: Callable[[FloatArray, FloatArray, float, float, int], None] = numba().njit(descend_all)  # type: ignore[union-attr]
    return jitted


@cache
def numba() -> ModuleType | None:
    """Return the package numba, None where it is not installed or does not go with what is."""
    try:
        return import_module("numba")
    except ImportError:
        return None
