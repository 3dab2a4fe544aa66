"""The contracts of obstacles, experiments and results."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import count
from types import MappingProxyType
from typing import Any, Generic, Self, TypeVar

import numpy as np

from core.params import Params
from core.run import Run

_run_numbers = count(1)

Summary = Mapping[str, Any]
"""Plain data by name: numbers, text, None, lists and mappings of these.

Times measured on this machine, and values computed from them, are under the key `measured`. All other values are the
same in every run with the same parameters.
"""


def new_run_number() -> int:
    """Return a number that no other run of this process has."""
    return next(_run_numbers)


@dataclass(frozen=True, kw_only=True, eq=False)
class Result(ABC):
    """The result of a run. Arrays are read-only; a diverged run is a valid result.

    Results compare by identity; subclasses must set `eq=False` as well.

    Attributes
    ----------
    params
        The parameters of the run.
    run
        The number of the run. Partial results of one run share this number and their buffers:
        a later one only has longer prefixes. Results received from another process are copies.
    complete
        False in the partial results that a run reports before it ends.

    """

    params: Params
    run: int = field(default_factory=new_run_number)
    complete: bool = True

    @property
    @abstractmethod
    def length(self) -> int:
        """The last position that can be displayed: positions run from 0 to `length`."""

    @abstractmethod
    def summary(self) -> Summary:
        """Return all values of the result as plain data: finite numbers or None, arrays as lists."""

    def until(self, position: int) -> Self:
        """Return what has happened up to a position, as a partial result; from `length` on the result itself.

        Results whose positions are not steps of a run return themselves at every position.
        """
        known = self._fields_until(position) if position < self.length else {}
        return replace(self, complete=False, **known) if known else self

    def _fields_until(self, position: int) -> dict[str, Any]:
        """Return the fields that are shorter or unknown at a step before the end; none if positions are not steps."""
        return {}

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields in a form that can be pickled: read-only mappings become dicts."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Restore the fields; arrays and mappings become read-only again."""
        self.__dict__.update({name: _read_only(value) for name, value in state.items()})


def known_at(position: int, step: int | None) -> int | None:
    """Return the step of an event if it is not later than `position`, else None: it is not known there yet."""
    return step if step is not None and step <= position else None


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


def never(_params: Params) -> bool:
    """Return False."""
    return False


def always(_params: Params) -> bool:
    """Return True."""
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
        controls, then those that the form lists under More.
    result
        The class of the results.
    run
        A pure function of the parameters; all randomness comes from their seed.
    measures_time
        Whether results contain times measured on this machine. A repeated run with the same parameters may give other
        times, and the user can request one. Summaries list the times under `measured`.
    own_process
        Whether the window runs it with these parameters in a process of its own, because painting would disturb its
        times or because it does not yield often enough. `run` and the results must be picklable.
    rescales
        The fields of `reads` that do not change what is measured, only values computed from it. In the result only
        `params` depends on them. See `rescaled`.
    measured, measure
        Where results hold measured times beside other values: the mappings that hold the times, and a function that
        measures them and returns the result with them. It is called for a result that was kept without them.
    cached
        Whether finished results are kept on disk: where a run with the default parameters takes over half a second.
        Never where results consist of measured times: those of another day may no longer hold.
    usual
        What the word `usual` means in each field of `reads` that accepts it.

    """

    key: str
    title: str
    reads: tuple[str, ...]
    result: type[R_co]
    run: Callable[[P], Run[R_co]]
    measures_time: bool = False
    measured: tuple[str, ...] = ()
    measure: "Callable[[R_co], Run[R_co]] | None" = None
    own_process: Callable[[P], bool] = never
    rescales: tuple[str, ...] = ()
    cached: bool = False
    usual: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    @property
    def computes_from(self) -> tuple[str, ...]:
        """The fields that a run depends on: those of `reads` that do not only rescale."""
        return tuple(name for name in self.reads if name not in self.rescales)

    def same_measurement(self, first: Params, second: Params) -> bool:
        """Return whether runs with `first` and `second` measure the same quantities."""
        return all(getattr(first, name) == getattr(second, name) for name in self.computes_from)


@dataclass(frozen=True)
class Obstacle(Generic[P]):
    """One tab: a class of parameters and the experiments that read them."""

    key: str
    title: str
    params: type[P]
    experiments: tuple[Experiment[P, Any], ...]

    def experiment(self, key: str) -> Experiment[P, Any]:
        """Return the experiment with this key; raises KeyError if there is none."""
        for experiment in self.experiments:
            if experiment.key == key:
                return experiment
        raise KeyError(key)


def rescaled(result: R, params: Params) -> R:
    """Return a copy of `result` with other parameters and a new run number; see `Experiment.rescales`."""
    return replace(result, params=params, run=new_run_number())
