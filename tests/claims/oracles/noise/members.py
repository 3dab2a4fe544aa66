"""Values computed from the positions of the members, for the oracles of cloud."""

import itertools
import math
from functools import lru_cache

import numpy as np
from scipy.integrate import quad


def main_batch_size(result):
    return str(result.params.batch_size)


def eigenvalues(result):
    """The smallest and the largest eigenvalue at the minimum, from trace and determinant."""
    b = result.params.valley
    trace, determinant = 10 * b + 2, 4 * b
    largest = (trace + math.sqrt(trace * trace - 4 * determinant)) / 2
    return determinant / largest, largest


def losses_at(result, points):
    x, y = points[..., 0], points[..., 1]
    losses = (1 - x) ** 2 + result.params.valley * (y - x * x) ** 2
    return np.where(np.isnan(losses), np.inf, losses)


@lru_cache(maxsize=4)
def medians(result):
    """Medians of the main batch size, computed from the positions of its members if all are known."""
    if result.positions.shape[1] < result.params.ensemble_size:
        return result.median[main_batch_size(result)]
    ordered = np.sort(losses_at(result, result.positions), axis=1)
    n = ordered.shape[1]
    return (ordered[:, (n - 1) // 2] + ordered[:, n // 2]) / 2


@lru_cache(maxsize=4)
def diverged_counts(result):
    if result.positions.shape[1] < result.params.ensemble_size:
        return result.diverged[main_batch_size(result)]
    return np.isnan(result.positions).any(axis=2).sum(axis=1)


@lru_cache(maxsize=4)
def exact(result):
    return losses_at(result, result.noise_free_path)


def now(claim):
    return min(int(claim.position), len(claim.result.noise_free_loss) - 1)


def batch(claim):
    """The batch size that a part of a list is about."""
    batch = claim.value("batch")
    return str(claim.sentence.fields["batch"].fields["size"].value if batch is None else batch)


def stable(result):
    """Whether a step along the steepest direction shrinks the distance from the minimum."""
    return abs(1 - result.params.learning_rate * eigenvalues(result)[1]) < 1


def is_median(quoted, weights):
    """Whether half of the mass of w_1 z_1^2 + w_2 z_2^2 is below a loss, integrated over the wider z."""
    narrow, wide = sorted(quoted / each for each in weights)

    def mass(t):
        z = math.sqrt(narrow) * math.sin(t)
        return math.exp(-z * z / 2) * math.cos(t) * math.erf(math.sqrt(wide / 2) * math.cos(t))

    below, _ = quad(mass, 0, math.pi / 2)
    return math.isclose(math.sqrt(2 * narrow / math.pi) * below, 0.5, rel_tol=1e-6)


def distinct_texts(losses):
    """Whether different numbers have different texts, and close ones equal decimals if one has over two digits."""
    ordered = sorted(losses, key=lambda each: each.value)
    for pair in itertools.pairwise(ordered):
        (whole, decimals), (other, more) = (str(each).split(" ")[0].partition(".")[::2] for each in pair)
        fine = max(len((whole + decimals).lstrip("0")), len((other + more).lstrip("0"))) > 2
        if pair[1].value - pair[0].value <= 0.01 * pair[1].value and fine and len(decimals) != len(more):
            return False
    return len({str(each) for each in losses}) == len({each.value for each in losses})


def last_quarter(values):
    n = len(values) - 1
    return values[[k for k in range(n + 1) if k > 3 * n / 4 or k == n]]


def early_index(result):
    return max(1, (len(result.steps) - 1) // 16)
