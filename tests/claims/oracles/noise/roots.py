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


def _told(said, field, wanted):
    """Whether a factor of four is told; or, in a label, the slope with its decimals."""
    if field in said:
        return math.isclose(abs(math.log(said.value(field), 4)), abs(wanted), rel_tol=1e-6)
    text = said.shown("value").split(" ± ")[0].replace("−", "-")
    digits = len(text.partition(".")[2])
    return abs(float(text) - wanted) <= 0.5001 * 10.0**-digits


def slope_by_batch(said):
    """About -1/2, as it is known of averages."""
    wanted = _slope(said.result.batch_sizes, said.result.rms_by_batch)
    return abs(wanted + 0.5) < 0.05 and _told(said, "less", wanted)


def slope_by_dimension(said):
    wanted = _slope(said.result.dimensions, said.result.rms_by_dimension)
    return abs(wanted - 0.5) < 0.05 and _told(said, "more", wanted)


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
