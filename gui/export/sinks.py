"""Where the pictures of a film go: one sink for each kind of file, all of them fed the same way."""

from collections.abc import Callable
from typing import Any, Protocol

from gui.export.formats import APNG, GIF, MP4, NUMBERED, WEBM, WEBP, Format
from gui.export.frame import FilmSpec, Frame
from gui.export.still import png

MACROBLOCK, ROW = 16, 8
"""Pixels of a side of what x264 codes at once, and how many of these its code for AVX-512 takes together."""
DIGITS = 6
"""Of the numbers of numbered pictures: enough for an hour at 240 pictures a second."""


class Sink(Protocol):
    """Takes the pictures of a film one after another; each may be painted over when it is converted.

    Converting and writing run beside each other: `sample` and `converted` are called in one thread,
    the others in another.
    """

    def sample(self, picture: Frame) -> None:
        """Look at a picture of the film before the first one is converted."""

    def converted(self, picture: Frame) -> Any:
        """Return the next picture as `write` takes it, in memory of its own."""

    def write(self, frame: Any) -> None:
        """Write the next picture."""

    def again(self) -> None:
        """Show the last picture for as long once more."""

    def finish(self) -> None:
        """Write what is left: the file is complete."""

    def close(self) -> None:
        """Let go of the file, complete or not."""


class Numbered:
    """A folder of PNGs, each the very bytes of the still."""

    def __init__(self, spec: FilmSpec) -> None:
        self._folder, self._count, self._content = spec.path, 0, b""

    def sample(self, picture: Frame) -> None:
        """Nothing: a PNG has every color."""

    def converted(self, picture: Frame) -> bytes:
        """Return the content of a file."""
        return png(picture.image)

    def write(self, frame: bytes) -> None:
        """Write the next picture."""
        self._content = frame
        self.again()

    def again(self) -> None:
        """Write the last picture under the next number."""
        self._count += 1
        (self._folder / f"{self._count:0{DIGITS}}.png").write_bytes(self._content)

    def finish(self) -> None:
        """Nothing: every picture is complete."""

    def close(self) -> None:
        """Nothing: no file is open."""


def _mp4(spec: FilmSpec) -> Sink:
    from gui.export.streams import Video

    options = {"crf": "18", "preset": "veryfast"}
    if -(-spec.width // MACROBLOCK) % ROW:
        # A third larger, but the same file each time: x264's code for AVX-512 takes macroblocks by eight, and where
        # a row of them ends in between it goes on with what the memory held before.
        options["mbtree"] = "0"
    return Video(spec, container="mp4", codec="libx264", options=options, writing={"movflags": "+faststart"})


def _webm(spec: FilmSpec) -> Sink:
    from gui.export.streams import Video

    # At a slower deadline VP9 takes six times as long, and with a look ahead 100 MB, for files that are hardly smaller.
    fast = {"deadline": "realtime", "cpu-used": "6", "lag-in-frames": "0", "row-mt": "1", "tile-columns": "2"}
    options = {"crf": "18", "b": "0", **fast}
    return Video(spec, container="webm", codec="libvpx-vp9", options=options, writing={"fflags": "+bitexact"})


def _gif(spec: FilmSpec) -> Sink:
    from gui.export.streams import Gif

    return Gif(spec)


def _apng(spec: FilmSpec) -> Sink:
    from gui.export.streams import Apng

    return Apng(spec)


def _webp(spec: FilmSpec) -> Sink:
    from gui.export.streams import WebP

    return WebP(spec)


# PyAV is imported where the first picture is encoded: it costs 60 ms that opening a window does not need.
SINKS: dict[Format, Callable[[FilmSpec], Sink]] = {
    MP4: _mp4,
    WEBM: _webm,
    GIF: _gif,
    APNG: _apng,
    WEBP: _webp,
    NUMBERED: Numbered,
}
