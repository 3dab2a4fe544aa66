import numpy as np
import pytest
from naive_network import NaiveNetwork

from core.digits import load_digits
from core.objectives.architecture import Architecture
from core.objectives.examples import in_blocks
from core.objectives.perceptron import Perceptron

NETWORKS = {
    "tanh": (Architecture((5, 4, 3)), "cross_entropy"),
    "tanh squared": (Architecture((5, 4, 2, 3)), "squared"),
    "relu": (Architecture((5, 6, 3), "relu"), "cross_entropy"),
    "relu stem squared": (Architecture((5, 4, 4, 3), "relu", linear_stem=True), "squared"),
    "sigmoid": (Architecture((5, 3, 4, 3), "sigmoid"), "cross_entropy"),
    "linear": (Architecture((5, 2, 3), "linear"), "cross_entropy"),
    "softmax": (Architecture((5, 3)), "cross_entropy"),
    "least squares": (Architecture((5, 3)), "squared"),
    "residual tanh": (Architecture((5, 4, 4, 4, 3), residual=True), "cross_entropy"),
    "residual relu": (Architecture((5, 4, 4, 3), "relu", residual=True), "cross_entropy"),
    "residual sigmoid squared": (Architecture((5, 4, 4, 4, 3), "sigmoid", residual=True), "squared"),
    "residual linear": (Architecture((5, 4, 4, 4, 3), "linear", residual=True), "cross_entropy"),
}
"""Every activation, loss and kind of layer."""


class Case:
    """A small network on 17 random examples in three blocks, at weights that are no start."""

    def __init__(self, name):
        self.architecture, self.loss = NETWORKS[name]
        rng = np.random.default_rng(3)
        self.images, self.labels = rng.standard_normal((17, 5)), rng.integers(3, size=17)
        self.objective = Perceptron(self.architecture, self.images, self.labels, self.loss)
        self.objective.__dict__["_examples"] = in_blocks(self.images, self.labels, 3, 6)
        self.dimension = self.architecture.dimension
        self.x = self.architecture.initial(1) + 0.2 * rng.standard_normal(self.dimension)
        self.directions = rng.standard_normal((4, self.dimension))

    def naive(self, x=None):
        given = self.architecture
        return NaiveNetwork(
            given.widths,
            self.x if x is None else x,
            given.activation,
            residual=given.residual,
            linear_stem=given.linear_stem,
            squared=self.loss == "squared",
        )

    def score_jacobians(self):
        """The derivatives of the scores of each example by the weights, from the naive network: (17, 3, P)."""
        naive = self.naive()
        units = np.eye(3).tolist()
        return np.array([[naive.weight_slopes(image, unit) for unit in units] for image in self.images.tolist()])

    def score_curvatures(self):
        """The Fisher matrix of the scores of each example: (17, 3, 3)."""
        if self.loss == "squared":
            return np.broadcast_to(np.eye(3), (17, 3, 3))
        powers = np.exp([self.naive().forward(image)[0][-1] for image in self.images.tolist()])
        p = powers / powers.sum(axis=1, keepdims=True)
        return np.array([np.diag(each) - np.outer(each, each) for each in p])

    def fisher(self):
        """The Fisher matrix, (P, P)."""
        jacobians = self.score_jacobians()
        return np.einsum("nap,nab,nbq->pq", jacobians, self.score_curvatures(), jacobians) / 17


@pytest.fixture(params=NETWORKS)
def case(request):
    return Case(request.param)


@pytest.fixture(scope="session")
def network_on_digits():
    """network_on_digits(count=1797, **architecture): a network on the first digits."""

    def make(count=1797, loss="cross_entropy", **architecture):
        digits = load_digits()
        return Perceptron(Architecture(**architecture), digits.images[:count], digits.labels[:count], loss)

    return make
