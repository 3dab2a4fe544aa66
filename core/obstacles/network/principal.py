"""The plane in which a path moves most: principal component analysis of its points."""

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.lanczos import largest_eigenpair

PRODUCTS = 24
"""Products with which each eigenvector is found: twice as many as gave all digits on paths and random walks."""
NEGLIGIBLE = 1e-12
"""A variance this small, relative to the largest, is rounding."""


class Principal(NamedTuple):
    """The two directions in which points vary most.

    Attributes
    ----------
    directions
        Orthogonal and of length 1, shape (2, d).
    shares
        The shares of the variance of the points along each, falling, shape (2,).

    """

    directions: FloatArray
    shares: FloatArray

    @property
    def together(self) -> float:
        """The share along both directions: 1 if the points lie in a plane."""
        return share_together(self.shares)


def share_together(shares: FloatArray) -> float:
    """Return the sum of shares, shape (n,), without the rounding that makes it differ from 1."""
    total = float(shares.sum())
    return 1.0 if 1.0 - total <= NEGLIGIBLE else total


def principal(points: FloatArray) -> Generator[None, None, Principal]:
    """Return the principal directions of points, shape (n, d), that are not all equal; yields after each product.

    Along the first direction the last point is ahead of the first one; along the second the point farthest from the
    last is. If all points are on a line, the second direction is any that is orthogonal to it.

    References
    ----------
    I. T. Jolliffe, "Principal Component Analysis", 2nd edition, 2002, section 3.5: the eigenvectors of X X^T, where
    the rows of X are the points less their mean.

    """
    centered = points - points.mean(axis=0)
    values, vectors = yield from _two_largest(centered)
    values[values <= NEGLIGIBLE * values[0]] = 0.0
    directions = np.zeros((2, points.shape[1]))
    anything = np.random.default_rng(0).standard_normal(points.shape[1])
    for k, value in enumerate(values.tolist()):
        along = vectors[k] @ centered if value > 0.0 else anything
        for _ in range(2):  # the second time removes the rounding of the first
            along = along - (directions[:k] @ along) @ directions[:k]
        directions[k] = along / np.linalg.norm(along)
    ahead = (points - points[-1]) @ directions.T
    farthest = ahead[np.abs(ahead[:, 1]).argmax(), 1]
    directions *= np.array([-1.0 if ahead[0, 0] > 0 else 1.0, -1.0 if farthest < 0 else 1.0])[:, None]
    return Principal(directions, np.minimum(values / float(np.vdot(centered, centered)), 1.0))


def _two_largest(centered: FloatArray) -> Generator[None, None, tuple[FloatArray, FloatArray]]:
    """Return the two largest eigenvalues of X X^T, shape (2,), and their eigenvectors, shape (2, n), for X (n, d)."""
    values, vectors = np.zeros(2), np.zeros((2, len(centered)))

    def rest(vector: FloatArray) -> FloatArray:
        """Return the product with what the eigenvectors found so far leave."""
        product: FloatArray = centered @ (vector @ centered) - (values * (vectors @ vector)) @ vectors
        return product

    start = np.random.default_rng(0).standard_normal(len(centered))
    for k in range(2):
        values[k], vectors[k] = yield from largest_eigenpair(rest, start, PRODUCTS)
    return np.maximum(values, 0.0), vectors
