"""Messages of core and marked words pass through the same templates as sentences."""

import pytest

from core.message import Message
from gui.wording.text import (
    Sentence,
    distinct_numbers,
    distinct_pair,
    escaped,
    number,
    percent,
    tr,
    tr_noop,
    translated,
)


def test_a_message_and_the_messages_in_it_become_sentences():
    said = translated(Message("allowed: {allowed}", allowed=Message("at most {high}", high=3)))
    assert isinstance(said, Sentence)
    assert (said, said.template) == ("allowed: at most 3", "allowed: {allowed}")
    assert tr("{title}: {reason}", title="A", reason=Message("no {name}", name="b")) == "A: no b"


def test_marked_words_are_filled_in_when_they_are_shown():
    counts = tr_noop("year {n} of {all}")
    said = translated(counts, n=number(3), all=number(10))
    assert (said, said.template) == ("year 3 of 10", counts)
    assert said.fields["n"].value == 3


APART = [
    ((0.73, 0.046, 0.0033), ["0.73", "0.046", "0.0033"]),
    ((4.82354, 4.82458, 4.82583), ["4.824", "4.825", "4.826"]),
    ((0.0784638, 0.0784998, 0.0785016), ["0.078464", "0.078500", "0.078502"]),
    ((0.0033, 0.5441, 0.5432), ["0.0033", "0.544", "0.543"]),
    ((0.5, 0.5432, 0.5441), ["0.500", "0.543", "0.544"]),
    ((1.0, 0.99998), ["1.00000", "0.99998"]),
    ((0.0101, 0.0102), ["0.0101", "0.0102"]),
    ((9.96, 10.02), ["9.96", "10.02"]),
    ((5.848, 5.848, 5.824), ["5.85", "5.85", "5.82"]),
    ((-0.5432, -0.5441), ["−0.543", "−0.544"]),
    ((3.21e-4, 3.2149e-4), ["3.210 × 10⁻⁴", "3.215 × 10⁻⁴"]),
    ((123_456.7, 123_987.2), ["123000", "124000"]),
    ((0.1 + 0.2, 0.3), ["0.3", "0.3"]),
    ((0.0, 5e-324), ["0", "4.9 × 10⁻³²⁴"]),
    ((5e-324, 1e-323), ["4.9 × 10⁻³²⁴", "9.9 × 10⁻³²⁴"]),
]


@pytest.mark.parametrize(("values", "written"), APART)
def test_close_numbers_have_the_same_number_of_decimals(values, written):
    told = distinct_numbers(values)
    assert [str(each) for each in told] == written
    assert [each.value for each in told] == list(values)


def test_two_close_numbers_have_enough_decimals_to_differ():
    assert distinct_pair(0.0197, 0.019684) == ("0.01970", "0.01968")
    assert distinct_pair(0.02, 0.0197) == ("0.02", "0.0197")


@pytest.mark.parametrize(("share", "text"), [(0.9996, "99.96 %"), (0.994, "99 %"), (1.0, "100 %"), (1.004, "100.4 %")])
def test_a_share_just_below_one_is_not_written_as_100_percent(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain κ ÷ “text”", "plain κ ÷ “text”"),
        ("10\u2009000\u00a0steps", "10\u2009000\u00a0steps"),
        ("a\x1b[31m\nb", "a\\x1b[31m\\nb"),
        ("\u202e\udcff", "\\u202e\\udcff"),
    ],
)
def test_control_characters_are_escaped(text, shown):
    assert escaped(text) == shown
