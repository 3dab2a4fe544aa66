"""The experiment `learn`: how many digits that it has not seen a network reads after so many steps."""

from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, prefix
from core.digits import load_digits
from core.experiment import Experiment, Summary, new_run_number
from core.obstacles.network.holdout import other
from core.obstacles.network.lesson import Lesson, best_setting, scores_of
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import takes_long_steps
from core.obstacles.network.result import NetworkResult
from core.obstacles.network.streams import SHOWN_DIGITS, stream
from core.obstacles.network.usual import settings, usual
from core.optimizers.adam import Adam
from core.run import Progress, Run, YieldTimer, reporting
from core.tuning_grids import candidates

SHOWN = 32
"""Held-out digits whose images and answers are recorded, at most."""
SPACING, EVENLY_RECORDED = 0.05, 100
"""Steps from a recorded step to the next: this share of the steps so far, at most the maximum of steps over this."""
TUNING_SHARE = 0.85
"""The share of the work that tuning takes, about: twelve runs before the last two."""
SCORES = "train_loss", "held_out_loss", "train_accuracy", "held_out_accuracy"


@dataclass(frozen=True, kw_only=True, eq=False)
class LearnResult(NetworkResult):
    """Losses and accuracies of a network that Adam trains on minibatches. Positions are steps.

    A digit is right if its score is the largest. Where scores are not numbers, since the training overflows, there is
    no answer and no digit is right. Values of no digits are NaN.

    Attributes
    ----------
    last_step
        The last step so far.
    recorded_steps
        The steps at which values are recorded, shape (n,): 0, 1, and then farther and farther apart.
    train_loss, held_out_loss
        The mean loss of the digits that train the network and of those held out, shape (n,).
    train_accuracy, held_out_accuracy
        The share of them that is right, shape (n,).
    other_split_accuracy
        The share of held-out digits that is right where the network is trained anew and other digits are held out: as
        the other word of `holdout` says. Shape (m,), m <= n: it is computed after the rest.
    train_count, held_out_count
        The number of digits that train the network, and of those held out.
    learning_rate, beta2
        Those of Adam. A rate of `tuned` stands for the setting of `core.tuning_grids` with the lowest training loss
        after the maximum of steps, all tried from other weights and with other minibatches, of the next seed.
    images
        Random held-out digits, shape (k, 64): 8 x 8 pixels from 0 to 1, row by row.
    labels
        Their labels, shape (k,).
    answers
        Which digits the network takes them for, shape (n, k); NaN for no answer.

    """

    experiment: ClassVar[str] = "learn"

    last_step: int
    recorded_steps: FloatArray
    train_loss: FloatArray
    held_out_loss: FloatArray
    train_accuracy: FloatArray
    held_out_accuracy: FloatArray
    other_split_accuracy: FloatArray
    train_count: int
    held_out_count: int
    learning_rate: float
    beta2: float
    images: FloatArray
    labels: FloatArray
    answers: FloatArray

    @property
    def length(self) -> int:
        """The last step so far."""
        return self.last_step

    def index_at(self, position: float) -> int:
        """Return the index of the last recorded step up to a position."""
        return int(np.searchsorted(self.recorded_steps, position, side="right")) - 1

    @property
    def right(self) -> FloatArray:
        """The number of held-out digits that are right, shape (n,)."""
        right: FloatArray = np.round(self.held_out_accuracy * self.held_out_count)
        return right

    @property
    def wrong_shown(self) -> FloatArray:
        """The number of the digits in `images` that are wrong, shape (n,)."""
        wrong: FloatArray = np.sum(self.answers != self.labels, axis=1, dtype=float)
        return wrong

    @property
    def mostly_wrong(self) -> bool:
        """Whether less than half of the held-out digits are right at the last recorded step."""
        return bool(self.held_out_accuracy[-1] < 0.5)

    @property
    def learns(self) -> bool:
        """Whether at least half of the held-out digits are right at the last recorded step, more than at first."""
        return bool(self.held_out_accuracy[-1] > self.held_out_accuracy[0]) and not self.mostly_wrong

    @property
    def overflows_at(self) -> int | None:
        """The first recorded step at which the training loss is not a finite number; None if there is none."""
        lost = np.flatnonzero(~np.isfinite(self.train_loss))
        return int(self.recorded_steps[lost[0]]) if len(lost) else None

    def _fields_until(self, position: int) -> dict[str, Any]:
        count = self.index_at(position) + 1
        parts = ("recorded_steps", *SCORES, "other_split_accuracy", "answers")
        return {"last_step": position, **{name: prefix(getattr(self, name), count) for name in parts}}

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "train_count": self.train_count,
            "held_out_count": self.held_out_count,
            "learning_rate": self.learning_rate,
            "beta2": self.beta2,
            "recorded_steps": self.recorded_steps.astype(int).tolist(),
            "train_loss": finite_list(self.train_loss),
            "held_out_loss": finite_list(self.held_out_loss),
            "train_accuracy": finite_list(self.train_accuracy),
            "held_out_accuracy": finite_list(self.held_out_accuracy),
            "other_split_accuracy": finite_list(self.other_split_accuracy),
            "labels": self.labels.astype(int).tolist(),
            "answers": finite_list(self.answers),
        }


def recorded_steps(most: int) -> list[int]:
    """Return the steps up to `most` at which values are recorded: all at first, then farther and farther apart."""
    found, widest = [0], max(1, round(most / EVENLY_RECORDED))
    while found[-1] < most:
        found.append(min(found[-1] + min(max(1, round(SPACING * found[-1])), widest), most))
    return found


class _Record:
    """What a run has recorded so far."""

    def __init__(self, params: NetworkParams, lesson: Lesson, steps: list[int]) -> None:
        held_out = lesson.held_out
        drawn = stream(params.seed, SHOWN_DIGITS).permutation(len(held_out.labels))[:SHOWN]
        pixels = load_digits().images
        self._lesson, self._drawn = lesson, drawn
        self._steps, self._count, self._other_count = frozen(steps), 0, 0
        self._buffers = {name: np.empty(len(steps)) for name in SCORES}
        self._answers, self._other = np.empty((len(steps), len(drawn))), np.empty(len(steps))
        self._constant: dict[str, Any] = {
            "params": params,
            "run": new_run_number(),
            "train_count": len(lesson.training.labels),
            "held_out_count": len(held_out.labels),
            "images": frozen((held_out.inputs[drawn] - pixels.min()) / np.ptp(pixels)),
            "labels": frozen(held_out.labels[drawn]),
        }

    def add(self, x: FloatArray) -> None:
        """Record the weights x, shape (P,), of the next recorded step."""
        train, held_out = scores_of(self._lesson.training, x), scores_of(self._lesson.held_out, x)
        values = train.loss, held_out.loss, train.accuracy, held_out.accuracy
        for buffer, value in zip(self._buffers.values(), values, strict=True):
            buffer[self._count] = value
        self._answers[self._count] = held_out.answers[self._drawn]
        self._count += 1

    def add_other(self, accuracy: float) -> None:
        """Record the accuracy at the next recorded step where other digits are held out."""
        self._other[self._other_count] = accuracy
        self._other_count += 1

    def result(self, optimizer: Adam, *, complete: bool) -> LearnResult:
        """Return the result so far."""
        count = self._count
        known: dict[str, Any] = {name: prefix(buffer, count) for name, buffer in self._buffers.items()}
        return LearnResult(
            **self._constant,
            **known,
            complete=complete,
            last_step=int(self._steps[count - 1]),
            recorded_steps=prefix(self._steps, count),
            other_split_accuracy=prefix(self._other, self._other_count),
            learning_rate=float(optimizer.learning_rate),
            beta2=float(optimizer.beta2),
            answers=prefix(self._answers, count),
        )


def run(params: NetworkParams) -> Run[LearnResult]:
    """Train a network, and then another one with other digits held out."""
    used, timer = settings(params, LearnResult.experiment), YieldTimer()
    lesson, steps = Lesson(params, used, params.holdout), recorded_steps(used.max_steps)
    yield Progress(0.0)
    record, tuned = _Record(params, lesson, steps), used.learning_rate == "tuned"
    optimizer = Adam() if isinstance(used.learning_rate, str) else Adam(used.learning_rate)
    if tuned:
        offered = candidates(Adam, lesson.training.architecture.shapes)
        trying = best_setting(lesson, offered, params.seed + 1)
        optimizer = yield from reporting(trying, timer, lambda share: Progress(TUNING_SHARE * share))
    before = TUNING_SHARE if tuned else 0.0
    recorded = set(steps)
    for step, x in enumerate(lesson.train(optimizer, params.seed)):
        if step in recorded:
            record.add(x)
        # The first result has a step to show.
        if step and timer.due():
            done = before + (1.0 - before) * 0.5 * step / used.max_steps
            yield Progress(done, record.result(optimizer, complete=False))
    lesson = Lesson(params, used, other(params.holdout))
    for step, x in enumerate(lesson.train(optimizer, params.seed)):
        if step in recorded:
            record.add_other(scores_of(lesson.held_out, x).accuracy)
        if timer.due():
            done = before + (1.0 - before) * (0.5 + 0.5 * step / used.max_steps)
            yield Progress(done, record.result(optimizer, complete=False))
    return record.result(optimizer, complete=True)


READS = (
    "learning_rate",
    "batch_size",
    "hidden",
    "max_steps",
    "holdout",
    "activation",
    "residual",
    "loss",
    "digits",
    "weights",
    "seed",
)

LEARN = Experiment(
    key=LearnResult.experiment,
    title="Learning",
    reads=READS,
    result=LearnResult,
    run=run,
    own_process=partial(takes_long_steps, LearnResult.experiment),
    usual=usual(LearnResult.experiment, READS),
)
