"""Gradient descent of a small network on the handwritten digits, whose step is timed."""

from core.digits import load_digits
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron

RATE = 0.1


class DigitsDescent:
    """A 64-16-10 network: tanh, then softmax with mean cross-entropy, trained on all 1797 images at once."""

    def __init__(self) -> None:
        architecture = Architecture()
        self.objective = Perceptron(architecture, *load_digits())
        self.x = architecture.initial(0)

    def advance(self, steps: int) -> None:
        """Take further steps."""
        for _ in range(steps):
            self.x = self.x - RATE * self.objective.gradient(self.x)
