"""The threads that encode: one converts pictures, one writes them, and short queues lie between them and who paints."""

import contextlib
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, Literal

from gui.export.formats import MP4, Format
from gui.export.frame import FilmSpec, Frame, blank
from gui.export.sinks import SINKS, Sink
from gui.workers.worker import start_thread

DEPTH = 4
"""Pictures that may wait: enough to keep drawing and encoding busy at once, whatever one of them takes."""
READY = 2
"""Converted pictures that may wait to be written."""
WAIT = 0.004
"""Seconds that a call waits for the thread, at most: short enough for a window to stay alive."""


@dataclass(frozen=True)
class Sample:
    """A picture to be looked at before the first is written."""

    picture: Frame


Item = Frame | Sample | Literal["again", "end"]
"""What the thread is given: a picture, the word to repeat the last one, or the word that none will follow."""


class Encoder:
    """Writes pictures to a film as they come.

    `free` gives a picture to paint on, `offer` hands it over without copying; after "end", `ended`
    tells when everything is written. `close` ends the threads at once. What goes wrong in one of
    them is raised by the next call.

    Attributes
    ----------
    done
        How many pictures the encoder has taken.
    rate
        Pictures a second.

    """

    def __init__(
        self, path: Path, width: int, height: int, rate: Fraction, form: Format = MP4, *, transparent: bool = False
    ) -> None:
        self.done = 0
        self.rate = float(rate)
        self._spec, self._form = FilmSpec(path, width, height, rate, transparent), form
        self._error: BaseException | None = None
        self._stopping = threading.Event()
        self._waiting: queue.Queue[Item] = queue.Queue(DEPTH)
        self._ready: queue.Queue[Any] = queue.Queue(READY)
        self._free: queue.SimpleQueue[Frame] = queue.SimpleQueue()
        # While the others wait, one is painted and one converted.
        for _ in range(DEPTH + 2):
            self._free.put(blank(width, height, transparent=transparent))
        self._thread = start_thread(self._work, "encoder")

    def free(self) -> Frame:
        """Return a picture that nobody reads any more."""
        return self._free.get()

    def offer(self, item: Item) -> bool:
        """Hand over a picture or a word; return False when the queue is still full."""
        self._complain()
        with contextlib.suppress(queue.Full):
            self._waiting.put(item, timeout=WAIT)
            return True
        return False

    def ended(self) -> bool:
        """Return whether the file is complete."""
        self._thread.join(WAIT)
        self._complain()
        return not self._thread.is_alive()

    def close(self) -> None:
        """End the threads, at the picture they are at if they have not ended by themselves."""
        self._stopping.set()
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait("end")
        self._thread.join()

    def _complain(self) -> None:
        if self._error is not None:
            raise self._error

    @contextlib.contextmanager
    def _minding(self) -> Iterator[None]:
        """Keep what goes wrong for the thread that exports, and stop."""
        try:
            yield
        except BaseException as error:  # noqa: BLE001  the thread that exports raises it
            self._error = error
            self._stopping.set()

    def _work(self) -> None:
        with self._minding(), contextlib.closing(SINKS[self._form](self._spec)) as sink:
            writer = start_thread(partial(self._write, sink), "encoder")
            with self._minding():
                while (item := self._waiting.get()) != "end" and not self._stopping.is_set():
                    self._convert(sink, item)
            self._ready.put("end")
            writer.join()

    def _convert(self, sink: Sink, item: Item) -> None:
        if isinstance(item, Sample):
            sink.sample(item.picture)
            self._free.put(item.picture)
        elif isinstance(item, Frame):
            self._ready.put(sink.converted(item))
            self._free.put(item)
        else:
            self._ready.put(item)

    def _write(self, sink: Sink) -> None:
        # Nothing is left in the queue, whatever goes wrong: who fills it never waits for ever.
        for frame in iter(self._ready.get, "end"):
            if not self._stopping.is_set():
                with self._minding():
                    if frame == "again":
                        sink.again()
                    else:
                        sink.write(frame)
                    self.done += 1
        if not self._stopping.is_set():
            with self._minding():
                sink.finish()
