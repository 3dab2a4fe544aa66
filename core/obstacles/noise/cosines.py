"""How well gradients that carry Gaussian noise point along the true ones, from many samples."""

import numpy as np

from core.arrays import FloatArray


class Cosines:
    """Collects the cosine between true and noisy gradients, at several places under the same noise.

    Parameters
    ----------
    gradients
        The true ones, shape (m, 2).
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
        """Take samples with this noise, N(0, I), shape (2, n), and with its opposite, at every place.

        Where the noise is much longer than the gradient the two cosines nearly cancel: what is left
        is what the noise adds up to, known ten times as well as from as many separate samples.
        """
        along = self._parts[:, 0, :] * noise[0] + self._parts[:, 1, :] * noise[1]
        both = 0.5 * (self._cosines(noise, along) + self._cosines(-noise, -along))
        self._sum += both.sum(axis=-1)
        self._squares += np.square(both).sum(axis=-1)
        self._pairs += noise.shape[1]

    def _cosines(self, noise: FloatArray, along: FloatArray) -> FloatArray:
        """Return the cosines at every place, shape (m, n), given its product with the noise."""
        lengths = np.hypot(self._parts[:, 0, :] + noise[0], self._parts[:, 1, :] + noise[1]) * self.ratios[:, None]
        along = along + np.square(self.ratios)[:, None]
        cosines: FloatArray = np.divide(along, lengths, out=np.full_like(along, np.nan), where=lengths > 0.0)
        return cosines

    @property
    def count(self) -> int:
        """How many samples were taken."""
        return 2 * self._pairs

    @property
    def mean(self) -> FloatArray:
        """The mean cosine, shape (m,); NaN where there is no direction, and before the first sample."""
        return self._sum / self._pairs if self._pairs else np.full_like(self._sum, np.nan)

    @property
    def error(self) -> FloatArray:
        """Its standard error from the spread between pairs, shape (m,)."""
        if self._pairs < 2:
            return np.full_like(self._sum, np.nan)
        spread: FloatArray = np.sqrt(np.maximum(self._squares / self._pairs - self.mean**2, 0.0) / (self._pairs - 1))
        return spread
