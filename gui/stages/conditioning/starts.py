"""What is said about the start of a descent: how it compares with others, for the method that leads."""

from core.obstacles.conditioning.descent import DescentResult
from gui.text import Span, ntr, number, tr


def start_words(result: DescentResult, *, brief: bool = False) -> str:
    """Return one sentence about the start, as much as a theorem says of the method that leads."""
    params = result.params
    lead = params.optimizers[0]
    if params.start == "random":
        return tr("Random start, seed {seed}.", "seed", seed=Span(str(params.seed), value=params.seed))
    if params.start != "worst":
        x, y = (number(float(part), 3) for part in params.start)
        return tr("Start ({x}, {y}).", "start", x=x, y=y)
    if lead == "newton":
        return tr("One step from every start.", "newton_takes_one_step")
    if lead == "conjugate_gradient":
        return tr("At most two steps from every start.", "conjugate_gradient_takes_two_steps")
    if result.every_start_alike(lead):
        return _alike(round_bowl=params.condition_number == 1, brief=brief)
    return _compared(result, lead, brief=brief)


def _alike(*, round_bowl: bool, brief: bool) -> str:
    if brief:
        return tr("Every start is equally slow.", "every_start_alike")
    if round_bowl:
        return tr("Round bowl: every start is equally slow.", "every_start_alike")
    return tr("At rate 2/(L+μ) every start is equally slow.", "every_start_alike")


def _compared(result: DescentResult, lead: str, *, brief: bool) -> str:
    """Say how the start (kappa, 1) compares with others."""
    others = result.other_starts[lead]
    if others is None:
        return tr("Start (κ, 1).", "start")
    if result.predicted_steps[lead] != others.worst:
        return tr("Start (κ, 1); the worst start needs {worst} steps.", "other_starts", worst=number(others.worst))
    if brief:
        return tr("No start needs more.", "other_starts")
    return ntr(
        "No start needs more; the median one needs {n} step.",
        "No start needs more; the median one needs {n} steps.", others.median, "other_starts",
    )  # fmt: skip
