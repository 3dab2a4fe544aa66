"""Sentences that are short enough to be read from the last row."""

from collections.abc import Sequence

from gui.text import Span, Words, plain

LONGEST = 72
"""Characters of a sentence."""


def fitting(*sentences: Words) -> Words:
    """Return the first sentence that is short enough, else the last."""
    return next((each for each in sentences if len(plain(each)) <= LONGEST), sentences[-1])


def joined(parts: Sequence[Words], between: str) -> Words:
    """Return the end of a sentence that lists parts."""
    spans = [span for k, part in enumerate(parts) for span in (*((Span(between),) if k else ()), *part)]
    return (*spans, Span("."))
