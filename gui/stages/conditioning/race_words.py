"""The texts of conditioning/race: headline, formula, caption, caveat, and labels of the bars."""

from core.obstacles.conditioning.race import RaceResult
from gui.stages.conditioning.start_words import brief_start_words
from gui.stages.conditioning.zigzag_words import DIGITS, outcome
from gui.wording.names import short_name
from gui.wording.sentences import MAX_CAPTION_LENGTH, first_fitting, paragraph, shortened_lists
from gui.wording.text import Span, distinct_pair, ntr, number, tr


def headline(result: RaceResult) -> str:
    """Return the title of the picture."""
    return ntr("One method on the bowl", "The same bowl, by {n} methods", len(result.path), "path")


def formula(result: RaceResult) -> str:
    """Return the laws of gradient descent and momentum if both are shown at their best settings, else ""."""
    return tr("gradient descent ~ κ,  momentum ~ √κ", "best_settings") if result.best_settings else ""


def caption(result: RaceResult) -> str:
    """Return the caption: the steps of as many methods as fit."""
    kappa, _ = distinct_pair(result.params.condition_number, 1.0, DIGITS)
    outcomes = [outcome(result, key, Span(short_name(key, hall=True), key)) for key in result.path]
    return first_fitting(
        *(_steps(result, kappa, listed, rest) for listed, rest in shortened_lists(outcomes)),
        max_length=MAX_CAPTION_LENGTH,
    )


def _steps(result: RaceResult, kappa: Span, listed: str, rest: int) -> str:
    if not rest:
        return tr("Steps at κ = {kappa}: {list}.", "condition_number", kappa=kappa, list=listed)
    return tr(
        "Steps at κ = {kappa}: {list}, and {n} more.",
        "condition_number",
        "path",
        kappa=kappa,
        list=listed,
        n=number(rest),
    )


def caveat(result: RaceResult, *, cut: bool) -> str:
    """Return the line that explains the start and the marks; `cut` says whether a bar is cut."""
    thin = any(result.cost[key][-1] != len(result.path[key]) - 1 for key in result.path)
    return paragraph(
        brief_start_words(result),
        tr("Broken bars: off scale.", "length") if cut else "",
        tr("Counted: first step at the tolerance.", "first_passage") if result.first_passage else "",
        tr("Thin bars: cost in gradients.", "cost") if thin else "",
        tr("Ticks: theory.", "predicted_steps") if any(result.predicted_steps.values()) else "",
    )


def count_text(result: RaceResult, key: str, step: int) -> str:
    """Return the label at the end of a method's bar at a step."""
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
    """Return wordings of the cost of a method's steps in gradients, the longest first."""
    return (
        ntr("cost: {n} gradient", "cost: {n} gradients", cost, "cost").about(key),
        ntr("{n} gradient", "{n} gradients", cost, "cost").about(key),
        tr("{n}", "cost", n=number(cost)).about(key),
    )
