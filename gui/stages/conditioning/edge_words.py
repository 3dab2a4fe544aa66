"""The texts of conditioning/edge."""

from core.obstacles.conditioning.edge import EdgeResult
from gui.wording.sentences import first_fitting, paragraph
from gui.wording.text import Span, distinct_numbers, distinct_pair, ntr, number, tr

METHOD = "gradient_descent"


def headline(result: EdgeResult) -> str:
    """Return the title: on which side of the bound the rate is, and the outcome once it is known."""
    if result.under_way:
        return _headline_under_way(result)
    if result.rate_is_the_bound:
        return _headline_at_the_bound(result)
    if result.above_the_bound:
        return _headline_above_the_bound(result)
    if result.solved:
        return tr("Below the limit gradient descent converges", "below_the_bound", "converges")
    taken = len(result.path) - 1
    return ntr(
        "Below the limit, not solved in {n} step", "Below the limit, not solved in {n} steps", taken,
        "below_the_bound", "not_solved",
    )  # fmt: skip


def _headline_under_way(result: EdgeResult) -> str:
    if result.rate_is_the_bound:
        return tr("The learning rate is at the limit", "rate_is_the_bound")
    if result.above_the_bound:
        return tr("The learning rate is above the limit", "above_the_bound")
    return tr("The learning rate is below the limit", "below_the_bound")


def _headline_at_the_bound(result: EdgeResult) -> str:
    if result.converges:
        return tr("At the limit, but this start converges", "rate_is_the_bound", "converges")
    if result.solved:
        return tr("At the limit, and solved all the same", "at_the_bound", "solved")
    return tr("At the limit gradient descent does not converge", "at_the_bound", "swings")


def _headline_above_the_bound(result: EdgeResult) -> str:
    if result.swings:
        return tr("Above the limit, but this start only oscillates", "above_the_bound", "swings")
    if result.converges:
        return tr("Above the limit, but this start converges", "above_the_bound", "converges")
    if result.left_at_step is None and result.solved:
        return tr("Above the limit, solved before it diverges", "above_the_bound", "diverges", "solved")
    return tr("Above the limit gradient descent diverges", "above_the_bound", "diverges")


def caption(result: EdgeResult) -> str:
    """Return the sentence under the picture."""
    values = dict(zip(("rate", "bound"), distinct_pair(result.learning_rate, result.bound), strict=True))
    if result.left_at_step is not None:
        step = Span(number(result.left_at_step), "alarm")
        return first_fitting(
            tr(
                "Rate {rate}, limit {bound}: loss exceeds its initial value at step {step}.",
                "learning_rate", "bound", "left_at_step", step=step, **values,
            ),
            tr(
                "Rate {rate}, limit {bound}: loss above initial at step {step}.",
                "learning_rate", "bound", "left_at_step", step=step, **values,
            ),
        )  # fmt: skip
    if result.steps_to_tolerance is not None:
        steps = Span(number(result.steps_to_tolerance), METHOD)
        if result.rate_is_the_bound:
            return tr(
                "Rate {rate} is the limit: solved at step {n}.", "learning_rate", "rate_is_the_bound", "solved",
                rate=number(result.learning_rate, 3), n=steps,
            )  # fmt: skip
        return tr(
            "Rate {rate}, limit {bound}: solved at step {n}.", "learning_rate", "bound", "solved", n=steps, **values
        )
    if result.at_the_bound and not result.under_way:
        return tr(
            "Rate {rate} is the limit: the steepest coordinate only changes sign.", "learning_rate", "at_the_bound",
            rate=number(result.learning_rate, 3),
        )  # fmt: skip
    taken = Span(number(len(result.path) - 1), METHOD)
    if result.rate_is_the_bound:
        return ntr(
            "Rate {rate} is the limit: not solved after {n} step.",
            "Rate {rate} is the limit: not solved after {n} steps.", len(result.path) - 1,
            "learning_rate", "rate_is_the_bound", "not_solved", rate=number(result.learning_rate, 3), n=taken,
        )  # fmt: skip
    return ntr(
        "Rate {rate}, limit {bound}: not solved after {n} step.",
        "Rate {rate}, limit {bound}: not solved after {n} steps.", len(result.path) - 1,
        "learning_rate", "bound", "not_solved", n=taken, **values,
    )  # fmt: skip


def caveat(result: EdgeResult) -> str:
    """Return the line that explains the bound."""
    if result.params.learning_rate == "line_search":
        return tr("One fixed rate is needed here: 2/(L + μ) instead of exact line search.", "learning_rate")
    return paragraph(_factor_sentence(result), tr("The limit 2/L is 2 ÷ largest curvature.", "bound"))


def _factor_sentence(result: EdgeResult) -> str:
    """Return the factors per step, with enough digits to tell them from each other and from ±1."""
    steep = _factor(result, "largest", 2.0 / result.bound)
    flat = _factor(result, "smallest", 2.0 / result.bound / result.params.condition_number)
    written = distinct_numbers((steep, flat, 1.0, -1.0))
    if result.params.condition_number == 1:
        return tr("Factor per step: {steep} along every axis.", "factor", steep=written[0])
    return tr("Factor per step: steepest axis {steep}, flattest {flat}.", "factor", steep=written[0], flat=written[1])


def verdict(result: EdgeResult) -> tuple[str, ...]:
    """Return wordings of the text below the count, the longest first: what is counted and what theory predicts."""
    worse_at, solved_at = result.predicted_left_at_step, result.predicted_steps
    if result.left_at_step is not None or (worse_at is not None and not result.complete):
        if worse_at is None:
            return (tr("until above the initial loss", "left_at_step"), tr("above initial", "left_at_step"))
        n = number(worse_at)
        return (
            tr("until above the initial loss; predicted {n}", "predicted_left_at_step", n=n),
            tr("until above initial; predicted {n}", "predicted_left_at_step", n=n),
            tr("predicted {n}", "predicted_left_at_step", n=n),
        )
    if solved_at is None:
        most = result.params.max_steps
        return (
            ntr("predicted: not solved in {n} step", "predicted: not solved in {n} steps", most, "predicted_steps"),
            tr("predicted: more than {n}", "predicted_steps", n=number(most)),
        )
    n = number(solved_at)
    return tr("until solved; predicted {n}", "predicted_steps", n=n), tr("predicted {n}", "predicted_steps", n=n)


def count_text(result: EdgeResult, step: int) -> str:
    """Return the step count; it stops where the loss exceeds its initial value."""
    step = min(step, len(result.path) - 1, len(result.path) if result.left_at_step is None else result.left_at_step)
    return ntr("{n} step", "{n} steps", step, "path")


def _factor(result: EdgeResult, axis: str, curvature: float) -> float:
    """Return the factor by which a step multiplies a coordinate; negative if the step changes its sign."""
    size = result.factor[axis]
    return -size if result.learning_rate * curvature > 1.0 and size > 0.0 else size
