"""A network at given weights: one forward pass, and backward passes through it.

Activations are columns, one per example, in blocks: shape (..., B, units, n). The leading axes are those of the
weights. See `Examples`.
"""

from collections.abc import Callable, Iterator
from functools import cached_property

import numpy as np

from core.arrays import FloatArray
from core.matrices import flattened, transposed
from core.objectives.architecture import Architecture
from core.objectives.examples import Examples, outer
from core.objectives.output_losses import OutputLoss


class NetworkPass:
    """The forward pass of a network; what the backward passes need is computed on demand and kept.

    Attributes
    ----------
    architecture, examples
        The network, and what it is evaluated on.
    matrices
        The matrices of the weights with an axis for the blocks, shape (..., 1, out, in + 1) each.
    inputs
        What each matrix multiplies, with a last row of ones, shape (..., B, in + 1, n) each.
    outputs
        phi of each product; the products themselves after a linear layer, shape (..., B, out, n) each.
    loss
        The loss of the scores.

    """

    def __init__(
        self,
        architecture: Architecture,
        loss: Callable[[FloatArray, Examples], OutputLoss],
        examples: Examples,
        x: FloatArray,
    ) -> None:
        self.architecture, self.examples = architecture, examples
        self.matrices = [matrix[..., None, :, :] for matrix in architecture.matrices(x)]
        self.inputs, self.outputs = [examples.inputs], list[FloatArray]()
        for layer, (matrix, activation) in enumerate(zip(self.matrices, architecture.activations, strict=True)):
            output = matrix @ self.inputs[-1]
            if activation is not None:
                output = activation.value(output)
            self.outputs.append(output)
            if layer < len(self.matrices) - 1:
                self.inputs.append(self._next_input(layer))
        self.loss = loss(self.outputs[-1], examples)

    def _next_input(self, layer: int) -> FloatArray:
        """Return the output of a layer, with the row of ones."""
        output = self.outputs[layer]
        *batch, units, columns = output.shape
        following = np.empty((*batch, units + 1, columns))
        following[..., -1, :] = 1.0
        if self.architecture.is_branch(layer):
            np.multiply(output, self.architecture.branch_scale, out=following[..., :-1, :])
            following[..., :-1, :] += self.inputs[layer][..., :-1, :]
        else:
            following[..., :-1, :] = output
        return following

    @cached_property
    def slopes(self) -> list[FloatArray | None]:
        """The derivative of the output of each layer by the product, shape (..., B, out, n); None where it is 1."""
        slopes: list[FloatArray | None] = []
        for layer, activation in enumerate(self.architecture.activations):
            if activation is None:
                slopes.append(None)
                continue
            slopes.append(slope := activation.slope(self.outputs[layer]))
            if self.architecture.is_branch(layer):
                slope *= self.architecture.branch_scale
        return slopes

    @cached_property
    def errors(self) -> list[FloatArray]:
        """The derivative of the loss by the product of each matrix, shape (..., B, out, n), weighted."""
        return self.all_errors(self.loss.slope())

    @cached_property
    def bends(self) -> list[FloatArray | None]:
        """The derivative of `errors` by the product of the matrix, through phi' alone; None where it is 0."""
        bends = [None if each is None else each.bend for each in self.architecture.activations]
        return [
            None if bend is None else bend(output) * error
            for bend, output, error in zip(bends, self.outputs, self.errors, strict=True)
        ]

    @cached_property
    def weight_gradient(self) -> FloatArray:
        """The derivative of the loss by the weights, shape (..., P)."""
        return self.contract(self.errors)

    def backward(self, slope: FloatArray) -> Iterator[tuple[int, FloatArray]]:
        """Yield each matrix, the last first, with the derivative of the loss by its product, shape (..., B, out, n).

        `slope` is the derivative by the scores.
        """
        for layer in reversed(range(len(self.matrices))):
            error = slope if (factor := self.slopes[layer]) is None else factor * slope
            yield layer, error
            if layer:
                slope = self.before(layer, error, slope)

    def all_errors(self, slope: FloatArray) -> list[FloatArray]:
        """Return what `backward` yields, the first matrix first."""
        return [error for _, error in self.backward(slope)][::-1]

    def before(self, layer: int, error: FloatArray, slope: FloatArray) -> FloatArray:
        """Return the derivative by the input of a layer, given those by its product and by its output."""
        below: FloatArray = transposed(self.matrices[layer][..., :-1]) @ error
        if self.architecture.is_branch(layer):
            below += slope
        return below

    def contract(self, errors: list[FloatArray]) -> FloatArray:
        """Return the derivative by the weights, shape (..., P), given those by the products of all matrices."""
        return flattened([outer(error, inputs) for error, inputs in zip(errors, self.inputs, strict=True)])
