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
    count
        How many samples were taken.

    """

    def __init__(self, gradients: FloatArray, scale: float) -> None:
        self.ratios = np.linalg.norm(gradients, axis=-1) / scale
        self._parts = gradients[..., None] / scale
        self._sum, self._squares = np.zeros_like(self.ratios), np.zeros_like(self.ratios)
        self.count = 0

    def add(self, noise: FloatArray) -> None:
        """Take samples with this noise, N(0, I), shape (2, n), at every place."""
        across, up = (self._parts[:, axis] + noise[axis] for axis in range(2))
        along = self._parts[:, 0] * across + self._parts[:, 1] * up
        lengths = np.hypot(across, up) * self.ratios[:, None]
        cosines = np.divide(along, lengths, out=np.full_like(along, np.nan), where=lengths > 0.0)
        self._sum += cosines.sum(axis=-1)
        self._squares += np.square(cosines).sum(axis=-1)
        self.count += noise.shape[1]

    @property
    def mean(self) -> FloatArray:
        """The mean cosine, shape (m,); NaN where there is no direction, and before the first sample."""
        return self._sum / self.count if self.count else np.full_like(self._sum, np.nan)

    @property
    def error(self) -> FloatArray:
        """Its standard error, shape (m,)."""
        if self.count < 2:
            return np.full_like(self._sum, np.nan)
        spread: FloatArray = np.sqrt(np.maximum(self._squares / self.count - self.mean**2, 0.0) / (self.count - 1))
        return spread
