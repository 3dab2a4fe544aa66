"""The sinks that PyAV writes: films with a codec for video, and those that hold a picture for as long as it stands."""

import contextlib
import struct
from abc import abstractmethod
from collections.abc import Mapping
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import av
from av import VideoFormat, VideoFrame
from av.filter import Graph
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from gui.export.frame import FilmSpec, Frame

THREADS = 4
"""Of the encoders: fixed, because what some of them write depends on their number. A picture is converted in one
thread: several would mostly wait for these."""
BT709, LIMITED = 1, 1
"""ITU-T H.273: the same code for primaries, transfer and matrix; and the range from 16 to 235."""
LONGEST = 60
"""Seconds after which a picture that still stands is written again: no format counts them without end."""


class Stream:
    """A film in one file. Subclasses say how a picture is converted, and what happens to one that stands."""

    def __init__(
        self,
        spec: FilmSpec,
        *,
        container: str,
        codec: str,
        pixels: str,
        options: Mapping[str, str],
        writing: Mapping[str, str],
    ) -> None:
        self.spec, self.pixels = spec, pixels
        self.at = 0
        self._written = -1
        self._frame = VideoFrame()
        self._container = av.open(str(spec.path), "w", format=container, options=dict(writing))
        stream: Any = self._container.add_stream(codec, rate=spec.rate, options=dict(options))
        stream.width, stream.height, stream.pix_fmt = spec.width, spec.height, pixels
        self._stream, self.context = stream, stream.codec_context
        self.context.thread_count = THREADS
        self.context.thread_type = "FRAME"  # threads that share each picture, as by default, are slower and write more
        self.context.time_base = 1 / spec.rate

    @abstractmethod
    def converted(self, picture: Frame) -> VideoFrame:
        """Return a picture as the codec takes it, in memory of its own."""

    def sample(self, picture: Frame) -> None:
        """Nothing: most codecs need to know nothing in advance."""

    def write(self, frame: VideoFrame) -> None:
        """Write the next picture."""
        self._frame = frame
        self._put()
        self.at += 1

    def again(self) -> None:
        """Let the last picture stand: it is written again only after very long."""
        if self.at - self._written >= LONGEST * self.spec.rate:
            self._put()
        self.at += 1

    def finish(self) -> None:
        """Write what is left; a last picture that stands is written once more, at its last moment."""
        if self._written < self.at - 1:
            self.at -= 1
            self._put()
            self.at += 1
        self._container.mux(self._stream.encode(None))
        self._container.close()

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()

    def _put(self) -> None:
        self._frame.pts = self._written = self.at
        self._container.mux(self._stream.encode(self._frame))


class Video(Stream):
    """Video in 4:2:0 and the colors of BT.709, with a picture for every moment."""

    def __init__(
        self, spec: FilmSpec, *, container: str, codec: str, options: Mapping[str, str], writing: Mapping[str, str]
    ) -> None:
        super().__init__(spec, container=container, codec=codec, pixels="yuv420p", options=options, writing=writing)
        self._reformatter = VideoReformatter()
        self.context.gop_size = round(spec.rate)  # one picture a second from which a player can start
        self.context.color_primaries = self.context.color_trc = self.context.colorspace = BT709
        self.context.color_range = LIMITED

    def converted(self, picture: Frame) -> VideoFrame:
        """Return a picture in YCbCr."""
        frame = self._reformatter.reformat(
            VideoFrame.from_numpy_buffer(picture.pixels, "bgra"),
            format=self.pixels,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )
        frame.color_primaries = frame.color_trc = BT709
        frame.time_base = self.context.time_base
        return frame

    def again(self) -> None:
        """Write the last picture again: players expect one at each moment."""
        self._put()
        self.at += 1


class Gif(Stream):
    """A GIF in 255 colors that are chosen from pictures all along the film, without dither, which would crawl."""

    def __init__(self, spec: FilmSpec) -> None:
        writing = {"loop": "0", "final_delay": str(round(100 / spec.rate))}
        super().__init__(spec, container="gif", codec="gif", pixels="pal8", options={}, writing=writing)
        self._chooser = _Filter(spec, "palettegen", "stats_mode=full")
        self._mapper: _Filter | None = None
        self._count = count()

    def sample(self, picture: Frame) -> None:
        """Count the colors of a picture."""
        self._chooser.push(_copied(picture))
        with contextlib.suppress(BlockingIOError):
            self._chooser.pull()  # there is nothing yet, but until it is asked for the filter keeps every picture

    def converted(self, picture: Frame) -> VideoFrame:
        """Return a picture in the colors of the palette."""
        frame = _copied(picture)
        if self._mapper is None:
            self._chooser.push(None)
            self._mapper = _Filter(self.spec, "paletteuse", "dither=none", self._chooser.pull())
        frame.pts = next(self._count)  # the filter drops what does not come later than the picture before
        self._mapper.push(frame)
        return self._mapper.pull()


class Apng(Stream):
    """An APNG: lossless, and only what changes is written."""

    def __init__(self, spec: FilmSpec) -> None:
        writing = {"plays": "0", "final_delay": f"{spec.rate.denominator}/{spec.rate.numerator}"}
        pixels = "rgba" if spec.transparent else "rgb24"
        super().__init__(spec, container="apng", codec="apng", pixels=pixels, options={"pred": "none"}, writing=writing)
        self._reformatter = VideoReformatter()

    def converted(self, picture: Frame) -> VideoFrame:
        """Return a picture with red first."""
        given = VideoFrame.from_numpy_buffer(picture.pixels, "bgra")
        return self._reformatter.reformat(given, format=self.pixels, threads=1)


class WebP(Stream):
    """An animated WebP: lossless, and only what changes is written."""

    def __init__(self, spec: FilmSpec) -> None:
        options = {"lossless": "1", "quality": "50", "compression_level": "2"}
        super().__init__(
            spec, container="webp", codec="libwebp_anim", pixels="bgra", options=options, writing={"loop": "0"}
        )

    def converted(self, picture: Frame) -> VideoFrame:
        """Return a copy of a picture: the codec takes it as it is."""
        return _copied(picture)

    def finish(self) -> None:
        """Write what is left, and for how long the last picture stands, which the codec can only guess."""
        super().finish()
        _set_duration(self.spec.path, round(1000 * self.at / self.spec.rate))


class _Filter:
    """A filter of FFmpeg's on pictures of one size, with a palette beside them where one is given."""

    def __init__(self, spec: FilmSpec, name: str, options: str, palette: VideoFrame | None = None) -> None:
        self._graph = Graph()
        filtering = self._graph.add(name, options)
        sizes = [(spec.width, spec.height)] + ([(palette.width, palette.height)] if palette else [])
        self._inputs = [self._buffer(size, 1 / spec.rate) for size in sizes]
        for place, source in enumerate(self._inputs):
            source.link_to(filtering, 0, place)
        self._output = self._graph.add("buffersink")
        filtering.link_to(self._output)
        self._graph.configure()
        if palette:
            palette.pts = 0
            self._inputs[1].push(palette)
            self._inputs[1].push(None)

    def push(self, frame: VideoFrame | None) -> None:
        """Give a picture, or None after the last."""
        self._inputs[0].push(frame)

    def pull(self) -> VideoFrame:
        """Return what has become of the pictures."""
        frame = self._output.pull()
        if not isinstance(frame, VideoFrame):
            raise TypeError(frame)
        return frame

    def _buffer(self, size: tuple[int, int], time_base: Fraction) -> Any:
        return self._graph.add_buffer(width=size[0], height=size[1], format=VideoFormat("bgra"), time_base=time_base)


def _copied(picture: Frame) -> VideoFrame:
    return VideoFrame.from_ndarray(picture.pixels, "bgra")


def _set_duration(path: Path, total: int) -> None:
    """Let the last picture of an animated WebP stand until `total` milliseconds have passed since the first began."""
    with path.open("r+b") as file:
        file.seek(12)  # RIFF, its length, WEBP; then one chunk after another: name, length, content, even
        place, before = 0, 0
        while len(head := file.read(8)) == 8:
            name, length = struct.unpack("<4sI", head)
            following = file.tell() + length + length % 2
            if name == b"ANMF":
                total -= before
                file.seek(place := file.tell() + 12)
                before = int.from_bytes(file.read(3), "little")
            file.seek(following)
        if place:
            file.seek(place)
            file.write(max(total, 0).to_bytes(3, "little"))
