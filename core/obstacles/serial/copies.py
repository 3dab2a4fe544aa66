"""The experiment `copies`: many chains side by side cost little more than one, and none gets shorter."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray, frozen, frozen_each, prefix
from core.experiment import Experiment, Progress, Result, Run, Summary, new_run_number
from core.obstacles.serial.chains import Chains, CompiledChains, Steps, numba
from core.obstacles.serial.machine import Machine, this_machine
from core.obstacles.serial.params import SerialParams
from core.obstacles.serial.timing import Timing, time_steps
from core.obstacles.serial.worth import cheap, fixed, half, halved, plateau, sooner, unbroken

Figures = Mapping[str, float | None]


@dataclass(frozen=True, kw_only=True, eq=False)
class CopiesResult(Result):
    """Steps a second of many copies of one chain; mappings go by the way, `numpy` and where installed `numba`.

    Partial results hold the n numbers of copies that have been measured by all ways so far, in
    rising order, n >= 1; position p shows the first p of them.

    Attributes
    ----------
    copies
        How many chains M are run side by side, shape (n,).
    step_seconds
        Seconds that one step of all M chains together takes: columns q25, median, q75, shape (n, 3). In the
        last result the fewest are timed again where more copies took less, and the faster timing is kept.
    machine
        When and on what.

    """

    params: SerialParams
    copies: FloatArray
    step_seconds: Mapping[str, FloatArray]
    machine: Machine

    @property
    def length(self) -> int:
        """How many numbers of copies have been measured."""
        return len(self.copies)

    @cached_property
    def per_copy(self) -> Mapping[str, FloatArray]:
        """Steps a second of each chain: at the quartiles and, in the middle column, the median; shape (n, 3)."""
        return frozen_each({way: 1.0 / seconds[:, ::-1] for way, seconds in self.step_seconds.items()})

    @cached_property
    def total(self) -> Mapping[str, FloatArray]:
        """Steps a second of all chains together, in the same columns, shape (n, 3)."""
        return frozen_each({way: self.copies[:, None] * rates for way, rates in self.per_copy.items()})

    @cached_property
    def chain_seconds(self) -> Mapping[str, FloatArray]:
        """Seconds until `iterations` steps in a row are done, by every one of the M chains: medians, shape (n,)."""
        return frozen_each({way: self.params.iterations * seconds[:, 1] for way, seconds in self.step_seconds.items()})

    @cached_property
    def half_at(self) -> Figures:
        """The M at which the rate of each copy has fallen to half of that of the fewest; None if it has not."""
        return MappingProxyType({way: half(self.copies, rates[:, 1]) for way, rates in self.per_copy.items()})

    @cached_property
    def half_between(self) -> Mapping[str, tuple[float, float] | None]:
        """The neighboring M, as measured, between which the rate of each copy falls to half; None if it has not.

        Where in between that is, a line must guess: `half_at`.
        """
        return MappingProxyType({way: halved(self.copies, each) for way, each in self.slowdown.items()})

    @cached_property
    def plateau(self) -> Mapping[str, tuple[float, float] | None]:
        """The least and the largest M measured whose total is half of the largest or more; None if only the last is."""
        return MappingProxyType({way: plateau(self.copies, rates[:, 1]) for way, rates in self.total.items()})

    @cached_property
    def largest_at(self) -> Figures:
        """The M measured whose total is the largest: beyond it, copies no longer fit into the processor's caches."""
        return MappingProxyType({way: float(self.copies[np.argmax(r[:, 1])]) for way, r in self.total.items()})

    @cached_property
    def gains(self) -> Mapping[str, FloatArray]:
        """The largest total up to each number of copies over that of the fewest, shape (n,)."""
        return frozen_each({way: np.maximum.accumulate(r[:, 1]) / r[0, 1] for way, r in self.total.items()})

    @property
    def gain(self) -> Figures:
        """The largest total over that of the fewest copies: what running side by side is worth."""
        return MappingProxyType({way: float(gains[-1]) for way, gains in self.gains.items()})

    @cached_property
    def plateau_unbroken(self) -> Mapping[str, bool]:
        """Whether every M measured from the least to the largest of the plateau has half of the largest total."""
        return MappingProxyType({way: unbroken(rates[:, 1]) for way, rates in self.total.items()})

    @cached_property
    def slowdown(self) -> Mapping[str, FloatArray]:
        """How many times as long as with the fewest copies a step of all M takes: of medians, shape (n,)."""
        return frozen_each({way: seconds[:, 1] / seconds[0, 1] for way, seconds in self.step_seconds.items()})

    @cached_property
    def cheap_up_to(self) -> Mapping[str, float]:
        """The largest M measured up to which no step takes more than twice as long as that of the fewest."""
        return MappingProxyType({way: float(self.copies[cheap(each)]) for way, each in self.slowdown.items()})

    @cached_property
    def sooner_at(self) -> Mapping[str, float | None]:
        """The M at which a chain is done earliest, where that is sooner than with the fewest; else None.

        Sooner is what has its upper quartile below the lower quartile of the fewest.
        None says that no chain finished clearly sooner, of those measured.
        """
        found = {way: sooner(seconds) for way, seconds in self.step_seconds.items()}
        return MappingProxyType({way: None if at is None else float(self.copies[at]) for way, at in found.items()})

    @cached_property
    def fixed_share(self) -> Figures:
        """Of a step of the fewest copies, the share that does not grow with M; None where that was not measured.

        It is where a step of the M with the largest total takes twice as long as one of the fewest, and no
        step took less than that share of it.
        A line of time against M goes through the medians of the fewest and of the M with the largest
        total: its height at M = 0 over that at the fewest.
        """
        return MappingProxyType({way: fixed(self.copies, s[:, 1]) for way, s in self.step_seconds.items()})

    @cached_property
    def compiled_speedup(self) -> float | None:
        """How much faster the fewest copies run when compiled; None where numba is not installed."""
        rates = {way: float(rates[0, 1]) for way, rates in self.per_copy.items()}
        return rates["numba"] / rates["numpy"] if "numba" in rates else None

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "iterations": self.params.iterations,
            "copies": [int(count) for count in self.copies.tolist()],
            "measured": {
                "step_seconds": _plain(self.step_seconds),
                "per_copy": _plain(self.per_copy),
                "total": _plain(self.total),
                "chain_seconds": {way: seconds.tolist() for way, seconds in self.chain_seconds.items()},
                "half_at": dict(self.half_at),
                "plateau": {way: each and list(each) for way, each in self.plateau.items()},
                "largest_at": dict(self.largest_at),
                "gain": dict(self.gain),
                "compiled_speedup": self.compiled_speedup,
                "machine": self.machine._asdict(),
            },
        }


def run(params: SerialParams) -> Run[CopiesResult]:
    """Time a step of more and more copies, by each way in turn."""
    copies = frozen(sorted(set(params.copies)))
    ways = ("numpy",) if numba() is None else ("numpy", "numba")
    buffers = {way: np.empty((copies.size, 3)) for way in ways}
    run, machine = new_run_number(), this_machine()

    def result(count: int, *, complete: bool) -> CopiesResult:
        return CopiesResult(
            params=params,
            run=run,
            complete=complete,
            copies=prefix(copies, count),
            step_seconds=MappingProxyType({way: prefix(buffer, count) for way, buffer in buffers.items()}),
            machine=machine,
        )

    room = np.empty((5, int(copies.max())))
    for part in room:
        # Asked for in parts: memory that nobody had before can take the system longer than a run may keep going.
        yield Progress(0.0)
        part.fill(0.0)

    def chains(count: float, way: str) -> Steps:
        return Chains(int(count), room) if way == "numpy" else CompiledChains(int(count))

    parts = [(row, way) for row in range(copies.size) for way in ways]
    for done, (row, way) in enumerate(parts):
        yield Progress(done / len(parts))
        timing = yield from time_steps(chains(copies[row], way).advance, params.repeats, done, len(parts))
        buffers[way][row] = timing.q25, timing.median, timing.q75
        if way == ways[-1]:
            yield Progress((done + 1) / len(parts), result(row + 1, complete=False))
    for way in ways:
        if buffers[way][:, 1].argmin() > 0:
            # More copies have more to do: where they took less, the machine was slower when the fewest were timed.
            steps = chains(copies[0], way).advance
            timing = yield from time_steps(steps, params.repeats, len(parts) - 1, len(parts))
            buffers[way] = _faster(buffers[way], timing)
    return result(copies.size, complete=True)


def _faster(seconds: FloatArray, timing: Timing) -> FloatArray:
    """Return the timings with a new one of the fewest copies, where it is the faster; partial results keep theirs."""
    if timing.median >= seconds[0, 1]:
        return seconds
    seconds = seconds.copy()
    seconds[0] = timing.q25, timing.median, timing.q75
    return seconds


def _plain(arrays: Mapping[str, FloatArray]) -> dict[str, Any]:
    return {way: dict(zip(("low", "median", "high"), array.T.tolist(), strict=True)) for way, array in arrays.items()}


COPIES = Experiment(
    key="copies",
    title="Copies",
    reads=("iterations", "copies", "repeats"),
    result=CopiesResult,
    run=run,
    measures_time=True,
    own_process=True,
    rescales=("iterations",),
)
