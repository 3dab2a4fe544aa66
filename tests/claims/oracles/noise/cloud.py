"""Oracles of cloud, from the positions of its members and from the noise-free path."""

import math

import numpy as np
from claims.oracles.noise.floors import (  # noqa: F401  oracles of this experiment
    law_fails,
    stationary_median_measured,
    stationary_median_predicted,
)
from claims.oracles.noise.members import batch as _batch
from claims.oracles.noise.members import distinct_texts as _distinct_texts
from claims.oracles.noise.members import diverged_counts as _diverged_counts
from claims.oracles.noise.members import early_index as _early_index
from claims.oracles.noise.members import eigenvalues as _eigenvalues
from claims.oracles.noise.members import exact as _exact
from claims.oracles.noise.members import last_quarter as _last_quarter
from claims.oracles.noise.members import losses_at as _losses_at
from claims.oracles.noise.members import main_batch_size as _main_batch_size
from claims.oracles.noise.members import medians as _medians
from claims.oracles.noise.members import now as _now
from claims.oracles.noise.members import stable as _stable
from claims.oracles.noise.schedules import (  # noqa: F401  oracles of this experiment
    behind_early,
    behind_without_noise,
    close_to_constant_rate,
    constant_rate_median,
    noise_law,
    noise_law_fails,
    schedule_changes_little,
    schedule_lowers,
    schedule_raises,
    still_approaching,
    time_constant,
)

NEUTRAL = ("Dots are medians, bands go from the lower to the upper quartile.",)
LIMITS = {"max_steps": (1, 400), "ensemble_size": (1, 60), "valley": (1, 1000), "learning_rate": (1e-6, 1)}
SMALL = {}
QUICK = False
SPECIAL = {
    "learning_rate": (0.005, 0.0125, 0.019, 0.05),
    "start": ((1, 1),),
    "valley": (1, 10),
    "batch_size": (1, 16, 256),
}
COSINE, DECAY = {"schedule": "cosine", "ensemble_size": 50}, {"schedule": "inverse_time", "ensemble_size": 50}
WIDE = {"valley": 1, "learning_rate": 0.1}  # a valley in which descent settles in few steps
EXAMPLES = (
    {"learning_rate": 0.019, "batch_size": 16, "ensemble_size": 100},
    {"learning_rate": 0.019, "batch_size": 64, "batch_sizes": (64, 256), "ensemble_size": 50, "max_steps": 400},
    {"max_steps": 50, "ensemble_size": 50},
    {"learning_rate": 1e-5, "ensemble_size": 50},
    {"learning_rate": 1e-6, "noise_std": 1000, "ensemble_size": 50, "max_steps": 400},
    {"noise_std": 0.01, "ensemble_size": 50},
    {"noise_std": 100, "ensemble_size": 500},
    {"noise_std": 100, "ensemble_size": 2, "max_steps": 300},
    WIDE | {"start": (1, 1), "ensemble_size": 51, "max_steps": 100},
    WIDE | {"start": (1, 1), "ensemble_size": 50, "max_steps": 10},
    {"valley": 1, "learning_rate": 0.01, "start": (1, 1), "max_steps": 80, "ensemble_size": 500, "noise_std": 5},
    WIDE | {"max_steps": 150, "ensemble_size": 40, "batch_size": 256},
    WIDE | {"max_steps": 60, "ensemble_size": 40, "batch_size": 256},
    WIDE | {"ensemble_size": 1, "max_steps": 150, "noise_std": 5},
    WIDE | {"ensemble_size": 1200, "max_steps": 20},
    {"valley": 1, "learning_rate": 0.16, "batch_size": 64, "batch_sizes": "64", "max_steps": 200, "ensemble_size": 40},
    {"learning_rate": 0.05, "ensemble_size": 30, "max_steps": 400},
    *(each | {"batch_size": b} for each in (COSINE, DECAY) for b in (1, 16, 256)),
    *(WIDE | each | {"max_steps": 150, "noise_std": 5} for each in (COSINE, DECAY)),
    *(WIDE | COSINE | {"ensemble_size": size, "max_steps": 100, "batch_size": 65536} for size in (1, 2)),
    WIDE | COSINE | {"max_steps": 1},
    DECAY | {"learning_rate": 1e-6, "max_steps": 100},
    COSINE | {"learning_rate": 0.02, "max_steps": 300},
    COSINE | {"noise_std": 300, "max_steps": 300},
    COSINE | {"start": (1, 1), "batch_size": 256, "noise_std": 1},
    DECAY | {"ensemble_size": 2, "batch_size": 65536, "noise_std": 0.01, "max_steps": 20},
    *({"learning_rate": 0.0198, "batch_size": b, "batch_sizes": (b,), "ensemble_size": 20} for b in (4096, 65536)),
    {"learning_rate": 0.02, "noise_std": 1, "ensemble_size": 20},
    {"learning_rate": 0.02, "noise_std": 0.01, "batch_size": 65536, "ensemble_size": 1, "max_steps": 40},
    WIDE | {"noise_std": 60, "learning_rate": 0.01, "ensemble_size": 20},
    {"noise_std": 60, "ensemble_size": 20},
    {"noise_std": 60, "ensemble_size": 3, "batch_sizes": "1", "max_steps": 400},
    {"learning_rate": 1, "ensemble_size": 3, "max_steps": 100},
    {"noise_std": 0.01, "batch_size": 4096, "ensemble_size": 2, "max_steps": 400},
    {
        "noise_std": 0.012643582370058953,
        "batch_size": 65536,
        "batch_sizes": "65536",
        "ensemble_size": 2,
        "max_steps": 1,
        "learning_rate": 1.0563043281148373e-05,
        "start": (0.9, 0.8),
        "seed": 9,
    },
    {"noise_std": 200, "batch_size": 65536, "batch_sizes": "65536", "ensemble_size": 2, "max_steps": 200, "seed": 1},
    *({"noise_std": s, "ensemble_size": 20, "max_steps": 800, "batch_size": b} for s, b in ((300, 1), (1000, 256))),
    {"learning_rate": 1, "ensemble_size": 31, "batch_sizes": "65536", "max_steps": 400},
    *({"learning_rate": 1, "ensemble_size": 1, "batch_sizes": b, "max_steps": 30} for b in ("1", "1,16,65536")),
    *(WIDE | {"ensemble_size": 1, "max_steps": 60, "batch_size": b} for b in (1, 256)),
    WIDE | {"ensemble_size": 1, "max_steps": 60, "batch_size": 4, "batch_sizes": "1,2,65536"},
    {"learning_rate": 1, "ensemble_size": 10_000, "batch_size": 40_000, "batch_sizes": "20000,65536", "max_steps": 30},
)


def above_the_bound(claim):
    """A step changes the sign of the distance and increases it; rate and bound have different texts."""
    largest, rate = _eigenvalues(claim.result)[1], claim.value("rate")
    quoted = rate == claim.result.params.learning_rate and math.isclose(claim.value("limit"), 2 / largest, rel_tol=1e-9)
    return quoted and 1 - rate * largest < -1 and claim.text("rate") != claim.text("limit")


def one_run(claim, size=1):
    return claim.result.params.ensemble_size == size


def two_runs(claim):
    return one_run(claim, 2)


def noise_free_diverged(claim):
    """The last position of descent without noise is NaN."""
    return bool(np.isnan(claim.result.noise_free_path[-1]).any())


def half_diverged(claim):
    """Half of the members or more have diverged, but not all, with the quoted batch size."""
    counts = (
        _diverged_counts(claim.result)
        if (name := _batch(claim)) == _main_batch_size(claim.result)
        else claim.result.diverged[name]
    )
    return claim.result.params.ensemble_size / 2 <= counts[-1] < claim.result.params.ensemble_size


def all_diverged(claim):
    """All members have diverged: with a quoted batch size at the end, with the main one at this position."""
    result, size = claim.result, claim.result.params.ensemble_size
    name, at = (
        (_batch(claim), -1)
        if "batch" in claim
        else (_main_batch_size(result), -1 if "samples" in claim else _now(claim))
    )
    assert "samples" not in claim or claim.value("samples") == result.params.batch_size
    assert "runs" not in claim or claim.value("runs") == size
    counts = _diverged_counts(result) if name == _main_batch_size(result) else result.diverged[name]
    return counts[at] == size


def median(claim):
    result = claim.result
    if "list" in claim:
        listed = claim.sentence.fields["list"]
        parts = [listed] if listed.template else listed.fields.values()
        quoted = [each.fields["loss"] for each in parts if "loss" in each.fields]
        # An infinite median is written only as a claim that half of the runs or more have diverged.
        finite = all("half_diverged" in each.claims or "all_diverged" in each.claims for each in parts if "∞" in each)
        return finite and _distinct_texts(quoted)
    name, at = (_batch(claim), -1) if "batch" in claim else (_main_batch_size(result), _now(claim))
    at = -1 if "n" in claim else at  # the step reached
    low, high = result.q25[name][at], result.q75[name][at]
    own = _medians(result)[at] if name == _main_batch_size(result) else result.median[name][at]
    if "loss" not in claim or math.isinf(claim.value("loss")):
        return math.isinf(own)
    return low <= claim.value("loss") <= high and math.isclose(claim.value("loss"), own, rel_tol=1e-9, abs_tol=1e-300)


def diverged(claim):
    """The number of diverged members, not all: with a quoted batch size at the end, else at this position."""
    result = claim.result
    field = "n" if "n" in claim else "lost"
    assert "samples" not in claim or claim.value("samples") == result.params.batch_size
    if field not in claim:
        if "runs" in claim:  # the title, about the main batch size
            assert claim.value("runs") == result.params.ensemble_size
            return 0 < _diverged_counts(result)[-1] < result.params.ensemble_size
        return any(counts[-1] > 0 for counts in result.diverged.values())
    if "batch" in claim:
        name, at = _batch(claim), -1
    else:
        name, at = _main_batch_size(result), -1 if "samples" in claim else _now(claim)
    counts = _diverged_counts(result) if name == _main_batch_size(result) else result.diverged[name]
    q75, size = result.q75[name][at], result.params.ensemble_size
    right = claim.value(field) == counts[at] < size
    return right and (math.isfinite(q75) or counts[at] > 0.25 * size)


def ensemble_size(claim):
    size = claim.result.params.ensemble_size
    if "samples" in claim:
        assert claim.value("samples") == claim.result.params.batch_size
    return claim.value(next(each for each in ("runs", "size", "n") if each in claim)) == size


def batch_sizes(claim):
    return claim.value("size") in {claim.result.params.batch_size, *claim.result.params.batch_sizes}


def limited_by_noise(claim):
    """The mean of the median over the last quarter is more than 1.5 times that of the loss without noise."""
    result = claim.result
    assert claim.value("n" if "n" in claim else "runs") == result.params.ensemble_size
    noisy, exact = _last_quarter(_medians(result)).mean(), _last_quarter(_exact(result)).mean()
    return _stable(result) and math.isfinite(noisy) and noisy > 1.5 * exact


def stays_above(claim):
    """The median is above the loss without noise at each recorded step of the last quarter."""
    last_quarter = _last_quarter(_medians(claim.result)) - _last_quarter(_exact(claim.result))
    return limited_by_noise(claim) and last_quarter.min() > 0


def near_one(claim):
    result, medians, exact, at = claim.result, _medians(claim.result), _exact(claim.result), _early_index(claim.result)
    assert claim.value("samples") == result.params.batch_size
    places = (claim.value("step"), claim.value("last")) == (result.steps[at], result.steps[len(medians) - 1])
    return places and np.allclose(medians[[at, -1]], exact[[at, -1]], rtol=0.010001, atol=0)


def leaves(claim):
    """The rate is stable and 9 time constants of the slowest coordinate fit into 60 000 steps, but there is no loss."""
    result = claim.result
    (place,) = np.flatnonzero(result.stationary_batch_sizes == result.params.batch_size)
    lasts = 9 / (result.params.learning_rate * _eigenvalues(result)[0])
    return result.complete and _stable(result) and lasts <= 60_000 and math.isnan(result.stationary_measured[place])


def law_applies(claim):
    """The rate is stable, and neither the runs nor those from the minimum have diverged."""
    return _stable(claim.result) and not _diverged_counts(claim.result)[-1] and not leaves(claim)


def floored(claim):
    """The median changed by less than 10 % over a quarter, after the slowest time constant, without divergence."""
    result, medians = claim.result, _medians(claim.result)
    last_quarter = len(_last_quarter(medians))
    levels = [
        math.exp(np.log(part).mean()) for part in (medians[-2 * last_quarter : -last_quarter], medians[-last_quarter:])
    ]
    lasted = result.steps[len(medians) - 1] * result.params.learning_rate * _eigenvalues(result)[0]
    (place,) = np.flatnonzero(result.stationary_batch_sizes == result.params.batch_size)
    lasts = 9 / (result.params.learning_rate * _eigenvalues(result)[0])
    left = math.isnan(result.stationary_measured[place]) and (lasts < 59_000 or not result.complete)
    settled = not left and lasted >= 1 and len(medians) >= 9 and max(levels) < 1.1 * min(levels)
    return settled and not _diverged_counts(result)[-1] and limited_by_noise(claim)


def hurts_later(claim):
    result = claim.result
    medians, exact, at = _medians(result), _exact(result), _early_index(result)
    ratios = medians[[at, -1]] / exact[[at, -1]]
    return limited_by_noise(claim) and ratios[1] > 1.5 and ratios[1] > 1.5 * ratios[0] and len(medians) - 1 > at


def ratio(claim):
    result, medians, exact = claim.result, _medians(claim.result), _exact(claim.result)
    at, end = _early_index(result), len(medians) - 1
    quoted = [claim.value(field) for field in ("early", "late")]
    assert claim.value("samples") == result.params.batch_size
    assert quoted[0] == quoted[1] or claim.text("early") != claim.text("late")
    places = (claim.value("step"), claim.value("last")) == (result.steps[at], result.steps[end]) and end > at
    return places and np.allclose(quoted, medians[[at, end]] / exact[[at, end]], rtol=1e-9)


def early(claim):
    result = claim.result
    at = _early_index(result)
    quoted = claim.value("loss"), claim.value("exact")
    assert quoted[0] == quoted[1] or claim.text("loss") != claim.text("exact")
    here = claim.value("step") == result.steps[at] and claim.value("samples") == result.params.batch_size
    return here and np.allclose(quoted, (_medians(result)[at], _exact(result)[at]), rtol=1e-9)


def reached(claim):
    result = claim.result
    quoted = claim.value(next(each for each in ("steps", "step", "n") if each in claim))
    return quoted == result.steps[len(result.positions) - 1]


def steps(claim):
    """The step at this position."""
    return claim.value("steps") == claim.result.steps[_now(claim)]


def divergence_loss(claim):
    height = _losses_at(claim.result, np.array(claim.result.params.start))
    return math.isclose(claim.value("bound"), 1e6 * max(float(height), 1.0))


def bound(claim):
    return math.isclose(claim.value("share"), claim.result.params.learning_rate * _eigenvalues(claim.result)[1] / 2)
