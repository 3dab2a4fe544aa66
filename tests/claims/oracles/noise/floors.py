"""Oracles of the floor that noise sets at a constant rate."""

import numpy as np
from claims.oracles.noise.members import eigenvalues as _eigenvalues
from claims.oracles.noise.members import is_median as _is_median


def stationary_median_predicted(claim):
    """The quoted loss is the median by the stationary variance of each axis."""
    params = claim.result.params
    rate = params.learning_rate
    quoted = claim.value("law" if "law" in claim else "floor")
    if rate * _eigenvalues(claim.result)[1] >= 2:
        return False
    variance = params.noise_std**2 / params.batch_size
    return _is_median(quoted, [variance * rate / (2 * (2 - rate * value)) for value in _eigenvalues(claim.result)])


def stationary_median_measured(claim):
    """The measured loss of a complete result; different numbers have different texts."""
    result = claim.result
    (place,) = np.flatnonzero(result.stationary_batch_sizes == result.params.batch_size)
    found = claim.value("found")
    distinct = claim.text("found") != claim.text("law") or found == claim.value("law")
    # The loss has a long upper tail, so that its median is below its mean.
    mean = result.stationary_measured[place]
    return result.complete and found == result.stationary_median_measured[place] and 0 < found < mean and distinct


def law_fails(claim):
    return (
        stationary_median_predicted(claim)
        and stationary_median_measured(claim)
        and not 0.9 <= claim.value("found") / claim.value("law") <= 1.1
    )
