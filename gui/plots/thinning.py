"""Fewer points of a line that looks the same: downsampling, thinning and simplification."""

import numpy as np

from core.arrays import FloatArray

MAX_DEVIATION = 0.05
"""Distance in pixels of a removed point from the straight line that replaces it, at most, in each round."""
BLOCK_SIZE = 8
"""Segments that one straight line replaces in each round."""


def peak_downsampled(points: FloatArray, groups: int) -> FloatArray:
    """Return the first, lowest, highest and last of each group of many points, ascending and evenly spaced in x.

    With one group per pixel of width, the line through them covers the same pixels as the line through all points.
    """
    size = len(points) // groups
    if size < 8:
        return points
    whole = len(points) // size * size
    values, first = points[:whole, 1].reshape(-1, size), np.arange(0, whole, size)
    inner = np.sort([values.argmin(axis=1), values.argmax(axis=1)], axis=0)
    indices = np.column_stack([first, *(first + inner), first + size - 1]).ravel()
    downsampled: FloatArray = np.concatenate([points[indices], points[whole:]])
    return downsampled


def thinned(pixels: FloatArray, gap: float = 0.5) -> FloatArray:
    """Return about one point for each `gap` pixels of arc length.

    Both ends are kept, and so are points that are not finite, with their neighbors.
    """
    if len(pixels) < 3:
        return pixels
    length = np.nancumsum(np.hypot(*np.diff(pixels, axis=0).T))
    fresh = np.diff(np.floor(length / gap), prepend=-1.0) > 0
    keep = np.concatenate([[True], fresh])
    missing = ~np.isfinite(pixels[:, 0] + pixels[:, 1])
    keep |= missing
    keep[1:] |= missing[:-1]
    keep[:-1] |= missing[1:]
    keep[-1] = True
    kept: FloatArray = pixels[keep]
    return kept


def simplified(pixels: FloatArray) -> FloatArray:
    """Return a line without the inner points of its straight parts, which are costly to stroke, above all with dashes.

    Points that are not finite are kept, with their neighbors.
    """
    while (whole := (len(pixels) - 1) // BLOCK_SIZE * BLOCK_SIZE) > BLOCK_SIZE:
        first, last = pixels[:whole:BLOCK_SIZE], pixels[BLOCK_SIZE : whole + 1 : BLOCK_SIZE]
        inner = pixels[:whole].reshape(-1, BLOCK_SIZE, 2)[:, 1:]
        chord = (last - first)[:, None]
        length = np.hypot(chord[..., 0], chord[..., 1])
        offset = inner - first[:, None]
        across = np.abs(offset[..., 0] * chord[..., 1] - offset[..., 1] * chord[..., 0])
        along = offset[..., 0] * chord[..., 0] + offset[..., 1] * chord[..., 1]
        # A point beyond an end of its chord is a visible turn back.
        removable = (across <= MAX_DEVIATION * length) & (along >= 0) & (along <= length**2)
        keep = np.ones(len(pixels), bool)
        keep[:whole].reshape(-1, BLOCK_SIZE)[:, 1:] = ~removable.all(axis=1, keepdims=True)
        if keep.mean() > 0.7:
            break
        pixels = pixels[keep]
    return pixels
