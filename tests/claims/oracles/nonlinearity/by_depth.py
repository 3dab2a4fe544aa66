"""Oracles and helpers of experiments whose positions are depths."""

import math


def _place(claim):
    """The index of the depth that a sentence is about: the deepest if it quotes layers, else that of the position."""
    last = len(claim.result.depths) - 1
    return last if "layers" in claim else min(int(claim.position), last)


def _quartiles(values):
    """q25, median and q75 with linear interpolation; values may be infinite."""
    ordered, found = sorted(map(float, values)), []
    for share in (0.25, 0.5, 0.75):
        at = share * (len(ordered) - 1)
        low, high = ordered[math.floor(at)], ordered[math.ceil(at)]
        found.append(low if low == high else low + (high - low) * (at - math.floor(at)))
    return found


def _close(value, expected, tolerance=1e-9):
    return value == expected or math.isclose(value, expected, rel_tol=tolerance, abs_tol=1e-15)


def deepest(claim):
    """The largest depth; a running measurement goes up to it if there are several depths."""
    words, several = claim.sentence.template, len(set(claim.result.params.depths)) > 1
    if words.startswith(("Measuring", "Drawing")) and ("up to" in words) != several:
        return False
    return claim.value("layers") == max(claim.result.params.depths)


def depths(claim):
    """The depth at this position."""
    return (
        claim.value("layers")
        == sorted(set(claim.result.params.depths))[min(int(claim.position), len(claim.result.depths) - 1)]
    )
