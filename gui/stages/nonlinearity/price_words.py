"""The texts of nonlinearity/price: headline, caption, caveat and labels."""

import numpy as np

from core.obstacles.nonlinearity.price import PriceResult
from gui.wording.families import layer_text
from gui.wording.names import word_name
from gui.wording.sentences import first_fitting, paragraph
from gui.wording.text import Sentence, Span, ntr, number, percent, tr

PLAIN, SKIPS = "linear", "residual_linear"


def headline(result: PriceResult) -> str:
    """Return the title of the picture."""
    if not result.depth_costs:
        return tr("What depth costs in steps")
    if result.skips_save > 0.5:
        return tr("Depth costs steps, and skips save most of them", "depth_costs", "skips_save")
    if result.skips_save > 0.0:
        return tr("Depth costs steps, and skips save some of them", "depth_costs", "skips_save")
    return tr("Depth costs steps", "depth_costs")


def formula() -> str:
    """Return the formula of a layer with a skip."""
    return tr("with skips: h ← h + s W h")


def caption(result: PriceResult) -> str:
    """Return the caption: median steps or failures of both families at the largest depth."""
    place = len(result.depths) - 1
    if place not in result.ended:
        one = tr("Counting the steps that this depth needs.")
        return one if len(result.depths) == 1 else tr("Counting the steps that each depth needs.")
    plain, skips = (float(result.steps[family][1, place]) for family in (PLAIN, SKIPS))
    if np.isinf(plain) or np.isinf(skips):
        return _failure_caption(result, plain, skips)
    return tr(
        "{layers}: {plain}, {skips} with skips.", "steps", layers=layer_text(result.deepest),
        plain=Span(step_text(plain), PLAIN), skips=Span(step_number(skips), SKIPS),
    )  # fmt: skip


def _failure_caption(result: PriceResult, plain: float, skips: float) -> str:
    """Return the caption if the median of at least one family is infinite."""
    place = len(result.depths) - 1
    values: dict[str, object] = {"layers": layer_text(result.deepest), "n": problem_text(result.params.problems)}
    failed, lost = (Span(number(result.failures[family][place]), family) for family in (PLAIN, SKIPS))
    if np.isinf(plain) and np.isinf(skips):
        return tr(
            "{layers}: plain fails on {plain} of {n}, with skips on {skips}.", "failures",
            plain=failed, skips=lost, **values,
        )  # fmt: skip
    if result.failures[PLAIN][place] and result.failures[SKIPS][place]:
        return _two_failures_caption(result, plain, skips)
    if np.isinf(plain):
        return tr(
            "{layers}: plain fails on {failed} of {n}; {skips} with skips.", "failures", "steps",
            failed=failed, skips=Span(step_text(skips), SKIPS), **values,
        )  # fmt: skip
    return tr(
        "{layers}: {plain}; with skips it fails on {failed} of {n}.", "failures", "steps",
        plain=Span(step_text(plain), PLAIN), failed=lost, **values,
    )  # fmt: skip


def _two_failures_caption(result: PriceResult, plain: float, skips: float) -> str:
    """Return the caption if both families have failures, but only one an infinite median."""
    count, place = result.params.problems, len(result.depths) - 1
    failed, lost = (Span(number(result.failures[family][place]), family) for family in (PLAIN, SKIPS))
    values: dict[str, object] = {"layers": layer_text(result.deepest)}
    if np.isinf(plain):
        values |= {"failed": failed, "lost": lost, "skips": Span(step_number(skips), SKIPS)}
        return first_fitting(
            tr(
                "{layers}: plain fails on {failed} of {n}, with skips on {lost} (median {skips}).",
                "failures", "steps", n=problem_text(count), **values,
            ),
            tr(
                "{layers}: plain fails on {failed} of {n}, with skips on {lost} (median {skips}).",
                "failures", "steps", n=number(count), **values,
            ),
        )  # fmt: skip
    values |= {"failed": lost, "lost": failed, "plain": Span(step_number(plain), PLAIN)}
    return first_fitting(
        tr(
            "{layers}: with skips it fails on {failed} of {n}, plain on {lost} (median {plain}).",
            "failures", "steps", n=problem_text(count), **values,
        ),
        tr(
            "{layers}: skips fail on {failed} of {n}, plain on {lost} (median {plain}).",
            "failures", "steps", n=number(count), **values,
        ),
    )  # fmt: skip


def caveat(result: PriceResult) -> str:
    """Return the line that describes the task, the learning rate, the width and the branch scale."""
    scale = result.params.branch_scale
    values = word_name(scale) if isinstance(scale, str) else number(scale)
    if result.searched:
        learns = tr("Each learns a teacher of its own kind, at the best rate tried.", "searched")
    else:
        learns = tr("Each learns a teacher of its own kind.")
    return paragraph(
        learns, tr("Width {width}, s = {scale}.", "width", "branch_scale", width=number(result.width), scale=values)
    )


def steps_title(result: PriceResult, *, hall: bool) -> str:
    """Return the title of the axis of steps."""
    share = percent(result.params.tolerance)
    if result.params.problems == 1:
        return tr("steps to {share} of the initial loss", "tolerance", share=share)
    if hall:
        return tr("steps to {share} of the initial loss; bands: quartiles", "tolerance", share=share)
    return tr(
        "steps to {share} of the initial loss; each dot a problem, large: median, band: quartiles", "tolerance",
        share=share,
    )  # fmt: skip


def lane_wordings(result: PriceResult) -> tuple[str, ...]:
    """Return wordings of the label of the lane of failures, the longest first; empty without failures."""
    failed, ended = result.failed
    if not failed:
        return ("",)
    most, values = result.params.max_steps, {"failed": number(failed), "ended": number(ended)}
    return (
        ntr(
            "Top strip: unsolved in {n} step ({failed} of {ended})",
            "Top strip: unsolved in {n} steps ({failed} of {ended})",
            most, "max_steps", "failed", **values,
        ),
        tr("{failed} of {ended} unsolved in {most}", "max_steps", "failed", most=number(most), **values),
    )  # fmt: skip


def problem_text(count: int) -> Sentence:
    """Return the text "n problems"."""
    return ntr("{n} problem", "{n} problems", count)


def step_text(count: float) -> Sentence:
    """Return the text "n steps" for a median."""
    return ntr("{n} step", "{n} steps", count, n=step_number(count))


def step_number(count: float) -> Span:
    """Return a median number of steps with four digits, as it may end in .5."""
    return number(count, 4)


def plain_count_text(result: PriceResult, place: int) -> str:
    """Return the steps of plain networks at a depth."""
    count = float(result.steps[PLAIN][1, place])
    if np.isnan(count):
        return tr("…")
    if np.isinf(count):
        return _failing(result, PLAIN, place)
    return tr("{steps}", "steps", steps=step_text(count)).about(PLAIN)


def skips_count_text(result: PriceResult, place: int) -> str:
    """Return the steps of networks with skips at a depth."""
    count = float(result.steps[SKIPS][1, place])
    if np.isnan(count):
        return tr("…")
    if np.isinf(count):
        failing = Span(_failing(result, SKIPS, place), SKIPS)
        return tr("with skips: {failing}", "failures", failing=failing).about(SKIPS)
    return tr("{steps} with skips", "steps", steps=Span(step_number(count), SKIPS)).about(SKIPS)


def count_explanation(result: PriceResult, place: int) -> tuple[str, ...]:
    """Return wordings of the depth and the number of problems behind both counts, the longest first."""
    depth = layer_text(float(result.depths[place]))
    plain, skips = (result.known(family, place) for family in (PLAIN, SKIPS))
    bare_depth = tr("{layers}", "depths", layers=depth)
    if plain != skips or not plain:
        several = plain and result.params.problems > 1
        return (tr("{layers}, medians so far", "depths", layers=depth) if several else bare_depth, bare_depth)
    of = ntr("one problem", "medians of {n} problems", plain)
    return (tr("{layers}, {problems}", "depths", "known", layers=depth, problems=of), bare_depth)


def _failing(result: PriceResult, family: str, place: int) -> Sentence:
    failed, known = int(result.failures[family][place]), result.known(family, place)
    return ntr("{n} of {known} fails", "{n} of {known} fail", failed, "failures", known=number(known)).about(family)
