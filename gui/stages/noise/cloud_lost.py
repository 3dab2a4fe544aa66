"""Texts of the cloud about diverged runs: all of them, half or more, or a number."""

from core.obstacles.noise.cloud import CloudResult
from gui.stages.noise.batches import batch_name
from gui.stages.noise.names import front, samples
from gui.wording.sentences import MAX_CAPTION_LENGTH, enumeration, first_fitting
from gui.wording.text import Sentence, Span, ntr, number, tr


def diverged_counts(result: CloudResult, names: dict[str, str], max_length: int = MAX_CAPTION_LENGTH) -> str:
    """Return a sentence with the number of diverged runs of each batch size in `names`."""
    if result.one_run:
        return _single_runs(result, names)
    with_each, each_is = [], []
    for k, name in enumerate(names):
        batch, count = samples(int(name)) if k == 0 else number(int(name)), int(result.diverged[name][-1])
        if result.all_diverged(name):
            each = Span(tr("all"), "alarm")
            with_each.append(tr("{all} with {batch}", "all_diverged", all=each, batch=batch))
            each_is.append(tr("{batch}: {all}", "all_diverged", batch=batch_name(name), all=each))
            continue
        figure = Span(number(count), "alarm") if count else number(count)
        with_each.append(tr("{lost} with {batch}", "diverged", lost=figure, batch=batch))
        each_is.append(tr("{batch}: {lost}", "diverged", batch=batch_name(name), lost=figure))
    values = {"size": number(result.params.ensemble_size), "step": number(result.reached)}
    many, lost = samples(result.params.batch_size), number(int(result.diverged[front(result)][-1]))
    alone = (
        tr("All {size} runs with {samples} diverged by step {step}.",
           "all_diverged", "ensemble_size", "reached", samples=many, **values)
        if result.all_diverged(front(result))
        else tr("{lost} of {size} runs with {samples} diverged by step {step}.",
                "diverged", "ensemble_size", "reached", samples=many, lost=lost, **values)
    )  # fmt: skip
    return first_fitting(
        tr("Diverged by step {step}, of {size}: {list}.",
           "ensemble_size", "reached", list=enumeration(with_each), **values),
        tr("Diverged by step {step}, of {size}: {list}.",
           "ensemble_size", "reached", list=enumeration(each_is), **values),
        alone,
        max_length=max_length,
    )  # fmt: skip


def _single_runs(result: CloudResult, names: dict[str, str]) -> str:
    """Return a sentence with the batch sizes in `names`, at most three, whose single run diverged."""
    diverged = [name for name in names if result.all_diverged(name)]
    sizes = [samples(int(name)) if k == 0 else number(int(name)) for k, name in enumerate(diverged)]
    first, *others = (tr("{batch}", "all_diverged", batch=Span(size, "alarm")) for size in sizes)
    if not others:
        return tr("The run with {first} diverged.", "one_run", first=first)
    if len(others) == 1:
        return tr("The runs with {first} and {last} diverged.", "one_run", first=first, last=others[0])
    values = {"first": first, "second": others[0], "last": others[1]}
    return tr("The runs with {first}, {second} and {last} diverged.", "one_run", **values)


def diverged_item(result: CloudResult, name: str, batch: str) -> Sentence:
    """Return the item of a list for a batch size that has no finite median."""
    if result.one_run:
        return tr("diverged with {batch}", "all_diverged", "one_run", batch=batch)
    if result.all_diverged(name):
        return tr("all diverged with {batch}", "all_diverged", batch=batch)
    return tr("half or more diverged with {batch}", "half_diverged", batch=batch)


def short_diverged_item(result: CloudResult, name: str, batch: str) -> Sentence:
    """Return the item of a short list for a batch size that has no finite median."""
    if result.one_run:
        return tr("diverged ({batch})", "all_diverged", "one_run", batch=batch)
    if result.all_diverged(name):
        return tr("∞ ({batch})", "all_diverged", batch=batch)
    return tr("∞ ({batch})", "half_diverged", batch=batch)


def diverged_sentence(result: CloudResult, batch: str) -> Sentence:
    """Return the sentence for the leading batch size if it has no finite median."""
    if result.one_run:
        return tr("The run with {batch} diverged.", "all_diverged", "one_run", batch=batch)
    if result.all_diverged(front(result)):
        return tr("All runs with {batch} diverged.", "all_diverged", batch=batch)
    return tr("Half or more of the runs with {batch} diverged.", "half_diverged", batch=batch)


def diverged_wordings(result: CloudResult, name: str, at: int) -> tuple[str, ...]:
    """Return wordings of the number of diverged runs at recorded step `at`, the longest first."""
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
