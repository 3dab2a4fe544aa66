"""The texts of conditioning/law: headline, formula, caption, caveat and step count."""

import numpy as np

from core.obstacles.conditioning.law import FITTED_FROM, LawResult
from gui.wording.names import capitalized, method_name, short_name
from gui.wording.sentences import MAX_CAVEAT_LENGTH, first_fitting, paragraph, shortened_lists
from gui.wording.text import Sentence, Span, ntr, number, percent, tr

MOMENTUM = ("heavy_ball", "nesterov")
MAX_SLOPES = 4
"""The caveat gives the slopes of at most this many methods."""
RANDOM_STARTS_CONDITION = 100.0
"""The caveat describes random starts at this condition number."""


def headline(result: LawResult) -> str:
    """Return the title of the picture."""
    if result.grows(result.params.optimizers[0]):
        return tr("Steps grow with the condition number", "grows")
    return tr("Steps against the condition number")


def formula(result: LawResult) -> str:
    """Return the laws of gradient descent and momentum if both are shown at their best settings, else ""."""
    return tr("gradient descent ~ κ,  momentum ~ √κ", "best_settings") if result.best_settings else ""


def caption(result: LawResult) -> str:
    """Return the sentence under the picture."""
    lead = result.params.optimizers[0]
    if not result.complete and not result.arrives_everywhere(lead):
        return tr("Counting the steps of {method} at each κ.", method=method_name(lead))
    if not result.arrives_everywhere(lead):
        return _partial_reach(result, lead)
    same, least = result.same_steps(lead), result.same_from(lead)
    return _growth(result, lead) if same is None or least is None else _constant_steps(result, lead, same, least)


def _constant_steps(result: LawResult, lead: str, same: float, least: float) -> str:
    """Return the caption for a method whose steps are constant, everywhere or from the condition number `least` on."""
    values = {"method": capitalized(method_name(lead)), "n": Span(number(same), lead)}
    if least == result.condition_numbers[0]:
        return ntr(
            "{method} needs {n} step at every κ tried.", "{method} needs {n} steps at every κ tried.",
            same, "same_steps", "same_from", **values,
        )  # fmt: skip
    return ntr(
        "{method} needs {n} step at every κ tried from {least} on.",
        "{method} needs {n} steps at every κ tried from {least} on.",
        same, "same_steps", "same_from", least=number(least), **values,
    )  # fmt: skip


def _growth(result: LawResult, lead: str) -> str:
    """Return the caption for a method that reaches the tolerance everywhere: the factor per decade of κ."""
    factor = result.decade_factor(lead)
    if factor is None:
        return _range_of_steps(result, lead)
    values = {"factor": Span(number(factor), lead)}
    momentum = next((key for key in MOMENTUM if key in result.steps_to_tolerance), None)
    momentum_factor = None if momentum is None else result.decade_factor(momentum)
    if momentum is None or momentum_factor is None or lead != "gradient_descent":
        return tr("Ten times κ: {factor} times the steps.", "decade_factor", **values)
    values["momentum"] = Span(number(momentum_factor), momentum)
    return tr("Ten times κ: {factor} times the steps; with momentum, {momentum}.", "decade_factor", **values)


def caveat(result: LawResult) -> str:
    """Return the line of qualifications: steps from random starts, and as many fitted slopes as fit."""
    first = _random_starts(result)
    fits = [(key, fit) for key, fit in result.slope.items() if fit is not None and result.follows_power(key)]
    slopes = [
        tr(
            "{method} {slope}",
            "slope",
            "follows_power",
            method=short_name(key, hall=True),
            slope=Span(f"{fit.value:.2f}", value=fit.value),
        )
        for key, fit in fits[:MAX_SLOPES]
    ]
    for some, rest in shortened_lists(slopes):
        line = paragraph(first, ntr("Slope: {list}.", "Slopes: {list}.", len(slopes) - rest, "slope", list=some))
        if line != first and len(line) <= MAX_CAVEAT_LENGTH:
            return line
    return first or tr("Steps are counted from (κ, 1).", "counted_from")


def _random_starts(result: LawResult) -> str:
    """Say how random starts of the first method fare at one condition number."""
    place = int(np.argmin(np.abs(result.condition_numbers - RANDOM_STARTS_CONDITION)))
    median, longest = (float(result.random_start_quantiles[name][place]) for name in ("median", "max"))
    if not np.isfinite(median):
        return tr("No start needs more than (κ, 1).", "worst_start") if result.worst_start else ""
    values = {"kappa": number(float(result.condition_numbers[place]))}
    if not np.isfinite(longest) and not result.complete:
        return ntr(
            "Random starts at κ = {kappa}: half in {n} step.", "Random starts at κ = {kappa}: half in {n} steps.",
            median, "condition_numbers", "random_start_quantiles", **values,
        )  # fmt: skip
    if median == longest:
        return ntr(
            "Random starts at κ = {kappa}: all in {n} step.", "Random starts at κ = {kappa}: all in {n} steps.",
            median, "condition_numbers", "random_start_quantiles", **values,
        )  # fmt: skip
    if not np.isfinite(longest):
        return ntr(
            "Random starts at κ = {kappa}: half in {n} step, not all in {most}.",
            "Random starts at κ = {kappa}: half in {n} steps, not all in {most}.",
            median, "condition_numbers", "random_start_quantiles", "max_steps",
            most=number(result.params.max_steps), **values,
        )  # fmt: skip
    values["longest"] = number(longest)
    return ntr(
        "Random starts at κ = {kappa}: half in {n} step, all in {longest}.",
        "Random starts at κ = {kappa}: half in {n} steps, all in {longest}.",
        median, "condition_numbers", "random_start_quantiles", **values,
    )  # fmt: skip


def _partial_reach(result: LawResult, lead: str) -> str:
    """Return the caption for a method that does not reach the tolerance at every condition number."""
    most = result.params.max_steps
    values: dict[str, str] = {"method": capitalized(method_name(lead)), "share": percent(result.params.tolerance)}
    reached, count = result.arrives_up_to(lead), result.arrives_at(lead)
    if not count:
        return ntr(
            "{method} in {n} step: {share} reached at no κ tried.",
            "{method} in {n} steps: {share} reached at no κ tried.",
            most, "max_steps", "tolerance", "arrives_at", **values,
        )  # fmt: skip
    if reached is None:
        values |= {"count": Span(number(count), lead), "tried": number(len(result.condition_numbers))}
        return first_fitting(
            ntr("{method} in {n} step: {share} reached at {count} of {tried} κ tried.",
                "{method} in {n} steps: {share} reached at {count} of {tried} κ tried.",
                most, "max_steps", "tolerance", "arrives_at", **values),
            tr("{method}: {share} reached at {count} of {tried} κ tried.", "tolerance", "arrives_at", **values),
        )  # fmt: skip
    values["kappa"] = Span(number(reached), lead)
    if reached == result.condition_numbers[0]:
        return ntr(
            "{method} in {n} step: {share} reached at κ = {kappa} alone.",
            "{method} in {n} steps: {share} reached at κ = {kappa} alone.",
            most, "max_steps", "tolerance", "arrives_up_to", **values,
        )  # fmt: skip
    return first_fitting(
        ntr("{method} in {n} step: {share} reached at each κ tried up to {kappa}.",
            "{method} in {n} steps: {share} reached at each κ tried up to {kappa}.",
            most, "max_steps", "tolerance", "arrives_up_to", **values),
        tr("{method}: {share} reached at each κ tried up to {kappa}.", "tolerance", "arrives_up_to", **values),
    )  # fmt: skip


def _range_of_steps(result: LawResult, lead: str) -> str:
    """Return the caption with the steps at both ends of the range that the slope is fitted to."""
    used = np.flatnonzero(result.condition_numbers >= FITTED_FROM)[[0, -1]]
    steps, kappas = result.steps_to_tolerance[lead][used].tolist(), result.condition_numbers[used].tolist()
    return tr(
        "{method}, steps: {few} at κ = {low}, {many} at {high}.", "steps_to_tolerance", "condition_numbers",
        method=capitalized(method_name(lead)), few=Span(number(steps[0]), lead), low=number(kappas[0]),
        many=Span(number(steps[1]), lead), high=number(kappas[1]),
    )  # fmt: skip


def count_text(result: LawResult, place: int) -> Sentence:
    """Return the steps of the first method at one condition number."""
    steps = float(result.steps_to_tolerance[result.params.optimizers[0]][place])
    if np.isnan(steps):
        return tr("not reached", "steps_to_tolerance") if result.complete else tr("…")
    return ntr("{n} step", "{n} steps", steps, "steps_to_tolerance")
