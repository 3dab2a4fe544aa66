"""What copies are worth, every number from the result."""

from core.obstacles.serial.copies import CopiesResult
from gui.sentences import fitting
from gui.stages.serial.durations import duration, whole
from gui.text import Span, number, tr

TOTAL, PER_COPY = "total", "per_copy"
COLORS = {
    ("numpy", TOTAL): "gradient_descent",
    ("numpy", PER_COPY): "heavy_ball",
    ("numba", TOTAL): "conjugate_gradient",
    ("numba", PER_COPY): "nesterov",
}
"""The methods whose colors and markers the curves have: no method is shown beside them."""
LEAD = "numpy"


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


def rate_title(result: CopiesResult) -> str:
    """Return what is measured, where and when, and in what where there is only one."""
    date = result.machine.date.split()[0]
    if "numba" in result.total:
        return tr("steps a second, measured on this machine, {date}", date=date)
    return tr("steps a second in numpy, measured on this machine, {date}", date=date)


def hero(result: CopiesResult, shown: int) -> str:
    """Return what running side by side is worth, of the first so many numbers of copies."""
    return tr("× {gain}", gain=number(float(result.gains[LEAD][shown - 1]))) if shown else tr("…")


def below(result: CopiesResult, shown: int) -> tuple[str, ...]:
    """Return what the gain is of, the best of the first so many numbers of copies: wordings, the longest first."""
    if result.complete and len(result.copies) == 1:
        return (tr("one number of copies: nothing to compare"), tr("nothing to compare"))
    fewest = number(float(result.copies[0]))
    if not shown:
        return (tr("steps a second in total, against M = {fewest}", fewest=fewest),)
    most = number(float(result.copies[int(result.total[LEAD][:shown, 1].argmax())]))
    return (
        tr("steps a second in total at M = {most}, the best, against M = {fewest}", most=most, fewest=fewest),
        tr("in total at M = {most}, against M = {fewest}", most=most, fewest=fewest),
        tr("in total at M = {most}", most=most),
        tr("at M = {most}", most=most),
    )


def caption(result: CopiesResult) -> str:
    """Return the sentence under the picture."""
    if not result.complete:
        return tr("Measuring steps a second, of more and more copies.")
    gain = Span(number(result.gain[LEAD] or 0.0), COLORS[LEAD, TOTAL])
    # Of all that were measured: now and then one of a few copies is a little faster than one alone.
    chain = Span(duration(float(result.chain_seconds[LEAD].min())), COLORS[LEAD, PER_COPY])
    if len(result.copies) == 1:
        return tr("Each of these chains takes {chain}.", chain=chain)
    count = result.params.iterations
    return fitting(*(_both(result, gain=gain, chain=chain, steps=steps) for steps in (whole(count), number(count))))


def _both(result: CopiesResult, **told: str | Span) -> str:
    """Say what copies bring, and that a chain takes its time all the same."""
    if result.gain.get("numba") is not None:  # compiled chains are done long before
        return tr("Copies bring × {gain} the steps; {steps} in a row take numpy {chain}.", **told)
    return tr("Copies bring × {gain} the steps; {steps} in a row take at least {chain}.", **told)


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
    count = number(at if at >= 10 else round(at))  # between two: but there is no copy and a half
    return (tr("half the rate at M = {count}", count=count), tr("half at {count}", count=count))


def plateau(first: float, last: float, *, ended: bool) -> tuple[str, ...]:
    """Return where the total is as good as it gets, and whether that ends before the last: the longest first."""
    ends = {"first": number(first), "last": number(last)}
    if not ended:
        return (tr("≥ half the best total from M = {first}", **ends), tr("≥ half the best from {first}", **ends))
    return (
        tr("≥ half the best total: M = {first} to {last}", **ends),
        tr("≥ half the best: {first} to {last}", **ends),
    )
