"""Oracles of copies, from the seconds of a step of all copies: columns q25, median, q75."""

import math

from core.obstacles.serial.chains import load_numba

NEUTRAL = ("Many chains of steps side by side", "Measuring steps per second of more and more copies.")
LIMITS = {"repeats": (3, 3), "copies": (4, 1, 3000)}
SMALL = {"repeats": 3}
QUICK = False
SPECIAL = {"iterations": (1, 2, 1_000_000_000)}
EXAMPLES = (
    {"copies": "1,10,100,1000,10000,100000"},
    {"copies": "300000,1000000"},
    {"copies": "1000000", "iterations": 1},
    {"copies": "1,1000,100000", "iterations": 1_000_000_000},
    {"copies": "2,3"},
    {"copies": "1"},
)
ELSEWHERE = ("gain",) if load_numba() else ("gain", "compiled_speedup")
"""Tested with made-up times in `test_serial.py`, as measured times may not reach them."""


def _way(claim):
    return claim.subject or "numpy"


def _medians(claim, way=None):
    """Seconds of a step of all copies, by number of copies."""
    result = claim.result
    return dict(zip(result.copies.tolist(), result.step_seconds[way or _way(claim)][:, 1].tolist(), strict=True))


def _totals(claim, way=None):
    return {copies: copies / seconds for copies, seconds in _medians(claim, way).items()}


def _best(totals):
    best = max(totals.values()) / totals[min(totals)]
    return best if best >= 1.01 else 1.0


def _is_clearly_less(row, other):
    """Whether the quartiles of two timings are apart, and the medians differ by 1 %."""
    return row[2] < other[0] and other[1] >= 1.01 * row[1]


def _same(claim, name, expected):
    return math.isclose(claim.value(name), expected, rel_tol=1e-9)


def gain(claim):
    """The largest total over that of the fewest copies, 1 if it is less than 1 % more; without a factor it is 1."""
    expected = _best(_totals(claim))
    if "gain" not in claim:
        return expected == 1
    return _same(claim, "gain", expected) and (expected == 1 or claim.text("gain") != "1" or claim.subject == "numba")


def gains(claim):
    shown = math.floor(claim.position)
    totals = dict(list(_totals(claim).items())[:shown])
    return shown > 0 and _same(claim, "gain", _best(totals))


def chain_gains(claim):
    """The time of a step with the fewest copies over the shortest so far, if that is clearly less; else 1."""
    rows = claim.result.step_seconds["numpy"][: math.floor(claim.position)].tolist()
    least = min(rows, key=lambda row: row[1])
    clear = _is_clearly_less(least, rows[0])
    return _same(claim, "gain", rows[0][1] / least[1] if clear else 1) and (claim.text("gain") == "1") != clear


def copies(claim):
    """A measured number of copies: the one at this position, the fewest, or the only one."""
    measured = claim.result.copies.tolist()
    if "count" in claim:
        return claim.value("count") == measured[math.floor(claim.position) - 1]
    if "fewest" in claim:
        return claim.value("fewest") == min(measured)
    if claim.sentence.template.startswith("One chain") or "this chain" in claim.sentence.template:
        return measured == [1]
    return len(measured) == 1 and claim.result.complete


def slowdown(claim):
    """The time of a step over that with the fewest copies."""
    seconds = _medians(claim)
    few = min(seconds)
    if "share" in claim:
        return _same(claim, "share", 1 - min(seconds.values()) / seconds[few])
    named = claim.value("few") if "few" in claim else 1.0
    return named == few and _same(claim, "ratio", seconds[claim.value("many")] / seconds[few])


def sooner_at(claim):
    """The quoted number of copies is clearly fastest; or none is."""
    seconds = _medians(claim)
    few = min(seconds)
    rows = dict(zip(claim.result.copies.tolist(), claim.result.step_seconds["numpy"].tolist(), strict=True))
    least = min(rows, key=lambda each: rows[each][1])
    clearly = _is_clearly_less(rows[least], rows[few])
    return clearly and claim.value("most") == least if "most" in claim else not clearly


def fixed_share(claim):
    """The value at M = 0 of the line through two points."""
    seconds, totals = _medians(claim), _totals(claim)
    few, most = min(seconds), max(totals, key=totals.get)
    if seconds[most] < 2 * seconds[few] * (1 - 1e-12):
        return False
    at_none = (most * seconds[few] - few * seconds[most]) / (most - few)
    if at_none > min(seconds.values()) * (1 + 1e-12):
        return False
    if "share" not in claim:
        return few == 1 and at_none > 0.99 * seconds[few]
    named = "few" not in claim or claim.value("few") == few
    return named and ("few" in claim or few == 1) and _same(claim, "share", at_none / seconds[few])


def chain_seconds(claim):
    """A chain takes its number of steps times the seconds per step."""
    chains = [claim.result.params.iterations * seconds for seconds in _medians(claim).values()]
    name = "chain" if "chain" in claim else "least"
    return _same(claim, name, min(chains)) and (name == "least" or len(chains) == 1)


def iterations(claim):
    return claim.value("n") == claim.result.params.iterations


def compiled_speedup(claim):
    few = claim.value("fewest")
    seconds = [_medians(claim, way)[few] for way in ("numpy", "numba")]
    return few == min(claim.result.copies) and _same(claim, "speedup", seconds[0] / seconds[1])


def machine(claim):
    return claim.result.machine.date.startswith(claim.text("date") + " ")
