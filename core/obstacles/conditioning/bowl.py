"""The quadratic bowl of the obstacle and the start of the runs."""

from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray
from core.objectives.quadratic import Quadratic, rotation
from core.obstacles.conditioning.params import ConditioningParams

SMALLEST_EIGENVALUE = 1.0
"""The smallest eigenvalue of every bowl; the largest is the condition number."""


@dataclass(frozen=True)
class Bowl:
    """An elliptic bowl and a start on it.

    Attributes
    ----------
    eigenvalues
        The smallest and the largest.
    start, eigen_start
        The start, shape (2,), and its coordinates in the eigenbasis, the smallest eigenvalue first.

    """

    eigenvalues: tuple[float, float]
    objective: Quadratic
    start: FloatArray
    eigen_start: tuple[float, float]


def make_bowl(params: ConditioningParams) -> Bowl:
    """Return the bowl and the start for `params`; the worst and the random start rotate with the bowl."""
    eigenvalues = (SMALLEST_EIGENVALUE, params.condition_number)
    basis = rotation(params.rotation)
    if not isinstance(params.start, str):
        start = np.array(params.start)
    elif params.start == "random":
        angle = np.random.default_rng(params.seed).uniform(0.0, 2.0 * np.pi, 1)
        start = basis @ level_points(np.array(eigenvalues), angle)[0]
    else:
        start = basis @ worst_start(np.array(eigenvalues))
    x, y = (basis.T @ start).tolist()
    return Bowl(eigenvalues, Quadratic.from_eigenvalues(eigenvalues, basis), start, (x, y))


def worst_start(eigenvalues: FloatArray) -> FloatArray:
    """Return the start (L, mu) in the eigenbasis, shape (..., 2): its gradient has equal parts along both axes."""
    return eigenvalues[..., ::-1]


def stratified_angles(seed: int, count: int) -> FloatArray:
    """Return random angles, shape (count,), one in each of `count` equal sectors.

    Each angle is uniform, but no gap is wider than two sectors, so that statistics depend less on the seed
    than with independent angles.
    """
    return (np.arange(count) + np.random.default_rng(seed).uniform(size=count)) * (2.0 * np.pi / count)


def level_points(eigenvalues: FloatArray, angles: FloatArray) -> FloatArray:
    """Return the points in these directions with the same loss as the worst start, in the eigenbasis.

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
    level = np.vecdot(eigenvalues, worst_start(eigenvalues) ** 2)[..., None]
    distances = np.sqrt(level / np.vecdot(eigenvalues[..., None, :], directions**2))
    points: FloatArray = distances[..., None] * directions
    return points
