"""What copies claims, from the seconds that a step of all copies takes: columns q25, median, q75."""

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
ELSEWHERE = ("largest_at",) if load_numba() else ("largest_at", "compiled_speedup")
"""Checked with times that are made up, in `test_serial.py`: it depends on the machine whether they are reached here."""


def _way(said):
    return said.subject or "numpy"


def _medians(said, way=None):
    """Seconds of a step of all copies, by the number of copies."""
    result = said.result
    return dict(zip(result.copies.tolist(), result.step_seconds[way or _way(said)][:, 1].tolist(), strict=True))


def _totals(said, way=None):
    return {copies: copies / seconds for copies, seconds in _medians(said, way).items()}


def _best(totals):
    return max(totals.values()) / totals[min(totals)]


def _same(said, name, wanted):
    return math.isclose(said.value(name), wanted, rel_tol=1e-9)


def gain(said):
    """The largest total over that of the fewest; where no factor is named there is none."""
    wanted = _best(_totals(said))
    if "gain" not in said:
        return wanted <= 1
    return _same(said, "gain", wanted) and (wanted == 1 or said.shown("gain") != "1" or said.subject == "numba")


def gains(said):
    shown = math.floor(said.position)
    totals = dict(list(_totals(said).items())[:shown])
    return shown > 0 and _same(said, "gain", _best(totals))


def total(said):
    """Of those shown, none has a larger total than the one that is named."""
    totals = dict(list(_totals(said).items())[: math.floor(said.position)])
    fewest = "fewest" not in said or said.value("fewest") == min(totals)
    return fewest and totals[said.value("most")] == max(totals.values())


def copies(said):
    """A number of copies that was measured: the one at the cursor, the fewest, or the only one."""
    measured = said.result.copies.tolist()
    if "count" in said:
        return said.value("count") == measured[math.floor(said.position) - 1]
    if "fewest" in said:
        return said.value("fewest") == min(measured)
    if said.sentence.template.startswith("One chain") or "this chain" in said.sentence.template:
        return measured == [1]
    return len(measured) == 1 and said.result.complete


def slowdown(said):
    """How long a step takes against one with the fewest."""
    seconds = _medians(said)
    few = min(seconds)
    if "share" in said:
        return _same(said, "share", 1 - min(seconds.values()) / seconds[few])
    named = said.value("few") if "few" in said else 1.0
    return named == few and _same(said, "ratio", seconds[said.value("many")] / seconds[few])


def sooner_at(said):
    """The earliest is named, and clearly earlier; or none is."""
    seconds = _medians(said)
    few = min(seconds)
    rows = dict(zip(said.result.copies.tolist(), said.result.step_seconds["numpy"].tolist(), strict=True))
    least = min(rows, key=lambda each: rows[each][1])
    clearly = rows[least][2] < rows[few][0]
    return clearly and said.value("most") == least if "most" in said else not clearly


def fixed_share(said):
    """A line through two points: how far it has come down to at no copies at all."""
    seconds, totals = _medians(said), _totals(said)
    few, most = min(seconds), max(totals, key=totals.get)
    if seconds[most] < 2 * seconds[few] * (1 - 1e-12):
        return False
    at_none = (most * seconds[few] - few * seconds[most]) / (most - few)
    if at_none > min(seconds.values()) * (1 + 1e-12):
        return False
    if "share" not in said:
        return few == 1 and at_none > 0.99 * seconds[few]
    named = "few" not in said or said.value("few") == few
    return named and ("few" in said or few == 1) and _same(said, "share", at_none / seconds[few])


def chain_seconds(said):
    """A chain is done when all of its steps are, one after another."""
    chains = [said.result.params.iterations * seconds for seconds in _medians(said).values()]
    name = "chain" if "chain" in said else "least"
    return _same(said, name, min(chains)) and (name == "least" or len(chains) == 1)


def iterations(said):
    return said.value("n") == said.result.params.iterations


def half_between(said):
    """Two neighbors: up to the first, no step takes twice as long as with the fewest; with the second, one does."""
    seconds = _medians(said)
    few, many = said.value("few"), said.value("many")
    slow = [each for each, taken in seconds.items() if taken >= 2 * seconds[min(seconds)] * (1 - 1e-12)]
    return many == min(slow) and few == max(each for each in seconds if each < many)


def plateau(said):
    """From the first to the last that are named every total is at least half of the best, and no other is."""
    totals = _totals(said)
    last = said.value("last") if "last" in said else max(totals)
    good = {each for each, rate in totals.items() if rate >= 0.5 * max(totals.values()) * (1 - 1e-12)}
    return good == {each for each in totals if said.value("first") <= each <= last}


def largest_at(said):
    """No other total is as large as half of it."""
    totals = _totals(said)
    others = [rate for each, rate in totals.items() if each != said.value("most")]
    return max(others) <= 0.5 * totals[said.value("most")] * (1 + 1e-12)


def compiled_speedup(said):
    few = said.value("fewest")
    seconds = [_medians(said, way)[few] for way in ("numpy", "numba")]
    return few == min(said.result.copies) and _same(said, "speedup", seconds[0] / seconds[1])


def machine(said):
    return said.result.machine.date.startswith(said.shown("date") + " ")
