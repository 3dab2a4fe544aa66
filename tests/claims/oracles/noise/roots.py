"""Oracles of roots: fits of the measured lengths, and averages of independent samples."""

import math

import numpy as np

NEUTRAL = ("Measuring the length of noise.",)
LIMITS = {}
SMALL = {}
QUICK = False
EXAMPLES = ({"dimension": 2, "batch_size": 65536, "noise_std": 0.01}, {"dimension": 1024, "batch_size": 1500})


def _slope(x, y):
    """A fit by numpy."""
    return np.polyfit(np.log2(x), np.log2(y), 1)[0]


def _numbers(result, axis, planned):
    """The number of normal numbers per point, as many as planned: those of a partial result are fewer, as its errors
    tell; NaN where they are more.
    """
    rms, error = (getattr(result, f"{name}_by_{axis}") for name in ("rms", "rms_error"))
    drawn = (rms / error) ** 2 / 2
    return planned if result.complete else np.where(drawn < 1.001 * planned, drawn, np.nan)


def _half(x, numbers):
    """Half the interval of a slope: the relative error of a root mean square of N normal numbers is 1 / sqrt(2 N)."""
    off = np.log(x) - np.log(x).mean()
    return 1.96 * math.sqrt(np.sum(off**2 / (2 * numbers))) / np.sum(off**2)


def _quotes(claim, field, expected, half):
    """Whether the slope is quoted: as the factor of a fourfold size, or, in a label, with its decimals and interval."""
    if field in claim:
        return math.isclose(abs(math.log(claim.value(field), 4)), abs(expected), rel_tol=1e-6)
    text, _, interval = claim.text("value").replace("−", "-").partition(" ± ")
    rounding = 0.5001 * 10.0 ** -len(text.partition(".")[2])
    wide = not interval or abs(float(interval) - half) <= rounding + 1e-4 * half
    return abs(float(text) - expected) <= rounding and wide


def slope_by_batch(claim):
    """About -1/2, from 2^21 numbers per point."""
    sizes, dimension = claim.result.batch_sizes, claim.result.params.dimension
    expected = _slope(sizes, claim.result.rms_by_batch)
    half = _half(sizes, _numbers(claim.result, "batch", np.maximum(2**21 // (sizes * dimension), 1) * dimension))
    return abs(expected + 0.5) < 0.05 and _quotes(claim, "less", expected, half)


def slope_by_dimension(claim):
    """About 1/2, from 2^18 numbers per point."""
    sizes = claim.result.dimensions
    expected = _slope(sizes, claim.result.rms_by_dimension)
    half = _half(sizes, _numbers(claim.result, "dimension", np.full(sizes.shape, 2.0**18)))
    return abs(expected - 0.5) < 0.05 and _quotes(claim, "more", expected, half)


def exact_rms_by_batch(claim):
    """Four times the batch size halves the length, and it matches the measured one."""
    result, exact = claim.result, claim.result.exact_rms_by_batch
    halves = np.allclose(exact[2:] / exact[:-2], 0.5, rtol=1e-12)
    off = np.abs(result.rms_by_batch - exact) / result.rms_error_by_batch
    return halves and not (off > 6).any()


def exact_rms_by_dimension(claim):
    result, exact = claim.result, claim.result.exact_rms_by_dimension
    doubles = np.allclose(exact[2:] / exact[:-2], 2.0, rtol=1e-12)
    off = np.abs(result.rms_by_dimension - exact) / result.rms_error_by_dimension
    return doubles and not (off > 6).any()


def fourfold_step(claim):
    """The noise before is twice that after, and one of them is that of the chosen values."""
    params, before, after = claim.result.params, claim.value("before"), claim.value("after")
    chosen = params.noise_std * math.sqrt(params.dimension / params.batch_size)
    return math.isclose(before, 2 * after) and any(math.isclose(each, chosen) for each in (before, after))
