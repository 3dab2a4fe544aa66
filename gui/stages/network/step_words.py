"""Texts about steps that pictures of the network share."""

from core.obstacles.network.result import CLEAR
from gui.wording.text import Span, ntr, number, tr


def grows(value: float) -> bool:
    """Return whether a multiple is clearly more than 1."""
    return value >= CLEAR


def fewer_text(value: float, role: str) -> Span:
    """Return how many times fewer steps there are as text, in the color of a role."""
    if grows(value):
        return Span(tr("{times}× fewer", "fewer", times=number(value)), role)
    if grows(1.0 / value):
        return Span(tr("{times}× more", "fewer", times=number(1.0 / value)), role)
    return Span(tr("no fewer", "fewer"), role)


def lane_wordings(most: int, *, needed: bool) -> tuple[str, ...]:
    """Return wordings of the label of the lane of what does not arrive in `most` steps, the longest first.

    Empty if the lane is not needed.
    """
    if not needed:
        return ("",)
    return (
        ntr("Top strip: not within {n} step", "Top strip: not within {n} steps", most, "not_arrived"),
        ntr("not in {n} step", "not in {n} steps", most, "not_arrived"),
    )
