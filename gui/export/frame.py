"""The frames of a film and its specification, independent of the format."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from gui.export.formats import DEFAULT_OPTIONS, FormatOptions
from gui.export.still import set_resolution


@dataclass(frozen=True)
class Frame:
    """An image to paint on, and its memory as an array of shape (height, width, 4) in the order BGRA."""

    image: QImage
    pixels: npt.NDArray[np.uint8]


def blank_frame(
    width: int, height: int, *, transparent: bool = False, options: FormatOptions = DEFAULT_OPTIONS
) -> Frame:
    """Return a frame of zeros."""
    pixels = np.zeros((height, width, 4), np.uint8)
    form = QImage.Format.Format_ARGB32 if transparent else QImage.Format.Format_RGB32
    image = QImage(pixels.data, width, height, 4 * width, form)
    set_resolution(image, options)
    return Frame(image, pixels)


@dataclass(frozen=True)
class FilmSpec:
    """The file, size in pixels, frame rate and transparency of a film, and what only some formats have."""

    path: Path
    width: int
    height: int
    rate: Fraction
    transparent: bool = False
    options: FormatOptions = DEFAULT_OPTIONS
