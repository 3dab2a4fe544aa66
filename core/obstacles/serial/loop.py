"""The experiment `loop`: a step needs the one before, so that the whole chain takes steps times seconds a step."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray, frozen
from core.experiment import Experiment, Progress, Result, Run, Summary, new_run_number
from core.obstacles.serial.chains import Chain, Chains, CompiledChains, Steps, numba
from core.obstacles.serial.machine import Machine, this_machine
from core.obstacles.serial.params import SerialParams
from core.obstacles.serial.perceptron import Perceptron
from core.obstacles.serial.timing import Timing, time_steps

WAYS = ("python", "numpy", "numba", "digits")
"""What is timed: a chain with two parameters in plain Python, in numpy and compiled, and the network's step."""

CLOCKS = ("python", "digits", "yours")
"""The three that run in the picture: a toy's step, the network's, and the user's own."""

MARKS = 1000
WORKERS = 1000
"""How many workers stand by, and change nothing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LoopResult(Result):
    """What a step takes on this machine, and hence all of them; mappings go by the way.

    The ways are `python` and `numpy` (one gradient-descent step in two parameters), `numba` (the
    same compiled), `digits` (a step of a 64-16-10 network on 1797 images, random ones) and, where
    it is said, `yours` (`step_seconds`, which is assumed). At position p, p / 1000 of the chain is
    done, by every clock.

    Attributes
    ----------
    timings
        Seconds a step by each of the four ways that are measured; None where it is not measured
        yet, or where numba is not installed: then `machine.numba` is None too.
    machine
        When and on what.

    """

    params: SerialParams
    timings: Mapping[str, Timing | None]
    machine: Machine

    @property
    def length(self) -> int:
        """The number of marks along the chain: 1000, however long it is."""
        return MARKS

    @property
    def steps_in_a_row(self) -> int:
        """How many steps have to wait for each other, with one worker and with 1000 alike.

        By definition of the loop: each step begins at the x that the one before ends with.
        """
        return self.params.iterations

    @property
    def workers(self) -> int:
        """How many workers stand by: a step reads what the one before wrote, so that one works and the others wait."""
        return WORKERS

    @cached_property
    def seconds(self) -> Mapping[str, float | None]:
        """Seconds that the whole chain takes, by the four ways and by `yours`."""
        steps = self.steps_in_a_row
        measured = {way: each and steps * each.median for way, each in self.timings.items()}
        return MappingProxyType(measured | {"yours": steps * self.params.step_seconds})

    @cached_property
    def steps(self) -> FloatArray:
        """Whole steps done at each mark, shape (1001,)."""
        # In whole numbers: a thousandth times a thousand may be a little less than one.
        return frozen(self.steps_in_a_row * np.arange(MARKS + 1) // MARKS)

    @cached_property
    def elapsed(self) -> FloatArray:
        """Seconds on the three clocks (`python`, `digits`, `yours`) at each mark, shape (1001, 3); NaN if not known."""
        totals = [np.nan if (total := self.seconds[clock]) is None else total for clock in CLOCKS]
        return frozen(_shares()[:, None] * np.array(totals))

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "steps_in_a_row": self.steps_in_a_row,
            "workers": WORKERS,
            "steps_in_a_row_with_workers": self.steps_in_a_row,
            "seconds_assumed": self.seconds["yours"],
            "measured": {
                "seconds_a_step": {way: each and each._asdict() for way, each in self.timings.items()},
                "seconds": {way: self.seconds[way] for way in self.timings},
                "machine": self.machine._asdict(),
            },
        }


def run(params: SerialParams) -> Run[LoopResult]:
    """Time a step in each way, one after another."""
    timings: dict[str, Timing | None] = dict.fromkeys(WAYS)
    result = partial(LoopResult, params=params, run=new_run_number(), machine=this_machine())
    yield Progress(0.0, result(timings=MappingProxyType(dict(timings)), complete=False))
    for done, way in enumerate(WAYS):
        if way == "numba" and numba() is None:
            continue
        timings[way] = yield from time_steps(_chain(way).advance, params.repeats, done, len(WAYS))
        yield Progress((done + 1) / len(WAYS), result(timings=MappingProxyType(dict(timings)), complete=False))
    return result(timings=MappingProxyType(timings))


def _chain(way: str) -> Steps:
    """Return what takes steps in a way."""
    if way == "python":
        return Chain()
    if way == "digits":
        return Perceptron()
    return Chains(1) if way == "numpy" else CompiledChains(1)


def _shares() -> FloatArray:
    return np.arange(MARKS + 1) / MARKS


LOOP = Experiment(
    key="loop",
    title="Loop",
    reads=("iterations", "step_seconds", "repeats"),
    result=LoopResult,
    run=run,
    measures_time=True,
    own_process=True,
    rescales=("iterations", "step_seconds"),
)
