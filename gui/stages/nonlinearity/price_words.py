"""What the price of depth says, every number from the result."""

import numpy as np

from core.obstacles.nonlinearity.price import PriceResult
from gui.stages.nonlinearity.names import COLORS, layers
from gui.text import Span, number, percent, tr, word

PLAIN, SKIPS = "linear", "residual_linear"


def headline(result: PriceResult) -> str:
    """Return the title of the picture."""
    plain, skips = (result.steps[name][1] for name in (PLAIN, SKIPS))
    known = np.isfinite(skips) & ~np.isnan(plain)
    if not known.any():
        return tr("What depth costs in steps")
    first, last = np.flatnonzero(known)[[0, -1]]
    if plain[last] > skips[last] and plain[last] > plain[first]:
        if skips[last] <= 0.5 * plain[last]:
            return tr("Depth costs steps, and skips save most of them")
        return tr("Depth costs steps, and skips save some of them")
    return tr("Depth costs steps") if plain[last] > plain[first] else tr("What depth costs in steps")


def formula() -> str:
    """Return what a layer with a skip does."""
    return tr("with skips: h ← h + s W h")


def caption(result: PriceResult) -> str:
    """Return the sentence under the picture: of the most layers, as are the figures of the last picture."""
    place = len(result.depths) - 1
    plain, skips = (float(result.steps[name][1, place]) for name in (PLAIN, SKIPS))
    if np.isnan(plain) or np.isnan(skips):
        return tr("Counting the steps that each depth needs.")
    told: dict[str, object] = {"layers": layers(float(result.depths[place]))}
    if np.isinf(plain) and np.isinf(skips):
        return tr("{layers}: most do not arrive, with skips or without.", **told)
    if np.isfinite(skips):
        told["skips"] = Span(bare(skips), COLORS[SKIPS])
    if np.isinf(plain):
        return tr("{layers}: most do not arrive; {skips} steps with skips.", **told)
    told["plain"] = Span(steps(plain), COLORS[PLAIN])
    if np.isinf(skips):
        return tr("{layers}: {plain}; with skips most do not arrive.", **told)
    return tr("{layers}: {plain}, {skips} with skips.", **told)


def caveat(result: PriceResult) -> str:
    """Return the line that says what learns what, and at which rate."""
    params = result.params
    scale = params.branch_scale
    told = {
        "n": number(params.problems),
        "width": number(result.width),
        "rates": number(len(result.rates)),
        "scale": word(scale) if isinstance(scale, str) else number(scale),
    }
    if params.problems == 1:
        return tr(
            "A linear network, width {width}, learns another of its kind; best of {rates} rates; s = {scale}.", **told
        )
    return tr(
        "{n} linear networks each, width {width}, learn others of their kind; best of {rates} rates; s = {scale}.",
        **told,
    )


def steps_title(result: PriceResult, *, hall: bool) -> str:
    """Return what is counted."""
    share = percent(result.params.tolerance)
    if hall:
        return tr("steps to {share}; each dot a problem", share=share)
    return tr("steps to {share} of the start; each dot a problem, large: median, band: middle half", share=share)


def failures(result: PriceResult) -> tuple[int, int]:
    """Return how many networks arrived with no rate, and how many were tried, so far."""
    tried = sum(int(np.count_nonzero(~np.isnan(each))) for each in result.each_steps.values())
    return sum(int(np.nansum(each)) for each in result.failures.values()), tried


def lane(result: PriceResult) -> tuple[str, ...]:
    """Return what stands in the lane on top: wordings, the longest first."""
    failed, tried = failures(result)
    most = number(result.params.max_steps)
    if not failed:
        return (
            tr("top lane: not there in {most} steps (none)", most=most),
            tr("none fails in {most} steps", most=most),
        )
    told = {"most": most, "failed": number(failed), "tried": number(tried)}
    return (
        tr("top lane: not there in {most} steps ({failed} of {tried})", **told),
        tr("{failed} of {tried} fail in {most}", **told),
    )


def steps(count: float) -> str:
    """Return a median number of steps."""
    return tr("1 step") if count == 1.0 else tr("{count} steps", count=bare(count))


def bare(count: float) -> str:
    """Return a median number of steps without the word: halves occur."""
    return number(count, 4)


def counted(result: PriceResult, place: int) -> str:
    """Return the steps of plain networks at a depth."""
    count = float(result.steps[PLAIN][1, place])
    if np.isnan(count):
        return tr("…")
    return tr("most fail") if np.isinf(count) else steps(count)


def beside(result: PriceResult, place: int) -> str:
    """Return the steps of networks with skips at a depth."""
    count = float(result.steps[SKIPS][1, place])
    if np.isnan(count):
        return tr("…")
    if np.isinf(count):
        return tr("{skips}: most fail", skips=Span(tr("with skips"), COLORS[SKIPS]))
    return tr("{count} with skips", count=Span(bare(count), COLORS[SKIPS]))


def below(result: PriceResult, place: int) -> tuple[str, ...]:
    """Return what both counts are of: wordings, the longest first."""
    depth, count = layers(float(result.depths[place])), result.params.problems
    if count == 1:
        return (tr("{layers}, one problem", layers=depth), depth)
    return (
        tr("{layers}, medians of {n} problems", layers=depth, n=number(count)),
        tr("{layers}, medians", layers=depth),
        depth,
    )
