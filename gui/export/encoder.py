"""The threads that encode a film: one converts frames, one writes them; short queues connect them to the painter."""

import contextlib
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, Literal

from gui.export.formats import DEFAULT_OPTIONS, MP4, Format, FormatOptions
from gui.export.frame import FilmSpec, Frame, blank_frame
from gui.export.sinks import SINKS, Sink
from gui.workers.worker import start_thread

MAX_PAINTED_FRAMES = 1
"""Painted frames that may wait for conversion. More take 8 MB each at 1920x1080; four were not faster than one."""
MAX_CONVERTED_FRAMES = 1
"""Converted frames that may wait to be written. Converting beside writing saved 4 to 22 % of the time at 1080p60."""
CALL_TIMEOUT_S = 0.004
"""Longest time that a call waits for the threads: a longer one would make the window less responsive."""


@dataclass(frozen=True)
class Sample:
    """A frame to be sampled before the first one is written."""

    frame: Frame


Item = Frame | Sample | Literal["repeat", "end"]
"""An item of the queue: a frame, "repeat" for the last frame once more, or "end" after the last one."""


class Encoder:
    """Writes frames to a film in threads.

    `free_frame` returns a frame to paint on, at once if `has_free_frame`; `offer` hands it over without copying. After
    "end", `has_ended` returns whether everything is written. `close` stops the threads at once. An error in one of them
    is raised by the next call.

    Attributes
    ----------
    done
        Number of frames written.
    rate
        Frames per second.

    """

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        rate: Fraction,
        form: Format = MP4,
        *,
        transparent: bool = False,
        options: FormatOptions = DEFAULT_OPTIONS,
    ) -> None:
        self.done = 0
        self.rate = float(rate)
        self._spec, self._form = FilmSpec(path, width, height, rate, transparent, options), form
        self._error: BaseException | None = None
        self._stopping = threading.Event()
        self._waiting: queue.Queue[Item] = queue.Queue(MAX_PAINTED_FRAMES)
        self._ready: queue.Queue[Any] = queue.Queue(MAX_CONVERTED_FRAMES)
        self._free: queue.SimpleQueue[Frame] = queue.SimpleQueue()
        # While one frame is painted, the other waits or is converted.
        for _ in range(MAX_PAINTED_FRAMES + 1):
            self._free.put(blank_frame(width, height, transparent=transparent, options=options))
        self._thread = start_thread(self._work, "encoder")

    def free_frame(self) -> Frame:
        """Return a frame that is no longer in use; wait while `has_free_frame` is False."""
        return self._free.get()

    def has_free_frame(self) -> bool:
        """Return whether `free_frame` returns at once; wait for that up to `CALL_TIMEOUT_S`."""
        self._raise_error()
        with contextlib.suppress(queue.Empty):
            self._free.put(self._free.get(timeout=CALL_TIMEOUT_S))
            return True
        return False

    def offer(self, item: Item) -> bool:
        """Queue an item; return False if the queue is still full after `CALL_TIMEOUT_S`."""
        self._raise_error()
        with contextlib.suppress(queue.Full):
            self._waiting.put(item, timeout=CALL_TIMEOUT_S)
            return True
        return False

    def has_ended(self) -> bool:
        """Return whether the file is complete."""
        self._thread.join(CALL_TIMEOUT_S)
        self._raise_error()
        return not self._thread.is_alive()

    def close(self) -> None:
        """Stop the threads after their current frame and wait for them."""
        self._stopping.set()
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait("end")
        self._thread.join()

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error

    @contextlib.contextmanager
    def _storing_errors(self) -> Iterator[None]:
        """Store an error for the exporting thread, and stop."""
        try:
            yield
        except BaseException as error:  # noqa: BLE001  the thread that exports raises it
            self._error = error
            self._stopping.set()

    def _work(self) -> None:
        with self._storing_errors(), contextlib.closing(SINKS[self._form](self._spec)) as sink:
            writer = start_thread(partial(self._write, sink), "encoder")
            with self._storing_errors():
                while (item := self._waiting.get()) != "end" and not self._stopping.is_set():
                    self._convert(sink, item)
            self._ready.put("end")
            writer.join()

    def _convert(self, sink: Sink, item: Item) -> None:
        if isinstance(item, Sample):
            sink.sample(item.frame)
            self._free.put(item.frame)
        elif isinstance(item, Frame):
            self._ready.put(sink.converted(item))
            self._free.put(item)
        else:
            self._ready.put(item)

    def _write(self, sink: Sink) -> None:
        # The queue is emptied even after an error, so that the converting thread never blocks.
        for frame in iter(self._ready.get, "end"):
            if not self._stopping.is_set():
                with self._storing_errors():
                    if frame == "repeat":
                        sink.repeat()
                    else:
                        sink.write(frame)
                    self.done += 1
        if not self._stopping.is_set():
            with self._storing_errors():
                sink.finish()
