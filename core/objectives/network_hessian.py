"""The dense Hessian of a network, from its blocks for two units.

A weight moves the loss only through the product of its matrix, so that one tangent for each unit gives all entries:
about a hundredth of the work of one Hessian product for each weight.
"""

import numpy as np

from core.arrays import FloatArray
from core.matrices import SINGLE_THREAD_LIMIT, spans, transposed
from core.objectives.network_curvature import Tangent, error_tangents
from core.objectives.network_pass import NetworkPass


def hessian(network: NetworkPass) -> FloatArray:
    """Return the Hessian, shape (P, P), exactly symmetric; the network has no leading axes."""
    shapes = network.architecture.shapes
    places = spans(shapes)
    dense = np.empty((places[-1].stop, places[-1].stop))
    for layer, span in enumerate(places):
        tangent = Tangent(network, _unit_sources(network, layer))
        for other, errors in error_tangents(network, tangent, None):
            if other < layer:
                break
            if other == layer:
                _fill_diagonal(dense[span, span].reshape(*shapes[layer], *shapes[layer]), errors, network.inputs[layer])
                continue
            block = dense[places[other], span].reshape(*shapes[other], *shapes[layer])
            _fill_lower(block, network, tangent, other, errors, network.inputs[layer])
            dense[span, places[other]] = dense[places[other], span].T
    return dense


def _unit_sources(network: NetworkPass, layer: int) -> list[FloatArray | None]:
    """Return a batch of directions: each moves the product of one unit of this layer, the same for all examples."""
    width = network.architecture.shapes[layer][0]
    sources: list[FloatArray | None] = [None for _ in network.architecture.shapes]
    sources[layer] = np.eye(width).reshape(width, 1, width, 1)
    return sources


def _fill_diagonal(block: FloatArray, errors: FloatArray, inputs: FloatArray) -> None:
    """Fill the block of one matrix, shape (out, in + 1, out, in + 1).

    `errors` are the derivatives of the errors of this matrix by its products, shape (out, B, out, n), and `inputs`
    what it multiplies, shape (B, in + 1, n).
    """
    size = inputs.shape[1]
    lower = np.tri(size, dtype=bool)
    for unit, error in enumerate(errors):
        products = np.zeros((unit + 1, size, size))
        for rows in _row_chunks(inputs, size):
            scaled = error[:, : unit + 1, None] * inputs[:, None, rows]
            # Symmetric: the entries right of the diagonal are not computed.
            products[:, rows, : rows.stop] = _contract(scaled, inputs[:, : rows.stop])
        symmetric = np.where(lower, products, products.transpose(0, 2, 1))
        block[unit, :, : unit + 1] = symmetric.transpose(1, 0, 2)
        block[: unit + 1, :, unit] = symmetric


def _fill_lower(
    block: FloatArray, network: NetworkPass, tangent: Tangent, other: int, errors: FloatArray, inputs: FloatArray
) -> None:
    """Fill the block of a matrix and a lower one, shape (out, in + 1, lower out, lower in + 1).

    `errors` are the derivatives of the errors of the upper matrix by the lower products, shape (lower out, B, out, n),
    and `inputs` what the lower one multiplies, shape (B, lower in + 1, n).
    """
    upper, moved = network.inputs[other], tangent.inputs[other]
    assert moved is not None
    for unit, error in enumerate(errors):
        scaled = error[:, :, None] * upper[:, None]
        scaled[:, :, :-1] += network.errors[other][:, :, None] * moved[unit][:, None]
        for rows in _row_chunks(inputs, upper.shape[1]):
            block[:, rows, unit] = _contract(scaled[:, :, rows], inputs)


def _row_chunks(inputs: FloatArray, count: int) -> list[slice]:
    """Return slices of `count` rows, such that their products with the inputs need one thread."""
    _, width, columns = inputs.shape
    each = max(1, SINGLE_THREAD_LIMIT // (width * columns))
    return [slice(begin, min(begin + each, count)) for begin in range(0, count, each)]


def _contract(scaled: FloatArray, inputs: FloatArray) -> FloatArray:
    """Return the sum over columns: (B, r, p, n) and (B, q, n) to (r, p, q)."""
    products: FloatArray = (scaled @ transposed(inputs)[:, None]).sum(axis=0)
    return products
