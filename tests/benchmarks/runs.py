"""The longest time between two yields of a run."""

from cases import CASES, driven
from table import Line


def measure(quick):
    for case in CASES:
        if not (quick and case.heavy):
            _, gaps = driven(case)
            wall, processor = (1e3 * max(times) for times in zip(*gaps, strict=True))
            note = f"{len(gaps)} yields in {sum(gap for gap, _ in gaps):.1f} s; of processor time {processor:.1f} ms"
            yield Line(f"longest time between two yields: {case.name}", wall, 50, " ms", note=note, digits=1)
