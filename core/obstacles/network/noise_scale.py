"""The noise scale of a network: the batch size whose noise is as long as the gradient."""

from collections.abc import Generator

import numpy as np

from core.arrays import FloatArray
from core.objectives.perceptron import Perceptron
from core.obstacles.network.arrival import visits
from core.obstacles.network.momentum import RATE, momentum
from core.run import yielding

_NUMBERS_AT_ONCE = 2**23
"""Examples times weights of a part of the examples: more would take over 10 ms."""


def noise_scale(problem: Perceptron, x: FloatArray) -> Generator[None, None, float]:
    """Return B_simple = tr Sigma / |g|^2 at weights x, shape (P,); NaN if it is not finite. Yields now and then.

    g is the gradient of the mean loss and Sigma the covariance of the gradients of single examples: that of minibatches
    of B examples, drawn with replacement, is Sigma / B.

    References
    ----------
    S. McCandlish, J. Kaplan, D. Amodei, "An Empirical Model of Large-Batch Training", arXiv
    1812.06162, 2018, equation 2.9.

    """
    count = len(problem.labels)
    parts = np.array_split(np.arange(count), -(-count * x.size // _NUMBERS_AT_ONCE))
    gradient, squares = np.zeros_like(x), 0.0
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for part in parts:
            mean, trace = (problem if len(parts) == 1 else problem.subset(part)).gradient_statistics(x)
            share = len(part) / count
            gradient += share * mean
            squares += share * float(trace + mean @ mean)
            yield
        ratio = squares / float(gradient @ gradient) - 1.0
    return ratio if np.isfinite(ratio) else np.nan


def along_training(
    problem: Perceptron, start: FloatArray, losses: tuple[float, ...], limit: int
) -> Generator[tuple[int | None, float], None, None]:
    """Yield the index of each of the falling `losses` with the noise scale where the loss is first at most that.

    The path from `start`, shape (P,), descends with momentum 0.9 at the rate 0.1, at most `limit` steps. Losses that
    the start is not above are left out. Yields None and NaN at each other step.
    """
    left = 0
    for visit in visits(momentum(RATE), problem, start, limit):
        while left < len(losses) and visit.loss <= losses[left]:
            if visit.step:
                scale = yield from yielding(noise_scale(problem, visit.x), (None, np.nan))
                yield left, scale
            left += 1
        if left == len(losses):
            return
        yield None, np.nan
