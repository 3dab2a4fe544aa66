import numpy as np
import pytest

from core.arrays import dot, frozen, prefix, ratio


def test_frozen_copies_and_cannot_be_written():
    source = np.arange(3.0)
    array = frozen(source)
    source[0] = 9.0
    assert array.tolist() == [0.0, 1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1.0


def test_prefix_shares_memory_and_cannot_be_written():
    buffer = np.zeros((4, 2))
    view = prefix(buffer, 2)
    assert view.shape == (2, 2)
    assert np.shares_memory(view, buffer)
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 1.0
    buffer[3] = 1.0  # the run goes on writing


def test_dot_keeps_the_last_axis():
    a = np.arange(6.0).reshape(3, 2)
    assert dot(a, a).tolist() == [[1.0], [13.0], [41.0]]


def test_ratio_is_zero_where_the_denominator_is():
    assert ratio(np.array([1.0, 0.0, 3.0]), np.array([0.0, 0.0, 2.0])).tolist() == [0.0, 0.0, 1.5]
