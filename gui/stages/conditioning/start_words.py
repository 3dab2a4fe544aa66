"""Sentences about the start of a descent: how it compares with other starts for the lead method."""

from core.obstacles.conditioning.descent import DescentResult
from gui.wording.names import capitalized, short_name
from gui.wording.text import Span, ntr, number, tr


def start_words(result: DescentResult) -> str:
    """Return one sentence about the start, as strong as the theory of the lead method allows."""
    params = result.params
    lead = params.optimizers[0]
    if params.start != "worst":
        return _given_start(result)
    if result.under_way(lead) and lead in ("newton", "conjugate_gradient"):
        return _default_start(result)
    if lead == "newton":
        return tr("One step from every start.", "newton_takes_one_step")
    if lead == "conjugate_gradient":
        return tr("At most two steps from every start.", "conjugate_gradient_takes_two_steps")
    return _worst_start(result, lead)


def _worst_start(result: DescentResult, lead: str) -> str:
    """Compare the start (κ, 1) with other starts."""
    if result.every_start_alike(lead):
        if result.params.condition_number == 1:
            return tr("Round bowl: all starts behave alike.", "every_start_alike")
        return tr("At rate 2/(L+μ) every start is equally slow.", "every_start_alike")
    if result.under_way(lead):  # how many steps other starts need would tell how many this one does
        return _default_start(result)
    others, here = result.other_starts[lead], result.predicted_steps[lead]
    if others is None or here is None:
        return _default_start(result)
    if here != others.worst:
        return tr("Start (κ, 1); the worst start needs {worst} steps.", "other_starts", worst=number(others.worst))
    if others.median == others.worst:
        return tr("No start needs more.", "other_starts")
    return ntr(
        "No start needs more; half need only {n} step.", "No start needs more; half need at most {n} steps.",
        others.median, "other_starts",
    )  # fmt: skip


def brief_start_words(result: DescentResult) -> str:
    """Return a shorter sentence that names the lead method, for pictures with several methods."""
    params = result.params
    lead = params.optimizers[0]
    method = capitalized(short_name(lead, hall=True))
    if params.start != "worst":
        return _given_start(result)
    if result.under_way(lead) and (lead == "newton" or not result.every_start_alike(lead)):
        return _default_start(result)
    if lead == "newton":
        return tr("Newton: one step from every start.", "newton_takes_one_step")
    if result.every_start_alike(lead):
        return tr("{method}: all starts behave alike.", "every_start_alike", method=method)
    others, here = result.other_starts[lead], result.predicted_steps[lead]
    if others is None or here is None:
        return _default_start(result)
    if here == others.worst:
        return tr("{method}: no start needs more.", "other_starts", method=method)
    worst = number(others.worst)
    return tr("{method}: the worst start needs {worst} steps.", "other_starts", method=method, worst=worst)


def _default_start(result: DescentResult) -> str:
    """Name the start (κ, 1), whose coordinates are along the axes of the bowl, not of the picture."""
    if result.params.rotation:
        return tr("Start (κ, 1) along the bowl's axes.", "start")
    return tr("Start (κ, 1).", "start")


def _given_start(result: DescentResult) -> str:
    params = result.params
    if params.start == "random":
        return tr("Random start, seed {seed}.", "seed", seed=Span(str(params.seed), value=params.seed))
    x, y = (number(float(part), 3) for part in params.start)
    return tr("Start ({x}, {y}).", "start", x=x, y=y)
