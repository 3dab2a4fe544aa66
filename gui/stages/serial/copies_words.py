"""What copies are worth, every number from the result."""

from core.obstacles.serial.copies import CopiesResult
from gui.stages.serial.durations import duration
from gui.text import Span, Words, number, rich, tr

TOTAL, PER_COPY = "total", "per_copy"
COLORS = {
    ("numpy", TOTAL): "gradient_descent",
    ("numpy", PER_COPY): "heavy_ball",
    ("numba", TOTAL): "conjugate_gradient",
    ("numba", PER_COPY): "nesterov",
}
"""The methods whose colors and markers the curves have: no method is shown beside them."""
LEAD = "numpy"
LONGEST = 72
"""Characters of a sentence that can be read from the last row."""


def names(*, compiled: bool) -> dict[tuple[str, str], str]:
    """Return what stands at the ends of the curves; `compiled` says whether there are those of numba too."""
    if not compiled:
        return {(LEAD, TOTAL): tr("in total"), (LEAD, PER_COPY): tr("per copy")}
    return {
        (LEAD, TOTAL): tr("numpy, total"),
        (LEAD, PER_COPY): tr("numpy, each"),
        ("numba", TOTAL): tr("numba, total"),
        ("numba", PER_COPY): tr("numba, each"),
    }


def rate_title(*, compiled: bool) -> str:
    """Return what is measured, and in what where there is only one."""
    return tr("steps a second") if compiled else tr("steps a second, in numpy")


def hero(result: CopiesResult) -> str:
    """Return what running side by side is worth."""
    return tr("× {gain}", gain=number(result.gain[LEAD] or 0.0))


def below(result: CopiesResult) -> tuple[str, ...]:
    """Return what the gain is of: wordings, the longest first."""
    most, fewest = number(result.largest_at[LEAD] or 0.0), number(float(result.copies[0]))
    if not result.complete:
        return (tr("steps a second in total, so far"), tr("in total, so far"))
    if len(result.copies) == 1:
        return (tr("one number of copies: nothing to compare"), tr("nothing to compare"))
    return (
        tr("steps a second in total: {most} copies against {fewest}", most=most, fewest=fewest),
        tr("in total, M = {most}", most=most),
    )


def caption(result: CopiesResult) -> Words:
    """Return the sentence under the picture."""
    if not result.complete:
        return rich("Measuring steps a second, of more and more copies.")
    gain = Span(number(result.gain[LEAD] or 0.0), COLORS[LEAD, TOTAL])
    chain = Span(duration(float(result.chain_seconds[LEAD][0])), COLORS[LEAD, PER_COPY])
    if len(result.copies) == 1:
        return rich("Each of these chains takes {chain}.", chain=chain)
    return rich("Copies bring × {gain} the steps; no chain is done before {chain}.", gain=gain, chain=chain)


def caveat(result: CopiesResult) -> str:
    """Return the line that says where the gain comes from."""
    speedup, gain = result.compiled_speedup, result.gain.get("numba")
    if speedup is None or gain is None:
        return tr("Much of it is numpy's call overhead: compiled, a chain is far faster and gains far less.")
    return tr(
        "Much is call overhead: compiled (numba), a chain is {speedup} × faster and copies gain {gain} ×.",
        speedup=number(speedup),
        gain=number(gain),
    )


def counted(count: float) -> str:
    """Return a number of copies where the cursor stands."""
    return tr("M = {count}", count=number(count))


def half(at: float) -> tuple[str, ...]:
    """Return where a copy is half as fast: wordings, the longest first."""
    count = number(at)
    return (tr("half the rate at M = {count}", count=count), tr("half at {count}", count=count))


def saturated(at: float) -> tuple[str, ...]:
    """Return from where on the total hardly grows: wordings, the longest first."""
    count = number(at)
    return (tr("90 % of the peak from M = {count}", count=count), tr("90 % at {count}", count=count))
