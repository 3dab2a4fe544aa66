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

_SAMPLES = 2
"""Inputs for each unit of a layer."""

_ENOUGH = 17
"""Points in each variable where the loss is no polynomial: an error of nu of about 1e-3 for ReLU, 1e-5 for tanh."""


def width_of(width: str | int, name: Name) -> int:
    """Return n: the one asked for, or what the slice has by default."""
    return _WIDTHS[name] if isinstance(width, str) else width


def degree(name: Name, depth: int) -> int:
    """Return the most that the degree in (u, v) of the loss of a linear network can be, wherever its entries lie."""
    if name == "one_layer" or depth == 1:
        return 2
    return 4 if name == "two_entries" else 2 * depth


def points_needed(name: Name, depth: int) -> int:
    """Return m, the Gauss points in each variable that are exact for a linear network: its degree and one more."""
    return degree(name, depth) + 1


def points_shown(name: Name, deepest: int) -> int:
    """Return m for families that are no polynomials, and for the range of the loss: the same at all depths.

    A network of ReLU is a polynomial piece by piece, and asks for as much as a linear one.
    """
    return max(_ENOUGH, points_needed(name, deepest))


@dataclass(frozen=True)
class Slice:
    """A way to draw random networks and the slices through them.

    Attributes
    ----------
    name
        What moves.
    width
        Of every layer, n.
    radius
        Half the width of the slice.
    seed
        Of everything that is drawn.

    """

    name: Name
    width: int
    radius: float
    seed: int

    def network(self, kind: Kind, depth: int, replicate: int) -> Network:
        """Return a random network and the slice through it.

        One replicate draws the same numbers whatever the family, and its deeper networks begin with
        the layers of its shallower ones, so that differences between families and depths are not
        those of luck. Inputs are N(0, 1), 2 n of them. A random direction of a layer is as long as its
        weights times the radius (Frobenius norms); an entry moves from 0 by two of its standard
        deviations, 2 / sqrt(n), times the radius either way. Two entries are one of the first and
        one of the last layer.

        References
        ----------
        H. Li, Z. Xu, G. Taylor, C. Studer, T. Goldstein, "Visualizing the Loss Landscape of Neural
        Nets", NeurIPS 2018, section 4 (normalized directions; here by layer).

        """
        rng, n = stream(self.seed, NETWORKS, replicate), self.width
        inputs = rng.standard_normal((n, _SAMPLES * n))
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
        """Return how many numbers all inputs together are; a linear network needs no more of them than units."""
        return self.width**2 * (1 if kind.linear else _SAMPLES)

    def _move_entries(self, weights: FloatArray, rng: np.random.Generator) -> None:
        """Take the entries a and b out of W and let D and E move them."""
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
        """Yield the loss of a replicate at each of `depths`, rising; None between them every few milliseconds.

        `points` are those for each depth, shape (P, 2); where one pass is enough it takes the last ones throughout.
        """
        if self.name == "two_entries" or not kind.nested:
            for depth, each in zip(depths, points, strict=True):
                yield from losses(self.network(kind, depth, replicate), each, (depth,), gradient=gradient)
        else:
            yield from losses(self.network(kind, depths[-1], replicate), points[-1], depths, gradient=gradient)
