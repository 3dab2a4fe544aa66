"""The criterion for divergence, and the ratio from which on noise matters."""

DIVERGED = 1e6
"""A run has diverged when its loss is more than this times the loss of its start, or not finite."""

_MIN_SCALE = 1.0
"""Smallest loss used in place of that of the start: from a start near the minimum, noise alone raises the loss far."""

NOISE_MATTERS_RATIO = 1.5
"""Noise counts as relevant if the loss is more than this times the loss without noise."""


def divergence_bound(start_loss: float) -> float:
    """Return the loss above which a run that started at `start_loss` counts as diverged."""
    return DIVERGED * max(start_loss, _MIN_SCALE)
