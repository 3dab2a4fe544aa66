import numpy as np
import pytest

from core.arrays import dot, frozen, prefix, prefix_each, ratio_or_zero


def test_frozen_returns_a_read_only_copy():
    source = np.arange(3.0)
    array = frozen(source)
    source[0] = 9.0
    assert array.tolist() == [0.0, 1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1.0


def test_prefix_returns_a_read_only_view():
    buffer = np.zeros((4, 2))
    view = prefix(buffer, 2)
    assert view.shape == (2, 2)
    assert np.shares_memory(view, buffer)
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 1.0
    buffer[3] = 1.0  # a run continues to write


def test_prefix_each_returns_a_read_only_mapping_of_prefixes():
    buffers = {"a": np.zeros((4, 2)), "b": np.zeros(3)}
    views = prefix_each(buffers, 2)
    assert {name: view.shape for name, view in views.items()} == {"a": (2, 2), "b": (2,)}
    assert all(np.shares_memory(views[name], buffers[name]) for name in buffers)
    assert not any(view.flags.writeable for view in views.values())
    with pytest.raises(TypeError):
        views["c"] = buffers["a"]


def test_dot_keeps_the_last_axis():
    a = np.arange(6.0).reshape(3, 2)
    assert dot(a, a).tolist() == [[1.0], [13.0], [41.0]]


def test_ratio_or_zero_is_zero_where_the_denominator_is_zero():
    assert ratio_or_zero(np.array([1.0, 0.0, 3.0]), np.array([0.0, 0.0, 2.0])).tolist() == [0.0, 0.0, 1.5]
