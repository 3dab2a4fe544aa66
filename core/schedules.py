"""Schedules of the learning rate: the rate of every step of a run."""

from typing import Literal, get_args

import numpy as np

from core.arrays import FloatArray

Schedule = Literal["constant", "inverse_time", "cosine"]
CONSTANT, INVERSE_TIME, COSINE = get_args(Schedule)


def learning_rates(schedule: Schedule, rate: float, steps: int, *, time_constant: float) -> FloatArray:
    """Return the learning rate a_t of the steps t = 0, 1, ... `steps` - 1, and what it would be next, (steps + 1,).

    Parameters
    ----------
    schedule
        "constant": a. "inverse_time": a / (1 + t / tau). "cosine": a (1 + cos(pi t / T)) / 2 with T = `steps`, one
        cycle down to 0.
    rate
        The rate a of the first step.
    steps
        The number T of steps.
    time_constant
        tau of "inverse_time", in steps.

    References
    ----------
    H. Robbins, S. Monro, "A Stochastic Approximation Method", Ann. Math. Stat. 22, 1951 (rates that fall like 1/t).
    I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, equation 5.

    """
    t = np.arange(steps + 1.0)
    if schedule == INVERSE_TIME:
        return rate / (1.0 + t / time_constant)
    if schedule == COSINE:
        return rate * (1.0 + np.cos(np.pi * t / steps)) / 2.0
    return np.full(steps + 1, rate)
