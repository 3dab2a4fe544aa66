"""What can honestly be said about the start of a descent: how it compares with others, for the method that leads."""

from core.obstacles.conditioning.params import ConditioningParams
from gui.text import number, tr


def start_words(params: ConditioningParams, lead: str) -> str:
    """Return one sentence about the start.

    At the rate 2/(L + mu) gradient descent shrinks the loss by the same factor from every start. With exact line
    search and at 1/L most starts need fewer steps than (kappa, 1). At other rates, and for methods with momentum,
    it is one start among others: nothing is claimed.
    """
    if params.condition_number == 1:
        return tr("Round: every start is alike.")
    if params.start == "random":
        return tr("Random start, seed {seed}.", seed=params.seed)
    if params.start != "worst":
        return tr("Start ({x}, {y}), as chosen.", x=number(params.start[0], 3), y=number(params.start[1], 3))
    if lead == "gradient_descent" and params.learning_rate == "optimal":
        return tr("Worst case: at this rate every start is as slow.")
    if lead == "gradient_descent" and params.learning_rate in ("line_search", "inverse_lipschitz"):
        return tr("Worst-case start; most need fewer.")
    if lead == "newton":
        return tr("One step from any start.")
    if lead == "conjugate_gradient":
        return tr("Two steps at most from any start.")
    return tr("Start (κ, 1).")
