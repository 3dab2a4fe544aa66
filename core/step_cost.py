"""The cost of a step of an optimizer: its time divided by that of a gradient."""

import copy
import time
from collections.abc import Callable, Generator
from typing import Any, NamedTuple, TypeVar

import numpy as np

from core.arrays import FloatArray
from core.objective import Evaluator, Objective
from core.optimizer import Optimizer

T = TypeVar("T")


class StepTime(NamedTuple):
    """The lower quartiles of times in seconds, of a step with all that it evaluates, and of a gradient.

    Other programs interrupt a step more often than the shorter gradient, and so move a median.
    """

    step: float
    gradient: float

    @property
    def cost(self) -> float:
        """The cost of a step in gradients."""
        return self.step / self.gradient


def time_against_gradient(
    optimizer: Optimizer[Any], objective: Objective, x: FloatArray, steps: int
) -> Generator[None, None, StepTime]:
    """Take steps from x, shape (..., d), and measure their times; yields after each.

    A gradient at the same point is timed before each step, so that both meet the same load of the machine. It is
    that of a copy: an objective may remember what it has computed at the last point.
    """
    state, at, other = optimizer.init(x), Evaluator(objective).at, copy.copy(objective)
    of_steps, of_gradients = list[float](), list[float]()
    for _ in range(steps):
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            _, seconds = _timed(other.gradient, state.x)
            of_gradients.append(seconds)
            state, seconds = _timed(optimizer.update, at, state)
            of_steps.append(seconds)
        yield
    return StepTime(float(np.quantile(of_steps, 0.25)), float(np.quantile(of_gradients, 0.25)))


def _timed(call: Callable[..., T], *arguments: Any) -> tuple[T, float]:
    begin = time.perf_counter()
    result = call(*arguments)
    return result, time.perf_counter() - begin
