"""Networks whose weights depend on a point (u, v) of a slice, and their loss, computed layer by layer."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.matrices import SINGLE_THREAD_LIMIT
from core.obstacles.nonlinearity.families import Kind

_BLOCK = 32_768
"""Numbers in the output of a layer per block: about a millisecond of work."""


@dataclass(frozen=True)
class Network:
    """f(u, v) = mean ||net(x)||^2 / n, the weights of layer l being s_l (W + u D + v E).

    Attributes
    ----------
    kind
        The family.
    weights
        W, D and E by layer, shape (L, 3, n, n); entries of W are N(0, 1 / n), without the factor of the family.
    moving
        Whether D or E is nonzero, by layer.
    inputs
        x as columns, shape (n, N).
    radius
        Approximate size of D and E relative to W, from which the growth of a layer is estimated.

    """

    kind: Kind
    weights: FloatArray
    moving: tuple[bool, ...]
    inputs: FloatArray
    radius: float


class Losses(NamedTuple):
    """The loss at P points of a network truncated at one depth.

    Attributes
    ----------
    depth
        The number of layers.
    values
        f in units of exp(log_unit), shape (P,).
    gradient
        Its derivatives along u and v in the same units, shape (2, P); empty if not requested.
    log_unit
        The logarithm of the unit, as f itself may be too large or too small for a float.
    slope
        The mean of the activation's derivative over inputs, units and layers, in units of its maximum, shape (P,);
        NaN if the activation does not saturate, or none is applied.

    """

    depth: int
    values: FloatArray
    gradient: FloatArray
    log_unit: float
    slope: FloatArray


def losses(
    network: Network, points: FloatArray, depths: Sequence[int], *, gradient: bool = False
) -> Iterator[Losses | None]:
    """Yield the loss at points of shape (P, 2) of the network truncated at each of `depths`, rising; None in between.

    Needs one forward pass if deeper networks begin with the layers of shallower ones, else one per
    depth. Two yields are a few milliseconds apart.
    """
    network = replace(network, inputs=_reduced_inputs(network))
    for some in [tuple(depths)] if network.kind.nested else [(depth,) for depth in depths]:
        yield from _forward(network, points, some, network.kind.branch(some[-1]), gradient=gradient)


class _Block:
    """A block of points: the output of the last layer, shape (B, n, P, N), and its derivatives along u and v.

    The points are in B groups of P, shape (B, P, 2); each group is one matrix product.
    """

    def __init__(self, points: FloatArray, inputs: FloatArray, *, gradient: bool) -> None:
        self._u, self._v = (points[:, None, :, axis, None] for axis in range(2))
        self.output = inputs[None, :, None, :]
        self.tangents: list[FloatArray] | None = None
        self._gradient = gradient
        self._slopes, self._activated = np.zeros(points.shape[:2]), 0

    def apply_layer(self, matrices: FloatArray, *, moving: bool) -> None:
        """Multiply by W + u D + v E; `matrices` holds W, D and E, shape (3, n, n)."""
        if not moving:
            self.output = _product(matrices[:1], self.output)[0]
            if self.tangents is not None:
                self.tangents = [_product(matrices[:1], each)[0] for each in self.tangents]
            return
        parts = _product(matrices, self.output)
        before = self.tangents
        if self._gradient:
            self.tangents = [parts[1], parts[2]]
            if before is not None:
                self.tangents = [
                    a + self._combine(_product(matrices, b)) for a, b in zip(parts[1:], before, strict=True)
                ]
        self.output = self._combine(parts)

    def _combine(self, parts: FloatArray) -> FloatArray:
        moved: FloatArray = parts[1] * self._u
        moved += parts[0]
        moved += parts[2] * self._v
        return moved

    def activate(self, kind: Kind) -> None:
        """Apply the activation, if there is one."""
        if kind.activation is None:
            return
        self.output = kind.activation.value(self.output)
        steepest = kind.activation.steepest
        if steepest is None and self.tangents is None:
            return
        slope = kind.activation.slope(self.output)
        if steepest is not None:
            self._slopes = self._slopes + np.einsum("bipk->bp", slope) / (steepest * slope[0, :, 0].size)
            self._activated += 1
        if self.tangents is not None:
            self.tangents = [slope * each for each in self.tangents]

    def add(self, output: FloatArray, tangents: list[FloatArray] | None, skip: float) -> None:
        """Add `skip` times an earlier output and its derivatives."""
        self.output = self.output + skip * output
        if self.tangents is not None and tangents is not None:
            self.tangents = [a + skip * b for a, b in zip(self.tangents, tangents, strict=True)]

    def loss(self, scale: float) -> tuple[FloatArray, FloatArray]:
        """Return scale ||output||^2, shape (B P,), and its derivatives, shape (2, B P), or (0, B P)."""
        groups, count = len(self._u), self._u.shape[2]
        values = np.broadcast_to(np.einsum("bipk,bipk->bp", self.output, self.output), (groups, count)).ravel() * scale
        slopes = np.zeros((2 if self._gradient else 0, values.size))
        for slope, tangent in zip(slopes, self.tangents or (), strict=False):
            both = np.broadcast_arrays(self.output, tangent)
            slope[:] = np.broadcast_to(np.einsum("bipk,bipk->bp", *both), (groups, count)).ravel() * (2.0 * scale)
        return values, slopes

    def slope(self) -> FloatArray:
        """Return the mean slope of the layers so far, shape (B P,); NaN if no layer has one."""
        mean: FloatArray = self._slopes.ravel() / self._activated if self._activated else self._slopes.ravel() * np.nan
        return mean


def _blocks(points: FloatArray, inputs: FloatArray, *, gradient: bool) -> list[_Block]:
    """Return the points in blocks; the last one repeats the last point to fill its groups."""
    n = len(inputs)
    together = min(len(points), max(1, SINGLE_THREAD_LIMIT // (3 * n * inputs.size)))
    groups = max(1, _BLOCK // (together * inputs.size))
    filled = np.concatenate([points, np.repeat(points[-1:], -len(points) % together, axis=0)])
    grouped = filled.reshape(-1, together, 2)
    return [_Block(grouped[i : i + groups], inputs, gradient=gradient) for i in range(0, len(grouped), groups)]


def _forward(
    network: Network, points: FloatArray, depths: Sequence[int], branch: float, *, gradient: bool
) -> Iterator[Losses | None]:
    kind, samples = network.kind, network.inputs.size
    blocks = _blocks(points, network.inputs, gradient=gradient)
    log_scale = 0.0
    for layer in range(max(depths)):
        # The expected growth is divided out and kept as a logarithm, against overflow.
        growth = _growth(network, layer, branch) if kind.homogeneous else 1.0
        matrices = network.weights[layer] * (kind.deviation * branch / growth)
        log_scale += math.log(growth)
        last = layer + 1 in depths
        found = []
        for block in blocks:
            before = block.output, block.tangents
            block.apply_layer(matrices, moving=network.moving[layer])
            if last and not kind.residual:
                found.append((*block.loss(1.0 / samples), block.slope()))
            block.activate(kind)
            if kind.residual:
                block.add(*before, 1.0 / growth)
                if last:
                    found.append((*block.loss(1.0 / samples), block.slope()))
            yield None
        if last:
            # The last layer of a plain network has the gain 1.
            unit = log_scale if kind.residual else log_scale - math.log(kind.deviation)
            values, slopes, slope = (
                np.concatenate(parts, axis=-1)[..., : len(points)] for parts in zip(*found, strict=True)
            )
            yield Losses(layer + 1, values, slopes, 2.0 * unit, slope)


def _growth(network: Network, layer: int, branch: float) -> float:
    """Return the approximate factor of a layer between the sizes of input and output, at a corner of the slice."""
    gain = network.kind.gain * (math.sqrt(1.0 + 2.0 * network.radius**2) if network.moving[layer] else 1.0)
    return math.sqrt(1.0 + (branch * gain) ** 2) if network.kind.residual else gain


def _reduced_inputs(network: Network) -> FloatArray:
    """Return n columns of inputs with which a linear network has the same loss as with all N.

    The loss depends only on second moments of the inputs: with X = R^T Q^T, ||M X|| = ||M R^T||. The result is scaled
    such that the loss is the mean over N.
    """
    x = network.inputs
    if not network.kind.linear or x.shape[1] <= x.shape[0]:
        return x
    _, r = np.linalg.qr(x.T)
    reduced: FloatArray = r.T * math.sqrt(x.shape[0] / x.shape[1])
    return reduced


def _product(matrices: FloatArray, h: FloatArray) -> FloatArray:
    """Return k matrices (k, n, n) times columns (B, n, P, N), shape (k, B, n, P, N)."""
    k, n, _ = matrices.shape
    groups, _, points, columns = h.shape
    product = matrices.reshape(k * n, n) @ h.reshape(groups, n, points * columns)
    return np.moveaxis(product.reshape(groups, k, n, points, columns), 1, 0)
