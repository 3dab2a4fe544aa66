"""What the stages of noise call the two kinds of gradients and what there is of them."""

from gui.wording.sentences import MAX_CAVEAT_LENGTH, first_fitting
from gui.wording.text import Sentence, distinct_pair, ntr, tr

EXACT, NOISY, SIGNAL = "exact", "noisy", "fixed_signal"
"""The series of exact gradients, of gradients with noise, and of what neither stands beside."""


def samples(count: int) -> Sentence:
    """Return how many samples there are in a batch."""
    return ntr("one sample", "{n} samples", count)


def steps(count: int) -> Sentence:
    """Return a number of steps."""
    return ntr("1 step", "{n} steps", count)


def runs(count: int) -> Sentence:
    """Return a number of runs."""
    return ntr("1 run", "{n} runs", count)


def past_the_limit(rate: float, limit: float) -> str:
    """Return the line for a rate above the limit of stability: what it is that sets the loss."""
    high, low = distinct_pair(rate, limit)
    told = {"rate": high, "limit": low}
    return first_fitting(
        tr("Rate {rate}, limit {limit}: above it the minimum repels descent, even without noise.",
           "above_the_bound", **told),
        tr("Rate {rate}, limit {limit}: above it the minimum repels descent.", "above_the_bound", **told),
        max_length=MAX_CAVEAT_LENGTH,
    )  # fmt: skip
