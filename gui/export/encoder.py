"""H.264 in a thread of its own, fed with pictures through a short queue."""

import contextlib
import queue
import threading
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from gui.run import start_thread

DEPTH = 4
"""Pictures that may wait: enough to keep drawing and encoding busy at once, whatever one of them takes."""
THREADS = 4
"""Of x264: fixed, because the bytes it writes depend on their number."""
BT709, LIMITED = 1, 1
"""ITU-T H.273: the same code for primaries, transfer and matrix; and the range from 16 to 235."""
WAIT = 0.004
"""Seconds that a call waits for the thread, at most: short enough for a window to stay alive."""


@dataclass(frozen=True)
class Picture:
    """An image to paint on and the same memory as an array, blue first."""

    image: QImage
    pixels: npt.NDArray[np.uint8]


Item = Picture | Literal["again", "end"]
"""What the thread is given: a picture, the word to repeat the last one, or the word that none will follow."""


class Encoder:
    """Writes pictures to an MP4 file as they come.

    `free` gives a picture to paint on, `offer` hands it over without copying; after "end", `ended`
    tells when everything is written. `close` ends the thread at once. What goes wrong in the
    thread is raised by the next call.

    Attributes
    ----------
    done
        How many pictures the encoder has taken.

    """

    def __init__(self, path: Path, width: int, height: int, rate: Fraction) -> None:
        self.done = 0
        self._path, self._size, self._rate = path, (width, height), rate
        self._error: BaseException | None = None
        self._stopping = threading.Event()
        self._waiting: queue.Queue[Item] = queue.Queue(DEPTH)
        self._free: queue.SimpleQueue[Picture] = queue.SimpleQueue()
        # While the others wait, one is painted and one encoded.
        for _ in range(DEPTH + 2):
            self._free.put(_blank(width, height))
        self._thread = start_thread(self._work, "encoder")

    def free(self) -> Picture:
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
        """End the thread, at the picture it is at if it has not ended by itself."""
        self._stopping.set()
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait("end")
        self._thread.join()

    def _complain(self) -> None:
        if self._error is not None:
            raise self._error

    def _work(self) -> None:
        try:
            self._encode()
        except BaseException as error:  # noqa: BLE001  the thread that exports raises it
            self._error = error

    def _encode(self) -> None:
        import av  # costs 60 ms that opening a window does not need
        from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

        reformatter = VideoReformatter()
        frame = av.VideoFrame()
        with av.open(str(self._path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
            stream = container.add_stream("libx264", rate=self._rate, options={"crf": "18", "preset": "veryfast"})
            stream.width, stream.height, stream.pix_fmt = *self._size, "yuv420p"
            stream.gop_size = round(self._rate)  # one picture a second from which a player can start
            context = stream.codec_context
            context.thread_count = THREADS
            context.time_base = 1 / self._rate
            context.color_primaries = context.color_trc = context.colorspace = BT709
            context.color_range = LIMITED
            while (item := self._waiting.get()) != "end" and not self._stopping.is_set():
                if isinstance(item, Picture):
                    frame = reformatter.reformat(
                        av.VideoFrame.from_numpy_buffer(item.pixels, "bgra"),
                        format="yuv420p",
                        dst_colorspace=Colorspace.ITU709,
                        dst_color_range=ColorRange.MPEG,
                    )
                    frame.color_primaries = frame.color_trc = BT709
                    frame.time_base = context.time_base
                    self._free.put(item)
                frame.pts = self.done
                container.mux(stream.encode(frame))
                self.done += 1
            if not self._stopping.is_set():
                container.mux(stream.encode(None))


def _blank(width: int, height: int) -> Picture:
    pixels = np.zeros((height, width, 4), np.uint8)
    return Picture(QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32), pixels)
