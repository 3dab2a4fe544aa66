"""What is said about the start of a descent: how it compares with others, for the method that leads."""

from core.obstacles.conditioning.descent import DescentResult
from gui.text import number, tr


def start_words(result: DescentResult) -> str:
    """Return one sentence about the start, as much as a theorem says of the method that leads."""
    params = result.params
    lead = params.optimizers[0]
    if params.start == "random":
        return tr("Random start, seed {seed}.", "seed", seed=number(params.seed))
    if params.start != "worst":
        x, y = (number(float(part), 3) for part in result.start)
        return tr("Start ({x}, {y}).", "start", x=x, y=y)
    return _compared(result, lead)


def _compared(result: DescentResult, lead: str) -> str:
    """Say how the start (kappa, 1) compares with others."""
    if lead == "newton":
        return tr("One step from every start.", "newton_takes_one_step")
    if lead == "conjugate_gradient":
        return tr("At most two steps from every start.", "conjugate_gradient_takes_two_steps")
    if result.every_start_alike(lead):
        if result.params.condition_number == 1:
            return tr("Round bowl: every start is equally slow.", "every_start_alike")
        return tr("At rate 2/(L+μ) every start is equally slow.", "every_start_alike")
    others = result.other_starts[lead]
    if others is None:
        return tr("Start (κ, 1).", "start")
    if result.predicted_steps[lead] == others.worst:
        return tr("No start needs more; the median start: {median}.", "other_starts", median=number(others.median))
    return tr("Start (κ, 1); the worst start needs {worst} steps.", "other_starts", worst=number(others.worst))
