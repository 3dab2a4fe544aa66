import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.schedules import COSINE, INVERSE_TIME, learning_rates

rates = st.floats(1e-6, 1.0)


@pytest.mark.parametrize("steps", [1, 2, 1600])
def test_a_constant_schedule_has_one_rate(steps):
    assert learning_rates("constant", 0.005, steps, time_constant=100.0).tolist() == [0.005] * (steps + 1)


@given(rates, st.integers(1, 200), st.floats(1.0, 1e6))
def test_every_schedule_begins_at_the_rate_and_falls(rate, steps, time_constant):
    for schedule in (INVERSE_TIME, COSINE):
        each = learning_rates(schedule, rate, steps, time_constant=time_constant)
        assert each[0] == rate
        assert len(each) == steps + 1
        assert (np.diff(each) < 0.0).all()


def test_the_cosine_is_at_half_the_rate_halfway_and_ends_at_zero():
    each = learning_rates("cosine", 0.2, 100, time_constant=1.0)
    assert each[50] == pytest.approx(0.1)
    assert each[100] == 0.0
    assert each[25] + each[75] == pytest.approx(0.2)


def test_the_inverse_rate_grows_by_the_same_amount_at_every_step():
    each = learning_rates("inverse_time", 0.2, 100, time_constant=10.0)
    assert np.diff(1.0 / each) == pytest.approx(0.5)
    assert each[10] == pytest.approx(0.1)
