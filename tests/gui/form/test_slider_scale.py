"""The mapping between the notches of a slider and the numbers of a field."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.obstacles import OBSTACLES
from core.params import fields
from gui.form.slider_scale import NOTCHES, SliderScale

FIELDS = {f"{o.key}.{f.name}": f for o in OBSTACLES for f in fields(o.params) if f.number and not f.size and not f.many}


def valid_notches(field):
    """Return the notches whose numbers the field allows."""
    return range(1 if field.above else 0, NOTCHES if field.below else NOTCHES + 1)


@pytest.mark.parametrize("name", FIELDS)
def test_the_notch_of_a_notch_s_number_has_the_same_number_or_is_adjacent(name):
    field = FIELDS[name]
    scale = SliderScale(field)
    for notch in valid_notches(field):
        value = scale.value(notch)
        assert abs(scale.notch(value) - notch) <= 1 or scale.value(scale.notch(value)) == value


@pytest.mark.parametrize("name", FIELDS)
def test_numbers_increase_with_the_notches_within_the_bounds_of_the_field(name):
    field = FIELDS[name]
    values = [SliderScale(field).value(notch) for notch in valid_notches(field)]
    assert values == sorted(values)
    assert field.minimum is None or values[0] >= field.minimum
    assert field.maximum is None or values[-1] <= field.maximum
    assert values[-1] > values[0]


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.integer])
def test_integer_fields_have_integers_at_every_notch(name):
    assert all(SliderScale(FIELDS[name]).value(notch).is_integer() for notch in range(0, NOTCHES + 1, 7))


def test_every_year_has_a_notch():
    scale = SliderScale(FIELDS["serial.break_year"])
    assert {scale.value(notch) for notch in range(NOTCHES + 1)} == set(map(float, range(1995, 2012)))


@given(some.floats(1.0, 1e4))
def test_the_nearest_notch_is_at_most_half_a_notch_away(kappa):
    scale = SliderScale(FIELDS["conditioning.condition_number"])
    nearest = scale.value(scale.notch(kappa))
    # 400 notches over four decades, and three digits.
    assert abs(nearest / kappa - 1) < 0.012 + 0.005
