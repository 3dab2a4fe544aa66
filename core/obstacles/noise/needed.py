"""How large a batch must be for its gradient to point the right way, as the number of coordinates grows."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray, frozen
from core.noise_laws import ratio_at_alignment
from core.obstacles.noise.streams import NEEDED, stream

DIMENSIONS = frozen(2.0 ** np.arange(1, 11))
"""2, 4, 8, ... 1024. In one dimension a direction is only a sign."""

ALIGNMENT = 0.9
"""The mean cosine between true and minibatch gradient that is asked for."""

FIXED, OWN = "fixed_signal", "own_signal"
SIGNALS: Mapping[str, float] = MappingProxyType({FIXED: 0.0, OWN: 0.5})
"""The power of d that the length of the true gradient is, in units of sigma."""

FITTED_FROM = 16
"""Fewer coordinates are too few for a law of many: with two, a batch of 6 instead of 8.5 would do."""

_NUMBERS, _FEWEST, _MOST, _BLOCK = 2**18, 512, 2**14, 2**17


def exact(dimensions: FloatArray) -> dict[str, FloatArray]:
    """Return the batch that is needed by the closed form, by case, shape (m,); not whole numbers."""
    squares = np.square(ratio_at_alignment(dimensions, ALIGNMENT))
    return {case: squares / dimensions ** (2.0 * power) for case, power in SIGNALS.items()}


def measure(seed: int, index: int) -> Iterator[dict[str, float] | None]:
    """Yield None every few milliseconds, and at last the batch that is needed in DIMENSIONS[index], by case.

    Noise vectors are drawn; for a batch B they count 1 / sqrt(B), and B is what makes their mean cosine
    the one asked for. The true gradient lies along the first axis, or in equal parts along all.
    """
    dimension = int(DIMENSIONS[index])
    rng, count = stream(seed, NEEDED, index), min(max(_NUMBERS // dimension, _FEWEST), _MOST)
    most = _BLOCK // dimension
    squares: list[FloatArray] = []
    parts: dict[str, list[FloatArray]] = {case: [] for case in SIGNALS}
    for done in range(0, count, most):
        noise = rng.standard_normal((min(most, count - done), dimension))
        squares.append(np.vecdot(noise, noise))
        parts[FIXED].append(noise[:, 0])
        parts[OWN].append(noise.sum(axis=1) / np.sqrt(dimension))
        yield None
    found = {}
    for case, along in parts.items():
        ratio = _ratio(np.concatenate(along), np.concatenate(squares))
        found[case] = ratio**2 / dimension ** (2.0 * SIGNALS[case])
        yield None
    yield found


def _ratio(along: FloatArray, squares: FloatArray) -> float:
    """Return the |G| sqrt(B) / sigma that gives the mean cosine, for noise with this part along G and this square."""
    low, high = 0.0, 1.0
    while _cosine(high, along, squares) < ALIGNMENT:
        low, high = high, 2.0 * high
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = (middle, high) if _cosine(middle, along, squares) < ALIGNMENT else (low, middle)
    return high


def _cosine(ratio: float, along: FloatArray, squares: FloatArray) -> float:
    return float(np.mean((ratio + along) / np.sqrt(ratio**2 + 2.0 * ratio * along + squares)))
