"""What the closed forms foretell of one run: its losses and its end."""

from collections.abc import Generator, Sequence
from typing import Any, NamedTuple

import numpy as np

from core.arrays import FloatArray, frozen
from core.experiment import Pace, Progress
from core.obstacles.conditioning.methods import Losses
from core.obstacles.conditioning.stopping import RUNNING, outcome

_LARGEST_BLOCK = 4096


class Prediction(NamedTuple):
    """The loss after k = 0, 1, ... steps, to the end of the run, and the steps to the tolerance."""

    loss: FloatArray
    steps: int | None


def predict(
    losses: Losses,
    eigenvalues: Sequence[float],
    start: Sequence[float],
    tolerance: float,
    max_steps: int,
    pace: Pace,
) -> Generator[Progress[Any], None, Prediction]:
    """Search the closed form `losses` for its first step at the tolerance.

    Parameters
    ----------
    start
        Coordinates in the eigenbasis.

    """
    blocks = [losses(np.zeros(1), eigenvalues, start)]
    at_start = float(blocks[0][0])
    done, size, end = 0, 64, RUNNING
    while done < max_steps and not end.ended:
        steps = np.arange(done + 1.0, min(done + size, max_steps) + 1.0)
        with np.errstate(over="ignore", invalid="ignore"):
            blocks.append(losses(steps, eigenvalues, start))
        end = outcome(blocks[-1], done + 1, at_start, tolerance)
        done += steps.size
        size = min(2 * size, _LARGEST_BLOCK)
        if pace.due():
            yield Progress(0.0)
    last = next((step for step in end if step is not None), done)
    return Prediction(frozen(np.concatenate(blocks)[: last + 1]), end.solved)
