"""Rows for names below points of a line, so that no name hides another or the line that joins it to its point."""

from collections.abc import Sequence
from itertools import permutations, product


def name_rows(ends: Sequence[tuple[float, float, float]], name_gap: float, leader_gap: float) -> tuple[int, ...]:
    """Return a row for each name, counted from the top, in as few rows as avoid overlaps and crossings.

    Parameters
    ----------
    ends
        For each name the x of its leader line, which passes through the rows above it, and its left and right edge.
    name_gap, leader_gap
        The minimum distance between names in a row, and between a leader line and a name that it passes.

    """
    each = range(len(ends))
    overlaps = {
        (i, j)
        for i, j in permutations(each, 2)
        if ends[i][1] - name_gap < ends[j][2] and ends[j][1] - name_gap < ends[i][2]
    }
    crossings = {
        (i, j) for i, j in permutations(each, 2) if ends[j][1] - leader_gap < ends[i][0] < ends[j][2] + leader_gap
    }

    def cost(rows: tuple[int, ...]) -> tuple[int, ...]:
        conflicts = sum(rows[i] == rows[j] for i, j in overlaps) + sum(rows[i] > rows[j] for i, j in crossings)
        return (conflicts, max(rows), sum(rows))

    return min(product(each, repeat=len(ends)), key=cost)
