"""A network that is trained on minibatches of some digits and tested on the others."""

from collections.abc import Generator, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.objective import Evaluator
from core.objectives.perceptron import Perceptron
from core.obstacles.network.holdout import split
from core.obstacles.network.minibatches import minibatches
from core.obstacles.network.params import Holdout, NetworkParams
from core.obstacles.network.problem import architecture, initial_weights, training_digits
from core.obstacles.network.streams import MINIBATCHES, stream
from core.obstacles.network.usual import Settings
from core.optimizer import Method, Optimizer


class Scores(NamedTuple):
    """The mean loss of n digits, the share that is right, and what each is taken for; NaN where there is none.

    Attributes
    ----------
    answers
        The digit with the largest score, shape (n,); NaN where a score is not a number.

    """

    loss: float
    accuracy: float
    answers: FloatArray


def scores_of(problem: Perceptron, x: FloatArray) -> Scores:
    """Return the scores of the digits of a problem, with weights x, shape (P,)."""
    if not len(problem.labels):
        return Scores(np.nan, np.nan, np.empty(0))
    with np.errstate(over="ignore", invalid="ignore"):
        scores, loss = problem.scores(x), float(problem.value(x))
    answers = np.where(np.isfinite(scores).all(axis=-1), scores.argmax(axis=-1), np.nan)
    return Scores(loss, float(np.mean(answers == problem.labels)), answers)


class Lesson:
    """A network with digits that train it, and digits held out.

    Attributes
    ----------
    training, held_out
        The network on the digits that train it, and on the others.

    """

    def __init__(self, params: NetworkParams, used: Settings, holdout: Holdout) -> None:
        self._params, self._used = params, used
        self._network = architecture(params, used.hidden)
        images, labels = training_digits(used)
        self.split = split(labels, holdout)
        self.training, self.held_out = (
            Perceptron(self._network, images[indices], labels[indices], params.loss) for indices in self.split
        )

    def train(self, optimizer: Optimizer[Any], seed: int) -> Iterator[FloatArray]:
        """Yield the weights, shape (P,), at each step from 0 to the maximum."""
        state = optimizer.init(initial_weights(self._params, self._network, seed))
        batches = minibatches(self.training, self._used.batch_size, stream(seed, MINIBATCHES))
        yield state.x
        for _ in range(self._used.max_steps):
            with np.errstate(over="ignore", invalid="ignore"):
                state = optimizer.update(Evaluator(next(batches)).at, state)
            yield state.x


def best_setting(lesson: Lesson, optimizers: Sequence[Method], seed: int) -> Generator[float, None, Method]:
    """Return the optimizer with the lowest training loss after the last step, the first of several.

    Yields the share of the work that is done, after each step of each.
    """
    losses = []
    for place, optimizer in enumerate(optimizers):
        for x in lesson.train(optimizer, seed):
            last = x
            yield place / len(optimizers)
        loss = scores_of(lesson.training, last).loss
        losses.append(loss if np.isfinite(loss) else np.inf)
    return optimizers[int(np.argmin(losses))]
