"""What the stack says: its title, sentence and caveat, every number from the result."""

import numpy as np

from core.obstacles.nonlinearity.stack import StackResult
from gui.stages.nonlinearity.names import layers, name, opened, saturates, share, spread
from gui.wording.names import word_name
from gui.wording.sentences import first_fitting, paragraph, shortened_lists
from gui.wording.text import Span, ntr, number, tr

TITLE = 66
"""Characters of a title that the hall has room for."""


def headline(result: StackResult) -> str:
    """Return the title of the picture."""
    lead = next(iter(result.nu))
    if result.exact_parabola:
        return tr("One layer of a linear network moves: the loss is a parabola", "exact_parabola")
    if not result.misses[lead]:
        return tr("Stack layers: does a parabola fit?")
    if result.at_most_quadratic and result.tame:
        return _near(result)
    told = share(result.last_nu[lead])
    return _misses(lead, told) if result.params.replicates == 1 else _misses_median(lead, told)


def _near(result: StackResult) -> str:
    """Say that two entries stay near a parabola, where no depth is left out."""
    if result.stays_tame:
        return tr("Two free weights stay near a parabola", "stays_tame", "at_most_quadratic")
    return tr("Stack layers: does a parabola fit?")


def _misses(lead: str, told: Span) -> str:
    """Say of one network how much the best parabola misses, at as many layers as the sentence below speaks of."""
    if lead == "residual_linear":
        return tr("Linear with skips: the best parabola misses {share}", "last_nu", "misses", share=told).about(lead)
    if lead == "residual_relu":
        return tr("ReLU with skips: the best parabola misses {share}", "last_nu", "misses", share=told).about(lead)
    return tr(
        "Stacked {name} layers: the best parabola misses {share}", "last_nu", "misses", name=name(lead), share=told
    )


def _misses_median(lead: str, told: Span) -> str:
    """Say how much the best parabola misses in the median of several networks."""
    if lead == "residual_linear":
        return tr(
            "Linear with skips: the best parabola misses {share} (median)", "last_nu", "misses", share=told
        ).about(lead)
    if lead == "residual_relu":
        return tr("ReLU with skips: the best parabola misses {share} (median)", "last_nu", "misses", share=told).about(
            lead
        )
    return first_fitting(
        tr("Stacked {name} layers: the best parabola misses {share} (median)", "last_nu", "misses",
           name=name(lead), share=told),
        tr("{name} layers: the best parabola misses {share} (median)", "last_nu", "misses",
           name=opened(lead), share=told),
        max_length=TITLE,
    )  # fmt: skip


def formula() -> str:
    """Return what the share is."""
    return tr("ν = Var(f − best parabola) / Var f")


def caption(result: StackResult) -> str:
    """Return the sentence under the picture: the share at the most layers, of as many families as it has room for."""
    deepest = layers(result.deepest)
    if not result.known:
        return _measuring(result)
    shares = {family: Span(share(nu), family) for family, nu in result.last_nu.items()}
    if len(shares) == 1:
        return _alone(result)
    if list(shares) == ["linear", "residual_linear"]:
        plain, skips = shares.values()
        return tr(
            "{layers}: ν {plain}; with skips {skips}.", "deepest", "last_nu", layers=deepest, plain=plain, skips=skips
        )
    parts = [tr("{name} {share}", "last_nu", name=name(family), share=shares[family]) for family in shares]
    return first_fitting(
        *(tr("{layers}: ν of {list}.", "deepest", layers=deepest, list=some) for some, _ in shortened_lists(parts))
    )


def _measuring(result: StackResult) -> str:
    """Say what is being measured."""
    deepest, count = layers(result.deepest), result.params.replicates
    if len(result.depths) == 1:
        return ntr(
            "Measuring a random network of {layers}.", "Measuring random networks of {layers}.", count,
            "replicates", "deepest", layers=deepest,
        )  # fmt: skip
    return ntr(
        "Measuring a random network of up to {layers}.", "Measuring random networks of up to {layers}.", count,
        "replicates", "deepest", layers=deepest,
    )  # fmt: skip


def _alone(result: StackResult) -> str:
    """Say what the only family comes to, and where it comes from."""
    ((family, quartiles),) = result.nu.items()
    deepest, told = layers(result.deepest), Span(share(result.last_nu[family]), family)
    if len(result.depths) == 1:
        return tr("{layers}: ν {share}.", "deepest", "last_nu", layers=deepest, share=told).about(family)
    before = Span(share(float(quartiles[1, 0])), family)
    return tr(
        "{layers}: ν {share}; {few}: {before}.", "deepest", "last_nu", "nu",
        layers=deepest, share=told, few=layers(result.depths[0]), before=before,
    ).about(family)  # fmt: skip


def caveat(result: StackResult) -> str:
    """Return the line that says what is shown, and what must not be read into it."""
    if result.complete and any(result.last_dead.values()):
        return _lifeless(result)
    if result.at_most_quadratic:
        return paragraph(
            tr("f is at most quadratic in each weight, at any depth.", "at_most_quadratic"), _sample(result)
        )
    if result.exact_parabola:
        return tr(
            "The output is affine in each layer: where one layer moves the loss is a parabola.",
            "exact_parabola",
        )
    if result.saturates:
        return _saturated(result)
    if result.relu_like_linear:
        like = tr("ReLU stacks like linear: each median between the other's quartiles.", "relu_like_linear")
        return paragraph(like, _sample(result))
    if result.relu_no_remedy:
        told = {family: Span(share(result.last_nu[family]), family) for family in ("relu", "linear")}
        against = tr(
            "ReLU is no remedy here: ν {relu}, linear {linear}.", "relu_no_remedy", "last_nu",
            relu=told["relu"], linear=told["linear"],
        )  # fmt: skip
        return paragraph(against, _sample(result))
    return paragraph(_sample(result), _scale(result), _bands(result))


def _lifeless(result: StackResult) -> str:
    """Say of the family with the most dead networks how many they are."""
    family = max(result.last_dead, key=lambda each: result.last_dead[each])
    return tr(
        "{layers}, {name}: {n} of {all} dead (loss 0 on the slice), counted as ν = 0.",
        "deepest", "last_dead", "replicates",
        layers=layers(result.deepest), name=name(family), n=number(result.last_dead[family]),
        all=number(result.params.replicates),
    )  # fmt: skip


def _saturated(result: StackResult) -> str:
    """Say of the family that saturates most how far, and how far its loss still moves."""
    family = min(result.saturates, key=lambda each: result.saturates[each])
    least = spread(float(result.loss_range[family][1, -1]))
    return paragraph(
        saturates(family, result.saturates[family]),
        (
            tr("Its loss max ÷ min: {range}.", "loss_range", range=least)
            if result.params.replicates == 1
            else tr("Its median loss max ÷ min: {range}.", "loss_range", range=least)
        ).about(family),
    )


def _sample(result: StackResult) -> str:
    """Say what was measured."""
    width = number(result.width)
    if not result.complete and result.params.replicates > 1:
        return tr("Medians so far, width {width}.", "width", width=width)
    return ntr(
        "One network, width {width}.", "Medians of {n} networks, width {width}.", result.params.replicates,
        "replicates", "width", width=width,
    )  # fmt: skip


def _scale(result: StackResult) -> str:
    """Say how branches are scaled, where there are any."""
    if not any(family.startswith("residual") for family in result.nu):
        return ""
    scale = result.params.branch_scale
    told = word_name(scale) if isinstance(scale, str) else number(scale)
    return tr("Skips: h ← h + s φ(W h), s = {scale}.", "branch_scale", scale=told)


def _bands(result: StackResult) -> str:
    return tr("Bands: quartiles.") if result.params.replicates > 1 else ""


def heading(family: str, told: Span, depth: float) -> str:
    """Return what a cut is of."""
    return tr("{layers}, {name}", "depths", layers=layers(depth), name=told).about(family)


def figure(result: StackResult, family: str, place: int) -> str:
    """Return the median of nu of a family at a depth."""
    median = float(result.nu[family][1, place])
    return tr("{share}", "nu", share=share(median)).about(family) if np.isfinite(median) else tr("…")


def this_one(result: StackResult, family: str, place: int) -> str:
    """Return the share of the network that is cut, where it is another one than the median."""
    own, median = float(result.cut_nu[family][place]), float(result.nu[family][1, place])
    if np.isnan(own) or share(own) == share(median):
        return ""
    return tr("shown network: {share}", "cut_nu", share=share(own)).about(family)


def legend() -> tuple[str, ...]:
    """Return what is drawn in the cuts: wordings, the longest first."""
    misfit = Span(tr("misfit"), "alarm")
    return (
        tr("a typical network along the diagonal; dashed: the slice's best parabola, {misfit} shaded", misfit=misfit),
        tr("diagonal; dashed: the slice's best parabola, {misfit} shaded", misfit=misfit),
        tr("dashed: best parabola; {misfit} shaded", misfit=misfit),
        tr("best parabola, {misfit}", misfit=misfit),
    )
