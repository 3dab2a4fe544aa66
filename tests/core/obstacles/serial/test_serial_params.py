import pytest

from core.obstacles.serial import SERIAL
from core.params import ParamsError, fields, make


def test_the_defaults_are_three_million_steps_and_a_million_copies():
    params = make(SERIAL.params, {})
    assert (params.iterations, params.step_seconds, params.break_year) == (3_000_000, 0.3, 2005)
    assert (params.copies[0], params.copies[-1]) == (1, 1_000_000)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("iterations", 0, "a whole number from 1 to 1000000000"),
        ("step_seconds", 0, "a number from 1e-09 to 86400"),
        ("copies", "1000001", "a list of at most 20 whole numbers from 1 to 1000000, separated by commas"),
        ("copies", "", "a list of at most 20 whole numbers from 1 to 1000000, separated by commas"),
        ("repeats", 2, "a whole number from 3 to 101"),
        ("break_year", 2012, "a whole number from 1995 to 2011"),
    ],
)
def test_invalid_values_are_reported_with_the_allowed_ones(name, value, allowed):
    with pytest.raises(ParamsError) as caught:
        make(SERIAL.params, {name: value})
    assert [(problem.field, problem.allowed) for problem in caught.value.problems] == [(name, allowed)]


def test_every_field_has_texts_and_is_read_by_an_experiment():
    read = {name for experiment in SERIAL.experiments for name in experiment.reads}
    assert read == {field.name for field in fields(SERIAL.params)}
    assert all(field.title != field.name and field.description.endswith(".") for field in fields(SERIAL.params))


def test_loop_and_copies_measure_time_and_rescale_only_fields_they_read():
    assert {each.key for each in SERIAL.experiments if each.measures_time} == {"loop", "copies"}
    assert all(set(each.rescales) < set(each.reads) for each in SERIAL.experiments)
