"""K-FAC: natural gradients with a Kronecker product for the Fisher matrix of each layer, at a fixed damping."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.matrices import Shapes, flattened, matrices, shortest_solution, solved, transposed
from core.objective import At, Evaluation
from core.optimizer import Hyperparameter, Optimizer


class KFACState(NamedTuple):
    """The iterate."""

    x: FloatArray  # (..., d)


@dataclass(frozen=True)
class KFAC(Optimizer[KFACState]):
    """x+ = x - a D with the `kronecker_step` D.

    References
    ----------
    J. Martens, R. Grosse, "Optimizing Neural Networks with Kronecker-factored Approximate Curvature", ICML 2015,
    sections 4.2 (block-diagonal) and 6.3 (damping).

    """

    shapes: Shapes
    learning_rate: Hyperparameter
    damping: Hyperparameter

    def init(self, x: FloatArray) -> KFACState:
        """Return the state at the start."""
        return KFACState(x)

    def update(self, at: At, state: KFACState) -> KFACState:
        """Return the state one step on."""
        step = kronecker_step(at(state.x), self.shapes, self.damping)
        return KFACState(state.x - self.learning_rate * step)


def kronecker_step(here: Evaluation, shapes: Shapes, damping: Hyperparameter) -> FloatArray:
    """Return the step D of all matrices as flat weights, shape (..., d).

    D = (G + sqrt(damping) / p I)^-1 grad (A + p sqrt(damping) I)^-1 for each matrix, with the factors A of its inputs
    and G of its outputs, and p^2 the mean eigenvalue of A divided by that of G. With damping 0 the inverses are
    pseudoinverses.

    Parameters
    ----------
    here
        The evaluation whose `gradient` and `kronecker_factors` are used.
    shapes
        The shapes of the matrices.
    damping
        At least 0; a number, or one for each member of the batch, shape (..., 1).

    """
    root = np.sqrt(damping)[..., None]
    solve = solved if np.all(root > 0.0) else shortest_solution
    steps = []
    for slope, (inputs, outputs) in zip(matrices(here.gradient, shapes), here.kronecker_factors, strict=True):
        input_scale, output_scale = _mean_eigenvalue(inputs), _mean_eigenvalue(outputs)
        # Where a factor is 0, so is the gradient of the matrix, and any balance of the damping will do.
        positive = (input_scale > 0.0) & (output_scale > 0.0)
        balance = np.sqrt(np.divide(input_scale, output_scale, out=np.ones(positive.shape), where=positive))
        half = solve(_with_diagonal(outputs, root / balance), slope)
        steps.append(transposed(solve(_with_diagonal(inputs, root * balance), transposed(half))))
    return flattened(steps)


def _mean_eigenvalue(matrix: FloatArray) -> FloatArray:
    """Return the mean eigenvalue of symmetric matrices, shape (..., 1, 1)."""
    mean: FloatArray = np.einsum("...ii->...i", matrix).mean(axis=-1)[..., None, None]
    return mean


def _with_diagonal(matrix: FloatArray, addend: FloatArray) -> FloatArray:
    return matrix + addend * np.eye(matrix.shape[-1])
