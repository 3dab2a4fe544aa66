"""Oracles of exact: each output weights the eight inputs alike, so a row of eight weights stands for the layer."""

from functools import cache

import numpy as np
from scipy.linalg import hadamard

LIMITS = {"max_steps": (1, 200), "conditioning": (4, 1, 10_000)}
SMALL = {"max_steps": 400, "conditioning": "1,3,30,100"}
QUICK = False
SPECIAL = {"max_steps": (1, 2, 47)}
EXAMPLES = (
    {"conditioning": "1"},
    {"conditioning": "1,300"},
    {"conditioning": "10000", "max_steps": 20},
    {"conditioning": "9999.5,1.00001", "max_steps": 1},
    {"conditioning": "7,7,7"},
    {"conditioning": "1,1.5,2,30,1000", "max_steps": "usual"},
)
NEUTRAL = (
    "Steps of one layer against the conditioning of its inputs",
    "gradient descent: rate 2/(1 + κ)",
    "Counting the steps of gradient descent.",
    "One linear layer with squared loss.",
)
TOLERANCE, DAMPING = 1e-6, 1e-10
USUAL_LIMIT = 20_000


def _limit(result):
    given = result.params.max_steps
    return USUAL_LIMIT if given == "usual" else given


def _kappas(result):
    return sorted(set(result.params.conditioning))


def _place(claim):
    """The caption is about the largest condition number, the row above the picture about that of the position."""
    count = len(_kappas(claim.result))
    return count - 1 if "nputs" in claim.sentence.template else min(int(claim.position), count - 1)


@cache
def _eigenvalues(kappa):
    return kappa ** (np.arange(8) / 7)


@cache
def _moment(kappa):
    """The mean of u u^T."""
    inputs = hadamard(16)[:, :8] * np.sqrt(_eigenvalues(kappa)) @ hadamard(8) / np.sqrt(8.0)
    return inputs.T @ inputs / 16


def _loss(kappa, weights):
    error = weights - np.eye(8)[0]
    return error @ _moment(kappa) @ error


def _share(kappa, steps):
    values = _eigenvalues(kappa)
    return (values * (1.0 - 2.0 / (1.0 + kappa) * values) ** (2 * steps)).sum() / values.sum()


@cache
def _descent(kappa, limit):
    return next((k for k in range(1, limit + 1) if _share(kappa, k) <= TOLERANCE), None)


@cache
def _adam(kappa, limit):
    """The fewest steps of Adam as torch.optim defines it."""
    best, moment = None, _moment(kappa)
    target = TOLERANCE * _loss(kappa, np.zeros(8))
    for rate in (0.03, 0.1, 0.3):
        w, m, v = np.zeros(8), np.zeros(8), np.zeros(8)
        for k in range(1, (best or limit + 1)):
            g = moment @ (w - np.eye(8)[0])
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
            w = w - rate * (m / (1 - 0.9**k)) / (np.sqrt(v / (1 - 0.999**k)) + 1e-8)
            if _loss(kappa, w) <= target:
                best = k
                break
    return best


@cache
def _kfac_weights(kappa):
    """The weights after a step of K-FAC with the factors A, the moment, and G = I."""
    moment = _moment(kappa)
    balance = np.sqrt(np.trace(moment) / 8)
    damped = moment + np.sqrt(DAMPING) * balance * np.eye(8)
    gradient = moment @ -np.eye(8)[0]
    return -np.linalg.solve(damped, gradient) / (1.0 + np.sqrt(DAMPING) / balance)


@cache
def _kfac(kappa):
    return 1 if _loss(kappa, _kfac_weights(kappa)) <= TOLERANCE * _loss(kappa, np.zeros(8)) else None


def steps(claim):
    result = claim.result
    kappa, limit = _kappas(result)[_place(claim)], _limit(result)
    correct = {"kfac": lambda: _kfac(kappa), "adam": lambda: _adam(kappa, limit)}
    counts = [field for field in ("kfac", "adam") if field in claim and not isinstance(claim.value(field), str)]
    found = [claim.value(field) == correct[field]() for field in counts]
    late = "not in" in claim.sentence.template or "most" in claim
    if late:
        found.append(_descent(kappa, limit) is None and result.complete)
    elif "n" in claim:
        found.append(claim.value("n") == _descent(kappa, limit) and _two_digits(claim, "n"))
    elif "descent" in claim and not isinstance(claim.value("descent"), str):
        found.append(claim.value("descent") == _descent(kappa, limit) and _two_digits(claim, "descent"))
    return bool(found) and all(found)


def _two_digits(claim, field):
    return float(claim.text(field).replace("\u2009", "")) == float(f"{claim.value(field):.2g}")


def used(claim):
    return claim.value("most" if "most" in claim else "n") == _limit(claim.result)


def conditioning(claim):
    return claim.value("kappa") == _kappas(claim.result)[_place(claim)]


def same_steps(claim):
    kappas = _kappas(claim.result)
    return len(kappas) > 1 and {_kfac(kappa) for kappa in kappas} == {1}


def descent_slows(claim):
    few, many = (
        _descent(kappa, _limit(claim.result)) for kappa in (_kappas(claim.result)[0], _kappas(claim.result)[-1])
    )
    return few is not None and (many is None or few < many)


def is_newton(claim):
    """Newton's method ends at the target: the loss is a quadratic."""
    gaps = [np.linalg.norm(_kfac_weights(kappa) - np.eye(8)[0]) for kappa in _kappas(claim.result)]
    return max(gaps) < 1e-3


def deep_is_inexact(claim):
    """With three layers, each takes a third of the way: their product is not the target then."""
    target = np.eye(8) + 0.5 * np.roll(np.eye(8), 1, axis=0)
    after = np.linalg.matrix_power(np.eye(8) + (target - np.eye(8)) / 3.0, 3)
    for kappa in _kappas(claim.result):
        before, left = (np.trace(each @ _moment(kappa) @ each.T) for each in (np.eye(8) - target, after - target))
        if left <= TOLERANCE * before:
            return False
    return True


def tolerance(claim):
    """The counts of gradient descent are the first at which a millionth of the loss is left."""
    result = claim.result
    counts = [(kappa, n) for kappa, n in zip(_kappas(result), result.steps["gradient_descent"], strict=True) if n == n]
    return all(_share(kappa, n) <= 1e-6 < _share(kappa, n - 1) for kappa, n in counts)


def adam_rate(claim):
    kappa, limit = _kappas(claim.result)[_place(claim)], _limit(claim.result)
    return claim.value("adam") == _adam(kappa, limit)
