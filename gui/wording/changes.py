"""What differs between two results of an experiment: the name of an earlier path that a picture keeps."""

from core.experiment import Result
from core.field import Field
from core.obstacles import OBSTACLES
from core.params import fields_by_name
from gui.wording.names import word_name
from gui.wording.sentences import shortened_lists
from gui.wording.text import Sentence, Span, distinct_pair, number, tr, translated

NAMED = 2
"""The largest number of fields that are named; the others are counted."""


def changed_fields(before: Result, shown: Result) -> list[Field]:
    """Return the fields that the experiment of both results reads and that differ, in the order of the form."""
    reads = next(
        experiment.reads
        for obstacle in OBSTACLES
        for experiment in obstacle.experiments
        if experiment.result is type(before)
    )
    known = fields_by_name(type(before.params))
    return [known[name] for name in reads if getattr(before.params, name) != getattr(shown.params, name)]


def before_wordings(before: Result, shown: Result) -> list[Sentence]:
    """Return the names of a path kept from an earlier result, the longest first: the values that it had.

    Its values are those of `before`, not of the result on screen.
    """
    changed = changed_fields(before, shown)
    if not changed:
        return [tr("kept path")]
    phrases = [
        _phrase(field, getattr(before.params, field.name), getattr(shown.params, field.name)) for field in changed
    ]
    wordings = []
    for listed, rest in shortened_lists(phrases[:NAMED]):
        more = rest + len(phrases[NAMED:])
        wordings.append(
            tr("before: {list} and {n} more", list=listed, n=number(more))
            if more
            else tr("before: {list}", list=listed)
        )
    return [*wordings, tr("before")]


def _phrase(field: Field, before: object, shown: object) -> Sentence:
    """Return a field with the value that it had."""
    title = translated(field.title)
    symbol = title.rsplit(" ", 1)[-1]
    name = title[:1].lower() + title[1:]
    if field.takes_list_of_words and isinstance(before, tuple) and isinstance(shown, tuple) and before[0] != shown[0]:
        return tr("{name}", name=word_name(before[0]))  # the first one is highlighted, and its path is kept
    if field.many or field.file:
        return tr("other {name}", name=name)
    if len(symbol) == 1:
        return tr("{symbol} = {value}", symbol=symbol, value=_value(before, shown))
    return tr("{name} {value}{unit}", name=name, value=_value(before, shown), unit=field.unit)


def _value(before: object, shown: object) -> str:
    """Return a value with enough digits to differ from the one on screen."""
    if isinstance(before, str):
        return word_name(before)
    if isinstance(before, tuple):
        x, y = (number(float(part), 3) for part in before)
        return tr("({x}, {y})", x=x, y=y)
    if isinstance(before, int | float) and isinstance(shown, int | float):
        return distinct_pair(before, shown)[0]
    return number(before, 3) if isinstance(before, int | float) else Span(str(before))
