"""Losses of the cloud as points of a plot with a logarithmic axis."""

import numpy as np

from core.arrays import FloatArray
from core.obstacles.noise.cloud import CloudResult


def loss_points(result: CloudResult, losses: FloatArray) -> FloatArray:
    """Return recorded steps and log10 of losses, shape (n, 2); NaN where a loss is 0 or not finite."""
    with np.errstate(divide="ignore"):
        logs = np.log10(losses)
    return np.column_stack([result.steps[: len(losses)], np.where(np.isfinite(logs), logs, np.nan)])
