"""Messages of core and marked words pass through the same templates as sentences."""

from core.message import Message
from gui.text import Sentence, number, tr, tr_noop, translated


def test_a_message_becomes_a_sentence_and_so_do_those_in_it():
    said = translated(Message("allowed: {allowed}", allowed=Message("at most {high}", high=3)))
    assert isinstance(said, Sentence)
    assert (said, said.template) == ("allowed: at most 3", "allowed: {allowed}")
    assert tr("{title}: {reason}", title="A", reason=Message("no {name}", name="b")) == "A: no b"


def test_marked_words_are_filled_in_when_they_are_shown():
    counts = tr_noop("year {n} of {all}")
    said = translated(counts, n=number(3), all=number(10))
    assert (said, said.template) == ("year 3 of 10", counts)
    assert said.fields["n"].value == 3
