"""Baselines of names at the ends of lines, so that the names do not overlap."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from gui.plots.label import Label

NAME_GAP, DOT_GAP = 0.3, 0.5
"""Distance from a plot to the names at the ends of its lines, in their text size; the second clears a dot at an end."""
BELOW_END = 0.35
"""Distance from the end of a line to the baseline of its name, in text sizes: the letters are centered on the line."""


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


def place_line_names(rect: QRectF, ends: Sequence[tuple[Label, float]], gap: float = NAME_GAP) -> None:
    """Place names at the right of a plot, beside the ends of their lines and moved apart where they would overlap.

    Parameters
    ----------
    rect
        The rectangle of the plot, in the scene.
    ends
        The names, all of one text size, and the y of the end of each line. Of lines that end at one height, the first
        has the highest name.
    gap
        Distance from the plot to the names, in their text size.

    """
    if not ends:
        return
    size = ends[0][0].pixels
    rising = sorted(ends, key=lambda end: end[1])[::-1]
    baselines = [y + BELOW_END * size for _, y in rising]
    rows = separated_baselines(baselines, 1.15 * size, rect.top() + 0.7 * size, rect.bottom() + 0.5 * size)
    for (label, _), row in zip(rising, rows, strict=True):
        label.place(rect.right() + gap * size, row)
