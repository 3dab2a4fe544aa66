"""The descent along which the experiment `spectrum` computes spectra."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.obstacles.network.arrival import Visit, visits
from core.obstacles.network.curvature import hessian_eigenvalues
from core.obstacles.network.momentum import RATE, momentum, tuned_rate
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import initial_weights, objective
from core.obstacles.network.usual import Settings, settings
from core.run import Progress, Run, YieldTimer, reporting

EXPERIMENT = "spectrum"
LOSSES = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003)
"""The losses at which the spectrum is computed, besides the target."""
MAX_SEVERAL = 2500
"""Weights up to which the spectrum is computed at all these losses.

A Hessian with its eigenvalues took 0.4 s of 1210 weights, 2.9 s of 2410, and 19 s and 650 MB of 4810.
"""


class Descent(NamedTuple):
    """A descent so far.

    Attributes
    ----------
    rate, rate_is_tuned
        The learning rate, and whether it is the best of a grid.
    losses
        The loss of each step, shape (n + 1,).
    points
        The steps whose spectra are wanted.

    """

    rate: float = RATE
    rate_is_tuned: bool = False
    losses: FloatArray = np.empty(0)
    points: tuple[Visit, ...] = ()


def descend(params: NetworkParams) -> Run[Descent]:
    """Descend to the target; yield the descent so far where it has new points."""
    used, timer = settings(params, EXPERIMENT), YieldTimer()
    network = objective(params, used)
    start = initial_weights(params, network.architecture, params.seed)
    share = 0.5 / (used.max_steps + 1)
    rate, tuned = yield from reporting(_rate(params, used), timer, lambda step: Progress[Descent](share * step))
    levels = [each for each in LOSSES if each > used.target_loss] if network.dimension <= MAX_SEVERAL else []
    losses, points, told = list[float](), tuple[Visit, ...](), 0
    for visit in visits(momentum(rate), network, start, used.max_steps):
        losses.append(visit.loss)
        left = [each for each in levels if not visit.loss <= each]
        ends = visit.loss <= used.target_loss or visit.step == used.max_steps
        if np.isfinite(visit.loss) and (visit.step == 0 or len(left) < len(levels) or ends):
            points = (*points, visit)
        levels = left
        if ends:
            break
        if timer.due():
            news = Descent(rate, tuned, np.array(losses), points) if len(points) > told else None
            told = len(points)
            yield Progress(0.5 + share * visit.step, news)
    return Descent(rate, tuned, np.array(losses), points)


def eigenvalues_at(params: NetworkParams, x: FloatArray) -> FloatArray | None:
    """Return the eigenvalues of the Hessian at the weights x, shape (P,); None if it overflows."""
    return hessian_eigenvalues(objective(params, settings(params, EXPERIMENT)), x)


def _rate(params: NetworkParams, used: Settings) -> Generator[int, None, tuple[float, bool]]:
    """Return the learning rate, and whether it is tuned."""
    if used.learning_rate != "tuned":
        return used.learning_rate, False
    best = yield from tuned_rate(params, used)
    return (RATE, False) if best is None else (best, True)
