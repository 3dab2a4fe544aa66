"""The file formats of stills and films, and their properties. Imports no Qt: the command line reads it first."""

import os
from dataclasses import dataclass
from pathlib import Path

from gui.wording.text import tr_noop

FOLDER_SUFFIX = "/"
"""The suffix of a target that is a folder of numbered PNGs."""


@dataclass(frozen=True)
class Format:
    """A file format.

    Attributes
    ----------
    name, suffix
        Its name on screen, and the suffix of its file names.
    film
        Whether it holds a film rather than a still.
    transparent
        Whether it supports a transparent background.
    even
        Whether width and height must be even, for 4:2:0 chroma subsampling.
    rates
        Supported frames per second; empty if all are.
    samples
        Number of frames that are sampled before the first one is written.

    """

    name: str
    suffix: str
    film: bool
    transparent: bool = False
    even: bool = False
    rates: tuple[int, ...] = ()
    samples: int = 0

    def nearest_rate(self, fps: float) -> float:
        """Return the nearest supported rate, the higher one of two."""
        return min(self.rates, key=lambda rate: (abs(rate - fps), -rate)) if self.rates else fps


PNG = Format(tr_noop("PNG"), ".png", film=False, transparent=True)
SVG = Format(tr_noop("SVG"), ".svg", film=False, transparent=True)
PDF = Format(tr_noop("PDF"), ".pdf", film=False, transparent=True)
MP4 = Format(tr_noop("MP4"), ".mp4", film=True, even=True)
WEBM = Format(tr_noop("WebM"), ".webm", film=True, even=True)
# A GIF counts hundredths of a second, and players replace delays below 0.02 s by 0.1 s.
GIF = Format(tr_noop("GIF"), ".gif", film=True, rates=(1, 2, 4, 5, 10, 20, 25, 50), samples=48)
APNG = Format(tr_noop("APNG"), ".apng", film=True, transparent=True)
WEBP = Format(tr_noop("WebP"), ".webp", film=True, transparent=True)
NUMBERED = Format(tr_noop("PNG sequence"), FOLDER_SUFFIX, film=True, transparent=True)

FORMATS = {form.suffix: form for form in (PNG, SVG, PDF, MP4, WEBM, GIF, APNG, WEBP, NUMBERED)}


def suffix_of(target: str | os.PathLike[str]) -> str:
    """Return the suffix of a target in lower case, or `FOLDER_SUFFIX` if it ends like a folder."""
    text = os.fspath(target)
    return FOLDER_SUFFIX if text.endswith((FOLDER_SUFFIX, os.sep)) else Path(text).suffix.lower()
