"""The file formats of stills and films, and their properties. Imports no Qt: the command line reads it first."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gui.wording.text import tr_noop

FOLDER_SUFFIX = "/"
"""The suffix of a target that is a folder of numbered PNGs."""
METERS_PER_INCH = 0.0254

TextKind = Literal["text", "outlines"]
Quality = Literal["fast", "standard", "small"]


@dataclass(frozen=True)
class FormatOptions:
    """Settings that only some formats have: those named in `Format.options`; the others ignore them.

    Attributes
    ----------
    text
        Whether texts stay text, or become outlines for programs that lack the fonts.
    quality
        What to save at about the same picture quality: time, nothing, or bytes.
    loop
        How often a film plays, from 1 to 65535; 0 for without end.
    dpi
        Dots per inch that a program shall print it with; changes no pixel.

    """

    text: TextKind = "text"
    quality: Quality = "standard"
    loop: int = 0
    dpi: float = 96.0

    @property
    def dots_per_meter(self) -> int:
        """The resolution as PNG files hold it."""
        return round(self.dpi / METERS_PER_INCH)


DEFAULT_OPTIONS = FormatOptions()


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
    options
        Names of the attributes of `FormatOptions` that it has.

    """

    name: str
    suffix: str
    film: bool
    transparent: bool = False
    even: bool = False
    rates: tuple[int, ...] = ()
    samples: int = 0
    options: tuple[str, ...] = ()

    def nearest_rate(self, fps: float) -> float:
        """Return the nearest supported rate, the higher one of two."""
        return min(self.rates, key=lambda rate: (abs(rate - fps), -rate)) if self.rates else fps


PNG = Format(tr_noop("PNG"), ".png", film=False, transparent=True, options=("dpi",))
SVG = Format(tr_noop("SVG"), ".svg", film=False, transparent=True, options=("text",))
PDF = Format(tr_noop("PDF"), ".pdf", film=False, transparent=True)
MP4 = Format(tr_noop("MP4"), ".mp4", film=True, even=True, options=("quality",))
WEBM = Format(tr_noop("WebM"), ".webm", film=True, transparent=True, even=True)
# A GIF counts hundredths of a second, and players replace delays below 0.02 s by 0.1 s.
GIF = Format(tr_noop("GIF"), ".gif", film=True, rates=(1, 2, 4, 5, 10, 20, 25, 50), samples=48, options=("loop",))
APNG = Format(tr_noop("APNG"), ".apng", film=True, transparent=True, options=("loop",))
WEBP = Format(tr_noop("WebP"), ".webp", film=True, transparent=True, options=("loop",))
NUMBERED = Format(tr_noop("PNG sequence"), FOLDER_SUFFIX, film=True, transparent=True, options=("dpi",))

FORMATS = {form.suffix: form for form in (PNG, SVG, PDF, MP4, WEBM, GIF, APNG, WEBP, NUMBERED)}


def suffix_of(target: str | os.PathLike[str]) -> str:
    """Return the suffix of a target in lower case, or `FOLDER_SUFFIX` if it ends like a folder."""
    text = os.fspath(target)
    return FOLDER_SUFFIX if text.endswith((FOLDER_SUFFIX, os.sep)) else Path(text).suffix.lower()
