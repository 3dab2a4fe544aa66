"""Linear layers whose inputs have a given condition number, and the steps that gradient descent needs on one of them.

The second moment of the inputs, the mean of u u^T, has the eigenvalues lambda_j = kappa^(j/7), j = 0 to 7.
"""

import numpy as np

from core.arrays import FloatArray
from core.convergence_laws import gradient_descent_steps
from core.matrices import transposed
from core.objectives.linear_layers import LinearLayers

TOLERANCE = 1e-6
"""The loss at which a layer has learned, as a share of the loss at the start."""
INPUTS, OUTPUTS, EXAMPLES = 8, 4, 16


def eigenvalues(kappas: FloatArray) -> FloatArray:
    """Return the eigenvalues of the second moment of the inputs, shape (n, 8), ascending from 1 to kappa."""
    values: FloatArray = kappas[:, None] ** (np.arange(INPUTS) / (INPUTS - 1.0))
    return values


def inputs(kappas: FloatArray) -> FloatArray:
    """Return 16 inputs u for each condition number, shape (n, 16, 8): H16[:, :8] diag(sqrt lambda) H8 / sqrt 8."""
    examples = sylvester(EXAMPLES)[:, :INPUTS]
    found: FloatArray = examples * np.sqrt(eigenvalues(kappas))[:, None, :] @ sylvester(INPUTS) / np.sqrt(INPUTS)
    return found


def sylvester(size: int) -> FloatArray:
    """Return the Hadamard matrix of a power of two, shape (size, size): its entries are 1 and -1, its rows orthogonal.

    References
    ----------
    J. J. Sylvester, "Thoughts on inverse orthogonal matrices", Philosophical Magazine 34, 1867.

    """
    matrix = np.ones((1, 1))
    while len(matrix) < size:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return matrix


def one_layer(kappas: FloatArray) -> tuple[LinearLayers, FloatArray]:
    """Return a layer of 4 outputs for each condition number, and its weights at the start, 0, shape (n, 32).

    Each output should become the first input. All eigenvalues share in that error alike: of the loss at the start the
    share of an eigenvalue is lambda / (sum of all).
    """
    examples = inputs(kappas)
    targets = np.repeat(examples[..., :1], OUTPUTS, axis=-1)
    return LinearLayers(examples, targets), np.zeros((len(kappas), OUTPUTS * INPUTS))


def three_layers(kappas: FloatArray) -> tuple[LinearLayers, FloatArray]:
    """Return three layers 8 x 8 for each condition number, and their weights at the start, I each, shape (n, 192).

    Their product should become I plus half of a cyclic shift.
    """
    examples, unit = inputs(kappas), np.eye(INPUTS)
    target = unit + 0.5 * np.roll(unit, 1, axis=0)
    start = np.tile(unit.ravel(), (len(kappas), 3))
    return LinearLayers(examples, examples @ transposed(target), (INPUTS, INPUTS)), start


def best_rates(kappas: FloatArray) -> FloatArray:
    """Return the rates 2 / (1 + kappa) of gradient descent, shape (n,): the best ones for the worst start."""
    return 2.0 / (1.0 + kappas)


def predicted_steps(kappas: FloatArray) -> FloatArray:
    """Return the steps of gradient descent on one layer at the `best_rates`, by the closed form, shape (n,).

    After k steps the loss is sum lambda (1 - a lambda)^(2 k) / sum lambda of that at the start.
    """
    values = eigenvalues(kappas)
    shares = values / values.sum(axis=-1, keepdims=True)
    return gradient_descent_steps(shares, values, best_rates(kappas)[:, None], TOLERANCE)


def predicted_line(kappas: FloatArray) -> FloatArray:
    """Return the predicted steps before they are rounded up to a whole number, but at least 1, shape (n,).

    Between two steps the logarithm of the loss is interpolated.
    """
    after = predicted_steps(kappas)
    # At kappa = 1 the loss is 0 after the first step.
    high, low = (np.log(np.maximum(_loss_shares(kappas, steps), 1e-300)) for steps in (after - 1.0, after))
    steps: FloatArray = np.maximum(after - (np.log(TOLERANCE) - low) / (high - low), 1.0)
    return steps


def _loss_shares(kappas: FloatArray, steps: FloatArray) -> FloatArray:
    """Return the loss after some steps as a share of that at the start, by the closed form, shape (n,)."""
    values = eigenvalues(kappas)
    powers = (1.0 - best_rates(kappas)[:, None] * values) ** (2.0 * steps[:, None])
    shares: FloatArray = np.vecdot(values, powers) / values.sum(axis=-1)
    return shares
