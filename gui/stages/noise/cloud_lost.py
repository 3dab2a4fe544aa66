"""How the cloud says which runs have diverged: all of them, half or more, so many."""

from core.obstacles.noise.cloud import CloudResult
from gui.stages.noise.batches import named
from gui.stages.noise.names import samples
from gui.wording.sentences import MAX_CAPTION_LENGTH, enumeration, first_fitting
from gui.wording.text import Sentence, Span, ntr, number, tr


def lost_runs(result: CloudResult, names: dict[str, str], max_length: int = MAX_CAPTION_LENGTH) -> str:
    """Return how many runs have diverged with each batch size that is shown, in a sentence."""
    if result.one_run:
        return _one_each(result, names)
    with_each, each_is = [], []
    for k, name in enumerate(names):
        batch, count = samples(int(name)) if k == 0 else number(int(name)), int(result.diverged[name][-1])
        if result.all_diverged(name):
            each = Span(tr("all"), "alarm")
            with_each.append(tr("{all} with {batch}", "all_diverged", all=each, batch=batch))
            each_is.append(tr("{batch}: {all}", "all_diverged", batch=named(name), all=each))
            continue
        figure = Span(number(count), "alarm") if count else number(count)
        with_each.append(tr("{lost} with {batch}", "diverged", lost=figure, batch=batch))
        each_is.append(tr("{batch}: {lost}", "diverged", batch=named(name), lost=figure))
    told, front = {"size": number(result.params.ensemble_size)}, result.params.batch_size
    many, lost = samples(front), number(int(result.diverged[str(front)][-1]))
    alone = (
        tr("All {size} runs with {samples} diverged.", "all_diverged", "ensemble_size", samples=many, **told)
        if result.all_diverged(str(front))
        else tr("{lost} of {size} runs with {samples} diverged.",
                "diverged", "ensemble_size", samples=many, lost=lost, **told)
    )  # fmt: skip
    return first_fitting(
        tr("Diverged, of {size}: {list}.", "ensemble_size", list=enumeration(with_each), **told),
        tr("Diverged, of {size}: {list}.", "ensemble_size", list=enumeration(each_is), **told),
        alone,
        max_length=max_length,
    )


def _one_each(result: CloudResult, names: dict[str, str]) -> str:
    """Return with which of the batch sizes that are shown, at most three, the run has diverged."""
    gone = [name for name in names if result.all_diverged(name)]
    sizes = [samples(int(name)) if k == 0 else number(int(name)) for k, name in enumerate(gone)]
    first, *others = (tr("{batch}", "all_diverged", batch=Span(size, "alarm")) for size in sizes)
    if not others:
        return tr("The run with {first} diverged.", "one_run", first=first)
    if len(others) == 1:
        return tr("The runs with {first} and {last} diverged.", "one_run", first=first, last=others[0])
    told = {"first": first, "second": others[0], "last": others[1]}
    return tr("The runs with {first}, {second} and {last} diverged.", "one_run", **told)


def gone_with(result: CloudResult, name: str, batch: str) -> Sentence:
    """Return what stands for the median of a batch size that has none, in a list."""
    if result.one_run:
        return tr("diverged with {batch}", "all_diverged", "one_run", batch=batch)
    if result.all_diverged(name):
        return tr("all diverged with {batch}", "all_diverged", batch=batch)
    return tr("half or more diverged with {batch}", "half_diverged", batch=batch)


def with_gone(result: CloudResult, name: str) -> Sentence:
    """Return the same in a short list."""
    batch = named(name)
    if result.one_run:
        return tr("{batch}: diverged", "all_diverged", "one_run", batch=batch)
    if result.all_diverged(name):
        return tr("{batch}: all diverged", "all_diverged", batch=batch)
    return tr("{batch}: half or more diverged", "half_diverged", batch=batch)


def gone_alone(result: CloudResult, batch: str) -> Sentence:
    """Return the same of the batch size in front as a sentence."""
    if result.one_run:
        return tr("The run with {batch} diverged.", "all_diverged", "one_run", batch=batch)
    if result.all_diverged(str(result.params.batch_size)):
        return tr("All runs with {batch} diverged.", "all_diverged", batch=batch)
    return tr("Half or more of the runs with {batch} diverged.", "half_diverged", batch=batch)


def gone_by(result: CloudResult, name: str, at: int) -> tuple[str, ...]:
    """Return how many of the runs in front have diverged by a recorded step; the longest first."""
    if result.one_run:
        return tr("the run has diverged", "all_diverged", "one_run"), tr("diverged", "all_diverged", "one_run")
    lost, size = int(result.diverged[name][at]), number(result.params.ensemble_size)
    if result.all_diverged(name, at):
        return (
            tr("all {size} runs have diverged", "all_diverged", "ensemble_size", size=size),
            tr("all diverged", "all_diverged"),
        )
    return (
        ntr("1 of {size} runs has diverged", "{n} of {size} runs have diverged",
            lost, "diverged", "ensemble_size", size=size),
        tr("{lost} diverged", "diverged", lost=number(lost)),
    )  # fmt: skip
