"""The experiment `copies`: many parallel chains cost little more than one, but no chain gets shorter."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray, frozen, frozen_each, prefix, prefix_each
from core.experiment import Experiment, Result, Summary, always, new_run_number
from core.obstacles.serial.chains import Chains, CompiledChains, Stepper, load_numba
from core.obstacles.serial.machine import Machine, this_machine
from core.obstacles.serial.params import SerialParams
from core.obstacles.serial.scaling import (
    clear_gains,
    earliest_row,
    fixed_share,
    half_rate_at,
    last_cheap_index,
    plateau,
    total_gains,
)
from core.obstacles.serial.timing import Timing, time_steps
from core.run import Progress, Run

ByMethod = Mapping[str, float | None]


@dataclass(frozen=True, kw_only=True, eq=False)
class CopiesResult(Result):
    """Steps per second of copies of one chain; the keys of mappings are `numpy` and, if installed, `numba`.

    Partial results hold the n >= 1 numbers of copies that all methods have measured so far, in
    rising order; position p shows the first p of them.

    Attributes
    ----------
    copies
        The numbers M of parallel chains, shape (n,).
    step_seconds
        Seconds of one step of all M chains together: columns q25, median, q75, shape (n, 3). If more copies took less
        time, the final result has a second timing of the fewest copies, if it is faster.
    machine
        Date and machine of the measurement.

    """

    params: SerialParams
    copies: FloatArray
    step_seconds: Mapping[str, FloatArray]
    machine: Machine

    @property
    def length(self) -> int:
        """The number of measured numbers of copies."""
        return len(self.copies)

    @cached_property
    def per_copy(self) -> Mapping[str, FloatArray]:
        """Steps per second of each chain: lower quartile, median and upper quartile, shape (n, 3)."""
        return frozen_each({method: 1.0 / seconds[:, ::-1] for method, seconds in self.step_seconds.items()})

    @cached_property
    def total(self) -> Mapping[str, FloatArray]:
        """Steps per second of all chains together, in the same columns, shape (n, 3)."""
        return frozen_each({method: self.copies[:, None] * rates for method, rates in self.per_copy.items()})

    @cached_property
    def chain_seconds(self) -> Mapping[str, FloatArray]:
        """Seconds of `iterations` sequential steps, the same for each of the M chains: medians, shape (n,)."""
        return frozen_each(
            {method: self.params.iterations * seconds[:, 1] for method, seconds in self.step_seconds.items()}
        )

    @cached_property
    def half_at(self) -> ByMethod:
        """The M at which the rate per copy falls to half of that of the fewest copies; None if it does not."""
        return MappingProxyType(
            {method: half_rate_at(self.copies, rates[:, 1]) for method, rates in self.per_copy.items()}
        )

    @cached_property
    def plateau(self) -> Mapping[str, tuple[float, float] | None]:
        """Smallest and largest measured M with at least half of the largest total; None if only the last has it."""
        return MappingProxyType({method: plateau(self.copies, rates[:, 1]) for method, rates in self.total.items()})

    @cached_property
    def largest_at(self) -> ByMethod:
        """The measured M with the largest total; for larger M the copies no longer fit into the caches."""
        return MappingProxyType({method: float(self.copies[np.argmax(r[:, 1])]) for method, r in self.total.items()})

    @cached_property
    def gains(self) -> Mapping[str, FloatArray]:
        """The largest total up to each number of copies over that of the fewest, shape (n,); 1 if not clearly more."""
        return frozen_each({method: total_gains(r[:, 1]) for method, r in self.total.items()})

    @property
    def gain(self) -> ByMethod:
        """The largest total over that of the fewest copies: the gain by parallel copies."""
        return MappingProxyType({method: float(gains[-1]) for method, gains in self.gains.items()})

    @cached_property
    def slowdown(self) -> Mapping[str, FloatArray]:
        """The median time of a step over that with the fewest copies, shape (n,)."""
        return frozen_each({method: seconds[:, 1] / seconds[0, 1] for method, seconds in self.step_seconds.items()})

    @cached_property
    def cheap_up_to(self) -> Mapping[str, float]:
        """The largest measured M up to which no step takes more than twice as long as with the fewest copies."""
        return MappingProxyType(
            {method: float(self.copies[last_cheap_index(each)]) for method, each in self.slowdown.items()}
        )

    @cached_property
    def sooner_at(self) -> Mapping[str, float | None]:
        """The M with the smallest median time, if it is clearly faster than the fewest copies; else None.

        That is, by at least 1 %, and if its upper quartile is below the lower quartile of the fewest copies.
        """
        found = {method: earliest_row(seconds) for method, seconds in self.step_seconds.items()}
        return MappingProxyType(
            {method: None if at is None else float(self.copies[at]) for method, at in found.items()}
        )

    @cached_property
    def chain_gains(self) -> Mapping[str, FloatArray]:
        """The gain of a single chain up to each number of copies over the fewest copies, shape (n,).

        It is that of the smallest median time so far if it is clearly faster, as in `sooner_at`; else 1.
        """
        return frozen_each({method: clear_gains(seconds) for method, seconds in self.step_seconds.items()})

    @cached_property
    def fixed_share(self) -> ByMethod:
        """The share of a step of the fewest copies that does not grow with M; None if it cannot be measured.

        It is the value at M = 0, relative to that of the fewest copies, of a line of time against M through the medians
        of the fewest copies and of the M with the largest total. It is measured if the second takes at least twice as
        long as the first, and no step took less than that share.
        """
        return MappingProxyType({method: fixed_share(self.copies, s[:, 1]) for method, s in self.step_seconds.items()})

    @cached_property
    def compiled_speedup(self) -> float | None:
        """The speedup of the fewest copies by compilation; None if numba is not installed."""
        rates = {method: float(rates[0, 1]) for method, rates in self.per_copy.items()}
        return rates["numba"] / rates["numpy"] if "numba" in rates else None

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "iterations": self.params.iterations,
            "copies": [int(count) for count in self.copies.tolist()],
            "measured": {
                "step_seconds": _quartiles_as_dict(self.step_seconds),
                "per_copy": _quartiles_as_dict(self.per_copy),
                "total": _quartiles_as_dict(self.total),
                "chain_seconds": {method: seconds.tolist() for method, seconds in self.chain_seconds.items()},
                "half_at": dict(self.half_at),
                "plateau": {method: each and list(each) for method, each in self.plateau.items()},
                "largest_at": dict(self.largest_at),
                "gain": dict(self.gain),
                "compiled_speedup": self.compiled_speedup,
                "machine": self.machine._asdict(),
            },
        }


def run(params: SerialParams) -> Run[CopiesResult]:
    """Time a step of rising numbers of copies, by each method."""
    copies = frozen(sorted(set(params.copies)))
    methods = ("numpy",) if load_numba() is None else ("numpy", "numba")
    buffers = {method: np.empty((copies.size, 3)) for method in methods}
    run, machine = new_run_number(), this_machine()

    def result(count: int, *, complete: bool) -> CopiesResult:
        return CopiesResult(
            params=params,
            run=run,
            complete=complete,
            copies=prefix(copies, count),
            step_seconds=prefix_each(buffers, count),
            machine=machine,
        )

    workspace = np.empty((5, int(copies.max())))
    for part in workspace:
        # Filled in parts with yields in between: the system may need more than 10 ms to provide the memory.
        yield Progress(0.0)
        part.fill(0.0)

    def chains(count: float, method: str) -> Stepper:
        return Chains(int(count), workspace) if method == "numpy" else CompiledChains(int(count))

    parts = [(row, method) for row in range(copies.size) for method in methods]
    for done, (row, method) in enumerate(parts):
        yield Progress(done / len(parts))
        timing = yield from time_steps(chains(copies[row], method).advance, params.repeats, done, len(parts))
        buffers[method][row] = timing.q25, timing.median, timing.q75
        if method == methods[-1]:
            yield Progress((done + 1) / len(parts), result(row + 1, complete=False))
    for method in methods:
        if buffers[method][:, 1].argmin() > 0:
            # More copies are more work: if they took less time, the machine was slow when the fewest were timed.
            steps = chains(copies[0], method).advance
            timing = yield from time_steps(steps, params.repeats, len(parts) - 1, len(parts))
            buffers[method] = _faster(buffers[method], timing)
    return result(copies.size, complete=True)


def _faster(seconds: FloatArray, timing: Timing) -> FloatArray:
    """Return `seconds`, or a copy with the new timing of the fewest copies if that is faster."""
    if timing.median >= seconds[0, 1]:
        return seconds
    seconds = seconds.copy()
    seconds[0] = timing.q25, timing.median, timing.q75
    return seconds


def _quartiles_as_dict(arrays: Mapping[str, FloatArray]) -> dict[str, Any]:
    return {
        method: dict(zip(("low", "median", "high"), array.T.tolist(), strict=True)) for method, array in arrays.items()
    }


COPIES = Experiment(
    key="copies",
    title="Copies",
    reads=("iterations", "copies", "repeats"),
    result=CopiesResult,
    run=run,
    measures_time=True,
    own_process=always,
    rescales=("iterations",),
)
