"""Two linear layers with squared loss, for tests of the optimizers that work on matrices."""

import numpy as np

from core.objective import Evaluator
from core.objectives import LinearLayers
from core.optimizer import advance

_RNG = np.random.default_rng(0)
TWO_LAYERS = LinearLayers(_RNG.normal(size=(20, 4)), _RNG.normal(size=(20, 2)), widths=(3,))
START = _RNG.normal(size=18) / 2.0


def gradients(x):
    """The gradients of the matrices of `TWO_LAYERS`, shapes (3, 4) and (2, 3)."""
    g = TWO_LAYERS.gradient(x)
    return g[:12].reshape(3, 4), g[12:].reshape(2, 3)


def descend(optimizer, objective, start, count):
    """The points after each step, shape (count, ..., d)."""
    return advance(optimizer, Evaluator(objective).at, optimizer.init(start), count)[1]
