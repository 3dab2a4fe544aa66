"""Helpers for the oracles of experiments on slices of random networks."""

import math
from functools import lru_cache

import numpy as np

LINEAR = {"linear", "residual_linear"}
WIDTHS = {"two_entries": 4, "tied": 4, "all_layers": 8, "one_layer": 16}


def _here(claim):
    """The index of the depth at this position."""
    return min(int(claim.position), len(claim.result.depths) - 1)


def _family(claim):
    return claim.value("name") if "name" in claim else claim.subject


def _width_of(params, name):
    return WIDTHS[name] if params.width == "default" else params.width


def _is_rounded(claim, field, value):
    """Whether the text of a field matches a share."""
    text = claim.text(field)
    if text == "0 %":
        return value < 1e-12
    if text.startswith("<"):
        return value < 1e-5
    return math.isclose(float(text[:-2]) / 100, value, rel_tol=0.051)


def _quotes(claim, field, expected):
    value = claim.value(field)
    return value == expected and (not math.isfinite(expected) or _is_rounded(claim, field, expected))


@lru_cache(64)
def _median_slope(params, family, slice_name):
    """The median over all replicates of the mean slope of the deepest network, by the definition."""
    x, w = np.polynomial.legendre.leggauss(17)
    points, weights = [(u, v) for u in x for v in x], np.multiply.outer(w, w).ravel() / 4
    width, depth = _width_of(params, slice_name), max(params.depths)
    found = (_by_definition(params, family, slice_name, width, depth, k, points)[1] for k in range(params.replicates))
    return float(np.median([slopes @ weights for slopes in found]))


@lru_cache(64)
def _dead_by_definition(params, family, slice_name):
    """The number of networks with a loss of 0 on 7 x 7 points."""
    points = [(u, v) for u in np.linspace(-0.98, 0.98, 7) for v in np.linspace(-0.98, 0.98, 7)]
    width, depth = _width_of(params, slice_name), max(params.depths)
    found = (_by_definition(params, family, slice_name, width, depth, k, points)[0] for k in range(params.replicates))
    return sum(not each.any() for each in found)


def _by_definition(params, family, slice_name, width, depth, replicate, points):
    """Losses and mean slopes of one network at points, by the definitions."""
    n, rng = width, np.random.default_rng((params.seed, 0, replicate))
    inputs = rng.standard_normal((n, 2 * n))
    drawn = rng.standard_normal((depth, 3, n, n)) / math.sqrt(n)
    plain = family.removeprefix("residual_")
    skips = family.startswith("residual_")
    scale = params.branch_scale
    s = 1.0 if not skips else 1 / math.sqrt(depth) if isinstance(scale, str) else scale
    losses, slopes = [], []
    for u, v in points:
        h, steep = inputs, []
        for layer, (w, d, e) in enumerate(drawn):
            matrix = _moved_weights(w, d, e, u, v, params, slice_name, layer, depth, n)
            last = not skips and layer == depth - 1
            gain = 1.0 if last else params.gain * (math.sqrt(2.0) if plain == "relu" else 1.0)
            z = s * gain * matrix @ h if skips else gain * matrix @ h
            if not last:
                z, slope = _activated(plain, z)
                steep.append(slope)
            h = h + z if skips else z
        losses.append(float((h * h).mean()))
        slopes.append(float(np.mean(steep)) if steep else math.nan)
    return np.array(losses), np.array(slopes)


def _moved_weights(w, d, e, u, v, params, slice_name, layer, depth, n):
    if slice_name in ("two_entries", "tied"):
        rng = np.random.default_rng((params.seed, 1, 0))
        a, b = (divmod(int(place), n) for place in rng.choice(n * n, 2, replace=False))
        matrix, half = w.copy(), 2.0 * params.radius / math.sqrt(n)
        for place, at, own in ((a, u, 0), (b, v, depth - 1)):
            if slice_name == "tied" or layer == own:
                matrix[place] = half * at
        return matrix
    if slice_name == "one_layer" and layer:
        return w
    size = np.linalg.norm(w)
    return w + params.radius * size * (u * d / np.linalg.norm(d) + v * e / np.linalg.norm(e))


def _activated(plain, z):
    """An activation and its mean slope, in units of its largest slope."""
    if plain == "tanh":
        return np.tanh(z), float((1.0 / np.cosh(z) ** 2).mean())
    if plain == "sigmoid":
        half = np.tanh(z / 2)
        return (1 + half) / 2, float((1.0 / np.cosh(z / 2) ** 2).mean())
    return (np.maximum(z, 0.0), math.nan) if plain == "relu" else (z, math.nan)
