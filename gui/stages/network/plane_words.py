"""The texts of network/plane."""

import math

from core.obstacles.network.plane_result import PlaneResult
from gui.wording.names import capitalized, method_name
from gui.wording.sentences import paragraph
from gui.wording.text import Sentence, Span, ntr, number, percent, tr

NEARLY_STRAIGHT = 1.25
"""A path at most this many times as long as the straight line is called hardly longer."""


def times(ratio: float) -> Span:
    """Return a ratio of lengths: with one decimal up to ten."""
    return Span(f"{ratio:.1f}", value=ratio) if ratio < 9.95 else number(ratio)


def headline(result: PlaneResult) -> str:
    """Return the title of the picture."""
    if not result.complete:
        return tr("A walk through {n} dimensions", "dimension", n=number(result.dimension))
    name = method_name(result.method)
    if result.diverged_at is not None:
        return tr("{method} diverges", "diverged_at", method=capitalized(name))
    if result.monotone is None:
        return tr("{method} does not move", "travelled", method=capitalized(name))
    if not result.monotone:
        return tr("On the straight way to the end the loss rises in between", "monotone")
    if result.detour > NEARLY_STRAIGHT:
        return tr("The end lies straight downhill, yet {method} walks farther", "monotone", "detour", method=name)
    return tr("The end lies straight downhill, and the path is hardly longer", "monotone", "detour")


def caption(result: PlaneResult) -> str:
    """Return the sentence under the picture."""
    if result.diverged_at is not None:
        lost = Span(number(result.diverged_at), "alarm")
        return tr("At step {step} the loss is over 10⁶ times the first, or no number.", "diverged_at", step=lost)
    ratio = Span(times(result.detour), result.method)
    if result.monotone is None:
        step = int(result.recorded_steps[-1])
        return ntr(
            "After {n} step the path is {ratio}× as long as the straight way.",
            "After {n} steps the path is {ratio}× as long as the straight way.",
            step,
            "recorded_steps",
            "detour",
            ratio=ratio,
        )
    if result.monotone:
        return tr(
            "Straight to the end is downhill all the way; the path is {ratio}× as long.",
            "monotone",
            "detour",
            ratio=ratio,
        )
    return tr(
        "Straight to the end the loss rises in between; the path is {ratio}× as long.",
        "monotone",
        "detour",
        ratio=ratio,
    )


def caveat(result: PlaneResult) -> str:
    """Return the line that qualifies the straight way and the plane."""
    if result.complete and not result.arrived and result.diverged_at is None:
        first = ntr(
            "Loss {target} not within {n} step.",
            "Loss {target} not within {n} steps.",
            result.last_step,
            "arrived",
            "target_loss",
            target=number(result.used.target_loss),
        )
    else:
        first = tr("The end is known only afterwards.")
    return paragraph(first, _explained(result))


def _explained(result: PlaneResult) -> str:
    """Return the share of the variance in the plane, of the path and of a random walk; "" while it is unknown."""
    if result.explained_together is None:
        return ""
    share, walk = percent(result.explained_together), result.random_walk_explained
    if walk is None:
        return tr("Plane: {share} of the variance.", "explained_together", share=share)
    return tr(
        "Plane: {share} of the variance; of a random walk: {walk}.",
        "explained_together",
        "random_walk_explained",
        share=share,
        walk=percent(walk),
    )


def heading() -> str:
    """Return the line above the hero number."""
    return tr("path ÷ straight line")


def hero(result: PlaneResult, index: int) -> str:
    """Return the length of the path over the distance from the start, at a recorded step."""
    return tr("{ratio}×", "detours", ratio=times(float(result.detours[index])))


def detail_wordings(result: PlaneResult, index: int) -> tuple[str, ...]:
    """Return wordings of the line below the hero number."""
    step, loss = int(result.recorded_steps[index]), float(result.losses[index])
    after = ntr("after {n} step", "after {n} steps", step, "recorded_steps")
    if not math.isfinite(loss):
        return (after,)
    quoted = number(loss)
    if not len(result.coordinates):
        longer = ntr("after {n} step, at loss {loss}", "after {n} steps, at loss {loss}", step, "losses", loss=quoted)
        return longer, after
    ratio = times(float(result.detours_in_plane[index]))
    return (
        ntr(
            "after {n} step, at loss {loss}; within the plane {ratio}×",
            "after {n} steps, at loss {loss}; within the plane {ratio}×",
            step,
            "losses",
            "detours_in_plane",
            loss=quoted,
            ratio=ratio,
        ),
        ntr(
            "after {n} step; within the plane {ratio}×",
            "after {n} steps; within the plane {ratio}×",
            step,
            "recorded_steps",
            "detours_in_plane",
            ratio=ratio,
        ),
        after,
    )


def method_text(result: PlaneResult) -> Sentence:
    """Return the name of the method with its learning rate."""
    name = capitalized(method_name(result.method))
    if result.learning_rate is None:
        return tr("{method}", method=name)
    return tr("{method}, rate {rate}", "learning_rate", method=name, rate=number(result.learning_rate))


def direction_texts(result: PlaneResult) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return wordings of the titles of both axes of the plane, across and up."""
    across, up = (percent(float(share)) for share in result.explained)
    return (
        (
            tr("first principal direction of the path: {share} of its variance", "explained", share=across).about("0"),
            tr("first principal direction: {share}", "explained", share=across).about("0"),
            tr("first direction: {share}", "explained", share=across).about("0"),
        ),
        (
            tr("second principal direction: {share}", "explained", share=up).about("1"),
            tr("second direction: {share}", "explained", share=up).about("1"),
        ),
    )


def waiting_wordings(result: PlaneResult) -> tuple[str, ...]:
    """Return wordings of what stands in place of the plane while it is unknown."""
    if result.complete:
        return (tr("There is no path.", "travelled"),)
    return (tr("The plane follows when the path has ended."), tr("The plane follows."))


def ring_text(result: PlaneResult) -> str:
    """Return what the bold contour is."""
    return tr("bold: loss {target}", "target_loss", target=number(result.used.target_loss))


def curve_names() -> tuple[str, str]:
    """Return the names of the losses along the path and along the straight line."""
    return tr("path"), tr("straight")
