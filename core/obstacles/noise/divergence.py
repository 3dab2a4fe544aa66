"""When a run has left the valley."""

DIVERGED = 1e6
"""A run has diverged when its loss is more than this times its start's, or not finite."""

_LEAST = 1.0
"""A start near the minimum has no scale of its own: noise carries every run far above its loss."""

HURTS = 1.5
"""Times the loss without noise from which on noise is said to matter."""


def divergence_bound(start_loss: float) -> float:
    """Return the loss above which a run that started at this loss counts as diverged."""
    return DIVERGED * max(start_loss, _LEAST)
