"""How the cloud says which runs have diverged."""

from core.obstacles.noise.cloud import CloudResult
from gui.sentences import CAPTION, enumeration, fitting
from gui.stages.noise.batches import named
from gui.stages.noise.names import samples
from gui.text import Span, number, tr


def lost_runs(result: CloudResult, names: dict[str, str], longest: int = CAPTION) -> str:
    """Return how many runs have diverged with each batch size that is shown, in a sentence."""
    size, lost = number(result.params.ensemble_size), {name: int(result.diverged[name][-1]) for name in names}
    with_each, each_is = [], []
    for k, (name, count) in enumerate(lost.items()):
        batch = samples(int(name)) if k == 0 else number(int(name))
        figure = Span(number(count), "alarm") if count else number(count)
        with_each.append(tr("{lost} with {batch}", "diverged", lost=figure, batch=batch))
        each_is.append(tr("{batch}: {lost}", "diverged", batch=named(name), lost=figure))
    told, front = {"size": size}, result.params.batch_size
    return fitting(
        tr("Diverged, of {size}: {list}.", "ensemble_size", list=enumeration(with_each), **told),
        tr("Diverged, of {size}: {list}.", "ensemble_size", list=enumeration(each_is), **told),
        tr(
            "{lost} of {size} runs with {samples} diverged.",
            "diverged", "ensemble_size", samples=samples(front), lost=number(lost[str(front)]), **told,
        ),
        longest=longest,
    )  # fmt: skip
