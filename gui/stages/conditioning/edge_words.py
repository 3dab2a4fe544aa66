"""What the edge says, every number from the result."""

from core.obstacles.conditioning.edge import EdgeResult
from gui.text import Span, number, told_apart, tr

METHOD = "gradient_descent"
AT_THE_BOUND = 1e-9
"""How near one the largest factor is when the rate is the bound itself."""


def headline(result: EdgeResult) -> str:
    """Return the title: on which side of the bound, and what came of it."""
    over = result.learning_rate > result.bound
    if result.left_at_step is not None:
        return tr("Over the edge, the path grows") if over else tr("Near the edge, the path grows first")
    arrived = result.steps_to_tolerance is not None
    if _at_the_bound(result):
        return tr("On the edge, and there all the same") if arrived else tr("On the edge, it neither arrives nor grows")
    if over:
        return tr("Over the edge, and there before it grew") if arrived else tr("Over the edge, but barely")
    return tr("Below the edge, it arrives") if arrived else tr("Too slow to arrive")


def caption(result: EdgeResult) -> str:
    """Return the sentence under the picture."""
    told = dict(zip(("rate", "bound"), told_apart(result.learning_rate, result.bound), strict=True))
    if result.left_at_step is not None:
        step = Span(number(result.left_at_step), "alarm")
        return tr("Rate {rate}, bound {bound}: worse than the start at step {step}.", step=step, **told)
    if result.steps_to_tolerance is not None:
        steps = Span(number(result.steps_to_tolerance), METHOD)
        return tr("Rate {rate}, bound {bound}: solved at step {step}.", step=steps, **told)
    if _at_the_bound(result):
        return tr("Rate {rate} is the bound: the steep coordinate only changes its sign.", **told)
    steps = Span(number(len(result.path) - 1), METHOD)
    return tr("Rate {rate}, bound {bound}: not there after {step} steps.", step=steps, **told)


def caveat(result: EdgeResult) -> str:
    """Return the line that says why the bound is where it is."""
    if result.params.learning_rate == "line_search":
        return tr("One fixed rate is needed here: 2/(L + μ) instead of exact line search.")
    return tr(
        "Steepest axis × {steep} a step, flattest × {flat}. The bound is 2 / largest curvature.",
        steep=_factor(result, "largest", 2.0 / result.bound),
        flat=_factor(result, "smallest", 2.0 / result.bound / result.params.condition_number),
    )


def verdict(result: EdgeResult) -> tuple[str, ...]:
    """Return what stands below the count: what is counted, and what the closed form foretells; the longest first."""
    worse, arrives = result.predicted_left_at_step, result.predicted_steps
    if result.left_at_step is not None or (worse is not None and not result.complete):
        foretold = tr("no end predicted") if worse is None else tr("predicted {n}", n=number(worse))
        return (
            tr("until worse than the start; {foretold}", foretold=foretold),
            tr("until worse; {foretold}", foretold=foretold),
            tr("until worse"),
        )
    foretold = tr("no end predicted") if arrives is None else tr("predicted {n}", n=number(arrives))
    if result.steps_to_tolerance is None:
        return (tr("not solved; {foretold}", foretold=foretold), foretold) if result.complete else (foretold,)
    return tr("until solved; {foretold}", foretold=foretold), foretold


def counted(result: EdgeResult, step: int) -> str:
    """Return the count of steps, which ends where the path is worse than its start."""
    step = min(step, len(result.path) - 1, len(result.path) if result.left_at_step is None else result.left_at_step)
    return tr("1 step") if step == 1 else tr("{count} steps", count=number(step))


def _factor(result: EdgeResult, axis: str, curvature: float) -> str:
    """Return what a step multiplies a coordinate by: below zero where it leaps to the other side, as in a zigzag."""
    size = result.factor[axis]
    below = result.learning_rate * curvature > 1.0 and size > 0.0
    return told_apart(-size if below else size, -1.0 if below else 1.0, 2)[0]


def _at_the_bound(result: EdgeResult) -> bool:
    return abs(result.factor["largest"] - 1) < AT_THE_BOUND
