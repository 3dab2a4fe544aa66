"""What the experiments whose positions are depths have in common."""

import math


def _place(said):
    """The index of the depth that a sentence is about: the deepest where it names it, else that of the position."""
    last = len(said.result.depths) - 1
    return last if "layers" in said else min(int(said.position), last)


def _quartiles(values):
    """q25, median and q75 of a list, some of it infinite, neighbors interpolated."""
    ordered, found = sorted(map(float, values)), []
    for share in (0.25, 0.5, 0.75):
        at = share * (len(ordered) - 1)
        low, high = ordered[math.floor(at)], ordered[math.ceil(at)]
        found.append(low if low == high else low + (high - low) * (at - math.floor(at)))
    return found


def _close(value, wanted, tolerance=1e-9):
    return value == wanted or math.isclose(value, wanted, rel_tol=tolerance, abs_tol=1e-15)


def deepest(said):
    """The most layers; what is under way goes up to them where there are several depths."""
    words, several = said.sentence.template, len(set(said.result.params.depths)) > 1
    if words.startswith(("Measuring", "Drawing")) and ("up to" in words) != several:
        return False
    return said.value("layers") == max(said.result.params.depths)


def depths(said):
    """The depth at this position."""
    return (
        said.value("layers")
        == sorted(set(said.result.params.depths))[min(int(said.position), len(said.result.depths) - 1)]
    )
