"""What the cloud says: its title, formula, sentence and caveat, every number from the result."""

import math

from core.obstacles.noise.cloud import CloudResult
from gui.sentences import CAPTION, CAVEAT, enumeration, fitting, paragraph
from gui.stages.noise.batches import named, shown
from gui.stages.noise.names import NOISY, runs, samples, steps
from gui.text import Sentence, Span, number, percent, told_apart, tr


def front(result: CloudResult) -> str:
    """Return the name of the batch size in front."""
    return str(result.params.batch_size)


def headline(result: CloudResult) -> str:
    """Return the title of the picture."""
    name, many = front(result), runs(result.params.ensemble_size)
    lost = int(result.diverged[name][-1])
    if lost:
        told = {"runs": many, "samples": samples(int(name)), "lost": number(lost)}
        return tr("{runs} with {samples} per step: {lost} diverged", "diverged", **told)
    if result.floored(name):
        return tr("{runs}: noise sets a floor under the loss", "floored", runs=many)
    if result.hurts_later(name):
        return tr("{runs}: noise limits the final loss more than the early speed", "hurts_later", runs=many)
    if result.limited_by_noise(name):
        return tr("{runs}: the median loss stays above that without noise", "limited_by_noise", runs=many)
    return tr("{runs} of gradient descent with noise", "ensemble_size", runs=many)


def formula(result: CloudResult) -> str:
    """Return the law of the floor where there is one: what diverges settles nowhere."""
    predicted, _ = result.floor(front(result))
    if math.isnan(predicted) or result.diverged[front(result)][-1]:
        return ""
    told = {"floor": number(predicted, 3)}
    return tr("law: mean floor = σ²/B Σ a / (2 (2 − aλ)) = {floor}", "stationary_predicted", **told)


def caption(result: CloudResult) -> str:
    """Return the sentence under the picture: the median at the last step reached for every batch size shown."""
    names = shown(result.median, front(result))
    if all(math.isinf(result.median[name][-1]) for name in names):
        return _lost(result, names)
    with_each, each_is = [], []
    for k, (name, key) in enumerate(names.items()):
        size = samples(int(name)) if k == 0 else number(int(name))
        loss = _figure(float(result.median[name][-1]), key)
        with_each.append(tr("{loss} with {batch}", "median", loss=loss, batch=size))
        each_is.append(tr("{batch}: {loss}", "median", loss=loss, batch=named(name)))
    return fitting(
        tr("Median loss after {steps}: {list}.", "reached", steps=steps(result.reached), list=enumeration(with_each)),
        tr("Median loss: {list}.", "median", list=enumeration(with_each)),
        tr("Median loss: {list}.", "median", list=enumeration(each_is)),
        _alone(result),
    )


def _alone(result: CloudResult) -> str:
    """Say the median of the batch size in front."""
    loss = _figure(float(result.median[front(result)][-1]), NOISY)
    return tr("Median loss with {batch}: {loss}.", "median", loss=loss, batch=samples(result.params.batch_size))


def _figure(median: float, role: str) -> Span:
    return Span(tr("∞"), "alarm", median) if math.isinf(median) else Span(number(median), role)


def caveat(result: CloudResult) -> str:
    """Return the line that keeps the sentence honest: who is lost, where the law fails, when noise matters."""
    name, names = front(result), shown(result.median, front(result))
    predicted, measured = result.floor(name)
    if any(result.diverged[each][-1] for each in names):
        every = all(math.isinf(result.median[each][-1]) for each in names)
        bound = tr("Diverged: loss above {bound}.", "divergence_loss", bound=number(result.divergence_loss))
        high = tr("A diverged run counts as infinitely high.", "diverged")
        return paragraph(bound, high) if every else paragraph(_lost(result, names, CAVEAT), high)
    if result.law_fails(name):
        law, found = told_apart(predicted, measured, 2)
        share = percent(result.params.learning_rate / result.bound)
        return paragraph(
            tr("The law fails here: mean floor {law}, measured {found}.", "law_fails", law=law, found=found),
            tr("Rate: {share} of the stability limit.", "bound", share=share),
        )
    return _ratios(result)


def _lost(result: CloudResult, names: dict[str, str], longest: int = CAPTION) -> str:
    """Say how many runs have diverged with each batch size that is shown."""
    size, lost = number(result.params.ensemble_size), {name: int(result.diverged[name][-1]) for name in names}
    with_each, each_is = [], []
    for k, (name, count) in enumerate(lost.items()):
        batch = samples(int(name)) if k == 0 else number(int(name))
        figure = Span(number(count), "alarm") if count else number(count)
        with_each.append(tr("{lost} with {batch}", "diverged", lost=figure, batch=batch))
        each_is.append(tr("{batch}: {lost}", "diverged", batch=named(name), lost=figure))
    told = {"size": size}
    return fitting(
        tr("Diverged, of {size}: {list}.", "ensemble_size", list=enumeration(with_each), **told),
        tr("Diverged, of {size}: {list}.", "ensemble_size", list=enumeration(each_is), **told),
        tr(
            "{lost} of {size} runs with {samples} diverged.",
            "diverged", "ensemble_size", samples=samples(int(front(result))), lost=number(lost[front(result)]), **told,
        ),
        longest=longest,
    )  # fmt: skip


def _ratios(result: CloudResult) -> str:
    """Say how the medians compare with the loss without noise, at an early step and at the last one reached."""
    name, at, step = front(result), result.early, number(int(result.steps[result.early]))
    if len(result.noise_free_loss) <= at:
        return tr("Dots are medians, bands hold the middle half of the runs.")
    early, late = result.ratio(name, at), result.ratio(name, -1)
    if math.isfinite(early) and math.isfinite(late) and result.reached > result.steps[at]:
        return tr(
            "Median ÷ loss without noise: {early} at step {step}, {late} at step {last}.",
            "ratio", early=number(early), late=number(late), step=step, last=number(result.reached),
        )  # fmt: skip
    loss, exact = float(result.median[name][at]), float(result.noise_free_loss[at])
    if not (math.isfinite(loss) and math.isfinite(exact)):
        return tr("Dots are medians, bands hold the middle half of the runs.")
    return tr(
        "Median at step {step}: {loss} with {samples}, {exact} without noise.",
        "early", loss=number(loss), samples=samples(int(name)), exact=number(exact), step=step,
    )  # fmt: skip


def hero(result: CloudResult, at: int) -> Sentence:
    """Return the median of the batch size in front at a recorded step."""
    return tr("{loss}", "median", loss=_figure(float(result.median[front(result)][at]), NOISY))


def below(result: CloudResult, at: int) -> tuple[str, ...]:
    """Return what stands below that: of how many, and who is lost; the longest first."""
    lost, size = int(result.diverged[front(result)][at]), result.params.ensemble_size
    if lost:
        told = {"lost": number(lost)}
        return (
            tr("{lost} of {size} runs have diverged", "diverged", "ensemble_size", size=number(size), **told),
            tr("{lost} diverged", "diverged", **told),
        )
    each = samples(result.params.batch_size)
    return (
        tr("of {runs}, {samples} per step", "ensemble_size", runs=runs(size), samples=each),
        tr("of {runs}", "ensemble_size", runs=runs(size)),
    )


def at_floor(result: CloudResult) -> tuple[str, ...]:
    """Return what stands at the line of the floor: what the law says, and what was measured; the longest first."""
    predicted, measured = result.floor(front(result))
    alone = tr("mean floor by the law: {law}", "stationary_predicted", law=number(predicted))
    if math.isnan(measured):
        return (alone,)
    law, found = told_apart(predicted, measured, 2)
    told = {"law": law, "found": found}
    return (
        tr("mean floor: law {law}, measured {found}", "stationary_predicted", "stationary_measured", **told),
        tr("mean floor: law {law}", "stationary_predicted", law=law),
    )
