"""Curvature of a network: exact products with Hessian and Fisher matrix, and Kronecker factors.

References
----------
B. A. Pearlmutter, "Fast Exact Multiplication by the Hessian", Neural Computation 6(1), 1994.
J. Martens, R. Grosse, "Optimizing Neural Networks with Kronecker-factored Approximate Curvature", ICML 2015.

"""

from collections.abc import Iterator

import numpy as np

from core.arrays import FloatArray
from core.matrices import flattened, transposed
from core.objectives.examples import outer, squared_lengths
from core.objectives.network_pass import NetworkPass


class Tangent:
    """The derivative of a forward pass along a direction.

    Attributes
    ----------
    products
        That of the product of each matrix, shape (..., B, out, n) each; None below the first layer that moves.
    inputs
        That of what each matrix multiplies, without the ones, shape (..., B, in, n) each; None where it is 0.
    scores
        That of the scores, shape (..., B, out, n).

    """

    def __init__(self, network: NetworkPass, sources: list[FloatArray | None]) -> None:
        # Sources are what the direction itself adds to each product, shape (..., B, out, n); None for 0.
        self.products, self.inputs = list[FloatArray | None](), list[FloatArray | None]()
        moved: FloatArray | None = None
        for layer, source in enumerate(sources):
            self.inputs.append(moved)
            product = source
            if moved is not None:
                product = network.matrices[layer][..., :-1] @ moved
                if source is not None:
                    product += source
            self.products.append(product)
            if product is not None:
                slope = network.slopes[layer]
                output = product if slope is None else slope * product
                moved = output if moved is None or not network.architecture.is_branch(layer) else moved + output
        assert moved is not None
        self.scores = moved


def hessian_product(network: NetworkPass, v: FloatArray) -> FloatArray:
    """Return the Hessian times v, shape (..., P)."""
    directions = [matrix[..., None, :, :] for matrix in network.architecture.matrices(v)]
    tangent = Tangent(network, _sources(network, directions))
    matrices = []
    for layer, error in error_tangents(network, tangent, directions):
        matrix = outer(error, network.inputs[layer])
        moved = tangent.inputs[layer]
        if moved is not None:
            matrix[..., :-1] += outer(network.errors[layer], moved)
        matrices.append(matrix)
    return flattened(matrices[::-1])


def fisher_product(network: NetworkPass, v: FloatArray) -> FloatArray:
    """Return the Fisher matrix times v, shape (..., P)."""
    directions = [matrix[..., None, :, :] for matrix in network.architecture.matrices(v)]
    tangent = Tangent(network, _sources(network, directions))
    return network.contract(network.all_errors(network.loss.curvature_product(tangent.scores)))


def kronecker_factors(network: NetworkPass) -> list[tuple[FloatArray, FloatArray]]:
    """Return A and G for each matrix; see `ModelObjective`."""
    weights = network.examples.weights
    moments = [network.examples.input_moment.copy()]
    moments += [outer(inputs * weights, inputs) for inputs in network.inputs[1:]]
    fishers: dict[int, FloatArray] = {}
    # One label at a time: for all at once most of the time goes into getting the memory from the system.
    for label in range(network.architecture.widths[-1]):
        for layer, gradients in network.backward(network.loss.root(label)):
            part = outer(gradients, gradients)
            fishers[layer] = fishers[layer] + part if layer in fishers else part
    return [(moment, fishers[layer]) for layer, moment in enumerate(moments)]


def mean_squared_gradient(network: NetworkPass) -> FloatArray:
    """Return the mean of |g|^2 over the gradients g of single examples, shape (...)."""
    # That of an example and a matrix is e a^T, so that its square is |e|^2 |a|^2. The errors are divided by N.
    total: FloatArray = np.zeros(())
    for layer, error in enumerate(network.errors):
        squares = squared_lengths(network.inputs[layer]) if layer else network.examples.squared_lengths
        total = total + (squared_lengths(error) * squares).sum(axis=(-1, -2))
    return total * network.examples.count


def error_tangents(
    network: NetworkPass, tangent: Tangent, directions: list[FloatArray] | None
) -> Iterator[tuple[int, FloatArray]]:
    """Yield each matrix, the last first, with the derivative of `network.errors` along a direction of the weights.

    `directions` are its matrices, shape (..., 1, out, in + 1) each; None if the direction moves products alone.
    """
    slope = network.loss.curvature_product(tangent.scores)
    for layer in reversed(range(len(network.matrices))):
        factor, bend, product = network.slopes[layer], network.bends[layer], tangent.products[layer]
        error = slope if factor is None else factor * slope
        if bend is not None and product is not None:
            error += bend * product
        yield layer, error
        if layer:
            slope = network.before(layer, error, slope)
            if directions is not None:
                slope += transposed(directions[layer][..., :-1]) @ network.errors[layer]


def _sources(network: NetworkPass, directions: list[FloatArray]) -> list[FloatArray | None]:
    return [direction @ inputs for direction, inputs in zip(directions, network.inputs, strict=True)]
