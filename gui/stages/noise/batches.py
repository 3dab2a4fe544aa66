"""Which batch sizes a picture shows side by side, and the colors and names of their curves."""

from collections.abc import Iterable
from dataclasses import replace

from gui.stages.noise.names import EXACT, NOISY
from gui.style.series import SeriesStyle
from gui.style.theme import Theme
from gui.wording.text import number, tr

OTHERS = ("smaller_batch", "larger_batch")
"""The series of the smallest and of the largest of the other batches."""


def shown(names: Iterable[str], front: str) -> dict[str, str]:
    """Return the batch sizes to show, rising, and the series that each is.

    At most three, for with the noise-free curve four are all that can be named: the one in
    front, and of the others the smallest and the largest.
    """
    others = [name for name in names if name != front]
    colors = dict(zip(dict.fromkeys((*others[:1], *others[-1:])), OTHERS, strict=False)) | {front: NOISY}
    return {name: colors[name] for name in sorted(colors, key=int)}


def style(theme: Theme, key: str) -> SeriesStyle:
    """Return how the curve of a series is drawn: dashed where it is exact."""
    return replace(theme.series[key], dash=(6.0, 4.0)) if key == EXACT else theme.series[key]


def named(name: str) -> str:
    """Return what stands at the end of a batch size's curve."""
    return tr("B = {size}", "batch_sizes", size=number(int(name)))
