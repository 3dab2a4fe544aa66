"""Random networks and the slices through their loss."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.families import Kind
from core.obstacles.nonlinearity.network import Losses, Network, losses
from core.obstacles.nonlinearity.params import Slice as Name
from core.obstacles.nonlinearity.streams import NETWORKS, POSITIONS, stream

_WIDTHS: dict[Name, int] = {"two_entries": 4, "tied": 4, "all_layers": 8, "one_layer": 16}

_INPUTS_PER_UNIT = 2
"""Inputs per unit of a layer."""

_ACTIVATION_POINTS = 17
"""Points per variable for networks with activations: the error of nu is about 1e-3 for ReLU, 1e-5 for tanh."""


def width_of(width: str | int, name: Name) -> int:
    """Return n: the given width, or the default of the slice."""
    return _WIDTHS[name] if isinstance(width, str) else width


def max_degree(name: Name, depth: int) -> int:
    """Return the largest degree in (u, v) of the loss of a linear network, for any positions of the entries."""
    if name == "one_layer" or depth == 1:
        return 2
    return 4 if name == "two_entries" else 2 * depth


def points_needed(name: Name, depth: int) -> int:
    """Return m, the Gauss points per variable that are exact for a linear network: the degree plus one."""
    return max_degree(name, depth) + 1


def common_points(name: Name, deepest: int) -> int:
    """Return m for families with activations and for the range of the loss, the same at all depths.

    It is at least that of linear networks, as ReLU networks are piecewise polynomials of the same degree.
    """
    return max(_ACTIVATION_POINTS, points_needed(name, deepest))


@dataclass(frozen=True)
class Slice:
    """Draws random networks and slices through their loss.

    Attributes
    ----------
    name
        The kind of slice.
    width
        The width n of every layer.
    radius
        Half the width of the slice.
    seed
        The seed of all random numbers.

    """

    name: Name
    width: int
    radius: float
    seed: int

    def network(self, kind: Kind, depth: int, replicate: int) -> Network:
        """Return a random network and the slice through it.

        A replicate has the same random numbers for all families, and its deeper networks begin with
        the layers of its shallower ones, so that differences between families and depths are not
        due to chance. There are 2 n inputs, N(0, 1). A random direction of a layer has the Frobenius norm of its
        weights times the radius; an entry moves between plus and minus two of its standard
        deviations, 2 / sqrt(n), times the radius. "two_entries" moves one entry of the first and
        one of the last layer.

        References
        ----------
        H. Li, Z. Xu, G. Taylor, C. Studer, T. Goldstein, "Visualizing the Loss Landscape of Neural
        Nets", NeurIPS 2018, section 4 (normalized directions; here by layer).

        """
        rng, n = stream(self.seed, NETWORKS, replicate), self.width
        inputs = rng.standard_normal((n, _INPUTS_PER_UNIT * n))
        weights = rng.standard_normal((depth, 3, n, n)) / math.sqrt(n)
        if self.name in ("two_entries", "tied"):
            self._move_entries(weights, stream(self.seed, POSITIONS, replicate))
        else:
            lengths = np.linalg.norm(weights, axis=(2, 3), keepdims=True)
            weights[:, 1:] *= self.radius * lengths[:, :1] / lengths[:, 1:]
            if self.name == "one_layer":
                weights[1:, 1:] = 0.0
        moving = tuple(bool(part.any()) for part in weights[:, 1:])
        return Network(kind, weights, moving, inputs, self.radius)

    def inputs_of(self, kind: Kind) -> int:
        """Return the total size of the inputs; a linear network needs only as many inputs as units."""
        return self.width**2 * (1 if kind.linear else _INPUTS_PER_UNIT)

    def _move_entries(self, weights: FloatArray, rng: np.random.Generator) -> None:
        """Set the entries a and b of W to 0 and make D and E move them."""
        depth, n = len(weights), self.width
        layers = [range(depth), range(depth)] if self.name == "tied" else [range(1), range(depth - 1, depth)]
        places = rng.choice(n * n, 2, replace=False).tolist()
        weights[:, 1:] = 0.0
        for axis, (where, place) in enumerate(zip(layers, places, strict=True), start=1):
            row, column = divmod(place, n)
            for layer in where:
                weights[layer, 0, row, column] = 0.0
                weights[layer, axis, row, column] = 2.0 * self.radius / math.sqrt(n)

    def losses(
        self, kind: Kind, depths: Sequence[int], replicate: int, points: Sequence[FloatArray], *, gradient: bool = False
    ) -> Iterator[Losses | None]:
        """Yield the loss of a replicate at each of the rising `depths`; None in between every few milliseconds.

        `points` holds the points for each depth, shape (P, 2); a single pass for all depths uses the last ones.
        """
        if self.name == "two_entries" or not kind.nested:
            for depth, each in zip(depths, points, strict=True):
                yield from losses(self.network(kind, depth, replicate), each, (depth,), gradient=gradient)
        else:
            yield from losses(self.network(kind, depths[-1], replicate), points[-1], depths, gradient=gradient)
