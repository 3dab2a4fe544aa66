"""The network, its digits and its weights at the start, from the parameters."""

from core.arrays import FloatArray
from core.digits import Digits, load_digits
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.usual import Settings
from core.weights import read_weights

INPUTS, OUTPUTS = 64, 10
"""Pixels of an image, and kinds of digits."""


def architecture(params: NetworkParams, hidden: tuple[int, ...]) -> Architecture:
    """Return the network with these numbers of hidden units."""
    return Architecture((INPUTS, *hidden, OUTPUTS), params.activation, residual=params.residual == "on")


def training_digits(settings: Settings) -> Digits:
    """Return the digits that train the network: the first ones of the file."""
    images, labels = load_digits()
    return Digits(images[: settings.digits], labels[: settings.digits])


def objective(params: NetworkParams, settings: Settings) -> Perceptron:
    """Return the mean loss of the network on its digits."""
    return Perceptron(architecture(params, settings.hidden), *training_digits(settings), params.loss)


def initial_weights(params: NetworkParams, network: Architecture, seed: int) -> FloatArray:
    """Return the weights at the start, shape (P,): those of the file that the parameters name, or random ones."""
    return read_weights(params.weights, network.dimension) if params.weights else network.initial(seed)
