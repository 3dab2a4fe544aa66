"""Errors remember what a translation needs: their template, and what is filled in."""

import errno
import pickle

import pytest

from core.field import Field
from core.files import FileError, replacing
from core.message import Message
from core.obstacles import OBSTACLES
from core.params import ParamsError, fields, make


def parts(message):
    """A message and those that are filled in."""
    yield message
    for value in message.fields.values():
        if isinstance(value, Message):
            yield from parts(value)


def test_a_message_reads_as_its_english_and_survives_another_process():
    message = Message("{path} is {what}", path="a.png", what=Message("full"))
    again = pickle.loads(pickle.dumps(message))
    assert message == again == "a.png is full"
    assert (again.template, dict(again.fields)) == (message.template, dict(message.fields))
    assert again.fields["what"].template == "full"


def test_a_problem_is_one_sentence_and_what_is_allowed_another_message_in_it():
    with pytest.raises(ParamsError) as caught:
        make(OBSTACLES[0].params, {"condition_number": 0, "learning_rat": 1})
    bad, unknown = caught.value.problems
    assert [part.template for part in parts(bad.message)] == [
        "{field}: {given} was given; allowed: {allowed}.",
        "{numbers} from {low} to {high}",
        "a number",
    ]
    assert unknown.message.template.endswith("Did you mean {closest}?")
    assert unknown.message.fields["closest"] == "learning_rate"
    assert str(bad) == str(bad.message)


BOUNDS = {
    (None, None, False, False): "a number",
    (0.0, None, False, False): "a number, at least 0",
    (0.0, None, True, False): "a number, above 0",
    (None, 1.0, False, False): "a number, at most 1",
    (None, 1.0, False, True): "a number, below 1",
    (0.0, 1e6, False, False): "a number from 0 to 1000000",
    (0.0, 1.0, True, True): "a number, above 0 and below 1",
    (0.0, 1.0, True, False): "a number, above 0 and at most 1",
    (0.0, 0.5, False, True): "a number, at least 0 and below 0.5",
}


@pytest.mark.parametrize("bounds", BOUNDS)
def test_bounds_are_told_with_whether_they_are_excluded(bounds):
    told = dict(zip(("minimum", "maximum", "above", "below"), bounds, strict=True))
    rest = {"words": (), "number": True, "integer": False, "many": False, "longest": None, "size": 0}
    field = Field(name="x", default=0.0, title="", description="", unit="", scale="linear", **rest, **told)
    assert field.allowed == BOUNDS[bounds]


@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda each: each.key)
def test_what_every_field_allows_is_a_message_or_a_list_of_names(obstacle):
    for field in fields(obstacle.params):
        assert isinstance(field.allowed, Message) or field.allowed == ", ".join(field.words)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk quota is used up"),
        (errno.EFBIG, "the file would be larger than the system allows"),
        (errno.EIO, "the disk reports an error"),
    ],
)
def test_a_disk_s_trouble_has_a_sentence_of_its_own(code, words, tmp_path):
    path = tmp_path / "a.png"
    with pytest.raises(FileError) as caught, replacing(path):
        raise OSError(code, "as the system says it")
    assert caught.value.message.template == f"{{path}} cannot be written: {words}."
    assert str(caught.value) == caught.value.message == f"{path} cannot be written: {words}."
