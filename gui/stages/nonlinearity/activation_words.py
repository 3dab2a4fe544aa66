"""What is said of activations, every number from the result: never one number for ReLU."""

from collections.abc import Collection, Mapping

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.activation import ActivationResult
from gui.sentences import fitting
from gui.stages.nonlinearity.names import COLORS, NAMES, layers, opening, share
from gui.text import Span, number, tr

RELU, LINEAR = "relu", "linear"
SATURATING = ("tanh", "sigmoid")


def lead_of(families: Collection[str]) -> str:
    """Return the family that is shown stacked as well: ReLU where it is there, else the first that bends."""
    bending = [family for family in families if family != LINEAR]
    return RELU if RELU in families else bending[0] if bending else LINEAR


def rival_of(families: Collection[str]) -> str:
    """Return the family that the sentence compares the lead with, or none."""
    others = [family for family in families if family not in (LINEAR, lead_of(families))]
    return next((family for family in SATURATING if family in others), others[0] if others else "")


def headline(result: ActivationResult) -> str:
    """Return the title of the picture."""
    lead, rival = lead_of(result.nu), rival_of(result.nu)
    if lead == RELU and rival:
        (few, much), (other, stacked) = _ends(result, lead), _ends(result, rival)
        if few < other and much > stacked:
            return tr("ReLU is not simply less nonlinear")
    return tr("What an activation bends, and what stacking does")


def formula() -> str:
    """Return what is shown."""
    return tr("ν = Var(f − best parabola) / Var f")


def caption(result: ActivationResult) -> str:
    """Return the sentence under the picture."""
    lead, rival = lead_of(result.nu), rival_of(result.nu)
    few, much = _ends(result, lead)
    other, stacked = _ends(result, rival) if rival else (0.0, 0.0)
    if np.isnan([few, much, other, stacked]).any():
        return tr("Measuring how far each activation bends the loss.")
    told: dict[str, object] = {
        "name": opening(lead),
        "few": Span(share(few), COLORS[lead]),
        "much": Span(share(much), COLORS[lead]),
    }
    if not rival:
        return tr("{name}: {few} where one layer moves, {much} where all do.", **told)
    told |= {
        "rival": tr(NAMES[rival]),
        "other": Span(share(other), COLORS[rival]),
        "stacked": Span(share(stacked), COLORS[rival]),
    }
    if few < other and much >= stacked:
        return fitting(
            tr("{name} bends less here, {few} to {rival}'s {other}; stacking it does not: {much}.", **told),
            tr("{name} bends less here; stacking it does not.", **told),
        )
    if few < other:
        return fitting(
            tr("{name} bends less here, {few} to {other}; stacked too, {much} to {stacked}.", **told),
            tr("{name} bends less than {rival}, here and stacked.", **told),
        )
    return fitting(
        tr("{name} bends no less here, {few} to {other}; stacked, {much} to {stacked}.", **told),
        tr("{name} bends no less than {rival} here.", **told),
    )


def caveat(result: ActivationResult) -> str:
    """Return the line that says what a low share may owe to: a loss that stops moving."""
    families = list(result.nu)
    lead = lead_of(families)
    tame = [family for family in SATURATING if family in families and family != lead]
    if tame and lead != LINEAR and result.complete:
        family = tame[0]
        ranges = {each: float(result.stacked_loss_range[each][1, -1]) for each in (lead, family)}
        if ranges[family] < ranges[lead]:
            return tr(
                "Stacked, {name} comes to {share}: it saturates. Highest / lowest there {least}, {lead} {most}.",
                name=tr(NAMES[family]),
                share=share(_ends(result, family)[1]),
                least=_factor(ranges[family]),
                lead=tr(NAMES[lead]),
                most=_factor(ranges[lead]),
            )
    return tr(
        "Medians of {n}, width {width}; where all layers move, {stacked}. Bands: the middle half.",
        n=tr("one network")
        if result.params.replicates == 1
        else tr("{n} networks", n=number(result.params.replicates)),
        width=number(result.width),
        stacked=number(result.stacked_width),
    )


def hero(result: ActivationResult, place: int) -> str:
    """Return the two shares of the lead at a depth."""
    lead = lead_of(result.nu)
    return tr("{few} → {much}", few=_told(result.nu[lead], place), much=_told(result.stacked_nu[lead], place))


def of_what(result: ActivationResult, place: int) -> str:
    """Return the network that the two shares are of."""
    return tr("{name}, {layers}", name=tr(NAMES[lead_of(result.nu)]), layers=layers(float(result.depths[place])))


def moves(result: ActivationResult, place: int) -> tuple[str, ...]:
    """Return what moves, and what comes of it without an activation: wordings, the longest first."""
    short = tr("one layer moves → all layers move")
    if lead_of(result.nu) == LINEAR or LINEAR not in result.nu:
        return (short, tr("one layer → all layers"))
    few, much = _told(result.nu[LINEAR], place), _told(result.stacked_nu[LINEAR], place)
    return (
        tr("{moves}; linear: {few} → {much}", moves=short, few=few, much=much),
        tr("one → all layers; linear {few} → {much}", few=few, much=much),
        tr("one layer → all layers"),
    )


def stacked_name(result: ActivationResult) -> tuple[str, ...]:
    """Return what the curve is called along which all layers move: wordings, the longest first."""
    name = tr(NAMES[lead_of(result.nu)])
    return (
        tr("{name} where all layers move", name=name),
        tr("{name}, all layers move", name=name),
        tr("{name}, all layers", name=name),
        tr("all layers"),
    )


def range_titles(*, hall: bool) -> tuple[str, ...]:
    """Return what the second plot shows: wordings, the longest first."""
    brief = tr("one layer: highest / lowest loss"), tr("highest / lowest loss")
    return brief if hall else (tr("does the loss still move? highest / lowest, one layer"), *brief)


def _ends(result: ActivationResult, family: str) -> tuple[float, float]:
    """Return the shares of a family at the last depth: where one layer moves, and where all do."""
    return float(result.nu[family][1, -1]), float(result.stacked_nu[family][1, -1])


def _told(bands: Mapping[int, FloatArray] | FloatArray, place: int) -> str:
    median = float(bands[1][place])
    return tr("…") if np.isnan(median) else share(median)


def _factor(value: float) -> str:
    return number(value) if np.isfinite(value) else tr("∞")
