"""Rows of the names below the finish line: few rows, no overlaps, no leader line through a name."""

from itertools import permutations

import numpy as np
import pytest

from gui.plots.name_rows import name_rows

WIDE = 100.0


def ends(*places, right=np.inf):
    """Names 5 pixels to the right of their leaders, or ending at the right edge."""
    return [(x, min(x + 5.0, right - WIDE), min(x + 5.0, right - WIDE) + WIDE) for x in places]


def test_names_far_apart_share_a_row():
    assert name_rows(ends(0.0, 150.0, 300.0), 8.0, 4.0) == (0, 0, 0)


def test_a_leader_passes_beside_the_names_above_it():
    # The wide name ends at the right edge and covers the leader of the other one, so it stands below.
    wide, other = (290.0, 200.0, 300.0), (206.0, 211.0, 260.0)
    assert name_rows([other, wide], 8.0, 4.0) == (0, 1)
    assert name_rows([wide, other], 8.0, 4.0) == (1, 0)


@pytest.mark.parametrize("seed", range(20))
def test_names_in_a_row_do_not_overlap(seed):
    names = ends(*np.random.default_rng(seed).uniform(0, 300, 4).tolist(), right=320.0)
    rows = name_rows(names, 8.0, 4.0)
    for (i, one), (j, other) in permutations(enumerate(names), 2):
        assert rows[i] != rows[j] or one[2] + 8.0 <= other[1] or other[2] + 8.0 <= one[1]


def test_names_with_the_same_leader_get_different_rows():
    assert sorted(name_rows(ends(50.0, 50.0, 50.0), 8.0, 4.0)) == [0, 1, 2]
