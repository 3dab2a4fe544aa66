"""A multilayer perceptron as a textbook writes it: one example after another, one unit after another, plain floats."""

import math
from itertools import pairwise

PHI = {
    "tanh": (math.tanh, lambda z: 1.0 - math.tanh(z) ** 2),
    "relu": (lambda z: max(z, 0.0), lambda z: float(z > 0.0)),
    "sigmoid": (lambda z: 1.0 / (1.0 + math.exp(-z)), lambda z: math.exp(-z) / (1.0 + math.exp(-z)) ** 2),
    "linear": (lambda z: z, lambda _: 1.0),
}


class NaiveNetwork:
    """Weights as lists of lists of rows; the last entry of a row is the bias."""

    def __init__(self, widths, x, activation="tanh", *, residual=False, linear_stem=False, squared=False):
        numbers = iter(x)
        self.matrices = [
            [[next(numbers) for _ in range(before + 1)] for _ in range(after)] for before, after in pairwise(widths)
        ]
        self.activation, self.residual, self.squared = activation, residual, squared
        self.linear_stem = linear_stem or residual
        self.hidden = len(widths) - 3

    def weights(self):
        return [weight for matrix in self.matrices for row in matrix for weight in row]

    def _phi(self, layer):
        linear = layer == len(self.matrices) - 1 or (layer == 0 and self.linear_stem)
        return PHI["linear" if linear else self.activation]

    def _branch(self, layer):
        return self.residual and 0 < layer < len(self.matrices) - 1

    def forward(self, image):
        """Return what each matrix multiplies, and its products."""
        inputs, products = [list(image)], []
        for layer, matrix in enumerate(self.matrices):
            a = [*inputs[-1], 1.0]
            products.append([sum(w * value for w, value in zip(row, a, strict=True)) for row in matrix])
            output = [self._phi(layer)[0](z) for z in products[-1]]
            if self._branch(layer):
                output = [h + f / math.sqrt(self.hidden) for h, f in zip(inputs[-1], output, strict=True)]
            inputs.append(output)
        return inputs, products

    def loss(self, image, label):
        scores = self.forward(image)[0][-1]
        if self.squared:
            return 0.5 * sum((z - (unit == label)) ** 2 for unit, z in enumerate(scores))
        return math.log(sum(math.exp(z) for z in scores)) - scores[label]

    def score_slope(self, scores, label):
        """Return the derivative of the loss by the scores."""
        if self.squared:
            return [z - (unit == label) for unit, z in enumerate(scores)]
        total = sum(math.exp(z) for z in scores)
        return [math.exp(z) / total - (unit == label) for unit, z in enumerate(scores)]

    def product_slopes(self, image, slope):
        """Return the derivatives by the products of all matrices, given the one by the scores."""
        inputs, products = self.forward(image)
        errors = []
        for layer in reversed(range(len(self.matrices))):
            scale = 1.0 / math.sqrt(self.hidden) if self._branch(layer) else 1.0
            error = [scale * s * self._phi(layer)[1](z) for s, z in zip(slope, products[layer], strict=True)]
            errors.insert(0, error)
            below = [
                sum(row[unit] * e for row, e in zip(self.matrices[layer], error, strict=True))
                for unit in range(len(inputs[layer]))
            ]
            if self._branch(layer):
                below = [b + s for b, s in zip(below, slope, strict=True)]
            slope = below
        return errors

    def gradient(self, image, label):
        """Return the gradient of the loss of one example, in the order of the weights."""
        scores = self.forward(image)[0][-1]
        return self.weight_slopes(image, self.score_slope(scores, label))

    def weight_slopes(self, image, slope):
        """Return the derivatives by the weights, in their order, given the one by the scores."""
        inputs, errors = self.forward(image)[0], self.product_slopes(image, slope)
        return [e * a for error, below in zip(errors, inputs, strict=False) for e in error for a in [*below, 1.0]]

    def mean_loss(self, images, labels):
        return sum(map(self.loss, images, labels)) / len(labels)

    def mean_gradient(self, images, labels):
        gradients = [self.gradient(image, label) for image, label in zip(images, labels, strict=True)]
        return [sum(column) / len(labels) for column in zip(*gradients, strict=True)]

    def step(self, images, labels, rate):
        slopes = iter(self.mean_gradient(images, labels))
        for matrix in self.matrices:
            for row in matrix:
                for column in range(len(row)):
                    row[column] -= rate * next(slopes)
