"""Every kind of file that pictures become, and what each of them can do. Reads no Qt, so that arguments need none."""

import os
from dataclasses import dataclass
from pathlib import Path

from gui.wording.text import tr_noop

FOLDER = "/"
"""What a target ends with when it is a folder of pictures."""


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes
    ----------
    name, suffix
        What a sentence calls it, and what its names end with.
    film
        Whether it holds a film, not one picture.
    transparent
        Whether the ground may be left out.
    even
        Whether width and height must be: four of its pixels share a color.
    rates
        Pictures a second that it can have; empty where any.
    samples
        Pictures that are looked at before the first is written.

    """

    name: str
    suffix: str
    film: bool
    transparent: bool = False
    even: bool = False
    rates: tuple[int, ...] = ()
    samples: int = 0

    def nearest(self, fps: float) -> float:
        """Return the rate that comes closest, the higher one of two."""
        return min(self.rates, key=lambda rate: (abs(rate - fps), -rate)) if self.rates else fps


PNG = Format(tr_noop("PNG"), ".png", film=False, transparent=True)
SVG = Format(tr_noop("SVG"), ".svg", film=False, transparent=True)
PDF = Format(tr_noop("PDF"), ".pdf", film=False, transparent=True)
MP4 = Format(tr_noop("MP4"), ".mp4", film=True, even=True)
WEBM = Format(tr_noop("WebM"), ".webm", film=True, even=True)
# A GIF's times are hundredths of a second, and players show less than two of them as ten.
GIF = Format(tr_noop("GIF"), ".gif", film=True, rates=(1, 2, 4, 5, 10, 20, 25, 50), samples=48)
APNG = Format(tr_noop("APNG"), ".apng", film=True, transparent=True)
WEBP = Format(tr_noop("WebP"), ".webp", film=True, transparent=True)
NUMBERED = Format(tr_noop("PNG sequence"), FOLDER, film=True, transparent=True)

FORMATS = {one.suffix: one for one in (PNG, SVG, PDF, MP4, WEBM, GIF, APNG, WEBP, NUMBERED)}


def suffix_of(target: str | os.PathLike[str]) -> str:
    """Return what says which kind of file a target is: its suffix, or that it ends like a folder."""
    text = os.fspath(target)
    return FOLDER if text.endswith((FOLDER, os.sep)) else Path(text).suffix.lower()
