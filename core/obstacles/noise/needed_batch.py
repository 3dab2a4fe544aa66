"""The batch size that a given mean cosine requires, as a function of the dimension."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray, frozen
from core.noise_laws import ratio_at_alignment
from core.obstacles.noise.streams import NEEDED, stream

DIMENSIONS = frozen(2.0 ** np.arange(1, 11))
"""2, 4, 8, ... 1024; in one dimension a direction would only be a sign."""

ALIGNMENT = 0.9
"""The required mean cosine between true and minibatch gradient."""

FIXED_SIGNAL, OWN_SIGNAL = "fixed_signal", "own_signal"
SIGNALS: Mapping[str, float] = MappingProxyType({FIXED_SIGNAL: 0.0, OWN_SIGNAL: 0.5})
"""By case, the exponent p of the length of the true gradient, sigma d^p."""

FITTED_FROM = 16
"""Smallest dimension of the fit. The law holds for many dimensions; in two, 6 samples suffice instead of 8.5."""

_NUMBERS, _MIN_VECTORS, _MAX_VECTORS, _BLOCK = 2**18, 512, 2**14, 2**17


def exact_batches(dimensions: FloatArray) -> dict[str, FloatArray]:
    """Return the required batch size by the closed form, by case, shape (m,); not rounded to whole numbers."""
    squares = np.square(ratio_at_alignment(dimensions, ALIGNMENT))
    return {case: squares / dimensions ** (2.0 * power) for case, power in SIGNALS.items()}


def measure(seed: int, index: int) -> Iterator[dict[str, float] | None]:
    """Yield None every few milliseconds, then the measured required batch size in DIMENSIONS[index], by case.

    Draws noise vectors, which are scaled by 1 / sqrt(B) for a batch of size B, and solves for the B with the
    required mean cosine. The true gradient lies along the first axis (fixed signal) or has equal parts along all axes.
    """
    dimension = int(DIMENSIONS[index])
    rng, count = stream(seed, NEEDED, index), min(max(_NUMBERS // dimension, _MIN_VECTORS), _MAX_VECTORS)
    most = _BLOCK // dimension
    squares: list[FloatArray] = []
    parts: dict[str, list[FloatArray]] = {case: [] for case in SIGNALS}
    for done in range(0, count, most):
        noise = rng.standard_normal((min(most, count - done), dimension))
        squares.append(np.vecdot(noise, noise))
        parts[FIXED_SIGNAL].append(noise[:, 0])
        parts[OWN_SIGNAL].append(noise.sum(axis=1) / np.sqrt(dimension))
        yield None
    found = {}
    for case, along in parts.items():
        ratio = _ratio_at_alignment(np.concatenate(along), np.concatenate(squares))
        found[case] = ratio**2 / dimension ** (2.0 * SIGNALS[case])
        yield None
    yield found


def _ratio_at_alignment(along: FloatArray, squares: FloatArray) -> float:
    """Return the |G| sqrt(B) / sigma with the required mean cosine, given the noise's parts along G and its squares."""
    low, high = 0.0, 1.0
    while _mean_cosine(high, along, squares) < ALIGNMENT:
        low, high = high, 2.0 * high
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = (middle, high) if _mean_cosine(middle, along, squares) < ALIGNMENT else (low, middle)
    return high


def _mean_cosine(ratio: float, along: FloatArray, squares: FloatArray) -> float:
    return float(np.mean((ratio + along) / np.sqrt(ratio**2 + 2.0 * ratio * along + squares)))
