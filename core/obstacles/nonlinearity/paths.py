"""The degree of the loss of a product of matrices on a slice, counted from where its moving entries lie."""

import numpy as np

from core.arrays import FloatArray


def degree(weights: FloatArray) -> int:
    """Return the degree of f = mean ||W_L ... W_1 x||^2 in (u, v); layers are W + u D + v E, shape (L, 3, n, n).

    An entry of the product is a sum over paths through the layers of products of entries, one of each layer. So its
    degree is the most moving entries that lie on one path: the largest entry of a max-plus product of matrices, with 1
    where an entry moves and 0 elsewhere. f is a positive definite quadratic form in the entries, whose highest terms
    cannot cancel: its degree is twice that. Holds with probability 1 for weights drawn at random, of which no other
    entry is 0 and no sum of paths cancels.
    """
    longest = np.zeros(weights.shape[-1])
    for layer in np.any(weights[:, 1:] != 0.0, axis=1):
        longest = (layer + longest).max(axis=1)
    return 2 * int(longest.max())
