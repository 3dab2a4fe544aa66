"""The batch sizes that a picture compares, and the styles and names of their curves."""

from collections.abc import Iterable
from dataclasses import replace

from gui.stages.noise.names import EXACT, NOISY
from gui.style.series import SeriesStyle
from gui.style.theme import Theme
from gui.wording.text import number, tr

OTHERS = ("smaller_batch", "larger_batch")
"""The series of the smallest and of the largest of the other batches."""


def shown_batches(names: Iterable[str], front: str, *, one_other: bool) -> dict[str, str]:
    """Return the batch sizes to show, in rising order, each with the key of its series.

    At most three: the leading one `front`, and the smallest and the largest of the others; with `one_other` only the
    largest. With the noise-free curve, and one at another rate, these are four, the most that can be labeled.
    """
    others = [name for name in names if name != front]
    ends = dict.fromkeys((*others[:1], *others[-1:]))
    colors = dict.fromkeys(others[-1:], OTHERS[1]) if one_other else dict(zip(ends, OTHERS, strict=False))
    colors[front] = NOISY
    return {name: colors[name] for name in sorted(colors, key=int)}


def series_style(theme: Theme, key: str) -> SeriesStyle:
    """Return the style of a series' curve: dashed for exact gradients."""
    return replace(theme.series[key], dash=(6.0, 4.0)) if key == EXACT else theme.series[key]


def batch_name(name: str) -> str:
    """Return the name at the end of a batch size's curve."""
    return tr("B = {size}", "batch_sizes", size=number(int(name)))
