"""The frame and the contour values of a quadratic bowl."""

from math import ceil, log, sqrt

import numpy as np
from PySide6.QtCore import QRectF

from core.arrays import FloatArray
from core.objectives.quadratic import Quadratic
from gui.plots.contour import GridValues

MARGIN = 1.12
"""The frame is this many times as large as the bounding box of the start's level set."""
STRETCHED_RATIO = 1.6
"""Width over height of a stretched level set, at least: about the shape of the bowl in the pictures."""
EVEN_RAYS, TURNING_RAYS = 160, 80
"""Corners of each drawn level set: at even angles of the circle of which the ellipse is a projection, and after even
turns of its tangent. Together they keep the polygon within 0.1 pixels of the ellipse at every screen size, and no
corner turns by more than 5 degrees, also at the tips of a long ellipse."""


def level_set_half_size(hessian: FloatArray, loss: float) -> tuple[float, float]:
    """Return half the width and half the height of the box around the level set of `loss`, with a margin.

    A level set of f is an ellipse whose bounding box has the half-widths sqrt(2 f (H^-1)_ii).
    """
    across, along = np.sqrt(2 * loss * np.diag(np.linalg.inv(hessian))) * MARGIN
    return float(across), float(along)


def frame_half_size(hessian: FloatArray, loss: float, rect: QRectF, stretch: int = 1) -> tuple[float, float]:
    """Return half the width and half the height, in the bowl's units, that show the level set of `loss` in `rect`.

    The vertical scale is `stretch` times the horizontal one.
    """
    across, along = level_set_half_size(hessian, loss)
    unit = max(across / rect.width(), stretch * along / rect.height())
    return unit * rect.width(), unit * rect.height() / stretch


def stretch_factor(hessian: FloatArray) -> int:
    """Return by how much a level set may be stretched vertically, at least 1, before it gets too high.

    It follows from the bowl alone: pictures of every size and shape have the same factor.
    """
    across, along = level_set_half_size(hessian, 1.0)
    return max(1, int(across / along / STRETCHED_RATIO))


def bowl_values(
    hessian: FloatArray, loss: float, tolerance: float, half: tuple[float, float], levels: int
) -> GridValues:
    """Return the values of the bowl over a frame with half sizes `half`: levels a factor e apart, ring at `tolerance`.

    The values sqrt(f / f0) grow linearly along every ray from the minimum. On a grid of rays two points
    per ray therefore give every level exactly, as an ellipse with a corner at each ray.
    """
    corners = np.array([[half[0], half[1]], [half[0], -half[1]]])
    reach = float(np.sqrt(Quadratic(hessian).value(corners).max() / loss))
    curvatures, axes = np.linalg.eigh(hessian)
    angles = _angles(*np.sqrt(curvatures).tolist())
    root = np.repeat([[0.0], [reach]], len(angles), axis=1)
    circle = np.sqrt(2 * loss / curvatures) * np.column_stack([np.cos(angles), np.sin(angles)])
    points = root[..., None] * (circle @ axes.T)
    top = ceil(2 * log(reach)) - 1
    # With a small tolerance levels a factor e apart would not reach the ring, so the factor grows.
    factor = max(1.0, (top - log(tolerance)) / (levels - 3))
    logs = top - factor * np.arange(levels)[::-1]
    return GridValues(points[..., 0], points[..., 1], root, tuple(np.exp(logs / 2).tolist()), sqrt(tolerance))


def _angles(low: float, high: float) -> FloatArray:
    """Return the angles of the rays, ascending, for the roots of both curvatures.

    They overlap by two steps, or a hairline gap would show where the first and the last one meet.
    """
    even = np.arange(EVEN_RAYS) * (2 * np.pi / EVEN_RAYS)
    normal = (np.arange(TURNING_RAYS) + 0.25) * (2 * np.pi / TURNING_RAYS)
    turning = np.arctan2(low * np.sin(normal), high * np.cos(normal)) % (2 * np.pi)
    angles = np.sort(np.concatenate([even, turning]))
    overlapping: FloatArray = np.concatenate([angles, angles[:3] + 2 * np.pi])
    return overlapping
