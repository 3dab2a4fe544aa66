"""The texts of network/width."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from core.obstacles.network.width import WidthResult
from core.obstacles.network.width_claims import CONDITIONING, STEPS
from gui.picture.log_plot import slope_wordings
from gui.stages.network.step_words import fewer_text, grows
from gui.wording.sentences import enumeration, paragraph
from gui.wording.text import Span, ntr, number, tr

SERIES: Mapping[str, str] = MappingProxyType(
    {
        CONDITIONING: "conditioning",
        STEPS: "tuned_steps",
        "condition_mean_initial": "initial_conditioning",
        "steps_fixed": "fixed_steps",
    }
)
"""The series of each measure."""


def measures(result: WidthResult) -> tuple[str, ...]:
    """Return the measures that are drawn."""
    return tuple(SERIES) if result.params.width_curves == "four" else (CONDITIONING, STEPS)


def names() -> dict[str, str]:
    """Return the names at the ends of the curves."""
    return {
        CONDITIONING: tr("conditioning"),
        STEPS: tr("steps"),
        "condition_mean_initial": tr("at the start"),
        "steps_fixed": tr("rate 0.5"),
    }


def title(result: WidthResult) -> str:
    """Return the title: what the widest network does to conditioning and steps."""
    if len(result.compared) < 2:
        return tr("What more units do to conditioning and steps")
    worse, fewer = (grows(each(result.compared[-1])) for each in (result.worse, result.fewer))
    if worse and fewer:
        return tr("Wider networks: worse conditioning, yet fewer steps", "worse", "fewer")
    if fewer:
        return tr("Wider networks: fewer steps, and conditioning is no worse", "worse", "fewer")
    if worse:
        return tr("Wider networks: worse conditioning, and no fewer steps", "worse", "fewer")
    return tr("Wider networks: no fewer steps, and conditioning is no worse", "worse", "fewer")


def formula(result: WidthResult) -> str:
    """Return the exponents of both curves, or "" where one is unknown."""
    first, second = (result.exponents[name] for name in (CONDITIONING, STEPS))
    if first is None or second is None:
        return ""
    texts = (slope_wordings(each)[0] for each in (first, second))
    conditioning, steps = (Span(text, SERIES[name]) for text, name in zip(texts, SERIES, strict=False))
    return tr("exponents in the parameters: {first}, {second}", "exponents", first=conditioning, second=steps)


def caption(result: WidthResult) -> str:
    """Return the sentence below the picture: the widest network against the narrowest."""
    found = result.compared
    if len(found) < 2 and not result.complete:
        return tr("Training networks of one width after the other.")
    if not found:
        return _nothing(result)
    if len(found) == 1:
        return _single(result, found[0])
    worse, fewer = result.worse(found[-1]), result.fewer(found[-1])
    values = {
        "times": number(result.more_parameters),
        "conditioning": _worse(worse),
        "steps": _fewer(fewer),
    }
    if grows(worse) and grows(fewer):
        return tr(
            "{times}× the parameters: conditioning {conditioning}, yet {steps} steps.", "more_parameters", **values
        )
    return tr("{times}× the parameters: conditioning {conditioning}, and {steps} steps.", "more_parameters", **values)


def _nothing(result: WidthResult) -> str:
    """Return the caption if no width has both measures."""
    target, most = number(result.used.target_loss), number(result.used.max_steps)
    if result.starts_arrived:
        return tr("Networks that start at loss {target} or less need no steps.", "starts_arrived", target=target)
    if len(result.not_arrived) == len(result.widths):
        return tr("No width is at loss {target} within {most} steps.", "not_arrived", target=target, most=most)
    return tr(
        "Momentum 0.9 is not at loss {target} within {most} steps.", "condition_mean_at_target",
        target=target, most=most,
    )  # fmt: skip


def _single(result: WidthResult, place: int) -> str:
    """Return the caption if there is nothing to compare a width with."""
    condition = number(float(result.condition_mean_at_target[place]))
    steps = float(result.steps_tuned[place])
    return ntr(
        "{units} units: conditioning {condition}, {n} step.", "{units} units: conditioning {condition}, {n} steps.",
        steps, "condition_mean_at_target", "steps_tuned",
        units=number(float(result.widths[place])), condition=Span(condition, SERIES[CONDITIONING]),
        n=Span(number(steps, 4), SERIES[STEPS]),
    )  # fmt: skip


def caveat(result: WidthResult) -> str:
    """Return the line that qualifies the result: widths that do not arrive, or what is measured."""
    target = number(result.used.target_loss)
    missing = result.not_arrived
    if missing and result.compared:
        units = enumeration([tr("{width}", "not_arrived", width=number(width)) for width in missing])
        return paragraph(
            tr(
                "{units} units: not at loss {target} within {most} steps.", "not_arrived",
                units=units, target=target, most=number(result.used.max_steps),
            ),
            tr("Conditioning: steepest ÷ mean curvature."),
        )  # fmt: skip
    return paragraph(
        tr("Conditioning: steepest ÷ mean curvature, at loss {target}.", "target_loss", target=target),
        tr("Rate tuned for each network."),
    )


def hero(result: WidthResult, place: int) -> str:
    """Return conditioning and steps of a width against the narrowest."""
    if np.isinf(result.steps_tuned[place]):
        most = result.used.max_steps
        return ntr("not in {n} step", "not in {n} steps", most, "not_arrived").about(str(int(result.widths[place])))
    if place in result.compared[:1]:
        return tr("{units} units", "compared", units=number(float(result.widths[place])))
    if result.steps_tuned[place] == 0.0:
        return tr("{steps} steps", "steps_tuned", steps=number(0.0))
    worse, fewer = result.worse(place), result.fewer(place)
    if np.isnan(worse) or np.isnan(fewer):
        return tr("…")
    return tr("{conditioning}, {steps}", conditioning=_worse(worse), steps=_fewer(fewer))


def hero_wordings(result: WidthResult, place: int) -> tuple[str, ...]:
    """Return wordings of which networks the hero number compares, the longest first."""
    units = number(float(result.widths[place]))
    if not result.compared:
        return (tr("{units} units", "widths", units=units),)
    if result.compared[0] == place:
        return (tr("the others are relative to these"), tr("the base"))
    base = number(float(result.widths[result.compared[0]]))
    return (
        tr("{units} units against {base}", "widths", "compared", units=units, base=base),
        tr("{units} against {base}", "widths", "compared", units=units, base=base),
        tr("{units} units", "widths", units=units),
    )


def detail_wordings(result: WidthResult, place: int) -> tuple[str, ...]:
    """Return wordings of the values at a width, the longest first."""
    condition, steps = float(result.condition_mean_at_target[place]), float(result.steps_tuned[place])
    if not (np.isfinite(condition) and np.isfinite(steps)):
        return (tr("{n} parameters", "parameters", n=number(float(result.parameters[place]))),)
    values = {"condition": number(condition), "steps": number(steps, 4)}
    return (
        tr("conditioning {condition}, steps {steps}", "condition_mean_at_target", "steps_tuned", **values),
        tr("{n} parameters", "parameters", n=number(float(result.parameters[place]))),
    )


def parameters_title(result: WidthResult) -> str:
    """Return the title of the horizontal axis."""
    first, last = (number(float(result.widths[place])) for place in (0, -1))
    if len(result.widths) == 1:
        return tr("parameters, with {first} hidden units", "widths", first=first)
    return tr("parameters, with {first} to {last} hidden units", "widths", first=first, last=last)


def axis_wordings(result: WidthResult) -> tuple[str, ...]:
    """Return wordings of the title of the vertical axis, the longest first."""
    if not result.compared:
        return (tr("conditioning and steps"),)
    base = number(float(result.widths[result.compared[0]]))
    count = result.seeds
    plain = tr("relative to {base} units", "compared", base=base)
    # The label of the lane is on the same line.
    if result.not_arrived or all(result.exponents[name] is None for name in measures(result)):
        return (plain,)
    if count == 1:
        return (tr("relative to {base} units; lines: fitted power laws", "compared", base=base), plain)
    return (
        tr(
            "relative to {base} units; {n} seeds, bands: quartiles, lines: fitted power laws", "compared", "seeds",
            base=base, n=number(count),
        ),
        tr("relative to {base} units; {n} seeds, bands: quartiles", "compared", "seeds", base=base, n=number(count)),
        plain,
    )  # fmt: skip


def _worse(value: float) -> Span:
    """Return a multiple of the conditioning as text."""
    if grows(value):
        return Span(tr("{times}× worse", "worse", times=number(value)), SERIES[CONDITIONING])
    if grows(1.0 / value):
        return Span(tr("{times}× better", "worse", times=number(1.0 / value)), SERIES[CONDITIONING])
    return Span(tr("no worse", "worse"), SERIES[CONDITIONING])


def _fewer(value: float) -> Span:
    """Return how many times fewer steps there are as text."""
    return fewer_text(value, SERIES[STEPS])
