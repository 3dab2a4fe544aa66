"""Chains of gradient descent in Rosenbrock's valley, implemented by the methods whose speed is compared.

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


class Stepper(Protocol):
    """An object that takes steps."""

    def advance(self, steps: int) -> None:
        """Take further steps."""


def descend(x: float, y: float, rate: float, valley: float, steps: int) -> tuple[float, float]:
    """Return the position after `steps` steps from (x, y), with plain floats in a plain loop."""
    for _ in range(steps):
        off = y - x * x
        x, y = x + rate * (2.0 * (1.0 - x) + 4.0 * valley * x * off), y - rate * 2.0 * valley * off
    return x, y


def descend_all(x: FloatArray, y: FloatArray, rate: float, valley: float, steps: int) -> None:
    """Take `steps` steps with every chain, in place; x and y have shape (m,).

    Written to be compiled; in plain Python this would be as slow as many calls of `descend`.
    """
    for _ in range(steps):
        for i in range(x.size):
            off = y[i] - x[i] * x[i]
            y[i] -= rate * 2.0 * valley * off
            x[i] += rate * (2.0 * (1.0 - x[i]) + 4.0 * valley * x[i] * off)


def starts(copies: int) -> tuple[FloatArray, FloatArray]:
    """Return x and y of the starts, shape (m,) each: the first at (-1.2, 1), the others spaced evenly at y = 1."""
    return np.linspace(START[0], -START[0], copies), np.full(copies, START[1])


class Chain:
    """One chain in plain Python."""

    def __init__(self) -> None:
        self.position = START

    def advance(self, steps: int) -> None:
        """Take further steps."""
        self.position = descend(*self.position, RATE, VALLEY, steps)


class Chains:
    """Copies of the chain from different starts, in parallel in numpy arrays.

    A step consists of eight numpy calls and allocates no memory, so its time is the computation plus the call
    overhead. With r = RATE, b = VALLEY and v = 2 r b (y - x^2) it is y - v and x (1 - 2 r + 2 v) + 2 r.

    Parameters
    ----------
    copies
        The number m of chains.
    workspace
        Memory to work in, shape (5, m) or wider; allocated if None.

    """

    def __init__(self, copies: int, workspace: FloatArray | None = None) -> None:
        workspace = np.empty((5, copies)) if workspace is None else workspace[:, :copies]
        self.x, self.y, *self._others = workspace
        self.x[:], self.y[:] = starts(copies)

    def advance(self, steps: int) -> None:
        """Take further steps."""
        x, y = self.x, self.y
        v, w, after = self._others
        add, subtract, multiply = np.add, np.subtract, np.multiply
        # Arrays instead of floats: numpy needs as long to convert a float as to multiply by it.
        across, two, shrink, pull = map(np.array, (2.0 * RATE * VALLEY, 2.0, 1.0 - 2.0 * RATE, 2.0 * RATE))
        # Outputs never overlap inputs: with one chain numpy would make a copy, which triples the time.
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
    """The same as `Chains`, compiled by numba; requires that numba is installed."""

    def __init__(self, copies: int) -> None:
        self.x, self.y = starts(copies)
        self._descend = compiled()

    def advance(self, steps: int) -> None:
        """Take further steps; the first call compiles, which takes about a second."""
        self._descend(self.x, self.y, RATE, VALLEY, steps)


@cache
def compiled() -> Callable[[FloatArray, FloatArray, float, float, int], None]:
    """Return `descend_all` compiled; raises AttributeError if numba is not installed."""
    jitted: Callable[[FloatArray, FloatArray, float, float, int], None] = load_numba().njit(descend_all)  # type: ignore[union-attr]
    return jitted


@cache
def load_numba() -> ModuleType | None:
    """Return the package numba, or None if it is not installed or incompatible."""
    try:
        return import_module("numba")
    except ImportError:
        return None
