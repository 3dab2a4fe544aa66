"""The network, its digits and its weights at the start, from the parameters."""

from core.arrays import FloatArray
from core.digits import Digits, load_digits
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.usual import Settings, settings
from core.weights import read_weights

INPUTS, OUTPUTS = 64, 10
"""Pixels of an image, and kinds of digits."""
MAX_PRODUCTS = 8e6
"""Weights times digits up to which steps are short: the usual network has 2.2 million."""


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


def takes_long_steps(experiment: str, params: NetworkParams) -> bool:
    """Return whether a step of an experiment, by its key, may take more than about 30 ms.

    A run cannot be stopped within a step. With four layers of 64 units one took up to 114 ms.
    """
    used = settings(params, experiment)
    return architecture(params, used.hidden).dimension * used.digits > MAX_PRODUCTS
