"""Which batch sizes a picture shows side by side, and the colors and names of their curves."""

from collections.abc import Iterable
from dataclasses import replace

from gui.stages.noise.names import EXACT, NOISY, noisy
from gui.style.theme import MethodStyle, Theme
from gui.wording.text import number, tr

OTHERS = ("heavy_ball", "conjugate_gradient")
"""The methods whose colors the smallest and the largest of the others have: no method is shown beside them."""


def shown(names: Iterable[str], front: str) -> dict[str, str]:
    """Return the batch sizes to show, rising, and the method whose color each has.

    At most three, for with the noise-free curve four are all that can be named: the one in
    front, and of the others the smallest and the largest.
    """
    others = [name for name in names if name != front]
    colors = dict(zip(dict.fromkeys((*others[:1], *others[-1:])), OTHERS, strict=False)) | {front: NOISY}
    return {name: colors[name] for name in sorted(colors, key=int)}


def style(theme: Theme, key: str) -> MethodStyle:
    """Return how the curve of a color is drawn: solid, with discs; dashed where it is exact."""
    if key == NOISY:
        return noisy(theme)
    return replace(theme.methods[key], dash=(6.0, 4.0) if key == EXACT else (), marker="disc")


def named(name: str) -> str:
    """Return what stands at the end of a batch size's curve."""
    return tr("B = {size}", "batch_sizes", size=number(int(name)))
