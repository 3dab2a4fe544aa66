"""The contracts of an obstacle and its experiments: what runs, what it reports, what it returns."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import count
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import numpy as np

from core.params import Params

_RUNS = count(1)

Summary = Mapping[str, Any]
"""Plain data by name: numbers, text, None, lists and mappings of these.

What was measured of this machine, and what follows from it, stands under `measured`: all else is
the same in every run with the same parameters.
"""


def new_run() -> int:
    """Return a number that no other run of this process has."""
    return next(_RUNS)


@dataclass(frozen=True, kw_only=True, eq=False)
class Result(ABC):
    """What a run found. Arrays are read-only; a diverged run is a valid result.

    Two results are equal only when they are the same object; subclasses say `eq=False` as well.

    Attributes
    ----------
    params
        The parameters that the run was given.
    run
        The run that made it. Partial results of one run share this number and their buffers:
        a later one only has longer prefixes. Those that come from another process are copies.
    complete
        False in the partial results that a run reports on its way.

    """

    params: Params
    run: int = field(default_factory=new_run)
    complete: bool = True

    @property
    @abstractmethod
    def length(self) -> int:
        """How many steps there are to show; positions run from 0 to `length`."""

    @abstractmethod
    def summary(self) -> Summary:
        """Return every figure of the result as plain data: finite numbers or None, arrays as lists."""

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields as what can be pickled, which read-only mappings cannot."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Take the fields up again, arrays and mappings read-only as before."""
        self.__dict__.update({name: _read_only(value) for name, value in state.items()})


def _plain(value: Any) -> Any:
    return {name: _plain(part) for name, part in value.items()} if isinstance(value, Mapping) else value


def _read_only(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({name: _read_only(part) for name, part in value.items()})
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    return value


P = TypeVar("P", bound=Params)
R = TypeVar("R", bound=Result)
R_co = TypeVar("R_co", bound=Result, covariant=True)


@dataclass(frozen=True)
class Progress(Generic[R_co]):
    """How far a run is.

    Attributes
    ----------
    fraction
        The share of the work that is done, in [0, 1].
    partial
        What can be shown already, or None.

    """

    fraction: float
    partial: R_co | None = None


Run = Generator[Progress[R_co], None, R_co]
"""A run under way: yields at least every 10 ms of work, each yield a point where it may be closed."""


class Pace:
    """Says when a run should yield: `due()` is true once in `seconds` of work, and first after a fourth of it.

    Whoever drags a slider sees the first yield of run after run.
    The clock decides only how often a run reports, never what it returns.
    """

    def __init__(self, seconds: float = 0.008) -> None:
        self._seconds = seconds
        self._next = time.perf_counter() + seconds / 4

    def due(self) -> bool:
        """Return True when it is time to yield, and start the next interval."""
        now = time.perf_counter()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


@dataclass(frozen=True)
class Experiment(Generic[P, R_co]):
    """One idea, one computation, one picture.

    Attributes
    ----------
    key, title
        The name on the command line and the name on screen.
    reads
        The fields of Params that `run` uses: first the hero slider, then at most four
        controls, then what the form keeps under More.
    result
        The class of the results.
    run
        A pure function of the parameters; all randomness comes from their seed.
    measures_time
        Its results hold times measured on this machine: another run with the same parameters may find others, and
        the user may ask for it. Their summaries keep them under `measured`.
    own_process
        Where pictures are painted it runs in a process of its own, since painting would disturb it, or it could not
        be interrupted: `run` and the results can be pickled.
    rescales
        Of `reads`, the fields that do not change what is measured, only what follows from it: the
        result keeps nothing but `params` that depends on them. See `restated`.

    """

    key: str
    title: str
    reads: tuple[str, ...]
    result: type[R_co]
    run: Callable[[P], Run[R_co]]
    measures_time: bool = False
    own_process: bool = False
    rescales: tuple[str, ...] = ()

    def measured_alike(self, one: Params, other: Params) -> bool:
        """Return whether a run with either parameters measures the same."""
        measured = [name for name in self.reads if name not in self.rescales]
        return all(getattr(one, name) == getattr(other, name) for name in measured)


@dataclass(frozen=True)
class Obstacle(Generic[P]):
    """One tab: a class of parameters and the experiments that read them."""

    key: str
    title: str
    params: type[P]
    experiments: tuple[Experiment[P, Any], ...]

    def experiment(self, key: str) -> Experiment[P, Any]:
        """Return the experiment called `key`; KeyError when there is none."""
        for experiment in self.experiments:
            if experiment.key == key:
                return experiment
        raise KeyError(key)


def restated(result: R, params: Params) -> R:
    """Return what a run with `params` would have said, had it measured what `result` holds: a result of its own."""
    return replace(result, params=params, run=new_run())


def finish(run: Run[R_co]) -> R_co:
    """Drive a run to its end and return its result."""
    while True:
        try:
            next(run)
        except StopIteration as stop:
            result: R_co = stop.value
            return result
