"""The texts of network/exact: headline, formula, caption, caveat and counts."""

import numpy as np

from core.obstacles.network.exact import ExactResult
from gui.wording.names import method_name
from gui.wording.sentences import first_fitting, paragraph
from gui.wording.text import Sentence, Span, ntr, number, tr

DESCENT, ADAM, KFAC = "gradient_descent", "adam", "kfac"


def headline(result: ExactResult) -> str:
    """Return the title of the picture."""
    if result.same_steps == 1 and result.descent_slows:
        return tr("K-FAC undoes the conditioning of a layer's inputs", "same_steps", "descent_slows")
    return tr("Steps of one layer against the conditioning of its inputs")


def formula() -> str:
    """Return the rate of gradient descent."""
    return tr("gradient descent: rate 2/(1 + κ)")


def caption(result: ExactResult) -> str:
    """Return the caption: the steps at the largest condition number."""
    place = len(result.conditioning) - 1
    steps, kfac = float(result.steps[DESCENT][place]), Span(number(float(result.steps[KFAC][place])), KFAC)
    values = {"kappa": kappa_number(result, place), "descent": method_name(DESCENT), "kfac": kfac}
    if np.isfinite(steps):
        return ntr(
            "One layer, inputs κ = {kappa}: {descent} {n} step, K-FAC {kfac}.",
            "One layer, inputs κ = {kappa}: {descent} {n} steps, K-FAC {kfac}.",
            steps, "steps", "conditioning", n=Span(rounded(steps), DESCENT), **values,
        )  # fmt: skip
    if not result.complete:
        return tr("Counting the steps of gradient descent.")
    most = result.used.max_steps
    return first_fitting(
        ntr(
            "One layer, inputs κ = {kappa}: {descent} not in {n} step, K-FAC {kfac}.",
            "One layer, inputs κ = {kappa}: {descent} not in {n} steps, K-FAC {kfac}.",
            most, "steps", "conditioning", "used", **values,
        ),
        ntr(
            "Inputs κ = {kappa}: {descent} not in {n} step, K-FAC {kfac}.",
            "Inputs κ = {kappa}: {descent} not in {n} steps, K-FAC {kfac}.",
            most, "steps", "conditioning", "used", **values,
        ),
    )  # fmt: skip


def caveat(result: ExactResult) -> str:
    """Return the line that says for what K-FAC is exact."""
    return paragraph(
        tr("Here K-FAC is Newton's method.", "is_newton") if result.is_newton else "",
        tr("K-FAC is exact only for one linear layer with squared loss.", "deep_is_inexact")
        if result.deep_is_inexact
        else tr("One linear layer with squared loss."),
    )


def steps_title() -> str:
    """Return the title of the axis of steps."""
    return tr("steps to a millionth of the initial loss", "tolerance")


def limit_text(result: ExactResult) -> Sentence:
    """Return the name of the line at the largest number of steps."""
    return ntr("at most {n} step", "at most {n} steps", result.used.max_steps, "used")


def hero(result: ExactResult, place: int) -> Sentence:
    """Return the steps of gradient descent and of K-FAC at one condition number."""
    steps = float(result.steps[DESCENT][place])
    kfac = Span(number(float(result.steps[KFAC][place])), KFAC)
    if np.isfinite(steps):
        return tr("{descent} → {kfac}", "steps", descent=Span(rounded(steps), DESCENT), kfac=kfac)
    if not result.complete:
        return tr("… → {kfac}", "steps", kfac=kfac)
    most = Span(tr("> {most}", most=number(result.used.max_steps)), DESCENT, result.used.max_steps)
    return tr("{most} → {kfac}", "steps", "used", most=most, kfac=kfac)


def kappa_text(result: ExactResult, place: int) -> Sentence:
    """Return what the counts are, and the condition number."""
    return tr("steps at κ = {kappa}", "conditioning", kappa=kappa_number(result, place))


def explanations(result: ExactResult, place: int) -> tuple[Sentence, ...]:
    """Return wordings of the methods of both counts, with the count of Adam, the longest first."""
    names = {"descent": Span(method_name(DESCENT), DESCENT), "kfac": Span(method_name(KFAC), KFAC)}
    both, adam = tr("{descent} → {kfac}", **names), float(result.steps[ADAM][place])
    if np.isnan(adam):
        return (both,)
    names |= {"name": Span(method_name(ADAM), ADAM), "adam": Span(number(adam), ADAM)}
    return (
        tr("{descent} → {kfac}; {name} at the best of three rates: {adam}", "steps", "adam_rate", **names),
        tr("{descent} → {kfac}; {name}: {adam}", "steps", **names),
        both,
    )


def kappa_number(result: ExactResult, place: int) -> Span:
    """Return a condition number with up to four digits."""
    return number(float(result.conditioning[place]), 4)


def rounded(steps: float) -> Span:
    """Return a number of steps with two significant digits."""
    return Span(number(float(f"{steps:.2g}")), value=steps)
