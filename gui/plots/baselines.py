"""Baselines of names at the ends of lines, so that the names do not overlap."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF


def separated_baselines(baselines: Sequence[float], pitch: float, ceiling: float, floor: float) -> list[float]:
    """Return baselines, the lowest first, at least `pitch` apart and between a ceiling and a floor.

    They are the nearest ones to the given baselines by least squares: names that would overlap move up and down alike.

    References
    ----------
    R. E. Barlow et al., "Statistical Inference under Order Restrictions", 1972, chapter 1: pool
    adjacent violators.

    """
    # Minus one pitch for each row below, the separated baselines only have to be monotone.
    pools: list[tuple[float, int]] = []
    for k, baseline in enumerate(baselines):
        total, count = baseline + k * pitch, 1
        while pools and pools[-1][0] / pools[-1][1] < total / count:
            total, count = total + pools[-1][0], count + pools.pop()[1]
        pools.append((total, count))
    level = [total / count for total, count in pools for _ in range(count)]
    highest = ceiling + pitch * (len(level) - 1)
    return [max(min(each, floor), highest) - k * pitch for k, each in enumerate(level)]


def label_baselines(rect: QRectF, baselines: Sequence[float], size: float) -> list[float]:
    """Return separated baselines, the lowest first, for names of a text size at the right of a plot."""
    return separated_baselines(baselines, 1.15 * size, rect.top() + 0.7 * size, rect.bottom() + 0.5 * size)
