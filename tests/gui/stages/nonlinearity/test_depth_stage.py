"""Positions of depth stages are numbered by depth."""

import pytest


@pytest.mark.parametrize("key", ["toy", "stack", "activation", "price"])
def test_the_number_of_a_position_is_its_depth_also_with_gaps(key, result_of, open_stage):
    address = f"nonlinearity/{key}"
    stage = open_stage(address, result_of(address, "gaps"))
    assert [stage.position_number(position) for position in range(4)] == [1, 3, 8, 24]
    assert "depth" in stage.position_label
