"""Where the members of a cloud are, and what follows from it: what the oracles of cloud share."""

import itertools
import math
from functools import lru_cache

import numpy as np


def front(result):
    return str(result.params.batch_size)


def hessian(result):
    """The smallest and the largest eigenvalue at the minimum, from trace and determinant."""
    b = result.params.valley
    trace, determinant = 10 * b + 2, 4 * b
    largest = (trace + math.sqrt(trace * trace - 4 * determinant)) / 2
    return determinant / largest, largest


def heights(result, points):
    x, y = points[..., 0], points[..., 1]
    losses = (1 - x) ** 2 + result.params.valley * (y - x * x) ** 2
    return np.where(np.isnan(losses), np.inf, losses)


@lru_cache(maxsize=4)
def medians(result):
    """Those of the batch size in front, from where its members are, where all of them are known."""
    if result.positions.shape[1] < result.params.ensemble_size:
        return result.median[front(result)]
    ordered = np.sort(heights(result, result.positions), axis=1)
    n = ordered.shape[1]
    return (ordered[:, (n - 1) // 2] + ordered[:, n // 2]) / 2


@lru_cache(maxsize=4)
def gone(result):
    if result.positions.shape[1] < result.params.ensemble_size:
        return result.diverged[front(result)]
    return np.isnan(result.positions).any(axis=2).sum(axis=1)


@lru_cache(maxsize=4)
def exact(result):
    return heights(result, result.noise_free_path)


def now(said):
    return min(int(said.position), len(said.result.noise_free_loss) - 1)


def batch(said):
    """The batch size that a part of a list is about."""
    batch = said.value("batch")
    return str(said.sentence.fields["batch"].fields["size"].value if batch is None else batch)


def stable(result):
    """Whether a step along the steepest direction shrinks the distance from the minimum."""
    return abs(1 - result.params.learning_rate * hessian(result)[1]) < 1


def apart(losses):
    """Whether numbers that differ do not look equal, and near ones have as many decimals if any has over two digits."""
    ordered = sorted(losses, key=lambda each: each.value)
    for pair in itertools.pairwise(ordered):
        (whole, decimals), (other, more) = (str(each).split(" ")[0].partition(".")[::2] for each in pair)
        fine = max(len((whole + decimals).lstrip("0")), len((other + more).lstrip("0"))) > 2
        if pair[1].value - pair[0].value <= 0.01 * pair[1].value and fine and len(decimals) != len(more):
            return False
    return len({str(each) for each in losses}) == len({each.value for each in losses})


def late(values):
    n = len(values) - 1
    return values[[k for k in range(n + 1) if k > 3 * n / 4 or k == n]]


def early(result):
    return max(1, (len(result.steps) - 1) // 16)
