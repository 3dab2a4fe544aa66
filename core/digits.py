"""Handwritten digits: the data that ships with the program."""

import gzip
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray, frozen

COUNT = 1797
"""The number of images."""
_LEVELS = 16
"""The largest value of a pixel in the file; the smallest is 0."""


class Digits(NamedTuple):
    """Images of digits in the order of the file; the arrays are read-only.

    Attributes
    ----------
    images
        The standardized 8 x 8 pixels, row by row, shape (1797, 64): divided by 16, less the mean of all pixels of all
        images, over their standard deviation.
    labels
        The digits, integers from 0 to 9, shape (1797,).

    """

    images: FloatArray
    labels: npt.NDArray[np.intp]


@cache
def load_digits() -> Digits:
    """Return the digits.

    References
    ----------
    E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998.
    CC BY 4.0. See README.md beside the file.

    """
    text = gzip.decompress((files("resources") / "data" / "digits.csv.gz").read_bytes()).decode("ascii")
    table = np.loadtxt(text.splitlines(), delimiter=",")
    pixels, labels = table[:, :-1] / _LEVELS, table[:, -1].astype(np.intp)
    labels.flags.writeable = False
    return Digits(frozen((pixels - pixels.mean()) / pixels.std()), labels)
