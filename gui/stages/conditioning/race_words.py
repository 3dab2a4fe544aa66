"""What the race says: its headline, formula, sentence and caveat, and the words at the ends of its bars."""

from core.obstacles.conditioning.race import RaceResult
from gui.stages.conditioning.starts import brief_start_words
from gui.stages.conditioning.zigzag_words import DIGITS, ending
from gui.wording.names import short_name
from gui.wording.sentences import MAX_CAPTION_LENGTH, first_fitting, paragraph, shortened_lists
from gui.wording.text import Span, distinct_pair, ntr, number, tr


def headline(result: RaceResult) -> str:
    """Return the title of the picture."""
    return ntr("One method on the bowl", "The same bowl, by {n} methods", len(result.path), "path")


def formula(result: RaceResult) -> str:
    """Return the two laws where both are shown at the settings that they are of, else nothing."""
    return tr("gradient descent ~ κ,  momentum ~ √κ", "best_settings") if result.best_settings else ""


def caption(result: RaceResult) -> str:
    """Return the sentence under the picture: the steps of as many methods as there is room for."""
    kappa, _ = distinct_pair(result.params.condition_number, 1.0, DIGITS)
    endings = [ending(result, key, Span(short_name(key, hall=True), key)) for key in result.path]
    return first_fitting(
        *(_steps(result, kappa, some, rest) for some, rest in shortened_lists(endings)), max_length=MAX_CAPTION_LENGTH
    )


def _steps(result: RaceResult, kappa: Span, some: str, rest: int) -> str:
    if not rest:
        return tr("Steps at κ = {kappa}: {list}.", "condition_number", kappa=kappa, list=some)
    return tr(
        "Steps at κ = {kappa}: {list}, and {n} more.",
        "condition_number",
        "path",
        kappa=kappa,
        list=some,
        n=number(rest),
    )


def caveat(result: RaceResult, *, cut: bool) -> str:
    """Return the line that says where all start and what the marks are; `cut` says that a bar is."""
    thin = any(result.cost[key][-1] != len(result.path[key]) - 1 for key in result.path)
    return paragraph(
        brief_start_words(result),
        tr("Broken bars: off scale.", "length") if cut else "",
        tr("Counted: first step at the tolerance.", "first_passage") if result.first_passage else "",
        tr("Thin bars: cost in gradients.", "cost") if thin else "",
        tr("Ticks: theory.", "predicted_steps") if any(result.predicted_steps.values()) else "",
    )


def counted(result: RaceResult, key: str, step: int) -> str:
    """Return what stands at the end of a method's bar at a step."""
    if step < len(result.path[key]) - 1 or result.steps_to_tolerance[key] is not None:
        return tr("{n}", "path", n=number(step)).about(key)
    if result.diverged[key] is not None:
        if result.diverges(key):
            return tr("diverged", "diverges", "diverged").about(key)
        return tr("above 10⁶", "diverged").about(key)
    if result.complete:
        if result.diverges(key):
            return tr("diverges", "diverges").about(key)
        if result.swings(key):
            return tr("no convergence", "swings").about(key)
        return tr("not yet", "not_solved").about(key)
    return tr("{n}", "path", n=number(step)).about(key)


def cost_words(key: str, cost: float) -> tuple[str, ...]:
    """Return what the steps of a method have cost: wordings, the longest first."""
    return (
        ntr("cost: {n} gradient", "cost: {n} gradients", cost, "cost").about(key),
        ntr("{n} gradient", "{n} gradients", cost, "cost").about(key),
        tr("{n}", "cost", n=number(cost)).about(key),
    )
