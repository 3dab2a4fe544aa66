"""What the law says: its title, formula, sentence and caveat."""

import numpy as np

from core.obstacles.conditioning.law import FITTED_FROM, LawResult
from gui.wording.names import capitalized, method_name, short_name
from gui.wording.sentences import MAX_CAVEAT_LENGTH, first_fitting, paragraph, shortened_lists
from gui.wording.text import Sentence, Span, ntr, number, percent, tr

MOMENTUM = ("heavy_ball", "nesterov")
NAMED = 4
"""Methods whose slopes are told."""
TOLD_AT = 100.0
"""The condition number at which random starts are told."""


def headline(result: LawResult) -> str:
    """Return the title of the picture."""
    if result.grows(result.params.optimizers[0]):
        return tr("Steps grow with the condition number", "grows")
    return tr("Steps against the condition number")


def formula(result: LawResult) -> str:
    """Return the two laws where both are shown, else nothing."""
    return tr("gradient descent ~ κ,  momentum ~ √κ", "best_settings") if result.best_settings else ""


def caption(result: LawResult) -> str:
    """Return the sentence under the picture."""
    lead = result.params.optimizers[0]
    if not result.complete and not result.arrives_everywhere(lead):
        return tr("Counting the steps of {method} at each κ.", method=method_name(lead))
    if not result.arrives_everywhere(lead):
        return _reach(result, lead)
    same, least = result.same_steps(lead), result.same_from(lead)
    return _growth(result, lead) if same is None or least is None else _same(result, lead, same, least)


def _same(result: LawResult, lead: str, same: float, least: float) -> str:
    """Say how many steps a method needs everywhere, or from some condition number on."""
    told = {"method": capitalized(method_name(lead)), "n": Span(number(same), lead)}
    if least == result.condition_numbers[0]:
        return ntr(
            "{method} needs {n} step at every κ tried.", "{method} needs {n} steps at every κ tried.",
            same, "same_steps", "same_from", **told,
        )  # fmt: skip
    return ntr(
        "{method} needs {n} step at every κ tried from {least} on.",
        "{method} needs {n} steps at every κ tried from {least} on.",
        same, "same_steps", "same_from", least=number(least), **told,
    )  # fmt: skip


def _growth(result: LawResult, lead: str) -> str:
    """Say how the steps of a method grow that reaches the tolerance everywhere."""
    factor = result.decade_factor(lead)
    if factor is None:
        return _from_to(result, lead)
    told = {"factor": Span(number(factor), lead)}
    other = next((key for key in MOMENTUM if key in result.steps_to_tolerance), None)
    beside = None if other is None else result.decade_factor(other)
    if other is None or beside is None or lead != "gradient_descent":
        return tr("Ten times κ: {factor} times the steps.", "decade_factor", **told)
    told["momentum"] = Span(number(beside), other)
    return tr("Ten times κ: {factor} times the steps; with momentum, {momentum}.", "decade_factor", **told)


def caveat(result: LawResult) -> str:
    """Return the line that keeps the sentence honest: how random starts fare, and the slopes that it has room for."""
    first = _start(result)
    fits = [(key, fit) for key, fit in result.slope.items() if fit is not None and result.follows_power(key)]
    slopes = [
        tr(
            "{method} {slope}",
            "slope",
            "follows_power",
            method=short_name(key, hall=True),
            slope=Span(f"{fit.value:.2f}", value=fit.value),
        )
        for key, fit in fits[:NAMED]
    ]
    for some, rest in shortened_lists(slopes):
        line = paragraph(first, ntr("Slope: {list}.", "Slopes: {list}.", len(slopes) - rest, "slope", list=some))
        if line != first and len(line) <= MAX_CAVEAT_LENGTH:
            return line
    return first or tr("Steps are counted from (κ, 1).", "counted_from")


def _start(result: LawResult) -> str:
    """Say how random starts of the first method fare at one condition number."""
    place = int(np.argmin(np.abs(result.condition_numbers - TOLD_AT)))
    median, longest = (float(result.random_start_quantiles[name][place]) for name in ("median", "max"))
    if not np.isfinite(median):
        return tr("No start needs more than (κ, 1).", "worst_start") if result.worst_start else ""
    told = {"kappa": number(float(result.condition_numbers[place]))}
    if not np.isfinite(longest) and not result.complete:
        return ntr(
            "Random starts at κ = {kappa}: half in {n} step.", "Random starts at κ = {kappa}: half in {n} steps.",
            median, "condition_numbers", "random_start_quantiles", **told,
        )  # fmt: skip
    if median == longest:
        return ntr(
            "Random starts at κ = {kappa}: all in {n} step.", "Random starts at κ = {kappa}: all in {n} steps.",
            median, "condition_numbers", "random_start_quantiles", **told,
        )  # fmt: skip
    if not np.isfinite(longest):
        return ntr(
            "Random starts at κ = {kappa}: half in {n} step, not all in {most}.",
            "Random starts at κ = {kappa}: half in {n} steps, not all in {most}.",
            median, "condition_numbers", "random_start_quantiles", "max_steps",
            most=number(result.params.max_steps), **told,
        )  # fmt: skip
    told["longest"] = number(longest)
    return ntr(
        "Random starts at κ = {kappa}: half in {n} step, all in {longest}.",
        "Random starts at κ = {kappa}: half in {n} steps, all in {longest}.",
        median, "condition_numbers", "random_start_quantiles", **told,
    )  # fmt: skip


def _reach(result: LawResult, lead: str) -> str:
    """Say how far a method gets that does not reach the tolerance everywhere."""
    most = result.params.max_steps
    told: dict[str, str] = {"method": capitalized(method_name(lead)), "share": percent(result.params.tolerance)}
    reached, count = result.arrives_up_to(lead), result.arrives_at(lead)
    if not count:
        return ntr(
            "{method} in {n} step: {share} reached at no κ tried.",
            "{method} in {n} steps: {share} reached at no κ tried.",
            most, "max_steps", "tolerance", "arrives_at", **told,
        )  # fmt: skip
    if reached is None:
        told |= {"count": Span(number(count), lead), "tried": number(len(result.condition_numbers))}
        return first_fitting(
            ntr("{method} in {n} step: {share} reached at {count} of {tried} κ tried.",
                "{method} in {n} steps: {share} reached at {count} of {tried} κ tried.",
                most, "max_steps", "tolerance", "arrives_at", **told),
            tr("{method}: {share} reached at {count} of {tried} κ tried.", "tolerance", "arrives_at", **told),
        )  # fmt: skip
    told["kappa"] = Span(number(reached), lead)
    if reached == result.condition_numbers[0]:
        return ntr(
            "{method} in {n} step: {share} reached at κ = {kappa} alone.",
            "{method} in {n} steps: {share} reached at κ = {kappa} alone.",
            most, "max_steps", "tolerance", "arrives_up_to", **told,
        )  # fmt: skip
    return first_fitting(
        ntr("{method} in {n} step: {share} reached at each κ tried up to {kappa}.",
            "{method} in {n} steps: {share} reached at each κ tried up to {kappa}.",
            most, "max_steps", "tolerance", "arrives_up_to", **told),
        tr("{method}: {share} reached at each κ tried up to {kappa}.", "tolerance", "arrives_up_to", **told),
    )  # fmt: skip


def _from_to(result: LawResult, lead: str) -> str:
    """Say how many steps a method needs at both ends of what its slope is fitted to."""
    used = np.flatnonzero(result.condition_numbers >= FITTED_FROM)[[0, -1]]
    steps, kappas = result.steps_to_tolerance[lead][used].tolist(), result.condition_numbers[used].tolist()
    return tr(
        "{method}, steps: {few} at κ = {low}, {many} at {high}.", "steps_to_tolerance", "condition_numbers",
        method=capitalized(method_name(lead)), few=Span(number(steps[0]), lead), low=number(kappas[0]),
        many=Span(number(steps[1]), lead), high=number(kappas[1]),
    )  # fmt: skip


def counted(result: LawResult, place: int) -> Sentence:
    """Return the steps of the first method at one condition number."""
    steps = float(result.steps_to_tolerance[result.params.optimizers[0]][place])
    if np.isnan(steps):
        return tr("not reached", "steps_to_tolerance") if result.complete else tr("…")
    return ntr("{n} step", "{n} steps", steps, "steps_to_tolerance")
