"""The sinks that write the frames of a film: one for each format, all with the same interface."""

from collections.abc import Callable
from typing import Any, Protocol

from gui.export.formats import APNG, GIF, MP4, NUMBERED, WEBM, WEBP, Format, Quality
from gui.export.frame import FilmSpec, Frame
from gui.export.still import png

MACROBLOCK_PX, MACROBLOCKS_AT_ONCE = 16, 8
"""Side of a macroblock of x264, and the number of macroblocks that its AVX-512 code processes together."""
X264: dict[Quality, dict[str, str]] = {
    "fast": {"preset": "superfast", "crf": "22"},
    "standard": {"crf": "18", "preset": "veryfast"},
    "small": {"preset": "medium", "crf": "20", "tune": "animation"},
}
"""Settings of x264 with about the same similarity to the painted frames, SSIM, in films of 1920x1080 at 60 frames per
second: see `KEY_FRAME_INTERVAL_S`."""
X264_THREADS, X264_PARAMS = 2, "sync-lookahead=2"
"""Threads of x264, and few frames that wait for the thread of its lookahead, which changes no picture: at 1920x1080 a
thread takes 23 MB, and a frame 6 MB. Painting and converting take two more threads, and two of x264 keep up; without
frames that wait, calm films took a fifth longer."""
KEY_FRAME_INTERVAL_S: dict[Quality, int] = {"fast": 1, "standard": 1, "small": 5}
"""Seconds from one key frame to the next: a player jumps to key frames, and most bytes of a calm film are theirs."""
DIGITS = 6
"""Digits in the names of numbered PNGs: enough for an hour at 240 frames per second."""


class Sink(Protocol):
    """Writes the frames of a film in order. A frame may be painted over once it is converted.

    `sample` and `converted` are called in one thread, the other methods in another.
    """

    def sample(self, frame: Frame) -> None:
        """Sample a frame of the film before the first one is converted."""

    def converted(self, frame: Frame) -> Any:
        """Return a copy of the next frame in the form that `write` takes."""

    def write(self, frame: Any) -> None:
        """Write the next frame."""

    def repeat(self) -> None:
        """Show the last frame for one more frame time."""

    def finish(self) -> None:
        """Write the rest and complete the file."""

    def close(self) -> None:
        """Close the file, complete or not."""


class Numbered:
    """A folder of PNGs with the same bytes as the exported stills."""

    def __init__(self, spec: FilmSpec) -> None:
        self._folder, self._count, self._content = spec.path, 0, b""

    def sample(self, frame: Frame) -> None:
        """Do nothing: a PNG has all colors."""

    def converted(self, frame: Frame) -> bytes:
        """Return the bytes of the PNG file."""
        return png(frame.image)

    def write(self, frame: bytes) -> None:
        """Write the next frame."""
        self._content = frame
        self.repeat()

    def repeat(self) -> None:
        """Write the last frame under the next number."""
        self._count += 1
        (self._folder / f"{self._count:0{DIGITS}}.png").write_bytes(self._content)

    def finish(self) -> None:
        """Do nothing: all files are complete."""

    def close(self) -> None:
        """Do nothing: no file is open."""


def _mp4(spec: FilmSpec) -> Sink:
    from gui.export.streams import Video

    options = X264[spec.options.quality] | {"x264-params": X264_PARAMS}
    if -(-spec.width // MACROBLOCK_PX) % MACROBLOCKS_AT_ONCE:
        # With mbtree, x264's AVX-512 code reads uninitialized memory after a row of macroblocks that is no multiple
        # of eight, so that the file differs each time. Without it the file is a third larger.
        options["mbtree"] = "0"
    return Video(
        spec,
        container="mp4",
        codec="libx264",
        options=options,
        writing={"movflags": "+faststart"},
        key_interval=KEY_FRAME_INTERVAL_S[spec.options.quality],
        threads=X264_THREADS,
    )


def _webm(spec: FilmSpec) -> Sink:
    from gui.export.streams import Video

    # A slower deadline takes VP9 six times as long, and a lookahead 100 MB, for files that are hardly smaller.
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


# PyAV is imported when the first frame is encoded: the import takes 60 ms, which opening a window does not need.
SINKS: dict[Format, Callable[[FilmSpec], Sink]] = {
    MP4: _mp4,
    WEBM: _webm,
    GIF: _gif,
    APNG: _apng,
    WEBP: _webp,
    NUMBERED: Numbered,
}
