"""The bowl of the obstacle and where runs on it start."""

from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray
from core.objectives.quadratic import Quadratic, rotation
from core.obstacles.conditioning.params import ConditioningParams

SMALLEST = 1.0
"""The smallest eigenvalue of every bowl; the largest is the condition number."""


@dataclass(frozen=True)
class Bowl:
    """An elliptic bowl and a start on it.

    Attributes
    ----------
    eigenvalues
        The smallest and the largest.
    start, along
        Where runs start, shape (2,), and its coordinates in the eigenbasis, the smallest eigenvalue first.

    """

    eigenvalues: tuple[float, float]
    objective: Quadratic
    start: FloatArray
    along: tuple[float, float]


def bowl(params: ConditioningParams) -> Bowl:
    """Return the bowl and the start that are asked for; the worst start and the random one turn with the bowl."""
    eigenvalues = (SMALLEST, params.condition_number)
    basis = rotation(params.rotation)
    if not isinstance(params.start, str):
        start = np.array(params.start)
    elif params.start == "random":
        angle = np.random.default_rng(params.seed).uniform(0.0, 2.0 * np.pi, 1)
        start = basis @ on_level(np.array(eigenvalues), angle)[0]
    else:
        start = basis @ worst(np.array(eigenvalues))
    x, y = (basis.T @ start).tolist()
    return Bowl(eigenvalues, Quadratic.from_eigenvalues(eigenvalues, basis), start, (x, y))


def worst(eigenvalues: FloatArray) -> FloatArray:
    """Return the start (L, mu), shape (..., 2), in the eigenbasis: the gradient has equal parts along both axes."""
    return eigenvalues[..., ::-1]


def random_angles(seed: int, count: int) -> FloatArray:
    """Return directions from the minimum, shape (count,), a random one in each of as many equal sectors.

    Each is as likely as any other, but together they leave no gap wider than two sectors: what
    is found from them depends far less on the seed.
    """
    return (np.arange(count) + np.random.default_rng(seed).uniform(size=count)) * (2.0 * np.pi / count)


def on_level(eigenvalues: FloatArray, angles: FloatArray) -> FloatArray:
    """Return the points in these directions that lie as high as the worst start, in the eigenbasis.

    Parameters
    ----------
    eigenvalues
        Shape (..., 2).
    angles
        Shape (m,).

    Returns
    -------
    FloatArray
        Shape (..., m, 2).

    """
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    level = np.vecdot(eigenvalues, worst(eigenvalues) ** 2)[..., None]
    distances = np.sqrt(level / np.vecdot(eigenvalues[..., None, :], directions**2))
    points: FloatArray = distances[..., None] * directions
    return points
