"""Names under the finish line: in few rows, and no leader through a name."""

from itertools import permutations

import numpy as np
import pytest

from gui.stages.conditioning.losses import in_rows

WIDE = 100.0


def ends(*places, right=np.inf):
    """Names that hang from places, a little to the right of them, or ending at the right edge."""
    return [(x, min(x + 5.0, right - WIDE), min(x + 5.0, right - WIDE) + WIDE) for x in places]


def test_names_far_apart_share_a_row():
    assert in_rows(ends(0.0, 150.0, 300.0), 8.0, 4.0) == (0, 0, 0)


def test_a_leader_takes_its_way_beside_the_names_above_it():
    # The wide one has to end at the edge, where it covers the place of the other: it stands below.
    wide, other = (290.0, 200.0, 300.0), (206.0, 211.0, 260.0)
    assert in_rows([other, wide], 8.0, 4.0) == (0, 1)
    assert in_rows([wide, other], 8.0, 4.0) == (1, 0)


@pytest.mark.parametrize("seed", range(20))
def test_no_two_names_meet_wherever_they_hang_from(seed):
    names = ends(*np.random.default_rng(seed).uniform(0, 300, 4).tolist(), right=320.0)
    rows = in_rows(names, 8.0, 4.0)
    for (i, one), (j, other) in permutations(enumerate(names), 2):
        assert rows[i] != rows[j] or one[2] + 8.0 <= other[1] or other[2] + 8.0 <= one[1]


def test_names_that_hang_from_one_place_stand_below_each_other():
    assert sorted(in_rows(ends(50.0, 50.0, 50.0), 8.0, 4.0)) == [0, 1, 2]
