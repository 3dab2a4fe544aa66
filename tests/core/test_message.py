"""Messages keep what a translation needs: the template and the values of its fields."""

import errno
import pickle

import pytest

from core.field import Field
from core.files import FileError, atomic_file
from core.message import Message
from core.obstacles import OBSTACLES
from core.params import ParamsError, fields, make


def parts(message):
    """Yield a message and all messages among its fields."""
    yield message
    for value in message.fields.values():
        if isinstance(value, Message):
            yield from parts(value)


def test_a_message_equals_its_english_text_and_survives_pickling():
    message = Message("{path} is {what}", path="a.png", what=Message("full"))
    again = pickle.loads(pickle.dumps(message))
    assert message == again == "a.png is full"
    assert (again.template, dict(again.fields)) == (message.template, dict(message.fields))
    assert again.fields["what"].template == "full"


def test_the_message_of_a_problem_contains_the_allowed_values_as_a_message():
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
def test_allowed_values_distinguish_excluded_bounds(bounds):
    names = ("minimum", "maximum", "above", "below")
    rest = {"words": (), "number": True, "integer": False, "many": False, "longest": None, "size": 0}
    rest |= dict(zip(names, bounds, strict=True))
    field = Field(name="x", default=0.0, title="", description="", unit="", scale="linear", **rest)
    assert field.allowed == BOUNDS[bounds]


@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda each: each.key)
def test_the_allowed_values_of_every_field_are_a_message_or_a_list_of_names(obstacle):
    for field in fields(obstacle.params):
        assert isinstance(field.allowed, Message) or field.allowed == ", ".join(field.words)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk quota is used up"),
        (errno.EFBIG, "the file would be larger than the system allows"),
        (errno.EIO, "the disk reports an error"),
    ],
)
def test_each_disk_error_has_its_own_sentence(code, reason, tmp_path):
    path = tmp_path / "a.png"
    with pytest.raises(FileError) as caught, atomic_file(path):
        raise OSError(code, "as the system says it")
    assert caught.value.message.template == f"{{path}} cannot be written: {reason}."
    assert str(caught.value) == caught.value.message == f"{path} cannot be written: {reason}."
