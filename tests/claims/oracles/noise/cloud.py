"""What cloud claims, from where its members are and from the noise-free path."""

import math

import numpy as np
from claims.oracles.noise.members import apart as _apart
from claims.oracles.noise.members import batch as _batch
from claims.oracles.noise.members import early as _early
from claims.oracles.noise.members import exact as _exact
from claims.oracles.noise.members import front as _front
from claims.oracles.noise.members import gone as _gone
from claims.oracles.noise.members import heights as _heights
from claims.oracles.noise.members import hessian as _hessian
from claims.oracles.noise.members import late as _late
from claims.oracles.noise.members import medians as _medians
from claims.oracles.noise.members import now as _now
from claims.oracles.noise.members import stable as _stable

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
WIDE = {"valley": 1, "learning_rate": 0.1}  # a valley in which descent settles soon
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
    *({"learning_rate": 0.0198, "batch_size": b, "batch_sizes": (b,), "ensemble_size": 20} for b in (4096, 65536)),
    {"learning_rate": 0.02, "noise_std": 1, "ensemble_size": 20},
    {"learning_rate": 0.02, "noise_std": 0.01, "batch_size": 65536, "ensemble_size": 1, "max_steps": 40},
    WIDE | {"noise_std": 60, "learning_rate": 0.01, "ensemble_size": 20},
    {"noise_std": 60, "ensemble_size": 20},
    {"noise_std": 60, "ensemble_size": 3, "batch_sizes": "1", "max_steps": 400},
    {"learning_rate": 1, "ensemble_size": 3, "max_steps": 100},
    {"noise_std": 0.01, "batch_size": 4096, "ensemble_size": 2, "max_steps": 400},
    *({"noise_std": s, "ensemble_size": 20, "max_steps": 800, "batch_size": b} for s, b in ((300, 1), (1000, 256))),
    {"learning_rate": 1, "ensemble_size": 31, "batch_sizes": "65536", "max_steps": 400},
    *({"learning_rate": 1, "ensemble_size": 1, "batch_sizes": b, "max_steps": 30} for b in ("1", "1,16,65536")),
    *(WIDE | {"ensemble_size": 1, "max_steps": 60, "batch_size": b} for b in (1, 256)),
    WIDE | {"ensemble_size": 1, "max_steps": 60, "batch_size": 4, "batch_sizes": "1,2,65536"},
    {"learning_rate": 1, "ensemble_size": 10_000, "batch_size": 40_000, "batch_sizes": "20000,65536", "max_steps": 30},
)


def above_the_bound(said):
    """A step turns the distance round and makes it longer; the two numbers do not look equal."""
    largest, rate = _hessian(said.result)[1], said.value("rate")
    told = rate == said.result.params.learning_rate and math.isclose(said.value("limit"), 2 / largest, rel_tol=1e-9)
    return told and 1 - rate * largest < -1 and said.shown("rate") != said.shown("limit")


def one_run(said, size=1):
    return said.result.params.ensemble_size == size


def two_runs(said):
    return one_run(said, 2)


def noise_free_diverged(said):
    """There is no place any more where descent without noise is."""
    return bool(np.isnan(said.result.noise_free_path[-1]).any())


def half_diverged(said):
    """Of the batch size that is named, at most half are still there, and some are."""
    counts = _gone(said.result) if (name := _batch(said)) == _front(said.result) else said.result.diverged[name]
    return said.result.params.ensemble_size / 2 <= counts[-1] < said.result.params.ensemble_size


def all_diverged(said):
    """Nobody is anywhere any more: of a batch size at the end, of the one in front at this position."""
    result, size = said.result, said.result.params.ensemble_size
    name, at = (_batch(said), -1) if "batch" in said else (_front(result), -1 if "samples" in said else _now(said))
    assert "samples" not in said or said.value("samples") == result.params.batch_size
    assert "runs" not in said or said.value("runs") == size
    counts = _gone(result) if name == _front(result) else result.diverged[name]
    return counts[at] == size


def median(said):
    result = said.result
    if "list" in said:
        listed = said.sentence.fields["list"]
        parts = [listed] if listed.template else listed.fields.values()
        told = [each.fields["loss"] for each in parts if "loss" in each.fields]
        return "∞" not in str(said.sentence) and _apart(told)
    name, at = (_batch(said), -1) if "batch" in said else (_front(result), _now(said))
    low, high = result.q25[name][at], result.q75[name][at]
    own = _medians(result)[at] if name == _front(result) else result.median[name][at]
    if "loss" not in said or math.isinf(said.value("loss")):
        return math.isinf(own)
    return low <= said.value("loss") <= high and math.isclose(said.value("loss"), own, rel_tol=1e-9, abs_tol=1e-300)


def diverged(said):
    """How many are nowhere any more, not all: of a batch size at the end, of the one in front at this position."""
    result = said.result
    field = "n" if "n" in said else "lost"
    if field not in said:
        return any(counts[-1] > 0 for counts in result.diverged.values())
    if "batch" in said:
        name, at = _batch(said), -1
    else:
        name, at = _front(result), -1 if "samples" in said else _now(said)
        if "samples" in said:
            assert said.value("samples") == result.params.batch_size
        if "runs" in said:
            assert said.value("runs") == result.params.ensemble_size
    counts = _gone(result) if name == _front(result) else result.diverged[name]
    q75, size = result.q75[name][at], result.params.ensemble_size
    right = said.value(field) == counts[at] < size
    return right and (math.isfinite(q75) or counts[at] > 0.25 * size)


def ensemble_size(said):
    size = said.result.params.ensemble_size
    if "samples" in said:
        assert said.value("samples") == said.result.params.batch_size
    return said.value(next(each for each in ("runs", "size", "n") if each in said)) == size


def batch_sizes(said):
    return said.value("size") in {said.result.params.batch_size, *said.result.params.batch_sizes}


def limited_by_noise(said):
    """Over the last quarter of what is recorded the median is on average more than half again as high."""
    result = said.result
    assert said.value("n" if "n" in said else "runs") == result.params.ensemble_size
    noisy, exact = _late(_medians(result)).mean(), _late(_exact(result)).mean()
    return _stable(result) and math.isfinite(noisy) and noisy > 1.5 * exact


def stays_above(said):
    """At no recorded step of the last quarter is the median as low as the loss without noise."""
    late = _late(_medians(said.result)) - _late(_exact(said.result))
    return limited_by_noise(said) and late.min() > 0


def near_one(said):
    result, medians, exact, at = said.result, _medians(said.result), _exact(said.result), _early(said.result)
    assert said.value("samples") == result.params.batch_size
    places = (said.value("step"), said.value("last")) == (result.steps[at], result.steps[len(medians) - 1])
    return places and np.allclose(medians[[at, -1]], exact[[at, -1]], rtol=0.010001, atol=0)


def leaves(said):
    """There is a law, and with 9 time constants of the slowest coordinate in 60 000 steps time enough; but no loss."""
    result = said.result
    (place,) = np.flatnonzero(result.stationary_batch_sizes == result.params.batch_size)
    lasts = 9 / (result.params.learning_rate * _hessian(result)[0])
    return result.complete and _stable(result) and lasts <= 60_000 and math.isnan(result.stationary_measured[place])


def law_applies(said):
    """There is a law, every run shown is somewhere, and so were those from the minimum where it is known."""
    return _stable(said.result) and not _gone(said.result)[-1] and not leaves(said)


def floored(said):
    """As high as a quarter of the run earlier within 10 %, after the slowest time constant, and all still there."""
    result, medians = said.result, _medians(said.result)
    late = len(_late(medians))
    levels = [math.exp(np.log(part).mean()) for part in (medians[-2 * late : -late], medians[-late:])]
    lasted = result.steps[len(medians) - 1] * result.params.learning_rate * _hessian(result)[0]
    (place,) = np.flatnonzero(result.stationary_batch_sizes == result.params.batch_size)
    lasts = 9 / (result.params.learning_rate * _hessian(result)[0])
    left = math.isnan(result.stationary_measured[place]) and (lasts < 59_000 or not result.complete)
    settled = not left and lasted >= 1 and len(medians) >= 9 and max(levels) < 1.1 * min(levels)
    return settled and not _gone(result)[-1] and limited_by_noise(said)


def hurts_later(said):
    result = said.result
    medians, exact, at = _medians(result), _exact(result), _early(result)
    ratios = medians[[at, -1]] / exact[[at, -1]]
    return limited_by_noise(said) and ratios[1] > 1.5 and ratios[1] > 1.5 * ratios[0] and len(medians) - 1 > at


def ratio(said):
    result, medians, exact = said.result, _medians(said.result), _exact(said.result)
    at, end = _early(result), len(medians) - 1
    told = [said.value(field) for field in ("early", "late")]
    assert said.value("samples") == result.params.batch_size
    assert told[0] == told[1] or said.shown("early") != said.shown("late")
    places = (said.value("step"), said.value("last")) == (result.steps[at], result.steps[end]) and end > at
    return places and np.allclose(told, medians[[at, end]] / exact[[at, end]], rtol=1e-9)


def early(said):
    result = said.result
    at = _early(result)
    told = said.value("loss"), said.value("exact")
    assert told[0] == told[1] or said.shown("loss") != said.shown("exact")
    here = said.value("step") == result.steps[at] and said.value("samples") == result.params.batch_size
    return here and np.allclose(told, (_medians(result)[at], _exact(result)[at]), rtol=1e-9)


def reached(said):
    result = said.result
    return said.value("steps") == result.steps[len(result.positions) - 1]


def steps(said):
    """The clock."""
    return said.value("steps") == said.result.steps[_now(said)]


def divergence_loss(said):
    height = _heights(said.result, np.array(said.result.params.start))
    return math.isclose(said.value("bound"), 1e6 * max(float(height), 1.0))


def bound(said):
    return math.isclose(said.value("share"), said.result.params.learning_rate * _hessian(said.result)[1] / 2)


def stationary_predicted(said):
    params = said.result.params
    rate = params.learning_rate
    c = sum(rate / (2 * (2 - rate * value)) for value in _hessian(said.result))
    told = said.value("law" if "law" in said else "floor")
    stable = rate * _hessian(said.result)[1] < 2
    return stable and math.isclose(told, c * params.noise_std**2 / params.batch_size, rel_tol=1e-6)


def stationary_measured(said):
    """What is measured once all else is; the two numbers do not look equal where they are not."""
    result = said.result
    (place,) = np.flatnonzero(result.stationary_batch_sizes == result.params.batch_size)
    found = said.value("found")
    apart = said.shown("found") != said.shown("law") or found == said.value("law")
    return result.complete and found == result.stationary_measured[place] > result.stationary_error[place] and apart


def law_fails(said):
    return (
        stationary_predicted(said)
        and stationary_measured(said)
        and not 0.9 <= said.value("found") / said.value("law") <= 1.1
    )
