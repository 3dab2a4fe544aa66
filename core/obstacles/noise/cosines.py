"""Mean cosine between true gradients and gradients with Gaussian noise, estimated from samples."""

import numpy as np

from core.arrays import FloatArray


class Cosines:
    """Accumulates the cosine between true and noisy gradients at several points with the same noise samples.

    Parameters
    ----------
    gradients
        The true gradients, shape (m, 2).
    scale
        The standard deviation of the noise in each coordinate.

    Attributes
    ----------
    ratios
        Length of the true gradient over `scale`, shape (m,).

    """

    def __init__(self, gradients: FloatArray, scale: float) -> None:
        self.ratios = np.linalg.norm(gradients, axis=-1) / scale
        self._parts = gradients[..., None] / scale
        self._sum, self._squares = np.zeros_like(self.ratios), np.zeros_like(self.ratios)
        self._pairs = 0

    def add(self, noise: FloatArray) -> None:
        """Add samples with this noise, N(0, I), shape (2, n), and with its negative, at every point.

        These are antithetic samples: if the noise is much longer than the gradient, the two cosines nearly cancel,
        which makes the standard error ten times smaller than with as many independent samples.
        """
        along = self._parts[:, 0, :] * noise[0] + self._parts[:, 1, :] * noise[1]
        pair_means = 0.5 * (self._cosines(noise, along) + self._cosines(-noise, -along))
        self._sum += pair_means.sum(axis=-1)
        self._squares += np.square(pair_means).sum(axis=-1)
        self._pairs += noise.shape[1]

    def _cosines(self, noise: FloatArray, along: FloatArray) -> FloatArray:
        """Return the cosines, shape (m, n), given the scalar products `along` of gradients and noise."""
        lengths = np.hypot(self._parts[:, 0, :] + noise[0], self._parts[:, 1, :] + noise[1]) * self.ratios[:, None]
        along = along + np.square(self.ratios)[:, None]
        cosines: FloatArray = np.divide(along, lengths, out=np.full_like(along, np.nan), where=lengths > 0.0)
        return cosines

    @property
    def count(self) -> int:
        """The number of samples."""
        return 2 * self._pairs

    @property
    def mean(self) -> FloatArray:
        """The mean cosine, shape (m,); NaN where the gradient is 0, and before the first sample."""
        return self._sum / self._pairs if self._pairs else np.full_like(self._sum, np.nan)

    @property
    def error(self) -> FloatArray:
        """The standard error of the mean, from the variance between pairs, shape (m,)."""
        if self._pairs < 2:
            return np.full_like(self._sum, np.nan)
        spread: FloatArray = np.sqrt(np.maximum(self._squares / self._pairs - self.mean**2, 0.0) / (self._pairs - 1))
        return spread
