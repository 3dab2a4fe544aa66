import math
from typing import Annotated, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from core.obstacles.conditioning.params import ConditioningParams
from core.params import Params, ParamsError, Problem, fields, make, mapping


class Sample(Params, frozen=True, kw_only=True):
    size: Annotated[int, Meta(ge=1, title="Size", description="How many.", extra={"unit": "m", "scale": "log"})] = 3
    share: Annotated[float, Meta(gt=0, lt=1)] = 0.5
    free: float = 1.0
    word: Literal["one", "two"] | Annotated[float, Meta(le=4)] = "one"
    words: tuple[Literal["red", "green"], ...] = ("red",)
    sizes: Annotated[tuple[Annotated[int, Meta(ge=1, le=64)], ...], Meta(min_length=1, max_length=3)] = (1, 4)
    point: Literal["here"] | tuple[Annotated[float, Meta(ge=0)], Annotated[float, Meta(ge=0)]] = "here"

    def check(self):
        if self.size == 7:
            yield Problem("size", "7", "not seven")


SIZES = "a list of at most 3 whole numbers from 1 to 64, separated by commas"


def problems(cls, values):
    with pytest.raises(ParamsError) as caught:
        make(cls, values)
    assert str(caught.value) == "\n".join(str(problem) for problem in caught.value.problems)
    return caught.value.problems


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Sample()),
        ({"size": "4"}, Sample(size=4)),
        ({"size": 4.0}, Sample(size=4)),
        ({"share": ".25"}, Sample(share=0.25)),
        ({"share": 25e-2}, Sample(share=0.25)),
        ({"size": "1e2"}, Sample(size=100)),
        ({"word": "two"}, Sample(word="two")),
        ({"word": "2"}, Sample(word=2.0)),
        ({"word": " one "}, Sample(word="one")),
        ({"words": "green, red"}, Sample(words=("green", "red"))),
        ({"words": "green"}, Sample(words=("green",))),
        ({"words": ["green"]}, Sample(words=("green",))),
        ({"sizes": "2, 8,1e1"}, Sample(sizes=(2, 8, 10))),
        ({"sizes": "64"}, Sample(sizes=(64,))),
        ({"sizes": [np.int64(3), 4.0]}, Sample(sizes=(3, 4))),
        ({"sizes": np.array([1, 2, 3])}, Sample(sizes=(1, 2, 3))),
        ({"point": "1,2"}, Sample(point=(1.0, 2.0))),
        ({"point": (1, 2)}, Sample(point=(1.0, 2.0))),
        ({"point": "here"}, Sample()),
        ({"size": np.int64(4), "share": np.float64(0.25)}, Sample(size=4, share=0.25)),
        ({"point": np.array([1.0, 2.0])}, Sample(point=(1.0, 2.0))),
        ({"point": (np.float64(1.0), 2)}, Sample(point=(1.0, 2.0))),
    ],
)
def test_values_may_be_text_or_data(values, expected):
    assert make(Sample, values) == expected


@pytest.mark.parametrize(
    ("values", "allowed", "closest"),
    [
        ({"size": 0}, "a whole number, at least 1", None),
        ({"size": "2.5"}, "a whole number, at least 1", None),
        ({"share": "1"}, "a number, above 0 and below 1", None),
        ({"free": "nan"}, "a number (finite)", None),
        ({"free": "1e400"}, "a number (finite)", None),
        ({"free": math.inf}, "a number (finite)", None),
        ({"free": 10**400}, "a number", None),
        ({"free": True}, "a number", None),
        ({"free": None}, "a number", None),
        ({"word": "tow"}, "one, two or a number, at most 4", "two"),
        ({"word": 5}, "one, two or a number, at most 4", None),
        ({"words": "red,grean"}, "a list of red, green, separated by commas", "green"),
        ({"sizes": "0"}, SIZES, None),
        ({"sizes": "1.5"}, SIZES, None),
        ({"sizes": "one"}, SIZES, None),
        ({"sizes": ""}, SIZES, None),
        ({"sizes": "1,2,3,4"}, SIZES, None),
        ({"point": "1"}, "here or 2 numbers, at least 0, separated by a comma", None),
        ({"point": "1,-2"}, "here or 2 numbers, at least 0, separated by a comma", None),
        ({"point": "hree"}, "here or 2 numbers, at least 0, separated by a comma", "here"),
        ({"sise": 1}, "one of size, share, free, word, words, sizes, point", "size"),
        ({"size": 7}, "not seven", None),
    ],
)
def test_an_invalid_value_is_reported_with_the_allowed_values_and_the_closest_name(values, allowed, closest):
    (problem,) = problems(Sample, values)
    assert problem.field == next(iter(values))
    assert (problem.allowed, problem.closest) == (allowed, closest)
    assert problem.field in str(problem)
    assert problem.given in str(problem)


def test_a_long_value_is_shortened_in_the_report():
    (problem,) = problems(Sample, {"size": "9" * 500})
    assert len(problem.given) == 80


def test_fields_are_described_with_types_and_bounds():
    size, share, free, word, words, sizes, point = fields(Sample)
    assert (size.title, size.description, size.unit, size.scale) == ("Size", "How many.", "m", "log")
    assert (size.integer, size.minimum, size.maximum, size.default) == (True, 1.0, None, 3)
    assert (share.above, share.below, share.minimum, share.maximum) == (True, True, 0.0, 1.0)
    assert (free.title, free.minimum, free.maximum, free.scale) == ("free", None, None, "linear")
    assert (word.words, word.number, word.maximum, word.many) == (("one", "two"), True, 4.0, False)
    assert (words.words, words.number, words.many, words.size) == (("red", "green"), False, True, 0)
    assert (sizes.words, sizes.number, sizes.integer, sizes.many, sizes.size) == ((), True, True, True, 0)
    assert (sizes.minimum, sizes.maximum, sizes.longest, words.longest) == (1.0, 64.0, 3, None)
    assert (point.words, point.number, point.size, point.minimum) == (("here",), False, 2, 0.0)


def test_parameters_cannot_be_changed():
    with pytest.raises(AttributeError):
        Sample().size = 4


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"condition_number": "0.5"}, {"condition_number": ("'0.5'", "a number from 1 to 10000", None)}),
        ({"condition_number": "abc"}, {"condition_number": ("'abc'", "a number from 1 to 10000", None)}),
        ({"condition_number": "nan"}, {"condition_number": ("'nan'", "a number from 1 to 10000", None)}),
        ({"condition_number": "1e400"}, {"condition_number": ("'1e400'", "a number from 1 to 10000", None)}),
        (
            {"condition_number": "0.5", "rotation": "500"},
            {
                "condition_number": ("'0.5'", "a number from 1 to 10000", None),
                "rotation": ("'500'", "a number from -180 to 180", None),
            },
        ),
        ({"learning_rate": "0"}, {"learning_rate": ("'0'", None, None)}),
        ({"learning_rate": "optimol"}, {"learning_rate": ("'optimol'", None, "optimal")}),
        ({"tolerance": "1"}, {"tolerance": ("'1'", "a number, at least 1e-12 and below 1", None)}),
        ({"optimizers": "adam,gradient_decent"}, {"optimizers": ("'adam,gradient_decent'", None, "gradient_descent")}),
        ({"optimizers": ""}, {"optimizers": ("''", None, None)}),
        ({"conditon_number": "3"}, {"conditon_number": ("'3'", None, "condition_number")}),
        (
            {"start": "0,0", "rotation": "500"},
            {"start": ("0,0", None, None), "rotation": ("'500'", None, None)},
        ),
        (
            {"condition_number": "1.0000001"},
            {"condition_number": ("1.0000001", "1, or a number from 1.000001 on", None)},
        ),
        ({"start": "0,0"}, {"start": ("0,0", "a point other than the minimum, 0,0", None)}),
        ({"start": "1e-200,0"}, {"start": ("1e-200,0", "a point other than the minimum, 0,0", None)}),
    ],
)
def test_invalid_values_of_conditioning_are_all_reported(values, expected):
    found = {problem.field: problem for problem in problems(ConditioningParams, values)}
    assert found.keys() == expected.keys()
    for name, (shown, allowed, closest) in expected.items():
        assert found[name].given == shown
        assert found[name].closest == closest
        assert allowed in (None, found[name].allowed)


def test_the_allowed_methods_are_listed():
    (problem,) = problems(ConditioningParams, {"optimizers": "sgd"})
    for method in ("gradient_descent", "heavy_ball", "nesterov", "conjugate_gradient", "newton", "adamw"):
        assert method in problem.allowed


def test_the_default_tolerance_is_the_fourth_power_of_one_over_e():
    assert make(ConditioningParams, {}).tolerance == math.exp(-4.0)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "condition_number": st.just(1.0) | st.floats(1.000001, 1e4),
            "optimizers": st.lists(st.sampled_from(["adam", "newton", "nesterov"]), min_size=1),
            "learning_rate": st.sampled_from(["optimal", "line_search"]) | st.floats(1e-6, 100),
            "start": st.just("random") | st.tuples(st.floats(1, 1e6), st.floats(-1e6, 1e6)),
            "max_steps": st.integers(1, 100_000),
        },
    )
)
def test_make_restores_parameters_from_their_mapping(values):
    made = make(ConditioningParams, values)
    assert make(ConditioningParams, mapping(made)) == made
