"""The contract of a run: a generator that reports its progress, and may leave parts of its work to other processes."""

import time
from collections import deque
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Y = TypeVar("Y")
V = TypeVar("V")
K = TypeVar("K")
T_co = TypeVar("T_co", covariant=True)


@dataclass(eq=False)
class Task:
    """A call that a run leaves to whoever runs it, which may make it in another process.

    A run yields its tasks in `Progress.tasks` and looks at them whenever it is resumed. It yields as long as it waits.

    Attributes
    ----------
    function, arguments
        The call. For other processes the function must be importable by name, and the arguments and the value must be
        picklable. If it returns a generator of `Progress`, the value is what that returns.
    fraction, partial
        The share that is done, and the newest partial value that such a generator has yielded.
    done, value
        Whether the value is known, and the value.

    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    fraction: float = field(default=0.0, init=False)
    partial: Any = field(default=None, init=False)
    done: bool = field(default=False, init=False)
    value: Any = field(default=None, init=False)

    @property
    def newest(self) -> Any:
        """The value if it is known, else the newest partial value, or None."""
        return self.value if self.done else self.partial

    def take_step(self, work: "Generator[Progress[Any], None, Any]") -> None:
        """Resume the generator that makes the call, and keep what it yields or returns."""
        try:
            progress = next(work)
        except StopIteration as stop:
            self.fraction, self.value, self.done = 1.0, stop.value, True
            return
        self.fraction = progress.fraction
        if progress.partial is not None:
            self.partial = progress.partial


@dataclass(frozen=True)
class Progress(Generic[T_co]):
    """The progress of a run.

    Attributes
    ----------
    fraction
        The share of the work that is done, in [0, 1].
    partial
        A partial result that can be displayed, or None.
    tasks
        Tasks that may begin now.

    """

    fraction: float
    partial: T_co | None = None
    tasks: tuple[Task, ...] = ()


Run = Generator[Progress[T_co], None, T_co]
"""A running computation: a generator that yields at least every 10 ms and may be closed at every yield."""


class YieldTimer:
    """Tells a run when to yield: `due()` is true every `seconds`, the first time after a quarter of that.

    The first interval is shorter because dragging a slider restarts the run often: only its first results are seen.
    The clock affects only how often a run reports, never its result.
    """

    def __init__(self, seconds: float = 0.008) -> None:
        self._seconds = seconds
        self._next = time.perf_counter() + seconds / 4

    def due(self) -> bool:
        """Return whether it is time to yield; if so, start the next interval."""
        now = time.perf_counter()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


Start = Callable[..., Generator[Progress[Any], None, Any]]
"""Takes a function and its arguments, and returns a generator that makes the call and returns its value."""


def run_with_tasks(run: Run[T], start: Start, at_once: int = 1) -> Run[T]:
    """Run a run, and its tasks with `start`: in the order in which they were yielded, at most `at_once` together.

    All are stopped when the run ends or this is closed.
    """
    waiting, running = deque[Task](), dict[Task, Generator[Progress[Any], None, Any]]()
    try:
        while True:
            try:
                progress = next(run)
            except StopIteration as stop:
                result: T = stop.value
                return result
            waiting.extend(progress.tasks)
            yield replace(progress, tasks=()) if progress.tasks else progress
            while waiting and len(running) < at_once:
                task = waiting.popleft()
                running[task] = start(task.function, *task.arguments)
            for task, work in list(running.items()):
                task.take_step(work)
                if task.done:
                    del running[task]
    finally:
        for work in running.values():
            work.close()
        run.close()


def gathered(
    tasks: Mapping[K, Task], work: Mapping[K, float], add: Callable[[K, Any], object], partial: Callable[[], T | None]
) -> Generator[Progress[T], None, None]:
    """Yield tasks that begin now, and the progress of all of them until each is done.

    `add` gets each value, and each newer partial value, with the key of its task. After that `partial` is called for
    the partial result to report. `work` weighs the tasks in the share that is done.
    """
    left, seen, total = dict(tasks), dict[K, Any](), sum(work.values())
    yield Progress(0.0, tasks=tuple(tasks.values()))
    while True:
        news = {key: task.newest for key, task in left.items() if task.newest is not seen.get(key)}
        for key, value in news.items():
            add(key, value)
        seen |= news
        left = {key: task for key, task in left.items() if not task.done}
        if not left:
            return
        share = sum(work[key] * task.fraction for key, task in tasks.items()) / total
        yield Progress(min(share, 1.0), partial() if news else None)


def in_this_process(run: Run[T]) -> Run[T]:
    """Run a run, and its tasks one after the other in this process."""
    return run_with_tasks(run, call)


def call(function: Callable[..., Any], *arguments: Any) -> Generator[Progress[Any], None, Any]:
    """Make a call; if it returns a generator, run that to its end, yielding what it yields."""
    value = function(*arguments)
    return (yield from value) if isinstance(value, Generator) else value


def yielding(run: Generator[Any, None, T], value: Y) -> Generator[Y, None, T]:
    """Run a generator to its end and return what it returns, yielding `value` wherever it yields."""
    while True:
        try:
            next(run)
        except StopIteration as stop:
            returned: T = stop.value
            return returned
        yield value


def reporting(
    work: Generator[Y, None, T], timer: YieldTimer, report: Callable[[Y], Progress[V]]
) -> Generator[Progress[V], None, T]:
    """Run a generator to its end and return what it returns, reporting on what it yields whenever the timer is due."""
    while True:
        try:
            value = next(work)
        except StopIteration as stop:
            returned: T = stop.value
            return returned
        if timer.due():
            yield report(value)


def returned_by(work: Generator[Any, None, T]) -> T:
    """Run a generator to its end, and return what it returns."""
    while True:
        try:
            next(work)
        except StopIteration as stop:
            returned: T = stop.value
            return returned


def run_to_end(run: Run[T]) -> T:
    """Run to the end, with the tasks of the run, and return the result."""
    return returned_by(in_this_process(run))
