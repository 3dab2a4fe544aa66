"""What a curve of steps against batch size does past its bend."""

from core.arrays import FloatArray


def at_most_halves(batch_sizes: FloatArray, steps: FloatArray, critical_batch: float) -> bool:
    """Return whether, from the critical batch size on, no larger batch needs less than half the steps of a smaller one.

    Both arrays have shape (n,). It holds for the curve S (1 + B_c / B), which is 2 S at B_c. False if fewer than two
    batch sizes are as large.
    """
    past = steps[batch_sizes >= critical_batch]
    return bool(past.size > 1 and past.min() >= 0.5 * past.max())
