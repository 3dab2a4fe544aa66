"""What the law says: its title, formula, sentence and caveat."""

import numpy as np

from core.obstacles.conditioning.law import FITTED_FROM, LawResult
from gui.sentences import CAVEAT, paragraph, shorter
from gui.text import Sentence, Span, method, ntr, number, opening, short, tr

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
        return tr("Counting the steps of {method} at each κ.", method=method(lead))
    if not result.arrives_everywhere(lead):
        return _reach(result, lead)
    same = result.same_steps(lead)
    if same is not None:
        told = {"method": opening(method(lead)), "n": Span(number(same), lead), "least": number(FITTED_FROM)}
        return ntr(
            "{method} needs {n} step at every κ tried from {least} on.",
            "{method} needs {n} steps at every κ tried from {least} on.",
            same, "same_steps", **told,
        )  # fmt: skip
    return _growth(result, lead)


def _growth(result: LawResult, lead: str) -> str:
    """Say how the steps of a method grow that is solved everywhere."""
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
    fits = [(key, fit) for key, fit in result.slope.items() if fit is not None and result.arrives_everywhere(key)]
    slopes = [
        tr("{method} {slope}", "slope", method=short(key, hall=True), slope=Span(f"{fit.value:.2f}", value=fit.value))
        for key, fit in fits[:NAMED]
    ]
    for some, _ in shorter(slopes):
        line = paragraph(first, tr("Slopes: {list}.", list=some))
        if line != first and len(line) <= CAVEAT:
            return line
    return first


def _start(result: LawResult) -> str:
    """Say from where the steps are counted, and how random starts of the first method fare at one condition number."""
    place = int(np.argmin(np.abs(result.condition_numbers - TOLD_AT)))
    median, longest = (float(result.random_start_quantiles[name][place]) for name in ("median", "max"))
    told = {"n": number(result.starts), "kappa": number(float(result.condition_numbers[place]))}
    if not np.isfinite(median):
        return tr("Worst start.", "worst_start") if result.worst_start else tr("Start (κ, 1).")
    told["median"] = number(median)
    if not np.isfinite(longest):
        return tr(
            "{n} random starts at κ = {kappa}: median {median}.",
            "starts", "condition_numbers", "random_start_quantiles", **told,
        )  # fmt: skip
    told["longest"] = number(longest)
    if result.worst_start and longest > median:
        return tr(
            "Worst start; {n} random ones at κ = {kappa}: median {median}, most {longest}.",
            "worst_start", "starts", "condition_numbers", "random_start_quantiles", **told,
        )  # fmt: skip
    return tr(
        "{n} random starts at κ = {kappa}: median {median}, most {longest}.",
        "starts", "condition_numbers", "random_start_quantiles", **told,
    )  # fmt: skip


def _reach(result: LawResult, lead: str) -> str:
    """Say how far a method gets that is not solved everywhere."""
    told = {"method": method(lead), "n": number(result.params.max_steps)}
    reached = result.arrives_up_to(lead)
    if reached is not None:
        kappa = Span(number(reached), lead)
        return tr(
            "In {n} steps {method} reaches the tolerance up to κ = {kappa}.",
            "max_steps",
            "arrives_up_to",
            kappa=kappa,
            **told,
        )
    count = result.arrives_at(lead)
    if not count:
        return tr("In {n} steps {method} reaches the tolerance at no κ tried.", "max_steps", "arrives_at", **told)
    told |= {"count": Span(number(count), lead), "tried": number(len(result.condition_numbers))}
    return tr("In {n} steps {method} reaches the tolerance at {count} of {tried} κ.", "max_steps", "arrives_at", **told)


def _from_to(result: LawResult, lead: str) -> str:
    """Say how many steps a method needs at both ends of what its slope is fitted to."""
    used = np.flatnonzero(result.condition_numbers >= FITTED_FROM)[[0, -1]]
    steps, kappas = result.steps_to_tolerance[lead][used].tolist(), result.condition_numbers[used].tolist()
    return tr(
        "{method}, steps: {few} at κ = {low}, {many} at {high}.", "steps_to_tolerance", "condition_numbers",
        method=opening(method(lead)), few=Span(number(steps[0]), lead), low=number(kappas[0]),
        many=Span(number(steps[1]), lead), high=number(kappas[1]),
    )  # fmt: skip


def counted(result: LawResult, place: int) -> Sentence:
    """Return the steps of the first method at one condition number."""
    steps = float(result.steps_to_tolerance[result.params.optimizers[0]][place])
    if np.isnan(steps):
        return tr("not reached", "steps_to_tolerance") if result.complete else tr("…")
    return ntr("{n} step", "{n} steps", steps, "steps_to_tolerance")
