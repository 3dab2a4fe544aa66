"""The texts of conditioning/zigzag: headline, formula, caption, caveat and labels."""

from core.obstacles.conditioning.descent import DescentResult
from core.obstacles.conditioning.zigzag import ZigzagResult
from gui.stages.conditioning.start_words import start_words
from gui.wording.names import capitalized, method_name
from gui.wording.sentences import MAX_CAPTION_LENGTH, first_fitting, paragraph
from gui.wording.text import Sentence, Span, distinct_pair, ntr, number, tr

DIGITS = 6
"""Significant digits of a condition number in a sentence, so that 9.9999 does not read as 10."""


def headline(result: ZigzagResult) -> str:
    """Return the title of the picture: the outcome of the lead method."""
    lead = result.params.optimizers[0]
    name, steps = capitalized(method_name(lead)), result.steps_to_tolerance[lead]
    if result.under_way(lead):
        return tr("{method} on its way", "under_way", method=name)
    if result.diverges(lead) and steps is None:
        return tr("{method} diverges", "diverges", method=name)
    if result.diverged[lead] is not None:
        return tr("{method} passes 10⁶ times its initial loss", "diverged", method=name)
    if steps is None:
        return _unsolved(result, lead, name)
    if result.stays_solved(lead):
        return ntr(
            "{method} takes {n} step", "{method} takes {n} steps", steps, "steps_to_tolerance", "stays_solved",
            method=name,
        )  # fmt: skip
    return tr("{method} passes the tolerance at step {n}", "steps_to_tolerance", method=name, n=number(steps))


def _unsolved(result: ZigzagResult, lead: str, name: Span) -> str:
    if result.swings(lead):
        return tr("{method} does not converge", "swings", method=name)
    taken = len(result.path[lead]) - 1
    return ntr(
        "{method} is not done in {n} step", "{method} is not done in {n} steps", taken, "not_solved", method=name
    )


def formula(result: ZigzagResult) -> str:
    """Return the formula for the number of steps, or "" if it does not hold for this result."""
    steps = result.formula_steps
    if steps is None or steps != result.predicted_steps["gradient_descent"]:
        return ""
    return tr("steps = ceil(ln(1/ε) / (2 ln((κ+1)/(κ−1)))) = {steps}", "formula_steps", steps=number(steps))


def caption(result: ZigzagResult) -> str:
    """Return the sentence under the picture."""
    lead = result.params.optimizers[0]
    # A condition number slightly above 1 must not read as 1, since the caption may mention κ = 1.
    values = {"kappa": distinct_pair(result.params.condition_number, 1.0, DIGITS)[0], "method": method_name(lead)}
    steps, taken = result.steps_to_tolerance[lead], len(result.path[lead]) - 1
    if result.diverged[lead] is not None:
        return _divergence(result, values["kappa"], values["method"])
    if steps is None:
        if not result.under_way(lead) and result.swings(lead):
            return tr("κ = {kappa}: {method} does not converge.", "condition_number", "swings", **values)
        return ntr(
            "κ = {kappa}: after {n} step {method} is above the tolerance.",
            "κ = {kappa}: after {n} steps {method} is above the tolerance.",
            taken, "condition_number", "not_solved", n=Span(number(taken), lead), **values,
        )  # fmt: skip
    count = Span(number(steps), lead)
    if not result.stays_solved(lead):
        return tr(
            "κ = {kappa}: {method} first passes the tolerance at step {n}.", "condition_number", "steps_to_tolerance",
            n=count, **values,
        )  # fmt: skip
    needs = ntr(
        "κ = {kappa}: {method} needs {n} step.", "κ = {kappa}: {method} needs {n} steps.", steps,
        "condition_number", "steps_to_tolerance", "stays_solved", n=count, **values,
    )  # fmt: skip
    if steps == 1 or not formula(result):
        return needs
    return paragraph(needs, tr("κ = 1 needs one.", "one_step_when_round"), max_length=MAX_CAPTION_LENGTH)


def _divergence(result: ZigzagResult, kappa: Span, name: Span) -> str:
    """Return at which step the loss passed 10⁶ times its initial value, and whether the method diverges by theory."""
    lead = result.params.optimizers[0]
    diverged, rate, bound = result.diverged[lead], result.learning_rate[lead], result.bound[lead]
    step = Span(number(diverged or 0), "alarm")
    if rate is None or bound is None or not result.diverges(lead):
        return first_fitting(
            tr(
                "κ = {kappa}: {method} passes 10⁶ times its initial loss at step {step}.", "condition_number",
                "diverged", kappa=kappa, method=name, step=step,
            ),
            tr(
                "{method} passes 10⁶ times its initial loss at step {step}.", "diverged",
                method=capitalized(name), step=step,
            ),
        )  # fmt: skip
    values = dict(zip(("rate", "bound"), distinct_pair(rate, bound), strict=True))
    return tr(
        "Rate {rate}, limit {bound}: {method} diverged at step {step}.",
        "learning_rate", "bound", "diverges", "diverged", method=name, step=step, **values,
    )  # fmt: skip


def verdict(result: ZigzagResult) -> str:
    """Return the text below the step count: the divergence, or what the closed form predicts."""
    lead = result.params.optimizers[0]
    diverged, predicted = result.diverged[lead], result.predicted_steps[lead]
    if diverged is not None:
        if result.diverges(lead):
            return tr("diverged at step {step}", "diverges", "diverged", step=number(diverged))
        return tr("above 10⁶ at step {step}", "diverged", step=number(diverged))
    if predicted is not None:
        return tr("predicted {steps}", "predicted_steps", steps=number(predicted))
    if lead not in result.predicted_loss:
        return tr("no closed form", "no_closed_form")
    if result.swings(lead):
        return tr("predicted: no convergence", "swings")
    return tr("predicted: more than {n}", "predicted_steps", n=number(result.params.max_steps))


def outcome(result: DescentResult, key: str, name: Span) -> Sentence:
    """Return a label with a method's name and its outcome."""
    steps, diverged = result.steps_to_tolerance[key], result.diverged[key]
    if steps is not None:
        return tr("{method} {n}", "steps_to_tolerance", method=name, n=number(steps))
    if result.under_way(key):
        return tr("{method} not yet", "not_solved", method=name)
    if result.diverges(key):
        return tr("{method} diverges", "diverges", method=name)
    if diverged is not None:
        return tr("{method} above 10⁶", "diverged", method=name)
    if result.swings(key):
        return tr("{method}: no convergence", "swings", method=name)
    return tr("{method} not yet", "not_solved", method=name)


def caveat(result: ZigzagResult) -> str:
    """Return the line of qualifications: the start, and the condition number as ratios of contours and gradients."""
    lead, kappa = result.params.optimizers[0], result.params.condition_number
    ratios = tr(
        "Contours {contours} : 1, gradients {gradients} : 1.", "contour_ratio", "condition_number",
        contours=distinct_pair(result.contour_ratio, 1.0, 2)[0], gradients=distinct_pair(kappa, 1.0, DIGITS)[0],
    )  # fmt: skip
    if result.diverged[lead] is None:
        return paragraph(start_words(result), ratios)
    if result.converges(lead):
        return paragraph(tr("By its closed form it converges all the same.", "converges"), ratios)
    return paragraph(tr("A run ends above 10⁶ times its initial loss.", "diverged"), ratios)
