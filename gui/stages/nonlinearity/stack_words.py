"""What the stack says: its title, sentence and caveat, every number from the result."""

import numpy as np

from core.obstacles.nonlinearity.stack import StackResult
from gui.sentences import fitting, shorter
from gui.stages.nonlinearity.names import COLORS, layers, names, opening, share
from gui.text import Span, number, tr, word

FITS, FAILS = 0.1, 0.2
"""The share of the loss up to which a parabola nearly fits, and from which on it does not."""
SATURATING = ("tanh", "sigmoid")
LINEAR = {"linear", "residual_linear"}


def headline(result: StackResult) -> str:
    """Return the title of the picture."""
    lead, linear = next(iter(result.nu)), set(result.nu) <= LINEAR
    known = result.nu[lead][1][np.isfinite(result.nu[lead][1])]
    most = float(known.max(initial=0.0))
    if result.params.slice == "two_entries" and linear:
        return tr("Two entries stay tame, however deep")
    if result.params.slice == "one_layer" and linear:
        return tr("In one layer a linear network is a parabola")
    if most >= FAILS:
        return tr("Stack linear layers and no parabola fits") if linear else tr("Stack layers and no parabola fits")
    if not result.complete:
        return tr("Stack layers: does a parabola fit?")
    return tr("Here a parabola nearly fits") if most <= FITS else tr("Stack layers and parabolas fit less")


def formula() -> str:
    """Return what the share is."""
    return tr("ν = Var(f − best parabola) / Var f")


def caption(result: StackResult) -> str:
    """Return the sentence under the picture: the share at the most layers, of as many families as it has room for."""
    last = {family: float(quartiles[1, -1]) for family, quartiles in result.nu.items()}
    deepest = layers(float(result.depths[-1]))
    if np.isnan(list(last.values())).any():
        return tr("Measuring random networks of up to {layers}.", layers=deepest)
    shares = {family: Span(share(nu), COLORS[family]) for family, nu in last.items()}
    told = list(shares.values())
    if len(shares) == 1:
        return _alone(result, deepest, told[0])
    if list(shares) == ["linear", "residual_linear"]:
        return tr("{layers}: ν {share}; with skips {skips}.", layers=deepest, share=told[0], skips=told[1])
    parts = [tr("{name} {share}", name=names(shares)[family], share=shares[family]) for family in shares]
    return fitting(*(tr("{layers}: ν of {list}.", layers=deepest, list=some) for some, _ in shorter(parts)))


def _alone(result: StackResult, deepest: str, told: Span) -> str:
    """Say what the only family comes to, and where it comes from."""
    ((family, quartiles),) = result.nu.items()
    if len(result.depths) == 1:
        return tr("{layers}: ν {share}.", layers=deepest, share=told)
    before = Span(share(float(quartiles[1, 0])), COLORS[family])
    return tr(
        "{layers}: ν {share}; {few}: {before}.", layers=deepest, share=told, few=layers(result.depths[0]), before=before
    )


def caveat(result: StackResult) -> str:
    """Return the line that says what is shown, and what must not be read into it."""
    families, where = list(result.nu), result.params.slice
    if where == "two_entries" and set(families) <= LINEAR:
        return tr("At any depth at most quadratic in each of the two: stacking does not make it ever worse.")
    if where == "one_layer" and set(families) <= LINEAR:
        return tr("A linear network's output is linear in each layer: only layers that move together bend it.")
    if result.complete:
        ends = {family: float(result.loss_range[family][1, -1]) for family in families}
        saturated = min((each for each in families if each in SATURATING), key=lambda each: ends[each], default="")
        if saturated and "linear" in ends and ends[saturated] < ends["linear"]:
            return tr(
                "{name} is not tame, it saturates: highest / lowest loss {least}, linear {most}.",
                name=opening(saturated),
                least=number(ends[saturated]),
                most=number(ends["linear"]),
            )
        if where in ("all_layers", "tied") and {"relu", "linear"} <= set(families):
            return tr("ReLU is no remedy here: stacking bends the loss, and ReLU layers stack like linear ones.")
    return _sample(result)


def _sample(result: StackResult) -> str:
    """Say what was measured, and what skips owe to their branch scale."""
    params = result.params
    told = {"n": number(params.replicates), "width": number(result.width)}
    if params.replicates == 1:
        measured = tr("One network, width {width}.", **told)
    elif params.slice == "all_layers":
        measured = tr("All layers move; medians of {n}, width {width}.", **told)
    else:
        measured = tr("Medians of {n} networks, width {width}.", **told)
    if not any(family.startswith("residual") for family in result.nu):
        return (
            measured if params.replicates == 1 else tr("{measured} Bands: the middle half of them.", measured=measured)
        )
    scale = params.branch_scale
    return tr(
        "{measured} How much skips help depends on their scale {scale}.",
        measured=measured,
        scale=word(scale) if isinstance(scale, str) else number(scale),
    )


def heading(name: str, depth: float) -> str:
    """Return what a cut is of."""
    return tr("{layers}, {name}", layers=layers(depth), name=name)


def this_one(nu: float, median: float) -> str:
    """Return the share of the network that is cut, where it is another one than the median."""
    return "" if share(nu) == share(median) else tr("this one {share}", share=share(nu))


def legend() -> tuple[str, ...]:
    """Return what is drawn in the cuts: wordings, the longest first."""
    misfit = Span(tr("misfit"), "alarm")
    return (
        tr("a typical network along the diagonal; dashed: the slice's best parabola, {misfit} shaded", misfit=misfit),
        tr("diagonal; dashed: the slice's best parabola, {misfit} shaded", misfit=misfit),
        tr("dashed: best parabola; {misfit} shaded", misfit=misfit),
        tr("best parabola, {misfit}", misfit=misfit),
    )
