"""The valley near its minimum (1, 1): its curvature, and how slowly descent approaches it."""

import numpy as np

from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise.params import NoiseParams


def eigenvalues(params: NoiseParams) -> tuple[float, float]:
    """Return the eigenvalues of the Hessian at the minimum, rising."""
    objective = Rosenbrock(2, params.valley)
    smaller, larger = np.linalg.eigvalsh(objective.hessian(objective.minima[0])).tolist()
    return smaller, larger


def time_constant(params: NoiseParams) -> float:
    """Return 1 / (a lambda) of the slowest coordinate at the minimum, in steps, for the first rate a."""
    return 1.0 / (params.learning_rate * eigenvalues(params)[0])
