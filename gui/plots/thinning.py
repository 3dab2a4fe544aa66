"""Fewer points that look the same: of very many what can be seen, of a straight stretch its ends."""

import numpy as np

from core.arrays import FloatArray

STRAIGHT = 0.05
"""Pixels that points may lie beside the straight line that stands for them."""
BLOCK = 8
"""Strokes that a straight line stands for, in each round."""


def peak_downsampled(points: FloatArray, groups: int) -> FloatArray:
    """Return what can be seen of very many points, ascending in x and evenly apart, in so many groups.

    That is the first, the lowest, the highest and the last of each: with a group for each pixel of
    width, the line through them covers what the line through all of them does.
    """
    size = len(points) // groups
    if size < 8:
        return points
    whole = len(points) // size * size
    values, first = points[:whole, 1].reshape(-1, size), np.arange(0, whole, size)
    inner = np.sort([values.argmin(axis=1), values.argmax(axis=1)], axis=0)
    kept = np.column_stack([first, *(first + inner), first + size - 1]).ravel()
    seen: FloatArray = np.concatenate([points[kept], points[whole:]])
    return seen


def thinned(pixels: FloatArray, gap: float = 0.5) -> FloatArray:
    """Return the points without those that repeat their neighbor within `gap` pixels along the way.

    The ends are kept, and so are points that are not finite, with those beside them.
    """
    if len(pixels) < 3:
        return pixels
    way = np.nancumsum(np.hypot(*np.diff(pixels, axis=0).T))
    fresh = np.diff(np.floor(way / gap), prepend=-1.0) > 0
    keep = np.concatenate([[True], fresh])
    lost = ~np.isfinite(pixels[:, 0] + pixels[:, 1])
    keep |= lost
    keep[1:] |= lost[:-1]
    keep[:-1] |= lost[1:]
    keep[-1] = True
    kept: FloatArray = pixels[keep]
    return kept


def simplified(pixels: FloatArray) -> FloatArray:
    """Return the corners of a line: its points without those within straight stretches.

    What is drawn through a hundred points on a straight line costs a hundred joints, and far more
    where it is dashed. Points that are not finite are kept, with those beside them.
    """
    while (whole := (len(pixels) - 1) // BLOCK * BLOCK) > BLOCK:
        first, last = pixels[:whole:BLOCK], pixels[BLOCK : whole + 1 : BLOCK]
        inner = pixels[:whole].reshape(-1, BLOCK, 2)[:, 1:]
        chord = (last - first)[:, None]
        length = np.hypot(chord[..., 0], chord[..., 1])
        off = inner - first[:, None]
        aside = np.abs(off[..., 0] * chord[..., 1] - off[..., 1] * chord[..., 0])
        along = off[..., 0] * chord[..., 0] + off[..., 1] * chord[..., 1]
        # What goes back beyond an end of its stretch is a turn that can be seen.
        on = (aside <= STRAIGHT * length) & (along >= 0) & (along <= length**2)
        keep = np.ones(len(pixels), bool)
        keep[:whole].reshape(-1, BLOCK)[:, 1:] = ~on.all(axis=1, keepdims=True)
        if keep.mean() > 0.7:
            break
        pixels = pixels[keep]
    return pixels
