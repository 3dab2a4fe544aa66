"""Weights from a file, so that somebody else's network can be trained further."""

import io
from pathlib import Path

import numpy as np

from core.arrays import FloatArray

MAX_BYTES = 10_000_000
"""Size of the largest file that is read."""


def read_weights(path: str | Path, count: int) -> FloatArray:
    """Return the weights in a .npy file, of any shape, or in a text file with numbers between commas or spaces.

    Returns
    -------
    FloatArray
        Shape (count,), in the order of the file.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If the file is not of either kind, or does not hold `count` finite numbers.

    """
    path = Path(path)
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise ValueError(f"{path} is not a file of at most {MAX_BYTES} bytes")
    content = path.read_bytes()
    found = _from_npy(content) if path.suffix.lower() == ".npy" else _from_text(content)
    if found.shape != (count,) or not np.isfinite(found).all():
        raise ValueError(f"{path} does not hold {count} finite numbers")
    return found


def _from_npy(content: bytes) -> FloatArray:
    try:
        loaded = np.load(io.BytesIO(content), allow_pickle=False)
    except (EOFError, MemoryError) as problem:  # an empty file, or a header that promises too much
        raise ValueError("the file is damaged") from problem
    if not isinstance(loaded, np.ndarray) or loaded.dtype.kind not in "iuf":
        raise ValueError("the file holds no numbers")
    return np.asarray(loaded, dtype=np.float64).ravel()


def _from_text(content: bytes) -> FloatArray:
    return np.array([float(part) for part in content.decode("utf-8").replace(",", " ").split()])
