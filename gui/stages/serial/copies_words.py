"""The texts of serial/copies."""

import numpy as np

from core.obstacles.serial.copies import CopiesResult
from gui.stages.serial.durations import duration
from gui.wording.sentences import first_fitting, paragraph
from gui.wording.text import Span, distinct_pair, ntr, number, percent, tr, whole_number

TOTAL, PER_COPY = "total", "per_copy"
SERIES = {
    ("numpy", TOTAL): "numpy_total",
    ("numpy", PER_COPY): "numpy_per_copy",
    ("numba", TOTAL): "numba_total",
    ("numba", PER_COPY): "numba_per_copy",
}
"""The series of each curve, by backend and kind."""
LEAD = "numpy"
MAX_QUOTED_SHARE = 0.99
"""A larger fixed share is quoted as "over 99 %", since the line fit is not more precise."""


def curve_names(*, compiled: bool) -> dict[tuple[str, str], str]:
    """Return the names at the ends of the curves, with those of numba if `compiled`."""
    if not compiled:
        return {(LEAD, TOTAL): tr("in total"), (LEAD, PER_COPY): tr("per chain")}
    return {
        (LEAD, TOTAL): tr("numpy, total"),
        (LEAD, PER_COPY): tr("numpy, each"),
        ("numba", TOTAL): tr("numba, total"),
        ("numba", PER_COPY): tr("numba, each"),
    }


def rate_title(result: CopiesResult) -> str:
    """Return the title of the axis of rates, with the date of the measurement."""
    date = result.machine.date.split()[0]
    if "numba" in result.total:
        return tr("steps per second, measured on this machine, {date}", "machine", date=date)
    return tr("steps per second in numpy, measured on this machine, {date}", "machine", date=date)


def title(result: CopiesResult) -> str:
    """Return the title: that copies make no chain faster, else how long they took."""
    if set(result.params.copies) == {1}:
        return tr("One chain of steps", "copies")
    if len(result.copies) == 1 or not result.complete:
        return tr("Many chains of steps side by side")
    if result.sooner_at[LEAD] is None:
        return tr("More chains side by side, and none is clearly faster", "sooner_at")
    many, ratio, few = _slowdown(result)
    if few == 1.0:
        return tr("{many} copies took {ratio}× the time of one", "slowdown", many=many, ratio=ratio)
    return tr(
        "{many} copies took {ratio}× the time of {few}", "slowdown", many=many, ratio=ratio, few=number(few)
    )  # fmt: skip


def _slowdown(result: CopiesResult) -> tuple[Span, Span, float]:
    """Return the largest cheap number of copies, or the largest of all, its slowdown, and the fewest copies."""
    few, cheap = float(result.copies[0]), result.cheap_up_to[LEAD]
    many = cheap if cheap > few else float(result.copies[-1])
    return number(many), number(float(result.slowdown[LEAD][np.searchsorted(result.copies, many)])), few


def hero(result: CopiesResult, shown: int) -> str:
    """Return the gain of a single chain over the first `shown` numbers of copies."""
    if not shown:
        return tr("…")
    return tr("{gain}× per chain", "chain_gains", gain=_gain(float(result.chain_gains[LEAD][shown - 1]), PER_COPY))


def total_wordings(result: CopiesResult, shown: int) -> tuple[str, ...]:
    """Return wordings of the gain of all chains together over the first `shown` numbers of copies."""
    if result.complete and len(result.copies) == 1:
        return (tr("one number of copies", "copies"),)
    if not shown:
        return (tr("…"),)
    return (tr("{gain}× in total", "gains", gain=_gain(float(result.gains[LEAD][shown - 1]), TOTAL)),)


def _gain(gain: float, kind: str) -> Span:
    return Span(distinct_pair(gain, 1.0, 2)[0], SERIES[LEAD, kind])


def against_wordings(result: CopiesResult) -> tuple[str, ...]:
    """Return wordings of what both gains are, the longest first."""
    if result.complete and len(result.copies) == 1:
        return (tr("nothing to compare", "copies"),)
    fewest = number(float(result.copies[0]))
    return (
        tr("steps per second at best, against M = {fewest}", "copies", fewest=fewest),
        tr("at best, against M = {fewest}", "copies", fewest=fewest),
        tr("against M = {fewest}", "copies", fewest=fewest),
    )


def caption(result: CopiesResult) -> str:
    """Return the sentence under the picture."""
    if not result.complete:
        return tr("Measuring steps per second of more and more copies.")
    if len(result.copies) == 1:
        return _single(result)
    gain, at = result.gain[LEAD] or 0.0, result.sooner_at[LEAD]
    if gain == 1.0:
        return tr("With more copies neither the total nor any chain is clearly faster.", "gain", "sooner_at")
    if at is not None:
        return _sooner(result, _gain(gain, TOTAL), number(at))
    many, ratio, few = _slowdown(result)
    both = {"many": many, "ratio": ratio}
    if "numba" in result.total:  # compiled, a chain is done long before
        if few == 1.0:
            return tr("In numpy {many} copies took {ratio}× the time of one.", "slowdown", **both)
        return tr("In numpy {many} copies took {ratio}× the time of {few}.", "slowdown", few=number(few), **both)
    if few == 1.0:
        return first_fitting(
            tr(
                "{many} copies took {ratio}× the time of one; no chain ended clearly sooner.",
                "slowdown",
                "sooner_at",
                **both,
            ),
            tr("{many} copies took {ratio}× the time of one.", "slowdown", **both),
        )
    return tr("{many} copies took {ratio}× the time of {few}.", "slowdown", few=number(few), **both)


def _single(result: CopiesResult) -> str:
    """Return the caption if one number of copies was measured."""
    values = {
        "n": whole_number(result.params.iterations),
        "chain": Span(duration(float(result.chain_seconds[LEAD][0])), SERIES[LEAD, PER_COPY]),
    }
    if result.copies[0] == 1.0:
        return ntr("{n} step takes this chain {chain}.", "{n} steps take this chain {chain}.",
                   result.params.iterations, "chain_seconds", "iterations", "copies", **values)  # fmt: skip
    return ntr("{n} step takes each of these chains {chain}.", "{n} steps take each of these chains {chain}.",
               result.params.iterations, "chain_seconds", "iterations", **values)  # fmt: skip


def _sooner(result: CopiesResult, gain: Span, most: Span) -> str:
    """Return the caption if a chain is faster with more copies."""
    values = {"gain": gain, "most": most, "share": percent(1.0 - float(result.slowdown[LEAD].min()))}
    return first_fitting(
        tr(
            "{gain}× the total steps per second; at M = {most} a chain took {share} less.",
            "gain",
            "sooner_at",
            "slowdown",
            **values,
        ),
        tr(
            "{gain}× the total steps; at M = {most} a chain took {share} less.",
            "gain",
            "sooner_at",
            "slowdown",
            **values,
        ),
        tr("At M = {most} a chain took {share} less.", "sooner_at", "slowdown", most=most, share=values["share"]),
    )


def caveat(result: CopiesResult) -> str:
    """Return the line with the fixed cost of a step and the shortest time of a chain, or with the gain of numba."""
    if len(result.copies) == 1 and result.complete:
        return _compiled(result) or tr("Only one number of copies was measured.", "copies")
    return _compiled(result) or paragraph(_fixed(result), _chain(result))


def _compiled(result: CopiesResult) -> str:
    """Return the gain of compiling with numba, or "" if it was not measured."""
    speedup, gain = result.compiled_speedup, result.gain.get("numba")
    if speedup is None or gain is None:
        return ""
    if gain == 1.0:
        return tr(
            "Compiled by numba, M = {fewest} runs {speedup}× as fast.",
            "compiled_speedup",
            fewest=number(float(result.copies[0])),
            speedup=number(speedup),
        )
    return tr(
        "Compiled by numba, M = {fewest} runs {speedup}× as fast, and copies gain {gain}×.",
        "compiled_speedup",
        "gain",
        fewest=number(float(result.copies[0])),
        speedup=number(speedup),
        gain=number(gain),
    ).about("numba")


def _fixed(result: CopiesResult) -> str:
    """Return the share of a step that does not grow with the number of copies, or "" if there is none."""
    share, few = result.fixed_share[LEAD], float(result.copies[0])
    if share is None or not result.complete:
        return ""
    if few == 1.0 and share > MAX_QUOTED_SHARE:
        return tr("Line fit: over 99 % of one chain's step is fixed cost.", "fixed_share")
    values = {"share": percent(share)}
    if few == 1.0:
        return tr("Line fit: {share} of one chain's step is fixed cost.", "fixed_share", **values)
    return tr("Line fit: {share} of a step at M = {few} is fixed cost.", "fixed_share", few=number(few), **values)


def _chain(result: CopiesResult) -> str:
    """Return the shortest time of a chain over all numbers of copies."""
    least = duration(float(result.chain_seconds[LEAD].min()))
    return ntr(
        "{n} step: at best {least}.",
        "{n} steps: at best {least}.",
        result.params.iterations,
        "chain_seconds",
        "iterations",
        n=whole_number(result.params.iterations),
        least=least,
    )


def copies_text(count: float) -> str:
    """Return the number of copies at the cursor."""
    return tr("M = {count}", "copies", count=number(count))
