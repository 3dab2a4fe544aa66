"""The texts of noise/compass: headline, formula, caption, caveat and labels."""

from collections.abc import Mapping

import numpy as np

from core.obstacles.noise.compass import COSINE_NEAR_ONE, CompassResult
from gui.stages.noise.names import NOISY
from gui.wording.sentences import first_fitting
from gui.wording.text import Sentence, Span, distinct_pair, ntr, number, tr, whole_number

START, NEAR = 0, 1
"""The two places."""
KEYS = ("start", "near")
"""The names of the places in the claims of the texts."""


def headline(result: CompassResult) -> Sentence:
    """Return the title of the picture."""
    size = result.params.batch_size
    if result.hardly_downhill:
        return ntr(
            "Near the minimum one sample hardly points downhill",
            "Near the minimum {n} samples hardly point downhill",
            size,
            "hardly_downhill",
            "batch_size",
        )
    return ntr("Does one sample point downhill?", "Does the mean of {n} samples point downhill?", size, "batch_size")


def formula(result: CompassResult) -> str:
    """Return the law of the mean cosine at the start, where there is a gradient."""
    if result.no_direction(START):
        return ""
    predicted = float(result.predicted[START])
    if _looks_like_one(predicted):
        return tr("mean cosine at the start ≈ 1 / √(1 + 2σ²/(B |g|²)) > 0.999", "predicted")
    return tr("mean cosine at the start ≈ 1 / √(1 + 2σ²/(B |g|²)) = {value}", "predicted", value=_below_one(predicted))


def figure(result: CompassResult, place: int) -> Span:
    """Return the mean cosine at a place: measured if known, else from its closed form."""
    value = result.cosine(place)
    return Span(tr("> 0.999"), NOISY, value) if _looks_like_one(value) else Span(_below_one(value), NOISY)


def _below_one(value: float) -> Span:
    """Return a mean cosine with three digits where two would make it 1, which it never is."""
    return number(value, 3 if number(value) == number(1.0) else 2)


def _looks_like_one(value: float) -> bool:
    return _below_one(value) == number(1.0)


def cosine(result: CompassResult, place: int) -> Sentence:
    """Return the mean cosine at a place as a figure."""
    if result.no_direction(place):
        return tr("{none}", "no_direction", none=Span(tr("none"), "alarm")).about(KEYS[place])
    if result.known(place):
        return tr("{cosine}", "measured", cosine=figure(result, place)).about(KEYS[place])
    return tr("{cosine}", "exact", cosine=figure(result, place)).about(KEYS[place])


def place_name(result: CompassResult, place: int) -> Sentence:
    """Return the label of a place."""
    if place == START:
        return tr("start")
    x, y = (number(float(value)) for value in result.points[place])
    return tr("({x}, {y})", "points", x=x, y=y)


def rose_title(result: CompassResult, place: int) -> tuple[Sentence, ...]:
    """Return wordings of the label of a rose: at the start with the mean cosine, which the hero gives for the other."""
    name = place_name(result, place)
    return (tr("{name}  {cosine}", name=name, cosine=cosine(result, place)), name) if place == START else (name,)


def heading(result: CompassResult) -> tuple[Sentence, ...]:
    """Return wordings of the heading of the hero number, the longest first."""
    return tr("mean cosine at {there}", there=place_name(result, NEAR)), tr("mean cosine")


def caption(result: CompassResult) -> str:
    """Return the sentence under the picture."""
    values: dict[str, str] = {"near": figure(result, NEAR), "there": place_name(result, NEAR)}
    if result.no_direction(START):
        return _at_the_minimum(result, values)
    values["start"] = figure(result, START)
    if result.same_place:
        return _at_one_place(result, values)
    if result.above_all:
        return tr(
            "Mean cosine above {both} both at the start and at {there}.",
            "above_all", both=number(COSINE_NEAR_ONE, 3), there=values["there"],
        )  # fmt: skip
    if result.known(START):
        return tr("Mean cosine {start} at the start, {near} at {there}.", "measured", **values)
    return first_fitting(
        tr("Mean cosine (closed form): {start} at the start, {near} at {there}.", "exact", **values),
        tr("Closed form: {start} at the start, {near} at {there}.", "exact", **values),
    )


def _at_one_place(result: CompassResult, values: Mapping[str, str]) -> str:
    """Return the caption if both places coincide."""
    words = {"start": values["start"], "there": values["there"]}
    if result.known(START):
        return tr("Mean cosine {start} at the start, which is {there}.", "measured", "same_place", **words)
    return tr("Mean cosine (closed form): {start} at the start, {there}.", "exact", "same_place", **words)


def _at_the_minimum(result: CompassResult, values: Mapping[str, str]) -> str:
    """Return the caption if the gradient at the start is zero."""
    if result.known(NEAR):
        return first_fitting(
            tr(
                "At the minimum nothing is downhill; at {there}: mean cosine {near}.",
                "no_direction",
                "measured",
                **values,
            ),
            tr(
                "From the minimum every way is up; mean cosine {near} at {there}.", "no_direction", "measured", **values
            ),
        )
    return first_fitting(
        tr("At the minimum nothing is downhill; at {there}: mean cosine {near}.", "no_direction", "exact", **values),
        tr("From the minimum every way is up; mean cosine {near} at {there}.", "no_direction", "exact", **values),
    )


def caveat(result: CompassResult) -> Sentence:
    """Return the line that compares the gradient norms at both places."""
    first, second = (float(np.hypot(*gradient)) for gradient in result.gradients)
    start, near = distinct_pair(first, second, 2)
    if result.same_place:
        return tr("Gradient norm there: {start}.", "gradients", "same_place", start=start)
    return tr(
        "Same noise at both; gradient norm is {start} at the start, {near} at {there}.",
        "gradients", "arrows", start=start, near=near, there=place_name(result, NEAR),
    )  # fmt: skip


def hero_wordings(result: CompassResult) -> tuple[Sentence, Sentence]:
    """Return wordings of the text below the hero number, the longest first."""
    if not result.known(NEAR):
        return tr("closed form, not yet measured", "exact"), tr("closed form", "exact")
    count = whole_number(result.samples)
    return tr("of {count} minibatches", "samples", count=count), tr("of {count}", "samples", count=count)
