"""What the zigzag says: its headline, formula, sentence and caveat."""

from core.obstacles.conditioning.descent import DescentResult
from core.obstacles.conditioning.zigzag import ZigzagResult
from gui.sentences import CAPTION, fitting, paragraph
from gui.stages.conditioning.starts import start_words
from gui.text import Sentence, Span, method, ntr, number, opening, told_apart, tr


def headline(result: ZigzagResult) -> str:
    """Return the title of the picture: what became of the method that leads."""
    lead = result.params.optimizers[0]
    name, steps = opening(method(lead)), result.steps_to_tolerance[lead]
    if result.diverged[lead] is not None:
        if result.diverges(lead):
            return tr("{method} diverges", "diverges", method=name)
        return tr("{method} climbs above 10⁶ times its start", "diverged", method=name)
    if steps is None:
        taken = number(len(result.path[lead]) - 1)
        if result.complete:
            return tr("{method} is not done in {n} steps", "not_solved", method=name, n=taken)
        return tr("{method} on its way", "under_way", method=name)
    if result.stays_solved(lead):
        return ntr(
            "{method} takes {n} step", "{method} takes {n} steps", steps, "steps_to_tolerance", "stays_solved",
            method=name,
        )  # fmt: skip
    return tr("{method} passes the tolerance at step {n}", "steps_to_tolerance", method=name, n=number(steps))


def formula(result: ZigzagResult) -> str:
    """Return the law of the steps where it holds for what is shown, else nothing."""
    steps = result.formula_steps
    if steps is None or steps != result.predicted_steps["gradient_descent"]:
        return ""
    return tr("steps = ceil(ln(1/ε) / (2 ln((κ+1)/(κ−1)))) = {steps}", "formula_steps", steps=number(steps))


def caption(result: ZigzagResult) -> str:
    """Return the sentence under the picture."""
    lead = result.params.optimizers[0]
    # Beside "κ = 1" a number that is nearly 1 must not look like it.
    kappa, _ = told_apart(result.params.condition_number, 1.0, 4)
    steps, name = result.steps_to_tolerance[lead], method(lead)
    if result.diverged[lead] is not None:
        return _climbed(result, kappa, name)
    if steps is None:
        done = number(len(result.path[lead]) - 1)
        return ntr(
            "κ = {kappa}: {method} is not solved after {n} step.",
            "κ = {kappa}: {method} is not solved after {n} steps.",
            len(result.path[lead]) - 1, "condition_number", "not_solved", kappa=kappa, method=name, n=Span(done, lead),
        )  # fmt: skip
    count = Span(number(steps), lead)
    if not result.stays_solved(lead):
        return tr(
            "κ = {kappa}: {method} first passes the tolerance at step {n}.", "condition_number", "steps_to_tolerance",
            kappa=kappa, method=name, n=count,
        )  # fmt: skip
    needs = ntr(
        "κ = {kappa}: {method} needs {n} step.", "κ = {kappa}: {method} needs {n} steps.", steps,
        "condition_number", "steps_to_tolerance", "stays_solved", kappa=kappa, method=name, n=count,
    )  # fmt: skip
    if steps == 1 or not formula(result):
        return needs
    return paragraph(needs, tr("κ = 1 needs one.", "one_step_when_round"), longest=CAPTION)


def _climbed(result: ZigzagResult, kappa: Span, name: Span) -> str:
    """Say at which step the loss was above 10⁶ times its start, and that it diverges where it does."""
    lead = result.params.optimizers[0]
    diverged, rate, bound = result.diverged[lead], result.learning_rate[lead], result.bound[lead]
    step = Span(number(diverged or 0), "alarm")
    if rate is None or bound is None or not result.diverges(lead):
        return fitting(
            tr(
                "κ = {kappa}: {method} is above 10⁶ times its start at step {step}.", "condition_number", "diverged",
                kappa=kappa, method=name, step=step,
            ),
            tr("{method} is above 10⁶ times its start at step {step}.", "diverged", method=opening(name), step=step),
        )  # fmt: skip
    told = dict(zip(("rate", "bound"), told_apart(rate, bound), strict=True))
    return tr(
        "Rate {rate}, bound {bound}: {method} diverged at step {step}.",
        "learning_rate", "bound", "diverges", "diverged", method=name, step=step, **told,
    )  # fmt: skip


def verdict(result: ZigzagResult) -> str:
    """Return what stands below the count: what the closed form predicts, or how it ended without one."""
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
    return tr("predicted: more than {n}", "predicted_steps", n=number(result.params.max_steps))


def ending(result: DescentResult, key: str, name: Span) -> Sentence:
    """Return a method's name and how it ended, as a label."""
    steps, diverged = result.steps_to_tolerance[key], result.diverged[key]
    if diverged is not None:
        if result.diverges(key):
            return tr("{method} diverged", "diverges", "diverged", method=name)
        return tr("{method} above 10⁶", "diverged", method=name)
    if steps is None:
        return tr("{method} not yet", "not_solved", method=name)
    return tr("{method} {n}", "steps_to_tolerance", method=name, n=number(steps))


def caveat(result: ZigzagResult) -> str:
    """Return the line that keeps the sentence honest: which start, and both readings of the condition number."""
    ratios = tr(
        "Contours {contours} : 1, gradients {gradients} : 1.", "contour_ratio", "condition_number",
        contours=number(result.contour_ratio), gradients=number(result.params.condition_number, 4),
    )  # fmt: skip
    return paragraph(start_words(result), ratios)
