"""What a film is made of, before its kind matters: frames to paint on, their size and their rate."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from gui.export.still import DOTS_PER_METER


@dataclass(frozen=True)
class Frame:
    """An image to paint on and the same memory as an array, blue first."""

    image: QImage
    pixels: npt.NDArray[np.uint8]


def blank(width: int, height: int, *, transparent: bool = False) -> Frame:
    """Return a frame to paint on."""
    pixels = np.zeros((height, width, 4), np.uint8)
    form = QImage.Format.Format_ARGB32 if transparent else QImage.Format.Format_RGB32
    image = QImage(pixels.data, width, height, 4 * width, form)
    image.setDotsPerMeterX(DOTS_PER_METER)
    image.setDotsPerMeterY(DOTS_PER_METER)
    return Frame(image, pixels)


@dataclass(frozen=True)
class FilmSpec:
    """What is known of a film before its first frame."""

    path: Path
    width: int
    height: int
    rate: Fraction
    transparent: bool = False
