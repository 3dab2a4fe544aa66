"""The degree of the loss of a product of matrices on a slice, from the positions of the moving entries."""

import numpy as np

from core.arrays import FloatArray


def polynomial_degree(weights: FloatArray) -> int:
    """Return the degree of f = mean ||W_L ... W_1 x||^2 in (u, v); layers are W + u D + v E, shape (L, 3, n, n).

    An entry of the product is a sum over paths through the layers of products of one entry per layer. Its degree is
    the largest number of moving entries on one path: the largest entry of a max-plus product of matrices, with 1
    for moving entries and 0 elsewhere. f is a positive definite quadratic form in the entries, whose highest terms
    cannot cancel, so its degree is twice that. This holds with probability 1 for random weights: no other entry is 0
    and no sum over paths cancels.
    """
    longest = np.zeros(weights.shape[-1])
    for layer in np.any(weights[:, 1:] != 0.0, axis=1):
        longest = (layer + longest).max(axis=1)
    return 2 * int(longest.max())
