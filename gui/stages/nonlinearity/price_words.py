"""What the price of depth says, every number from the result."""

import numpy as np

from core.obstacles.nonlinearity.price import PriceResult
from gui.stages.nonlinearity.names import layers
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
    """Return what a layer with a skip does."""
    return tr("with skips: h ← h + s W h")


def caption(result: PriceResult) -> str:
    """Return the sentence under the picture: of the most layers, as are the figures of the last picture."""
    place = len(result.depths) - 1
    if place not in result.ended:
        one = tr("Counting the steps that this depth needs.")
        return one if len(result.depths) == 1 else tr("Counting the steps that each depth needs.")
    plain, skips = (float(result.steps[family][1, place]) for family in (PLAIN, SKIPS))
    if np.isinf(plain) or np.isinf(skips):
        return _one_fails(result, plain, skips)
    return tr(
        "{layers}: {plain}, {skips} with skips.", "steps", layers=layers(result.deepest),
        plain=Span(steps(plain), PLAIN), skips=Span(bare(skips), SKIPS),
    )  # fmt: skip


def _one_fails(result: PriceResult, plain: float, skips: float) -> str:
    """Say how many fail of the family whose median is infinite, or of both, and what is known of the other one."""
    place = len(result.depths) - 1
    told: dict[str, object] = {"layers": layers(result.deepest), "n": problems(result.params.problems)}
    failed, lost = (Span(number(result.failures[family][place]), family) for family in (PLAIN, SKIPS))
    if np.isinf(plain) and np.isinf(skips):
        return tr(
            "{layers}: plain fails on {plain} of {n}, with skips on {skips}.", "failures",
            plain=failed, skips=lost, **told,
        )  # fmt: skip
    if result.failures[PLAIN][place] and result.failures[SKIPS][place]:
        return _both_fail(result, plain, skips)
    if np.isinf(plain):
        return tr(
            "{layers}: plain fails on {failed} of {n}; {skips} with skips.", "failures", "steps",
            failed=failed, skips=Span(steps(skips), SKIPS), **told,
        )  # fmt: skip
    return tr(
        "{layers}: {plain}; with skips it fails on {failed} of {n}.", "failures", "steps",
        plain=Span(steps(plain), PLAIN), failed=lost, **told,
    )  # fmt: skip


def _both_fail(result: PriceResult, plain: float, skips: float) -> str:
    """Say how many fail of both families, of which one has a median."""
    count, place = result.params.problems, len(result.depths) - 1
    failed, lost = (Span(number(result.failures[family][place]), family) for family in (PLAIN, SKIPS))
    told: dict[str, object] = {"layers": layers(result.deepest)}
    if np.isinf(plain):
        told |= {"failed": failed, "lost": lost, "skips": Span(bare(skips), SKIPS)}
        return first_fitting(
            tr(
                "{layers}: plain fails on {failed} of {n}, with skips on {lost} (median {skips}).",
                "failures", "steps", n=problems(count), **told,
            ),
            tr(
                "{layers}: plain fails on {failed} of {n}, with skips on {lost} (median {skips}).",
                "failures", "steps", n=number(count), **told,
            ),
        )  # fmt: skip
    told |= {"failed": lost, "lost": failed, "plain": Span(bare(plain), PLAIN)}
    return first_fitting(
        tr(
            "{layers}: with skips it fails on {failed} of {n}, plain on {lost} (median {plain}).",
            "failures", "steps", n=problems(count), **told,
        ),
        tr(
            "{layers}: skips fail on {failed} of {n}, plain on {lost} (median {plain}).",
            "failures", "steps", n=number(count), **told,
        ),
    )  # fmt: skip


def caveat(result: PriceResult) -> str:
    """Return the line that says what learns what, and at which rate."""
    scale = result.params.branch_scale
    told = word_name(scale) if isinstance(scale, str) else number(scale)
    if result.searched:
        learns = tr("Each learns a teacher of its own kind, best learning rate found.", "searched")
    else:
        learns = tr("Each learns a teacher of its own kind.")
    return paragraph(
        learns, tr("Width {width}, s = {scale}.", "width", "branch_scale", width=number(result.width), scale=told)
    )


def steps_title(result: PriceResult, *, hall: bool) -> str:
    """Return what is counted."""
    share = percent(result.params.tolerance)
    if result.params.problems == 1:
        return tr("steps to {share} of the initial loss", "tolerance", share=share)
    if hall:
        return tr("steps to {share}; each dot a problem", "tolerance", share=share)
    return tr(
        "steps to {share} of the initial loss; each dot a problem, large: median, band: quartiles", "tolerance",
        share=share,
    )  # fmt: skip


def lane(result: PriceResult) -> tuple[str, ...]:
    """Return what stands in the strip on top, if anything does: wordings, the longest first."""
    failed, ended = result.failed
    if not failed:
        return ("",)
    most, told = result.params.max_steps, {"failed": number(failed), "ended": number(ended)}
    return (
        ntr(
            "Top strip: unsolved in {n} step ({failed} of {ended})",
            "Top strip: unsolved in {n} steps ({failed} of {ended})",
            most, "max_steps", "failed", **told,
        ),
        tr("{failed} of {ended} unsolved in {most}", "max_steps", "failed", most=number(most), **told),
    )  # fmt: skip


def problems(count: int) -> Sentence:
    """Return a number of problems."""
    return ntr("{n} problem", "{n} problems", count)


def steps(count: float) -> Sentence:
    """Return a median number of steps."""
    return ntr("{n} step", "{n} steps", count, n=bare(count))


def bare(count: float) -> Span:
    """Return a median number of steps without the word: halves occur."""
    return number(count, 4)


def counted(result: PriceResult, place: int) -> str:
    """Return the steps of plain networks at a depth."""
    count = float(result.steps[PLAIN][1, place])
    if np.isnan(count):
        return tr("…")
    if np.isinf(count):
        return _failing(result, PLAIN, place)
    return tr("{steps}", "steps", steps=steps(count)).about(PLAIN)


def beside(result: PriceResult, place: int) -> str:
    """Return the steps of networks with skips at a depth."""
    count = float(result.steps[SKIPS][1, place])
    if np.isnan(count):
        return tr("…")
    if np.isinf(count):
        failing = Span(_failing(result, SKIPS, place), SKIPS)
        return tr("with skips: {failing}", "failures", failing=failing).about(SKIPS)
    return tr("{steps} with skips", "steps", steps=Span(bare(count), SKIPS)).about(SKIPS)


def below(result: PriceResult, place: int) -> tuple[str, ...]:
    """Return what both counts are of: wordings, the longest first."""
    depth = layers(float(result.depths[place]))
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
