"""What the zigzag says: its headline, formula, sentence and caveat, every number from the result."""

from core.obstacles.conditioning.zigzag import ZigzagResult
from gui.stages.conditioning.starts import start_words
from gui.text import Span, Words, method, number, rich, tr


def headline(result: ZigzagResult) -> str:
    """Return the title of the picture."""
    lead = result.params.optimizers[0]
    steps = result.steps_to_tolerance[lead]
    if result.diverged[lead] is not None:
        return tr("The bowl that {method} climbs out of", method=method(lead))
    if steps is None:
        return tr("The bowl that takes too many steps") if result.complete else tr("Still on the way down")
    return tr("The bowl that takes one step") if steps == 1 else tr("The bowl that takes {n} steps", n=number(steps))


def formula(result: ZigzagResult) -> Words:
    """Return the law of the steps where it holds for what is shown, else nothing."""
    params = result.params
    lead, kappa = params.optimizers[0], params.condition_number
    best = params.learning_rate in ("optimal", "line_search")
    if lead != "gradient_descent" or params.start != "worst" or not best or kappa == 1:
        return ()
    predicted = result.predicted_steps[lead]
    if predicted is None:
        return ()
    return rich("steps = ceil(ln(1/ε) / (2 ln((κ+1)/(κ−1)))) = {steps}", steps=number(predicted))


def caption(result: ZigzagResult) -> Words:
    """Return the sentence under the picture."""
    params = result.params
    lead, kappa = params.optimizers[0], number(params.condition_number, 4)
    steps, diverged, bound = result.steps_to_tolerance[lead], result.diverged[lead], result.bound[lead]
    name = method(lead)
    if diverged is not None:
        step = Span(str(diverged), "alarm")
        rate = result.learning_rate[lead]
        if rate is None or bound is None:
            return rich("κ = {kappa}: {method} diverged at step {step}.", kappa=kappa, method=name, step=step)
        return rich(
            "Rate {rate}, bound {bound}: {method} diverged at step {step}.",
            rate=number(rate, 3), bound=number(bound, 3), method=name, step=step,
        )  # fmt: skip
    if steps is None:
        done = Span(number(len(result.path[lead]) - 1), lead)
        return rich("κ = {kappa}: {method} is not there after {steps} steps.", kappa=kappa, method=name, steps=done)
    count = Span(number(steps), lead)
    if params.condition_number == 1 or steps == 1:
        unit = tr("step") if steps == 1 else tr("steps")
        return rich("κ = {kappa}: {method} needs {n} {unit}.", kappa=kappa, method=name, n=count, unit=unit)
    ending = tr(" κ = 1 needs one.") if formula(result) else ""
    return rich(
        "κ = {kappa}: {method} needs {steps} steps.{ending}", kappa=kappa, method=name, steps=count, ending=ending
    )


def verdict(result: ZigzagResult) -> str:
    """Return what stands below the count: the prediction, or why there is none."""
    lead = result.params.optimizers[0]
    diverged, predicted = result.diverged[lead], result.predicted_steps[lead]
    if diverged is not None:
        return tr("diverged at step {step}", step=number(diverged))
    if predicted is not None:
        return tr("predicted {steps}", steps=number(predicted))
    return tr("no prediction") if result.steps_to_tolerance[lead] is not None else tr("not solved")


def caveat(result: ZigzagResult) -> str:
    """Return the line that keeps the sentence honest: which start, and both readings of the condition number."""
    return tr(
        "{start} Contours {contours} : 1, gradients {gradients} : 1.",
        start=start_words(result.params, result.params.optimizers[0]),
        contours=number(result.contour_ratio),
        gradients=number(result.params.condition_number, 4),
    )
