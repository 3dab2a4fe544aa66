"""The shape of a multilayer perceptron and the layout of its weights in one vector."""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from core.activations import ACTIVATIONS, Activation
from core.arrays import FloatArray
from core.matrices import Shapes, matrices


@dataclass(frozen=True)
class Architecture:
    """Layers a <- phi(W a + b), and a linear readout.

    The weights are one vector: layer by layer the matrix (out, in + 1), row by row, whose last column is the bias.

    Attributes
    ----------
    widths
        Numbers of inputs, of units of each layer and of outputs: at least two.
    activation
        A name of `ACTIVATIONS`.
    residual
        Whether all layers but the first and the last are h + phi(W h + b) / sqrt(L), where L is their number. The
        first layer is linear then, and all widths but those of inputs and outputs are equal.
    linear_stem
        Whether the first layer is linear, as it always is in a residual network.

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, equation 1.

    """

    widths: tuple[int, ...] = (64, 16, 10)
    activation: str = "tanh"
    residual: bool = False
    linear_stem: bool = False

    def __post_init__(self) -> None:
        if len(self.widths) < 2 or min(self.widths) < 1:
            raise ValueError(f"widths must be at least two positive numbers, not {self.widths}")
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"no activation {self.activation!r}")
        if self.residual and len(set(self.widths[1:-1])) != 1:
            raise ValueError(f"the layers of a residual network have one width, not {self.widths[1:-1]}")

    @cached_property
    def shapes(self) -> Shapes:
        """The shapes (out, in + 1) of the matrices."""
        return tuple((after, before + 1) for before, after in pairwise(self.widths))

    @cached_property
    def dimension(self) -> int:
        """The number of weights."""
        return sum(rows * columns for rows, columns in self.shapes)

    @cached_property
    def activations(self) -> tuple[Activation | None, ...]:
        """The activation after each matrix; None after a linear layer that is no branch, and after the readout."""
        linear = [
            layer == len(self.shapes) - 1
            or (layer == 0 and (self.residual or self.linear_stem))
            or (self.activation == "linear" and not self.residual)
            for layer in range(len(self.shapes))
        ]
        return tuple(None if each else ACTIVATIONS[self.activation] for each in linear)

    @cached_property
    def branch_scale(self) -> float:
        """The factor 1 / sqrt(L) of the branches of a residual network; 1 in others."""
        return 1.0 / math.sqrt(max(1, len(self.shapes) - 2)) if self.residual else 1.0

    def is_branch(self, layer: int) -> bool:
        """Whether the output of this layer is added to its input."""
        return self.residual and 0 < layer < len(self.shapes) - 1

    def matrices(self, x: FloatArray) -> list[FloatArray]:
        """Return the matrices, shape (..., out, in + 1) each, as views of weights of shape (..., P)."""
        return matrices(x, self.shapes)

    def initial(self, seed: int, last_layer_scale: float = 1.0) -> FloatArray:
        """Return random weights, shape (P,): biases 0, all others N(0, 1 / in), before ReLU N(0, 2 / in).

        Drawn layer by layer, row by row; those of the readout are multiplied by `last_layer_scale`.

        References
        ----------
        K. He, X. Zhang, S. Ren, J. Sun, "Delving Deep into Rectifiers", ICCV 2015, equation 10 (2 / in for ReLU).

        """
        rng, x = np.random.default_rng(seed), np.zeros(self.dimension)
        parts = self.matrices(x)
        for matrix, activation in zip(parts, self.activations, strict=True):
            inputs = matrix.shape[1] - 1
            gain = 1.0 if activation is None else activation.gain
            matrix[:, :-1] = rng.standard_normal((len(matrix), inputs)) * (gain / math.sqrt(inputs))
        parts[-1][:, :-1] *= last_layer_scale
        return x
