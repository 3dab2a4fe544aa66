"""Series and texts that the stages of noise have in common."""

from core.obstacles.noise.cloud import CloudResult
from core.obstacles.noise.valley import ValleyResult
from gui.wording.sentences import MAX_CAVEAT_LENGTH, first_fitting
from gui.wording.text import Sentence, distinct_pair, ntr, tr

EXACT, NOISY, SIGNAL = "exact", "noisy", "fixed_signal"
"""The series of exact gradients, of noisy gradients, and of curves that belong to neither."""


def front(result: CloudResult | ValleyResult) -> str:
    """Return the name of the leading batch size, by which a result holds what belongs to it."""
    return str(result.params.batch_size)


def samples(count: int) -> Sentence:
    """Return the text "n samples"."""
    return ntr("one sample", "{n} samples", count)


def steps(count: int) -> Sentence:
    """Return the text "n steps"."""
    return ntr("1 step", "{n} steps", count)


def runs(count: int) -> Sentence:
    """Return the text "n runs"."""
    return ntr("1 run", "{n} runs", count)


def above_limit_caveat(rate: float, limit: float) -> str:
    """Return the caveat for a learning rate above the stability limit."""
    high, low = distinct_pair(rate, limit)
    values = {"rate": high, "limit": low}
    return first_fitting(
        tr("Rate {rate}, limit {limit}: above it the minimum repels descent, even without noise.",
           "above_the_bound", **values),
        tr("Rate {rate}, limit {limit}: above it the minimum repels descent.", "above_the_bound", **values),
        max_length=MAX_CAVEAT_LENGTH,
    )  # fmt: skip
