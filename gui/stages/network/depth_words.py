"""The texts of network/depth."""

import math
from collections.abc import Iterator

from core.obstacles.network.depth import DepthResult
from gui.wording.families import capitalized_name, family_name, layer_text
from gui.wording.sentences import MAX_CAVEAT_LENGTH, enumeration, first_fitting, joined, shortened_lists
from gui.wording.text import Sentence, Span, ntr, number, tr

LAST = -1
"""The place of the largest depth."""
SOME, MOST = 0.1, 0.5
"""Above these shares, skips save some and most of the steps."""


def counts_steps(result: DepthResult) -> bool:
    """Return whether the picture shows steps, and not gradients."""
    return result.params.depth_axis == "steps"


def title(result: DepthResult) -> str:
    """Return the title: what depth does to the steps, or to the gradients."""
    if not counts_steps(result):
        if result.gradient_vanishes:
            name = capitalized_name(result.faintest)
            return tr("{name}: gradients vanish with depth", "gradient_vanishes", "faintest", name=name)
        return tr("Gradients of the first hidden layer, by depth")
    saved = result.skips_save
    if result.depth_costs and saved > MOST:
        return tr("Deeper networks need more steps; skips save most of them", "depth_costs", "skips_save")
    if result.depth_costs and saved > SOME:
        return tr("Deeper networks need more steps; skips save some of them", "depth_costs", "skips_save")
    if result.depth_costs:
        name = family_name(result.lead)
        return tr("Deeper networks need more steps: {name}", "depth_costs", "lead", name=name)
    if saved > SOME:
        return tr("With skips, networks need fewer steps", "skips_save")
    return tr("What depth costs in steps")


def caption(result: DepthResult) -> str:
    """Return the sentence below the picture: the deepest networks."""
    if not counts_steps(result):
        return _gradient_caption(result)
    if not result.known(LAST):
        return tr("Training the networks, one kind after the other.")
    layers = layer_text(result.deepest)
    if not any(math.isfinite(steps[LAST]) for steps in result.steps.values()):
        return _no_arrival(result)
    if result.pair is None:
        return first_fitting(*_lists(result, layers))
    plain, skips = result.pair
    values = {
        "layers": layers,
        "name": Span(family_name(plain), plain),
        "plain": _outcome(result, plain, unit=True),
        "skips": _outcome(result, skips),
    }
    pair = tr("{layers}: {name} {plain}, with skips {skips}.", "deepest", "pair", **values)
    if "sigmoid" not in result.steps:
        return pair
    values |= {"other": Span(family_name("sigmoid"), "sigmoid"), "third": _outcome(result, "sigmoid")}
    return first_fitting(
        tr("{layers}: {name} {plain}, with skips {skips}; {other} {third}.", "deepest", "pair", **values), pair
    )


def _no_arrival(result: DepthResult) -> str:
    """Return the sentence that no kind of the deepest networks arrives."""
    values = {"layers": layer_text(result.deepest), "target": number(result.used.target_loss)}
    return ntr(
        "{layers}: no kind of network is at loss {target} within {n} step.",
        "{layers}: no kind of network is at loss {target} within {n} steps.",
        result.used.max_steps, "deepest", "steps", **values,
    )  # fmt: skip


def _lists(result: DepthResult, layers: Sentence) -> Iterator[str]:
    """Yield the outcomes of all families, then of fewer and fewer."""
    each = [_named_outcome(result, family) for family in result.families]
    for some, _ in shortened_lists(each):
        yield tr("{layers}: {list}.", "deepest", layers=layers, list=some)


def _outcome(result: DepthResult, family: str, *, unit: bool = False) -> Span:
    """Return the median steps of a family at the largest depth, or that it does not arrive; `unit` adds "steps"."""
    steps, most = float(result.steps[family][LAST]), result.used.max_steps
    if math.isinf(steps):
        words = (
            ntr("not in {n} step", "not in {n} steps", most, "steps")
            if unit
            else tr("not in {n}", "steps", n=number(most))
        )
    else:
        count = number(steps, 4)
        words = ntr("{n} step", "{n} steps", steps, "steps", n=count) if unit else tr("{n}", "steps", n=count)
    return Span(words.about(family), family)


def _named_outcome(result: DepthResult, family: str) -> Sentence:
    """Return the name of a family with its median steps at the largest depth, or that it does not arrive."""
    steps, most = float(result.steps[family][LAST]), result.used.max_steps
    name = Span(family_name(family), family)
    if math.isinf(steps):
        return ntr("{name} not in {n} step", "{name} not in {n} steps", most, "steps", name=name).about(family)
    count = Span(number(steps, 4), family)
    return ntr("{name} {n} step", "{name} {n} steps", steps, "steps", name=name, n=count).about(family)


def _gradient_caption(result: DepthResult) -> str:
    """Return the sentence about the gradients of the family where they are the smallest."""
    family = result.faintest
    ratio = float(result.gradient_ratio[family][LAST])
    if math.isnan(ratio) or not result.complete:
        return tr("Training the networks, one kind after the other.")
    return tr(
        "{layers}, {name}: first gradient {ratio} of the readout's.", "deepest", "faintest", "gradient_ratio",
        layers=layer_text(result.deepest), name=Span(family_name(family), family), ratio=Span(number(ratio), family),
    )  # fmt: skip


def caveat(result: DepthResult) -> str:
    """Return the line that qualifies the result: which activation is ahead, and what is trained."""
    if not counts_steps(result):
        return joined(
            tr("Norms of the gradients at the start, without biases."),
            tr("First hidden layer against readout.") if result.seeds == 1 else _medians(result),
        )
    setting = {"digits": number(result.used.digits), "target": number(result.used.target_loss)}
    long = tr("First {digits} digits, to loss {target}, best of six rates.", "digits", "target_loss", **setting)
    short = tr("{digits} digits, to loss {target}, best of six rates.", "digits", "target_loss", **setting)
    ahead = _ahead(result)
    if not ahead:
        return long
    return first_fitting(joined(ahead, long), joined(ahead, short), short, max_length=MAX_CAVEAT_LENGTH)


def _medians(result: DepthResult) -> str:
    return tr("Medians of {n} seeds.", "seeds", n=number(result.seeds))


def _ahead(result: DepthResult) -> str:
    """Return the sentence that tanh needs fewer steps than ReLU in the deepest networks; "" if it does not."""
    if not (result.known(LAST) and result.beats("tanh", "relu")):
        return ""
    if result.beats("residual_tanh", "residual_relu"):
        tanh, skips = (_outcome(result, family) for family in ("tanh", "residual_tanh"))
        return tr("tanh beats ReLU: {tanh}, with skips {skips}.", "beats", tanh=tanh, skips=skips)
    steps = float(result.steps["tanh"][LAST])
    count = Span(number(steps, 4), "tanh")
    made = ntr("tanh beats ReLU: {n} step.", "tanh beats ReLU: {n} steps.", steps, "beats", "steps", n=count)
    return made.about("tanh")


def hero(result: DepthResult, place: int) -> Sentence:
    """Return the steps at a depth without and with skips, or those of the first family; or the smallest gradient."""
    if not counts_steps(result):
        family = result.faintest
        ratio = float(result.gradient_ratio[family][place])
        if math.isnan(ratio):
            return tr("…")
        return tr("{ratio}", "gradient_ratio", ratio=Span(number(ratio), family)).about(family)
    if result.pair is None:
        return _count(result, result.lead, place, unit=True)
    plain, skips = (Span(_count(result, family, place), family) for family in result.pair)
    return tr("{plain} → {skips}", plain=plain, skips=skips)


def _count(result: DepthResult, family: str, place: int, *, unit: bool = False) -> Sentence:
    """Return the median steps of a family for the hero number; "> 400" if it does not arrive."""
    steps, most = float(result.steps[family][place]), number(result.used.max_steps)
    if math.isnan(steps):
        return tr("…")
    if math.isinf(steps):
        return tr("> {most}", "steps", most=Span(most, family)).about(family)
    count = Span(number(steps, 4), family)
    words = ntr("{n} step", "{n} steps", steps, "steps", n=count) if unit else tr("{n}", "steps", n=count)
    return words.about(family)


def hero_wordings(result: DepthResult, place: int) -> tuple[str, ...]:
    """Return wordings of the depth of the hero number, the longest first."""
    depth = int(result.depths[place])
    layers = layer_text(depth)
    short = tr("{layers}", "depths", layers=layers)
    if not counts_steps(result):
        return (tr("{layers}, {name}", "depths", "faintest", layers=layers, name=family_name(result.faintest)), short)
    if result.pair is None:
        return (tr("{layers}, {name}", "depths", "lead", layers=layers, name=family_name(result.lead)), short)
    return (
        ntr("steps with {n} hidden layer", "steps with {n} hidden layers", depth, "depths", n=number(depth)),
        short,
    )


def detail_wordings(result: DepthResult) -> tuple[str, ...]:
    """Return wordings of what the hero number compares, the longest first."""
    if not counts_steps(result):
        return (tr("gradient of the first hidden layer ÷ that of the readout"), tr("first gradient ÷ readout's"))
    medians: tuple[str, ...] = (
        (tr("medians of {n} seeds", "seeds", n=number(result.seeds)),) if result.seeds > 1 else ()
    )
    if result.pair is None:
        return medians or (tr("one seed"),)
    plain, skips = (Span(family_name(family), family) for family in result.pair)
    both = tr("{plain} → {skips}", plain=plain, skips=skips)
    if not medians:
        return (both,)
    return (tr("{both}, medians of {n} seeds", "seeds", both=both, n=number(result.seeds)), both)


def measure_wordings(result: DepthResult, unlabeled: tuple[str, ...]) -> tuple[str, ...]:
    """Return wordings of the title of the vertical axis, the longest first; `unlabeled` families are listed."""
    if counts_steps(result):
        plain = tr("steps to loss {target}", "target_loss", target=number(result.used.target_loss))
    else:
        plain = tr("first gradient ÷ readout's, at the start")
    also = (
        tr("also {list}", list=enumeration([Span(family_name(family), family) for family in unlabeled]))
        if unlabeled
        else None
    )
    listed = tr("{measure}; {also}", measure=plain, also=also) if also else plain
    if result.seeds == 1:
        return (listed, plain)
    dots = tr("{measure}; small: seeds, large: median, band: quartiles", measure=plain)
    both = tr("{dots}; {also}", dots=dots, also=also) if also else dots
    return (both, listed, plain)
