"""The bowl that the stages of conditioning share: its frame, its heights and its finish ring."""

from math import ceil, log, sqrt

import numpy as np
from PySide6.QtCore import QRectF

from core.arrays import FloatArray
from core.objectives.quadratic import Quadratic
from gui.plots.contour import Heights

MARGIN = 1.12
"""How much larger the frame is than the level set of the start."""
CELL = 4.0
"""Pixels between points of the grid of heights; levels are smooth curves between them."""


def frame(hessian: FloatArray, loss: float, rect: QRectF) -> tuple[float, float]:
    """Return half the width and half the height, in the bowl's units, that show the level set of `loss` in `rect`.

    The scale is equal in both directions. A level set of f is an ellipse whose bounding box has
    the half-widths sqrt(2 f (H^-1)_ii).
    """
    half = np.sqrt(2 * loss * np.diag(np.linalg.inv(hessian))) * MARGIN
    unit = max(half[0] / rect.width(), half[1] / rect.height())
    return unit * rect.width(), unit * rect.height()


def heights(hessian: FloatArray, loss: float, tolerance: float, rect: QRectF, levels: int) -> Heights:
    """Return the bowl over a frame: levels a factor e apart around the start's, and the ring at `tolerance`.

    Heights are given as sqrt(f / f0), which is straight along every ray, so that a coarse grid
    gives smooth levels down to the minimum.
    """
    half_width, half_height = frame(hessian, loss, rect)
    x = np.linspace(-half_width, half_width, ceil(rect.width() / CELL) | 1)
    y = np.linspace(-half_height, half_height, ceil(rect.height() / CELL) | 1)
    values = Quadratic(hessian).value(np.stack(np.meshgrid(x, y), axis=-1))
    root = np.sqrt(values / loss)
    top = ceil(2 * log(float(root.max()))) - 1
    # With a small tolerance a factor e a level would not reach the ring: then the factor grows.
    factor = max(1.0, (top - log(tolerance)) / (levels - 3))
    logs = top - factor * np.arange(levels)[::-1]
    return Heights(x, y, root, tuple(np.exp(logs / 2).tolist()), sqrt(tolerance))
