"""A small network on as many images as the UCI handwritten digits, whose gradient step is timed."""

import numpy as np

from core.arrays import FloatArray

IMAGES, PIXELS, HIDDEN, CLASSES = 1797, 64, 16, 10
"""The shape of the UCI optical digits, 8 x 8 pixels each, and of the network. Random numbers replace the images,
as their contents have no effect on the time."""

_BLOCKS, _ROWS = 8, 225
"""All images as a stack of small matrices, padded with three blank rows. For larger products OpenBLAS starts threads,
which makes a step ten times slower on a busy machine."""

_RATE = 0.1


class Perceptron:
    """A 64-16-10 network: tanh, then softmax with mean cross-entropy, trained on all images at once, in float64."""

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        real = np.arange(_BLOCKS * _ROWS) < IMAGES
        images = np.zeros((real.size, PIXELS))
        images[real] = rng.standard_normal((IMAGES, PIXELS))
        targets = np.zeros((real.size, CLASSES))
        targets[np.flatnonzero(real), rng.integers(CLASSES, size=IMAGES)] = 1.0
        self._images = images.reshape(_BLOCKS, _ROWS, PIXELS)
        self._targets = targets.reshape(_BLOCKS, _ROWS, CLASSES)
        self._sample_weights = (real / IMAGES).reshape(_BLOCKS, _ROWS, 1)
        self.weights = [
            rng.standard_normal((PIXELS, HIDDEN)) / PIXELS**0.5,
            np.zeros(HIDDEN),
            rng.standard_normal((HIDDEN, CLASSES)) / HIDDEN**0.5,
            np.zeros(CLASSES),
        ]

    def advance(self, steps: int) -> None:
        """Take further steps of gradient descent."""
        for _ in range(steps):
            for weight, slope in zip(self.weights, self.gradient(), strict=True):
                weight -= _RATE * slope

    def loss(self) -> float:
        """Return the mean cross-entropy in nats."""
        probabilities = self._forward()[1]
        return -float(np.sum(self._sample_weights * self._targets * np.log(probabilities)))

    def gradient(self) -> list[FloatArray]:
        """Return the gradient of the loss by backpropagation, of the shapes of `weights`."""
        hidden, error = self._forward()
        error -= self._targets
        error *= self._sample_weights
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
