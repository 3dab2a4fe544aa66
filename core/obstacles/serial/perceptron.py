"""A gradient step of a small network on as many images as the handwritten digits have: the digits' clock."""

import numpy as np

from core.arrays import FloatArray

IMAGES, PIXELS, HIDDEN, CLASSES = 1797, 64, 16, 10
"""The shape of the UCI optical digits, 8 x 8 pixels each, and of the network. Random numbers stand in for the images:
what they show makes no difference to the time."""

_BLOCKS, _ROWS = 8, 225
"""All images at once, as a stack of small matrices with three blank rows at the end. In larger products OpenBLAS
takes turns with threads of its own, which on a busy machine makes a step ten times slower."""

_RATE = 0.1


class Perceptron:
    """A 64-16-10 network: tanh, then softmax with mean cross-entropy, trained on all images at once, in float64."""

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        real = np.arange(_BLOCKS * _ROWS) < IMAGES
        images = np.zeros((real.size, PIXELS))
        images[real] = rng.standard_normal((IMAGES, PIXELS))
        wanted = np.zeros((real.size, CLASSES))
        wanted[np.flatnonzero(real), rng.integers(CLASSES, size=IMAGES)] = 1.0
        self._images = images.reshape(_BLOCKS, _ROWS, PIXELS)
        self._wanted = wanted.reshape(_BLOCKS, _ROWS, CLASSES)
        self._share = (real / IMAGES).reshape(_BLOCKS, _ROWS, 1)
        self.weights = [
            rng.standard_normal((PIXELS, HIDDEN)) / PIXELS**0.5,
            np.zeros(HIDDEN),
            rng.standard_normal((HIDDEN, CLASSES)) / HIDDEN**0.5,
            np.zeros(CLASSES),
        ]

    def advance(self, steps: int) -> None:
        """Take as many further steps of gradient descent."""
        for _ in range(steps):
            for weight, slope in zip(self.weights, self.gradient(), strict=True):
                weight -= _RATE * slope

    def loss(self) -> float:
        """Return the mean cross-entropy in nats."""
        probabilities = self._forward()[1]
        return -float(np.sum(self._share * self._wanted * np.log(probabilities)))

    def gradient(self) -> list[FloatArray]:
        """Return the gradient of the loss by backpropagation, of the shapes of `weights`."""
        hidden, error = self._forward()
        error -= self._wanted
        error *= self._share
        back = error @ self.weights[2].T
        back *= 1.0 - hidden * hidden
        return [_products(self._images, back), back.sum(axis=(0, 1)), _products(hidden, error), error.sum(axis=(0, 1))]

    def _forward(self) -> tuple[FloatArray, FloatArray]:
        """Return hidden activations, shape (blocks, rows, 16), and probabilities, shape (blocks, rows, 10)."""
        first, first_bias, second, second_bias = self.weights
        hidden = np.tanh(self._images @ first + first_bias)
        scores = hidden @ second + second_bias
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        return hidden, scores


def _products(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return a^T b summed over all rows of all blocks: (blocks, rows, m) and (blocks, rows, n) to (m, n)."""
    total: FloatArray = (a.transpose(0, 2, 1) @ b).sum(axis=0)
    return total
