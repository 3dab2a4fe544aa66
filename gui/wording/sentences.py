"""Wordings within a maximum length, and lists and sequences of sentences."""

from collections.abc import Iterable, Iterator, Sequence

from gui.wording.text import Sentence, Span, spans, tr

MAX_CAPTION_LENGTH, MAX_CAVEAT_LENGTH = 72, 90
"""Characters of the sentence below a picture, and of the line below that sentence, at most."""


def first_fitting(*wordings: str, max_length: int = MAX_CAPTION_LENGTH) -> str:
    """Return the first wording of at most `max_length` characters, else the last one."""
    return next((each for each in wordings if len(each) <= max_length), wordings[-1])


def paragraph(*sentences: str, max_length: int = MAX_CAVEAT_LENGTH) -> str:
    """Return as many of the first sentences as fit into `max_length` characters together, but at least one."""
    kept = [each for each in sentences if each]
    while len(kept) > 1 and len(" ".join(kept)) > max_length:
        kept.pop()
    return joined(*kept)


def joined(*sentences: str) -> str:
    """Return all sentences, separated by spaces."""
    return _separated(sentences, Span(" "))


def enumeration(phrases: Sequence[str]) -> str:
    """Return phrases as a list with commas, for a field of a sentence."""
    return _separated(phrases, Span(tr(", ")))


def shortened_lists(phrases: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the list of all phrases, then of all but the last one, and so on, each with the number left out."""
    for count in range(len(phrases), 0, -1):
        yield enumeration(phrases[:count]), len(phrases) - count


def _separated(parts: Sequence[str], separator: Span) -> str:
    if len(parts) == 1:
        return parts[0]
    fields = {str(place): part for place, part in enumerate(parts)}
    return Sentence.from_spans("", (), fields, tuple(_spans(parts, separator)))


def _spans(parts: Iterable[str], separator: Span) -> Iterator[Span]:
    for place, part in enumerate(parts):
        if place:
            yield separator
        yield from spans(part)
