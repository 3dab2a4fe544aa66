"""The time of a slice through the loss of a network, with all its measures, compared with plain numpy."""

import time

import numpy as np
from table import Line, median

from core.obstacles.nonlinearity import NONLINEARITY
from core.obstacles.nonlinearity.families import kind
from core.obstacles.nonlinearity.projection import gauss
from core.obstacles.nonlinearity.slices import Slice, common_points, points_needed, width_of
from core.obstacles.nonlinearity.survey import Survey
from core.params import make


def measure(quick):
    seeds, rounds = (2, 1) if quick else (50, 3)
    for family in ("linear", "relu", "residual_linear"):
        params = make(NONLINEARITY.params, {"families": (family,)})
        where = Slice(params.slice, width_of(params.width, params.slice), params.radius, 0)
        depths, family_kind = sorted(params.depths), kind(family, params)
        taken = [
            (_survey(where, family_kind, depths, seeds), _floor(where, family_kind, depths, seeds))
            for _ in range(rounds)
        ]
        ratio = median([ours / alone for ours, alone in taken])
        each = " / ".join(f"{1e3 * median(column) / (seeds * len(depths)):.2f}" for column in zip(*taken, strict=True))
        gradient = "" if family_kind.linear else ", the gradient field included, which no polynomial gives"
        note = f"{seeds} seeds, depths {depths[0]} to {depths[-1]}; {each} ms a slice{gradient}"
        yield Line(f"slice of a network / numpy at the same points: {family}", ratio, None, note=note)


def _survey(where, family_kind, depths, seeds):
    """Return the seconds for nonlinearity, range and best quadratic of every slice."""
    begin = time.perf_counter()
    for _ in Survey(where, {"family": family_kind}, depths, seeds).work():
        pass
    return time.perf_counter() - begin


def _floor(where, family_kind, depths, seeds):
    """Return the seconds for the loss alone: products of stacked matrices and outputs at each point, layer by layer.

    Networks with the same first layers are evaluated once for all depths, as in our code.
    """
    begin = time.perf_counter()
    for replicate in range(seeds):
        for some in [depths] if family_kind.nested else [[depth] for depth in depths]:
            m = points_needed(where.name, some[-1]) if family_kind.linear else common_points(where.name, depths[-1])
            u, v = gauss(m).points.T[:, :, None, None]
            network = where.network(family_kind, some[-1], replicate)
            output, branch = network.inputs[None], family_kind.branch(some[-1])
            for layer, (still, along, up) in enumerate(network.weights * (family_kind.deviation * branch), start=1):
                moved = (still + u * along + v * up) @ output
                if layer in some:
                    np.mean((output + moved if family_kind.residual else moved) ** 2, axis=(1, 2))
                moved = moved if family_kind.activation is None else family_kind.activation.value(moved)
                output = output + moved if family_kind.residual else moved
    return time.perf_counter() - begin
