"""The only place that starts threads or processes: the worker, helper threads, and jobs in a process of their own."""

import logging
import multiprocessing
import sys
import threading
import time
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from core.experiment import Progress, Result, Run, new_run_number
from gui.workers.child_process import answer
from gui.workers.pacing import News, Pacing

log = logging.getLogger(__name__)

GRACE = 0.1
"""Seconds a running job keeps when a newer request of its client waits, unless it has shown something before."""
LOOK = 8
"""Milliseconds between looks whether there is something to deliver: how long the first news waits."""

COURTESY = 0.1
"""Seconds that a run waits for the window, at most, before it goes on."""

BREATH = 0.0003
"""Seconds that a run rests at each yield. Numpy lets go of the interpreter often and for moments; whoever waits for it
is woken each time, too late, and never waits long enough to insist: without a rest the window stood for 90 ms, and
after one of 0.1 ms it was often not awake."""

_LAST = -1000
"""The priority of what happens when every other event has been handled; that of painting is -1."""

Job = Callable[[], Run[Any]]
_free = threading.Event()
_free.set()


@contextmanager
def going_first() -> Iterator[None]:
    """Let the GUI thread go first: runs wait at their next yield until it is done.

    A painter gives the interpreter away with every stroke, and a busy run would keep it for half a
    millisecond each time: a frame of a thousand strokes would take half a second.
    """
    outermost = _free.is_set()
    _free.clear()
    try:
        yield
    finally:
        if outermost:
            _free.set()


@dataclass(frozen=True)
class Reply:
    """What the worker says about one request.

    Attributes
    ----------
    client, number
        Whose request it was and which one; a client ignores numbers that are not its latest.
    kind
        "progress", "finished", "cancelled" or "failed".
    fraction, result, error
        The share done, the (partial) result, and the traceback of a failed run.

    """

    client: str
    number: int
    kind: str
    fraction: float = 0.0
    result: Result | None = None
    error: str = ""


class Worker(QObject):
    """One long-lived thread that runs one job at a time, with one waiting request per client.

    A new request of a client replaces its waiting one. Its running job is stopped only after that
    job's first partial result or `GRACE` seconds: stopping it on every change would starve a
    dragged slider of pictures. What was asked for before the last picture was drawn is stopped at
    once: of what is asked for later, the first has its chance. Replies are fetched by a timer in
    the GUI thread, so that a flood of progress can never hold up the window.
    """

    replied = Signal(Reply)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # With the default of 5 ms a worker in small numpy calls holds up every frame.
        sys.setswitchinterval(0.0005)
        self._numbers = count(1)
        self._changed = threading.Condition()
        self._waiting: dict[str, tuple[int, Job]] = {}
        self._current: tuple[str, int] | None = None
        self._cancelled: set[str] = set()
        self._closing = False
        self._news: dict[tuple[str, int], Reply] = {}
        self._ended: list[Reply] = []
        # The latest request of each client, and the latest of all when something was drawn last.
        self._latest: dict[str, int] = {}
        self._before = 0
        self._pacing = Pacing()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self._deliver)
        self._thread = start_thread(self._work, "worker")

    def request(self, client: str, job: Job) -> int:
        """Ask for a run on behalf of `client`; return the number its replies will carry."""
        self.step_aside()
        number = next(self._numbers)
        with self._changed:
            self._cancelled.discard(client)
            self._waiting[client] = (number, job)
            self._latest[client] = number
            self._changed.notify_all()
        if not self._timer.isActive():  # starting it again would put the delivery off, for as long as requests come
            self._timer.start()
        return number

    def cancel(self, client: str) -> None:
        """Drop the waiting request of `client`, which is told so, and stop its running job at the next yield."""
        with self._changed:
            if (waiting := self._waiting.pop(client, None)) is not None:
                self._ended.append(Reply(client, waiting[0], "cancelled"))
            self._cancelled.add(client)

    def step_aside(self) -> None:
        """Let runs wait until the GUI thread has handled this event and all that follows from it.

        What an event changes is laid out and painted by later events, which ask Python for the
        outline of every item: against a busy run that takes longer than the painting.
        """
        _free.clear()
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _LAST)

    def customEvent(self, _event: QEvent) -> None:
        """Let runs go on: nothing is left to do. What has been delivered is painted."""
        _free.set()
        if self._pacing.drawn(time.perf_counter()):
            self._before = max(self._latest.values())

    def close(self, timeout: float = 2.0) -> bool:
        """Stop everything and wait for the thread; return whether it ended in time."""
        self._timer.stop()
        with self._changed:
            self._closing = True
            self._waiting.clear()
            self._changed.notify_all()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._current = None
                self._changed.wait_for(lambda: self._waiting or self._closing)
                if self._closing:
                    return
                client, (number, job) = next(iter(self._waiting.items()))
                del self._waiting[client]
                self._cancelled.discard(client)
                self._current = (client, number)
            reply = self._drive(client, number, job)
            with self._changed:
                self._ended.append(reply)

    def _drive(self, client: str, number: int, job: Job) -> Reply:
        """Run a job to its end, its cancellation or its failure."""
        begin, shown = time.perf_counter(), False
        try:
            run = job()
            while not self._unwanted(client, number, patient=not shown and time.perf_counter() - begin < GRACE):
                if not _free.wait(COURTESY):
                    _free.set()  # whoever wanted to go first may be gone, and would hold up every step of every run
                progress: Progress[Any] = next(run)
                shown = shown or progress.partial is not None
                self._report(client, number, progress)
                time.sleep(BREATH)
            run.close()
        except StopIteration as stop:
            return Reply(client, number, "finished", 1.0, stop.value)
        except Exception:  # noqa: BLE001  a bug in one run must not end the worker
            error = traceback.format_exc()
            log.error("run of %s failed\n%s", client, error)
            return Reply(client, number, "failed", error=error)
        return Reply(client, number, "cancelled")

    def _report(self, client: str, number: int, progress: Progress[Any]) -> None:
        """Leave the news for the next delivery; a partial result not yet delivered outlives later news without one."""
        with self._changed:
            waiting = self._news.get((client, number))
            partial = progress.partial or (waiting.result if waiting else None)
            self._news[client, number] = Reply(client, number, "progress", progress.fraction, partial)

    def _unwanted(self, client: str, number: int, *, patient: bool) -> bool:
        with self._changed:
            if self._closing or client in self._cancelled:
                return True
            return client in self._waiting and not (patient and number > self._before)

    def _deliver(self) -> None:
        """Pass on, in the GUI thread, the latest progress of each job and every ending."""
        begin = time.perf_counter()
        with self._changed:
            if not self._pacing.come(begin, self._what_there_is()):
                return
            whole = {reply.number for reply in self._ended if reply.result is not None}
            # What a run had to show before it was stopped is still the newest picture while a slider is dragged.
            news = [reply for reply in self._news.values() if reply.number not in whole]
            replies = sorted([*news, *self._ended], key=lambda reply: reply.number)
            # Of several results for one client only the last is worth drawing.
            last = {reply.client: reply.number for reply in replies if reply.result is not None}
            replies = [r if r.number == last.get(r.client) else replace(r, result=None) for r in replies]
            self._news.clear()
            self._ended.clear()
            idle = self._current is None and not self._waiting
        if idle:
            self._timer.stop()
        if replies:
            self.step_aside()
            for reply in replies:
                self.replied.emit(reply)
        self._pacing.begin(begin, max(last.values(), default=None))

    def _what_there_is(self) -> News:
        """Return how urgent the news are: the most urgent of them."""
        waiting = [*self._news.values(), *self._ended]
        return max(map(self._urgency, waiting), default=News.MORE)

    def _urgency(self, reply: Reply) -> News:
        latest = reply.number == self._latest[reply.client]
        if latest and reply.kind != "progress":
            return News.FIRST
        if reply.result is None or not self._pacing.first(reply.number):
            return News.MORE
        return News.FIRST if latest or reply.number > self._before else News.OVERTAKEN


def start_thread(target: Callable[[], None], name: str) -> threading.Thread:
    """Start and return a daemon thread that runs `target`; its owner joins it."""
    thread = threading.Thread(target=target, name=name, daemon=True)
    thread.start()
    return thread


def run_in_process(function: Callable[..., Any], *arguments: object) -> Generator[Progress[Any], None, Any]:
    """Run `function(*arguments)` in a new process and return what it returned, or what the run returned that it began.

    For work that cannot be interrupted or must not share our interpreter, such as timing
    measurements. It is a run like any other: it yields while it waits, passes on the progress of a
    run there, and closing it kills the process. `function` must be importable by name, and what is
    passed on such that it can be pickled.

    Raises
    ------
    RuntimeError
        With the traceback of the process when the function raised there, or when it died.

    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=answer, args=(theirs, function, arguments), daemon=True)
    process.start()
    theirs.close()
    fraction, number = 0.0, new_run_number()
    try:
        while True:
            if not ours.poll(0.01):
                yield Progress(fraction)
                continue
            try:
                kind, value = ours.recv()
            except EOFError:
                process.join()
                raise RuntimeError(f"the process ended with code {process.exitcode} and no answer") from None
            if kind == "failed":
                raise RuntimeError(value)
            if kind == "returned":
                return _numbered(value, number)
            fraction = value.fraction
            yield Progress(fraction, _numbered(value.partial, number))
    finally:
        process.kill()
        process.join()
        ours.close()


def _numbered(value: Any, number: int) -> Any:
    """Return a result under a number of ours: every process begins at 1. Anything else is returned as it is."""
    return replace(value, run=number) if isinstance(value, Result) else value
