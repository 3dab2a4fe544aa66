"""The experiment `loop`: each step needs the previous one, so the chain takes steps times seconds per step."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray, frozen
from core.experiment import Experiment, Result, Summary, always, new_run_number
from core.obstacles.serial.chains import Chain, Chains, CompiledChains, Stepper, load_numba
from core.obstacles.serial.digits_descent import DigitsDescent
from core.obstacles.serial.machine import Machine, this_machine
from core.obstacles.serial.params import SerialParams
from core.obstacles.serial.timing import Timing, time_steps
from core.run import Progress, Run

METHODS = ("python", "numpy", "numba", "digits")
"""The timed methods: a step in two parameters in plain Python, in numpy and compiled, and a step of a network."""

CLOCKS = ("python", "digits", "yours")
"""The three clocks of the picture: the step in two parameters, the step of the network, and the user's own."""

MARKS = 1000
WORKERS = 1000
"""Number of workers of the comparison; they do not change the time."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LoopResult(Result):
    """The time of a step on this machine, and of the whole chain; the keys of mappings are the methods.

    The methods are `python` and `numpy` (one gradient-descent step in two parameters), `numba` (the
    same compiled), `digits` (a step of a 64-16-10 network on 1797 images of digits) and, where
    stated, `yours` (the parameter `step_seconds`). At position p every clock has done p / 1000 of the chain.

    Attributes
    ----------
    timings
        Seconds per step of each of the four methods; None if not measured yet, and for `numba` if it is not
        installed: then `machine.numba` is None, too.
    machine
        Date and machine of the measurement.

    """

    params: SerialParams
    timings: Mapping[str, Timing | None]
    machine: Machine

    @property
    def length(self) -> int:
        """The number of marks along the chain: always 1000."""
        return MARKS

    @property
    def steps_in_a_row(self) -> int:
        """The number of sequential steps, which is the same with one worker and with 1000.

        Each step starts from the x of the previous step.
        """
        return self.params.iterations

    @property
    def workers(self) -> int:
        """The number of workers: each step reads the result of the previous one, so one works and the others wait."""
        return WORKERS

    @cached_property
    def seconds(self) -> Mapping[str, float | None]:
        """Seconds of the whole chain, by the four methods and by `yours`."""
        steps = self.steps_in_a_row
        measured = {method: each and steps * each.median for method, each in self.timings.items()}
        return MappingProxyType(measured | {"yours": steps * self.params.step_seconds})

    @cached_property
    def steps(self) -> FloatArray:
        """Whole steps done at each mark, shape (1001,)."""
        # Integer arithmetic, as a thousandth times a thousand may be slightly less than one.
        return frozen(self.steps_in_a_row * np.arange(MARKS + 1) // MARKS)

    @cached_property
    def elapsed(self) -> FloatArray:
        """Seconds on the clocks `python`, `digits` and `yours` at each mark, shape (1001, 3); NaN if not known."""
        totals = [np.nan if (total := self.seconds[clock]) is None else total for clock in CLOCKS]
        return frozen(_elapsed_shares()[:, None] * np.array(totals))

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "steps_in_a_row": self.steps_in_a_row,
            "workers": WORKERS,
            "steps_in_a_row_with_workers": self.steps_in_a_row,
            "seconds_assumed": self.seconds["yours"],
            "measured": {
                "seconds_a_step": {method: each and each._asdict() for method, each in self.timings.items()},
                "seconds": {method: self.seconds[method] for method in self.timings},
                "machine": self.machine._asdict(),
            },
        }


def run(params: SerialParams) -> Run[LoopResult]:
    """Time a step of each method."""
    timings: dict[str, Timing | None] = dict.fromkeys(METHODS)
    result = partial(LoopResult, params=params, run=new_run_number(), machine=this_machine())
    yield Progress(0.0, result(timings=MappingProxyType(dict(timings)), complete=False))
    for done, method in enumerate(METHODS):
        if method == "numba" and load_numba() is None:
            continue
        timings[method] = yield from time_steps(_stepper(method).advance, params.repeats, done, len(METHODS))
        yield Progress((done + 1) / len(METHODS), result(timings=MappingProxyType(dict(timings)), complete=False))
    return result(timings=MappingProxyType(timings))


def _stepper(method: str) -> Stepper:
    """Return an object that takes steps with this method."""
    if method == "python":
        return Chain()
    if method == "digits":
        return DigitsDescent()
    return Chains(1) if method == "numpy" else CompiledChains(1)


def _elapsed_shares() -> FloatArray:
    return np.arange(MARKS + 1) / MARKS


LOOP = Experiment(
    key="loop",
    title="Loop",
    reads=("iterations", "step_seconds", "repeats"),
    result=LoopResult,
    run=run,
    measures_time=True,
    own_process=always,
    rescales=("iterations", "step_seconds"),
)
