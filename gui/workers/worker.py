"""The worker thread and helper threads. Only this package starts threads and processes."""

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from core.experiment import Result
from core.run import Progress, Run
from gui.workers.pacing import Pacing, Urgency

log = logging.getLogger(__name__)

MIN_RUN_TIME = 0.1
"""Seconds before a newer request stops a run that has no partial result yet. Runs of 15 ms that were stopped by every
change, one each 5 ms, gave 1 result for 200 changes; runs that were finished first gave 72 for 76."""
POLL_INTERVAL_MS = 8
"""Interval of the timer that looks for replies, the longest delay of a first reply. It was 33 ms before."""
MAX_GUI_WAIT = 0.1
"""Seconds that a run waits for the GUI thread at one yield, so that a deleted window cannot stop it for good."""
YIELD_SLEEP = 0.0003
"""Seconds that a run sleeps at each yield, so that the GUI thread gets the interpreter lock. Without it the window
froze for up to 90 ms during many small numpy calls; after 0.1 ms the GUI thread was often not awake yet."""

_LOWEST_PRIORITY = -1000
"""Event priority below all others (that of painting is -1): the event is handled when no other is left."""

Job = Callable[[], Run[Any]]
_runs_may_continue = threading.Event()
_runs_may_continue.set()


@contextmanager
def gui_has_priority() -> Iterator[None]:
    """Make runs wait at their next yield until the block has ended.

    QPainter releases the interpreter lock at every drawing call, and a busy run keeps it for half a
    millisecond each time: a frame of a thousand calls would take half a second.
    """
    outermost = _runs_may_continue.is_set()
    _runs_may_continue.clear()
    try:
        yield
    finally:
        if outermost:
            _runs_may_continue.set()


@dataclass(frozen=True)
class Reply:
    """A report of the worker on one request.

    Attributes
    ----------
    client, number
        The name of the client and the number of its request; a client ignores numbers that are not its latest.
    kind
        "progress", "finished", "cancelled" or "failed".
    fraction, result, error
        The fraction done (0 to 1), the (partial) result, and the traceback of a failed run.

    """

    client: str
    number: int
    kind: str
    fraction: float = 0.0
    result: Result | None = None
    error: str = ""


class Worker(QObject):
    """One long-lived thread that runs one job at a time, with one waiting request per client.

    A new request of a client replaces its waiting one. It stops the client's running job only after
    that job's first partial result or `MIN_RUN_TIME` seconds: with a stop on every change a dragged
    slider would get no results. A job requested before the last painted result is stopped at once.
    A timer in the GUI thread fetches the replies, so that a flood of progress cannot block the window.
    """

    replied = Signal(Reply)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # With the default of 5 ms a run of small numpy calls made a frame take 33 ms instead of 21 to 24.
        sys.setswitchinterval(0.0005)
        self._numbers = count(1)
        self._state_changed = threading.Condition()
        self._waiting: dict[str, tuple[int, Job]] = {}
        self._current: tuple[str, int] | None = None
        self._cancelled: set[str] = set()
        self._closing = False
        self._progress: dict[tuple[str, int], Reply] = {}
        self._endings: list[Reply] = []
        # The latest request of each client, and the latest of all when a result was last painted.
        self._latest: dict[str, int] = {}
        self._latest_at_painting = 0
        self._pacing = Pacing()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_INTERVAL_MS)
        self._timer.timeout.connect(self._deliver)
        self._thread = start_thread(self._run_jobs, "worker")

    def request(self, client: str, job: Job) -> int:
        """Queue a job for `client`, in place of its waiting one; return the number its replies will carry."""
        self.yield_to_gui()
        number = next(self._numbers)
        with self._state_changed:
            self._cancelled.discard(client)
            self._waiting[client] = (number, job)
            self._latest[client] = number
            self._state_changed.notify_all()
        if not self._timer.isActive():  # a restart with every request would delay the delivery
            self._timer.start()
        return number

    def cancel(self, client: str) -> None:
        """Drop the waiting request of `client` with a reply "cancelled"; stop its running job at the next yield."""
        with self._state_changed:
            if (waiting := self._waiting.pop(client, None)) is not None:
                self._endings.append(Reply(client, waiting[0], "cancelled"))
            self._cancelled.add(client)

    def yield_to_gui(self) -> None:
        """Make runs wait until the GUI thread has handled the present event and all that follow from it.

        Layout and painting follow in later events, in which Qt calls Python for the bounds of every
        item: with a busy run beside them the window froze for 90 ms at the heaviest zigzag, now for 46.
        """
        _runs_may_continue.clear()
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _LOWEST_PRIORITY)

    def customEvent(self, _event: QEvent) -> None:
        """Let runs continue: no event is left, so everything delivered has been painted."""
        _runs_may_continue.set()
        if self._pacing.finish_delivery(time.perf_counter()):
            self._latest_at_painting = max(self._latest.values())

    def close(self, timeout: float = 2.0) -> bool:
        """Stop the running job, drop the waiting ones and join the thread; return whether it ended in time."""
        self._timer.stop()
        with self._state_changed:
            self._closing = True
            self._waiting.clear()
            self._state_changed.notify_all()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run_jobs(self) -> None:
        while True:
            with self._state_changed:
                self._current = None
                self._state_changed.wait_for(lambda: self._waiting or self._closing)
                if self._closing:
                    return
                client, (number, job) = next(iter(self._waiting.items()))
                del self._waiting[client]
                self._cancelled.discard(client)
                self._current = (client, number)
            reply = self._run_job(client, number, job)
            with self._state_changed:
                self._endings.append(reply)

    def _run_job(self, client: str, number: int, job: Job) -> Reply:
        """Run a job until it ends, is cancelled or fails; return the last reply on it."""
        begin, has_result = time.perf_counter(), False
        try:
            run = job()
            while True:
                protected = not has_result and time.perf_counter() - begin < MIN_RUN_TIME
                if self._should_stop(client, number, protected=protected):
                    break
                if not _runs_may_continue.wait(MAX_GUI_WAIT):
                    _runs_may_continue.set()  # the window that cleared it may be deleted, and never set it again
                progress: Progress[Any] = next(run)
                has_result = has_result or progress.partial is not None
                self._report(client, number, progress)
                time.sleep(YIELD_SLEEP)
            run.close()
        except StopIteration as stop:
            return Reply(client, number, "finished", 1.0, stop.value)
        except Exception:  # noqa: BLE001  a bug in one run must not end the worker
            error = traceback.format_exc()
            log.error("run of %s failed\n%s", client, error)
            return Reply(client, number, "failed", error=error)
        return Reply(client, number, "cancelled")

    def _report(self, client: str, number: int, progress: Progress[Any]) -> None:
        """Keep the progress for the next delivery, with the newest partial result not delivered yet."""
        with self._state_changed:
            previous = self._progress.get((client, number))
            partial = progress.partial or (previous.result if previous else None)
            self._progress[client, number] = Reply(client, number, "progress", progress.fraction, partial)

    def _should_stop(self, client: str, number: int, *, protected: bool) -> bool:
        with self._state_changed:
            if self._closing or client in self._cancelled:
                return True
            return client in self._waiting and not (protected and number > self._latest_at_painting)

    def _deliver(self) -> None:
        """Emit, in the GUI thread, the latest progress of each job and every ending."""
        begin = time.perf_counter()
        with self._state_changed:
            if not self._pacing.should_deliver(begin, self._max_urgency()):
                return
            complete = {reply.number for reply in self._endings if reply.result is not None}
            # The partial result of a stopped run is delivered too: it is the newest while a slider is dragged.
            progress = [reply for reply in self._progress.values() if reply.number not in complete]
            replies = sorted([*progress, *self._endings], key=lambda reply: reply.number)
            # Only the last of several results for one client is worth drawing.
            last = {reply.client: reply.number for reply in replies if reply.result is not None}
            replies = [r if r.number == last.get(r.client) else replace(r, result=None) for r in replies]
            self._progress.clear()
            self._endings.clear()
            idle = self._current is None and not self._waiting
        if idle:
            self._timer.stop()
        if replies:
            self.yield_to_gui()
            for reply in replies:
                self.replied.emit(reply)
        self._pacing.start_delivery(begin, max(last.values(), default=None))

    def _max_urgency(self) -> Urgency:
        """Return the urgency of the most urgent undelivered reply."""
        undelivered = [*self._progress.values(), *self._endings]
        return max(map(self._urgency, undelivered), default=Urgency.UPDATE)

    def _urgency(self, reply: Reply) -> Urgency:
        is_latest = reply.number == self._latest[reply.client]
        if is_latest and reply.kind != "progress":
            return Urgency.FIRST
        if reply.result is None or not self._pacing.is_first_result(reply.number):
            return Urgency.UPDATE
        return Urgency.FIRST if is_latest or reply.number > self._latest_at_painting else Urgency.SUPERSEDED


def start_thread(target: Callable[[], None], name: str) -> threading.Thread:
    """Start and return a daemon thread that runs `target`; the caller joins it."""
    thread = threading.Thread(target=target, name=name, daemon=True)
    thread.start()
    return thread
