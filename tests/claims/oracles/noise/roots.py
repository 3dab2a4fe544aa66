"""What roots claims: fits of what was measured, and averages of independent samples."""

import math

import numpy as np

NEUTRAL = ("Measuring the length of noise.",)
LIMITS = {}
SMALL = {}
QUICK = False
EXAMPLES = ({"dimension": 2, "batch_size": 65536, "noise_std": 0.01}, {"dimension": 1024, "batch_size": 1500})


def _slope(x, y):
    """A fit by numpy, where at least three points are known."""
    known = np.isfinite(y)
    return np.polyfit(np.log2(x[known]), np.log2(y[known]), 1)[0] if known.sum() > 2 else math.nan


def _half(x, numbers):
    """Half the interval of a slope: a root mean square of N normal numbers is known to 1 in sqrt(2 N)."""
    off = np.log(x) - np.log(x).mean()
    return 1.96 * math.sqrt(np.sum(off**2 / (2 * numbers))) / np.sum(off**2)


def _told(said, field, wanted, half):
    """Whether a factor of four is told; or, in a label, the slope with its decimals, and with its interval if any."""
    if field in said:
        return math.isclose(abs(math.log(said.value(field), 4)), abs(wanted), rel_tol=1e-6)
    text, _, interval = said.shown("value").replace("−", "-").partition(" ± ")
    rounding = 0.5001 * 10.0 ** -len(text.partition(".")[2])
    wide = not interval or abs(float(interval) - half) <= rounding + 1e-4 * half
    return abs(float(text) - wanted) <= rounding and wide


def slope_by_batch(said):
    """About -1/2, as it is known of averages: of 2^21 numbers a point, in whole vectors."""
    sizes, dimension = said.result.batch_sizes[np.isfinite(said.result.rms_by_batch)], said.result.params.dimension
    wanted = _slope(said.result.batch_sizes, said.result.rms_by_batch)
    half = _half(sizes, np.maximum(2**21 // (sizes * dimension), 1) * dimension)
    return abs(wanted + 0.5) < 0.05 and _told(said, "less", wanted, half)


def slope_by_dimension(said):
    """About 1/2, from 2^18 numbers a point."""
    sizes = said.result.dimensions[np.isfinite(said.result.rms_by_dimension)]
    wanted = _slope(said.result.dimensions, said.result.rms_by_dimension)
    half = _half(sizes, np.full(sizes.shape, 2.0**18))
    return abs(wanted - 0.5) < 0.05 and _told(said, "more", wanted, half)


def exact_rms_by_batch(said):
    """Four times the batch halve what is drawn, and it is near what is measured."""
    result, exact = said.result, said.result.exact_rms_by_batch
    halves = np.allclose(exact[2:] / exact[:-2], 0.5, rtol=1e-12)
    off = np.abs(result.rms_by_batch - exact) / result.rms_error_by_batch
    return halves and not (off > 6).any()


def exact_rms_by_dimension(said):
    result, exact = said.result, said.result.exact_rms_by_dimension
    doubles = np.allclose(exact[2:] / exact[:-2], 2.0, rtol=1e-12)
    off = np.abs(result.rms_by_dimension - exact) / result.rms_error_by_dimension
    return doubles and not (off > 6).any()


def chosen_rms(said):
    params = said.result.params
    return math.isclose(
        said.value("rms") ** 2, params.noise_std**2 * params.dimension / params.batch_size, rel_tol=1e-9
    )
