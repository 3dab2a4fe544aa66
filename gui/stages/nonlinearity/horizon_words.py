"""The texts of nonlinearity/horizon: headline, caption, caveat and labels."""

from core.obstacles.nonlinearity.horizon import HorizonResult
from gui.wording.sentences import MAX_CAPTION_LENGTH, paragraph
from gui.wording.text import Span, ntr, number, percent, tr

METHOD = "gradient_descent"


def formula() -> str:
    """Return the formula of the landscape."""
    return tr("f(x) = x² / (1 + x²)")


def headline(result: HorizonResult) -> str:
    """Return the title of the picture."""
    blind, taken = result.blind_steps, result.steps
    if not taken:
        return tr("Gradient descent and its local parabola")
    if result.lost_sight:
        return tr("A step leads back to where no minimum is in sight", "lost_sight")
    if not blind:
        if not result.complete:
            return tr("At every step so far the local parabola has a minimum", "blind_steps")
        return tr("At every step the local parabola has a minimum", "blind_steps")
    if result.all_blind:
        return _all_blind_headline(result)
    return ntr(
        "{n} of {steps} steps is blind: the local parabola has no minimum",
        "{n} of {steps} steps are blind: the local parabola has no minimum",
        blind, "steps", "blind_steps", steps=number(taken),
    )  # fmt: skip


def _all_blind_headline(result: HorizonResult) -> str:
    """Return the title if every step was blind."""
    if not result.complete:
        return ntr(
            "The first step is blind: the local parabola has no minimum",
            "All {n} steps so far are blind: no minimum in sight", result.steps, "steps", "all_blind",
        )  # fmt: skip
    return ntr(
        "The only step is blind: the local parabola has no minimum",
        "All {n} steps are blind: the local parabola has no minimum", result.steps, "steps", "all_blind",
    )  # fmt: skip


def caption(result: HorizonResult) -> str:
    """Return the sentences under the picture."""
    blind = _blind_sentence(result) if result.steps else ""
    return paragraph(_outcome(result), blind, max_length=MAX_CAPTION_LENGTH)


def _outcome(result: HorizonResult) -> str:
    """Return the number of steps and whether they solve the problem."""
    taken, count = result.steps, Span(number(result.steps), METHOD)
    if not result.complete:
        return ntr("{n} step so far.", "{n} steps so far.", taken, "steps", n=count)
    if result.unsolved:
        return ntr("Unsolved after {n} step.", "Unsolved after {n} steps.", taken, "unsolved", "steps", n=count)
    if result.only_passes:
        return tr("Passes the tolerance at step {n}.", "only_passes", "steps_to_tolerance", n=count)
    return ntr(
        "Solved in {n} step.", "Solved in {n} steps.", taken, "stays_solved", "steps_to_tolerance", "steps", n=count
    )


def _blind_sentence(result: HorizonResult) -> str:
    """Return the number of blind steps."""
    blind = result.blind_steps
    if not blind:
        return ntr("The step is not blind.", "No step is blind.", result.steps, "blind_steps")
    if result.all_blind:
        return ntr("The step is blind.", "All steps are blind.", blind, "all_blind")
    return ntr(
        "{n} step is blind.", "{n} steps are blind.", blind, "blind_steps", n=Span(number(blind), METHOD)
    )  # fmt: skip


def caveat(result: HorizonResult) -> str:
    """Return the line that defines blind and gives the settings of the count."""
    if result.only_passes:
        return paragraph(
            tr("Above rate 1 the minimum repels: later steps can lead away.", "only_passes"),
            tr("Blind: f″ ≤ 0."),
            tr("Rate {rate}.", "learning_rate", rate=number(result.params.learning_rate)),
        )
    return paragraph(
        tr("Blind: f″ ≤ 0, so no minimum is in sight."),
        tr(
            "Rate {rate}; solved: loss ≤ {share} of initial.", "learning_rate", "tolerance",
            rate=number(result.params.learning_rate), share=percent(result.params.tolerance),
        ),
    )  # fmt: skip


def step_text(count: int) -> str:
    """Return the text "n steps"."""
    return ntr("{n} step", "{n} steps", count, "path")


def state_text(result: HorizonResult, step: int) -> str:
    """Return the state at an iterate: blind, minimum in sight, or solved."""
    if step == result.steps_to_tolerance:
        if result.only_passes:
            return tr("passes the tolerance", "only_passes", "steps_to_tolerance")
        return tr("solved", "stays_solved", "steps_to_tolerance")
    return tr("blind", "blind") if result.blind[step] else tr("minimum in sight", "vertex")


def parabola_wordings(result: HorizonResult, step: int) -> tuple[str, ...]:
    """Return wordings that describe the minimum of an iterate's local parabola, the longest first."""
    x = _place(result.path[step])
    if result.blind[step]:
        return (
            tr("dashed: the local parabola at x = {x} has no minimum", "path", "blind", x=x),
            tr("the parabola at x = {x} has no minimum", "path", "blind", x=x),
            tr("the parabola has no minimum", "blind"),
        )
    lowest = _place(result.vertex[step])
    return (
        tr("dashed: the local parabola at x = {x} is lowest at {lowest}", "path", "vertex", x=x, lowest=lowest),
        tr("the parabola at x = {x} is lowest at {lowest}", "path", "vertex", x=x, lowest=lowest),
        tr("the parabola is lowest at {lowest}", "vertex", lowest=lowest),
    )


def strip_labels(result: HorizonResult) -> tuple[str, str]:
    """Return the numbers of blind and of other steps, as labels for the two ends of the strip."""
    blind, seeing = result.blind_steps, result.seeing_steps
    return (
        tr("{blind} blind", "blind_steps", blind=number(blind)) if blind else "",
        tr("{seeing} seeing", "seeing_steps", seeing=number(seeing)) if seeing else "",
    )


def sight_zone_wordings() -> tuple[str, ...]:
    """Return wordings of the label of the region near the minimum, the longest first."""
    return (tr("minimum in sight", "sight").about("near"), tr("in sight", "sight").about("near"))


def blind_zone_wordings() -> tuple[str, ...]:
    """Return wordings of the label of the region farther out, the longest first."""
    return (
        tr("blind: the local parabola has no minimum", "sight").about("far"),
        tr("blind: no minimum", "sight").about("far"),
        tr("blind", "sight").about("far"),
    )


def _place(x: float) -> Span:
    # Adding 0.0 turns -0.0 into 0.0.
    return number(round(float(x), 2) + 0.0, 4)
