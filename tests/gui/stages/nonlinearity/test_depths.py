"""What every picture of several depths calls its positions."""

import pytest


@pytest.mark.parametrize("key", ["toy", "stack", "activation", "price"])
def test_a_position_is_called_by_its_depth_though_not_all_are_shown(key, result_of, open_stage):
    address = f"nonlinearity/{key}"
    stage = open_stage(address, result_of(address, "gaps"))
    assert [stage.position_number(position) for position in range(4)] == [1, 3, 8, 24]
    assert "depth" in stage.position_label
