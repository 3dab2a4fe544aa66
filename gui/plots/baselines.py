"""Names at the ends of lines, in rows that do not run into each other."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF


def separated_baselines(baselines: Sequence[float], pitch: float, ceiling: float, floor: float) -> list[float]:
    """Return baselines, the lowest first, at least `pitch` apart between a ceiling and a floor.

    As near the given ones as that allows, by least squares: names that would meet move up and down,
    so that each stays beside its line.

    References
    ----------
    R. E. Barlow et al., "Statistical Inference under Order Restrictions", 1972, chapter 1: pool
    adjacent violators.

    """
    # With a pitch taken off for each row below, rows that only have to come in order are apart.
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
    """Return baselines, the lowest first, of names of a text size beside a plot: not above it, hardly below it."""
    return separated_baselines(baselines, 1.15 * size, rect.top() + 0.7 * size, rect.bottom() + 0.5 * size)
