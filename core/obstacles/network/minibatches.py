"""Minibatches that pass through all examples again and again."""

from collections.abc import Iterator
from typing import Literal

import numpy as np

from core.objectives.examples import IntArray
from core.objectives.perceptron import Perceptron


def minibatches(problem: Perceptron, size: int | Literal["full"], rng: np.random.Generator) -> Iterator[Perceptron]:
    """Yield the problem on one minibatch after the other, without end.

    The examples are shuffled before each pass; those left over at its end, fewer than `size`, are dropped. With as many
    examples as there are, or `full`, each batch is the problem itself.
    """
    count = len(problem.labels)
    if size == "full" or size >= count:
        while True:
            yield problem
    while True:
        order: IntArray = rng.permutation(count)
        for first in range(0, count - size + 1, size):
            yield problem.subset(order[first : first + size])
