"""Sentences that are short enough to be read from the last row, and what stands side by side in them."""

from collections.abc import Iterable, Iterator, Sequence

from gui.wording.text import Sentence, Span, spans, tr

MAX_CAPTION_LENGTH, MAX_CAVEAT_LENGTH = 72, 90
"""Characters of the sentence under a picture, and of the line below it."""


def first_fitting(*wordings: str, max_length: int = MAX_CAPTION_LENGTH) -> str:
    """Return the first wording that is short enough, else the last."""
    return next((each for each in wordings if len(each) <= max_length), wordings[-1])


def paragraph(*whole: str, max_length: int = MAX_CAVEAT_LENGTH) -> str:
    """Return whole sentences one after another, as many of the first ones as are short enough together."""
    said = [each for each in whole if each]
    while len(said) > 1 and len(" ".join(said)) > max_length:
        said.pop()
    return joined(*said)


def joined(*whole: str) -> str:
    """Return whole sentences one after another, none left out: for a wording that another follows if it is too long."""
    return _beside(whole, Span(" "))


def enumeration(phrases: Sequence[str]) -> str:
    """Return phrases as a list, as a field of a sentence."""
    return _beside(phrases, Span(tr(", ")))


def shortened_lists(phrases: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield a list of all the phrases, then of ever fewer of the first ones, each with how many are left out."""
    for count in range(len(phrases), 0, -1):
        yield enumeration(phrases[:count]), len(phrases) - count


def _beside(parts: Sequence[str], between: Span) -> str:
    if len(parts) == 1:
        return parts[0]
    fields = {str(place): part for place, part in enumerate(parts)}
    return Sentence.from_spans("", (), fields, tuple(_joined(parts, between)))


def _joined(parts: Iterable[str], between: Span) -> Iterator[Span]:
    for place, part in enumerate(parts):
        if place:
            yield between
        yield from spans(part)
