"""What the cloud says: its title, formula, sentence and caveat, every number from the result."""

import math

import numpy as np

from core.obstacles.noise.cloud import CloudResult
from gui.sentences import enumeration, fitting
from gui.stages.noise.batches import named, shown
from gui.stages.noise.names import NOISY, samples, steps
from gui.text import Span, number, tr

EARLY = 16
"""The early step that the caveat tells of is this part of the run."""
LITTLE = 1.5
"""Times the loss without noise up to which noise is said to hurt little."""


def front(result: CloudResult) -> str:
    """Return the name of the batch size in front."""
    return str(result.params.batch_size)


def floor(result: CloudResult) -> tuple[float, float]:
    """Return the loss at which the batch size in front settles: predicted, and measured; NaN where it is not known."""
    place = int(np.searchsorted(result.stationary_batch_sizes, result.params.batch_size))
    return float(result.stationary_predicted[place]), float(result.stationary_measured[place])


def headline(result: CloudResult) -> str:
    """Return the title of the picture."""
    size = result.params.ensemble_size
    if math.isnan(floor(result)[0]):
        return tr("At this rate noise has no floor")
    lost = math.isinf(result.median[front(result)][-1])
    if size == 1:
        return tr("One descent: too much noise to stay") if lost else tr("One descent: noise sets the floor")
    many = number(size)
    if lost:
        return tr("{size} descents: too much noise to stay", size=many)
    return tr("{size} descents: noise sets the floor", size=many)


def formula(result: CloudResult) -> str:
    """Return the law of the floor where there is one."""
    predicted, _ = floor(result)
    if math.isnan(predicted):
        return ""
    return tr("mean floor = σ²/B Σ a / (2 (2 − aλ)) = {floor}", floor=number(predicted))


def caption(result: CloudResult) -> str:
    """Return the sentence under the picture: the median at the last step reached for every batch size shown."""
    reached = int(result.steps[len(result.noise_free_loss) - 1])
    told = {name: (key, float(result.median[name][-1])) for name, key in shown(result.median, front(result)).items()}
    lost = [name for name, (_, loss) in told.items() if math.isinf(loss)]
    if len(lost) == len(told):
        return tr("At rate {rate} most descents diverge.", rate=Span(number(result.params.learning_rate, 3), "alarm"))
    ends = {
        name: Span(tr("diverged"), "alarm") if name in lost else Span(number(loss), key)
        for name, (key, loss) in told.items()
    }
    sizes = [samples(int(name)) if k == 0 else number(int(name)) for k, name in enumerate(ends)]
    with_each = enumeration(
        [tr("{loss} with {size}", loss=end, size=size) for size, end in zip(sizes, ends.values(), strict=True)]
    )
    each_is = enumeration([tr("{batch}: {loss}", batch=named(name), loss=end) for name, end in ends.items()])
    return fitting(
        tr("Median loss after {steps}: {list}.", steps=steps(reached), list=with_each),
        tr("Median loss: {list}.", list=with_each),
        tr("{list}.", list=each_is),
    )


def caveat(result: CloudResult) -> str:
    """Return the line that keeps the sentence honest: who is lost, else how little noise hurts early on."""
    name, size = front(result), result.params.ensemble_size
    lost, reached = int(result.diverged[name][-1]), len(result.noise_free_loss) - 1
    if lost:
        return tr(
            "B = {batch}: {lost} of {size} have diverged; they count as infinitely high.",
            batch=number(int(name)), lost=number(lost), size=number(size),
        )  # fmt: skip
    early = max(1, (len(result.steps) - 1) // EARLY)
    if reached < early:
        return tr("Dots are medians, bands hold the middle half.")
    told = {
        "step": number(int(result.steps[early])),
        "loss": number(float(result.median[name][early])),
        "samples": samples(int(name)),
        "exact": number(float(result.noise_free_loss[early])),
    }
    if result.median[name][early] <= LITTLE * result.noise_free_loss[early]:
        return tr("Early on noise hurts little. Step {step}: {loss} with {samples}, {exact} without.", **told)
    return tr("At step {step}: {loss} with {samples}, {exact} without noise.", **told)


def hero(result: CloudResult, at: int) -> Span:
    """Return the median of the batch size in front at a recorded step, with its color."""
    median = float(result.median[front(result)][at])
    return Span(tr("diverged"), "alarm") if math.isinf(median) else Span(number(median), NOISY)


def below(result: CloudResult, at: int) -> tuple[str, ...]:
    """Return what stands below that: of how many, and who is lost; the longest first."""
    lost, size = int(result.diverged[front(result)][at]), number(result.params.ensemble_size)
    if lost:
        return (
            tr("{lost} of {size} have diverged", lost=number(lost), size=size),
            tr("{lost} diverged", lost=number(lost)),
        )
    many = samples(result.params.batch_size)
    return (
        tr("of {size} descents, {samples} per step", size=size, samples=many),
        tr("of {size} descents", size=size),
    )
