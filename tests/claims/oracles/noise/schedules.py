"""Oracles of a schedule of the learning rate: its runs are repeated at a constant rate, by the definition of a step."""

import math
from functools import lru_cache

import numpy as np
from claims.oracles.noise.members import eigenvalues as _eigenvalues
from claims.oracles.noise.members import exact as _exact
from claims.oracles.noise.members import is_median as _is_median
from claims.oracles.noise.members import losses_at as _losses_at
from claims.oracles.noise.members import medians as _medians
from claims.oracles.noise.members import stable as _stable

_SMALL_MEMBERS = 2000
"""Up to this many members their noise is drawn from one stream."""


@lru_cache(maxsize=4)
def _constant_rate(result):
    """Medians and losses without noise of descents at the constant rate, at the steps recorded."""
    params, rate = result.params, result.params.learning_rate
    size = params.ensemble_size
    rng, spread = np.random.default_rng((params.seed, 1, 0)), params.noise_std / math.sqrt(params.batch_size)
    x, y = (np.full(size + 1, each, dtype=float) for each in params.start)
    lost = np.zeros(size + 1, dtype=bool)
    limit = 1e6 * max(float(_losses_at(result, np.array(params.start))), 1.0)
    found, recorded = [], set(result.steps.tolist())
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(int(result.steps[len(result.positions) - 1]) + 1):
            if step in recorded:
                losses = _losses_at(result, np.stack([x, y], axis=-1))
                lost |= ~(losses <= limit)
                losses[lost] = np.inf
                ordered = np.sort(losses[:size])
                found.append(((ordered[(size - 1) // 2] + ordered[size // 2]) / 2, losses[size]))
            noise = np.pad(spread * rng.standard_normal((2, size)), ((0, 0), (0, 1)))
            off = y - x * x
            x, y = (
                x - rate * (-2 * (1 - x) - 4 * params.valley * x * off + noise[0]),
                y - rate * (2 * params.valley * off + noise[1]),
            )
    return np.array(found).T


def _constant_medians(result):
    return _constant_rate(result)[0] if result.params.ensemble_size <= _SMALL_MEMBERS else result.constant_rate_median


def _close(quoted, expected):
    return math.isclose(quoted, expected, rel_tol=1e-4)


def _quarter(result):
    return max(1, (len(result.steps) - 1) // 4)


def _final_ratio(result):
    return _constant_medians(result)[-1] / _medians(result)[-1]


def _changes_by(ratio, claim):
    """Whether the ratio of the last medians of the complete run is quoted, and above 1.1."""
    quoted = _close(claim.value("ratio"), ratio) and claim.text("ratio") != "1"
    return claim.result.complete and ratio > 1.0999 and quoted


def schedule_lowers(claim):
    return _changes_by(_final_ratio(claim.result), claim)


def schedule_raises(claim):
    return _changes_by(1 / _final_ratio(claim.result), claim)


def schedule_changes_little(claim):
    return claim.result.complete and 1 / 1.1001 < _final_ratio(claim.result) < 1.1001


def constant_rate_median(claim):
    """The last median at the constant rate; different numbers have different texts."""
    distinct = claim.text("constant") != claim.text("loss") or claim.value("constant") == claim.value("loss")
    return distinct and _close(claim.value("constant"), _constant_medians(claim.result)[-1])


def close_to_constant_rate(claim):
    """Both medians at the step reached are within 1 %."""
    return math.isclose(_medians(claim.result)[-1], _constant_medians(claim.result)[-1], rel_tol=0.0101)


def behind_early(claim):
    result, at = claim.result, _quarter(claim.result)
    ratio = _medians(result)[at] / _constant_medians(result)[at]
    return claim.value("step") == result.steps[at] and ratio > 1.0999 and _close(claim.value("ratio"), ratio)


def behind_without_noise(claim):
    result = claim.result
    last, constant = _exact(result)[-1], _constant_rate(result)[1][-1]
    quoted = _close(claim.value("loss"), last) and _close(claim.value("constant"), constant)
    return quoted and last > 1.0999 * constant and claim.text("loss") != claim.text("constant")


def time_constant(claim):
    """After so many steps a small distance along the slowest axis would have shrunk by its own length."""
    return math.isclose(
        claim.value("tau") * claim.result.params.learning_rate * _eigenvalues(claim.result)[0], 1, rel_tol=1e-9
    )


def _rate(result, t):
    params = result.params
    if params.schedule == "cosine":
        return params.learning_rate * math.cos(math.pi * t / (2 * params.max_steps)) ** 2
    return 1 / (1 / params.learning_rate + _eigenvalues(result)[0] * t)


@lru_cache(maxsize=4)
def _noise_weights(result):
    """The mean loss of each axis for the noise alone: the sum of what is left of each step's noise at the end."""
    rates = np.array([_rate(result, t) for t in range(result.params.max_steps)])
    variance = result.params.noise_std**2 / result.params.batch_size
    weights = []
    for value in _eigenvalues(result):
        later = np.append(np.cumprod((1 - rates[:0:-1] * value) ** 2)[::-1], 1.0)
        weights.append(value / 2 * variance * float(np.sum(rates**2 * later)))
    return weights


def noise_law(claim):
    """The median of noise alone by the variance of each axis, and the last median of the complete run."""
    result = claim.result
    right = _stable(result) and _is_median(claim.value("law"), _noise_weights(result))
    if "found" not in claim:
        return right
    distinct = claim.text("found") != claim.text("law") or claim.value("found") == claim.value("law")
    return right and distinct and result.complete and _close(claim.value("found"), _medians(result)[-1])


def noise_law_fails(claim):
    return noise_law(claim) and not 0.9001 <= claim.value("found") / claim.value("law") <= 1.0999


def still_approaching(claim):
    """The law is off by more than 10 %, and the loss without noise is larger than it."""
    last = _exact(claim.result)[-1]
    return noise_law_fails(claim) and _close(claim.value("loss"), last) and last > claim.value("law")
