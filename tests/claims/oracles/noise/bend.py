"""Oracles of bend: steps by the closed form of the mean loss, fits by scipy, cosines by Kummer's function."""

import math
from functools import lru_cache

import numpy as np
from scipy import optimize, special

NEUTRAL = ("How many steps does a larger batch save?", "Counting the steps that each batch size needs.")
LIMITS = {}
SMALL = {}
QUICK = False
SPECIAL = {"batch_size": (1, 28, 65536), "dimension": (2, 100, 1024)}
EXAMPLES = ({"dimension": 2}, {"dimension": 1024, "batch_size": 65536}, {"dimension": 100, "batch_size": 28, "seed": 3})
HESSIAN, START, SIGMA, TARGET = np.array([1.0, 10.0]), np.array([10.0, 1.0]), 10.0, 0.01
RATES = np.geomspace(1e-4, 0.1999, 20_001)


@lru_cache
def _best(batch, steps):
    """The smallest mean loss after `steps` steps over all rates, as a share of the first loss."""
    shrink = (1 - RATES[:, None] * HESSIAN) ** 2
    kept = shrink**steps
    moments = kept * START**2 + (1 - kept) / (1 - shrink) * (RATES[:, None] * SIGMA) ** 2 / batch
    return float((moments @ HESSIAN).min() / (HESSIAN @ START**2))


def _fewest(batch, steps):
    return _best(batch, steps) <= TARGET * (1 + 1e-6) and (steps == 1 or _best(batch, steps - 1) > TARGET * (1 - 1e-6))


def steps(claim):
    """The ratios of the fewest steps with 1, 8 and 1024 samples, each below the ratio of the samples."""
    counts = dict(zip(claim.result.batch_sizes, claim.result.steps, strict=True))
    sizes = first, few, many = claim.value("first"), claim.value("few"), claim.value("many")
    quoted = claim.value("less"), claim.value("least")
    right = all(_fewest(size, int(counts[size])) for size in sizes) and min(counts) == first < few < many
    ratios = counts[first] / counts[few], counts[first] / counts[many]
    return right and quoted == ratios and quoted[0] < few / first and quoted[1] < many / first


def savings(claim):
    """The ratio of the fewest steps with one sample and with 8 or 1024."""
    counts = dict(zip(claim.result.batch_sizes, claim.result.steps, strict=True))
    size = {"few": 8, "many": 1024}[claim.subject]
    return (
        all(_fewest(each, int(counts[each])) for each in (1, size)) and claim.value("less") == counts[1] / counts[size]
    )


def batch_sizes(claim):
    return claim.value("many") == 1024 and {1, 1024} < set(claim.result.batch_sizes)


def chosen_steps(claim):
    return _fewest(claim.result.params.batch_size, claim.value("n"))


@lru_cache(maxsize=2)
def _fit(result):
    def curve(size, floor, bend):
        return np.log(floor * (1 + bend / size))

    found, _ = optimize.curve_fit(curve, result.batch_sizes, np.log(result.steps), (10.0, 30.0))
    return found


def smallest_steps(claim):
    return math.isclose(claim.value("floor" if "floor" in claim else "steps"), _fit(claim.result)[0], rel_tol=1e-4)


def critical_batch(claim):
    return math.isclose(claim.value("batch"), _fit(claim.result)[1], rel_tol=1e-4)


def at_most_halves(claim):
    """The steps of no two batch sizes above the critical one differ by more than a factor of two."""
    counts = [
        s for size, s in zip(claim.result.batch_sizes, claim.result.steps, strict=True) if size >= _fit(claim.result)[1]
    ]
    return len(counts) > 1 and all(2 * a >= b for a in counts for b in counts)


def simple_batch(claim):
    """Squared noise over squared gradient, at the start and at the target."""
    result = claim.result
    rate, count = result.best_rate[-1], int(result.steps[-1])
    ends = [START, (1 - rate * HESSIAN) ** count * START]
    quoted = claim.value("first"), claim.value("last")
    there = HESSIAN @ ends[1] ** 2 <= TARGET * (HESSIAN @ START**2)
    return there and np.allclose(quoted, [2 * SIGMA**2 / ((HESSIAN * x) @ (HESSIAN * x)) for x in ends], rtol=1e-6)


def target(claim):
    return claim.value("share") == TARGET


def eigenvalues(claim):
    return claim.value("kappa") == HESSIAN[1] / HESSIAN[0]


def noise_std(claim):
    """The noise of the quadratic, independent of the parameters."""
    return claim.value("sigma") == SIGMA


def alignment(claim):
    return claim.value("cosine") == 0.9


def _cosine(ratio, dimension):
    """The mean cosine between a vector and the vector plus noise; ratio is its length over sigma."""
    factor = math.exp(special.gammaln((dimension + 1) / 2) - special.gammaln(dimension / 2 + 1))
    return ratio / math.sqrt(2) * factor * special.hyp1f1(0.5, dimension / 2 + 1, -(ratio**2) / 2)


def chosen_needed(claim):
    """The mean cosine with these batches is 0.9."""
    d = claim.result.params.dimension
    ratios = math.sqrt(claim.value("more")), math.sqrt(claim.value("less") * d)
    return all(math.isclose(_cosine(ratio, d), 0.9, rel_tol=1e-6) for ratio in ratios)


def needed_slope(claim):
    result, case = claim.result, claim.subject
    used = (result.dimensions >= 16) & np.isfinite(result.needed[case])
    expected = np.polyfit(np.log(result.dimensions[used]), np.log(result.needed[case][used]), 1)[0]
    text = claim.text("value").replace("−", "-")
    near = {"fixed_signal": 1.0, "own_signal": 0.0}[case]
    return abs(float(text) - expected) <= 0.5001 * 10.0 ** -len(text.partition(".")[2]) and abs(expected - near) < 0.1
