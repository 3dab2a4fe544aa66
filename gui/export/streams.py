"""The sinks that use PyAV: video codecs, and animated images whose frames have durations."""

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
"""Threads of an encoder. The number is fixed because the bytes of some formats depend on it. Converting a frame uses
one thread: more would mostly wait for these."""
BT709, LIMITED = 1, 1
"""Codes of ITU-T H.273: BT.709 for primaries, transfer and matrix; the limited range from 16 to 235."""
MAX_FRAME_TIME_S = 60
"""Time after which a held frame is written again, since the formats limit the duration of a frame."""


class Stream:
    """A film in one file. Subclasses define how a frame is converted and how a held frame is written."""

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
        self.frame_number = 0
        self._written = -1
        self._frame = VideoFrame()
        self._container = av.open(str(spec.path), "w", format=container, options=dict(writing))
        stream: Any = self._container.add_stream(codec, rate=spec.rate, options=dict(options))
        stream.width, stream.height, stream.pix_fmt = spec.width, spec.height, pixels
        self._stream, self.context = stream, stream.codec_context
        self.context.thread_count = THREADS
        self.context.thread_type = "FRAME"  # the default, slice threads, is slower and writes larger files
        self.context.time_base = 1 / spec.rate

    @abstractmethod
    def converted(self, frame: Frame) -> VideoFrame:
        """Return a copy of a frame in the pixel format of the codec."""

    def sample(self, frame: Frame) -> None:
        """Do nothing: most codecs need no samples."""

    def write(self, frame: VideoFrame) -> None:
        """Write the next frame."""
        self._frame = frame
        self._encode_frame()
        self.frame_number += 1

    def repeat(self) -> None:
        """Hold the last frame; it is written again only after `MAX_FRAME_TIME_S`."""
        if self.frame_number - self._written >= MAX_FRAME_TIME_S * self.spec.rate:
            self._encode_frame()
        self.frame_number += 1

    def finish(self) -> None:
        """Write the rest; a held last frame is written once more at its last frame time."""
        if self._written < self.frame_number - 1:
            self.frame_number -= 1
            self._encode_frame()
            self.frame_number += 1
        self._container.mux(self._stream.encode(None))
        self._container.close()

    def close(self) -> None:
        """Close the file."""
        self._container.close()

    def _encode_frame(self) -> None:
        self._frame.pts = self._written = self.frame_number
        self._container.mux(self._stream.encode(self._frame))


class Video(Stream):
    """Video in 4:2:0 and the colors of BT.709, with a constant frame rate and a key frame every `key_interval` s."""

    def __init__(
        self,
        spec: FilmSpec,
        *,
        container: str,
        codec: str,
        options: Mapping[str, str],
        writing: Mapping[str, str],
        key_interval: int = 1,
        threads: int = THREADS,
    ) -> None:
        pixels = "yuva420p" if spec.transparent else "yuv420p"
        super().__init__(spec, container=container, codec=codec, pixels=pixels, options=options, writing=writing)
        self.context.thread_count = threads
        self._reformatter = VideoReformatter()
        self.context.gop_size = key_interval * round(spec.rate)
        self.context.color_primaries = self.context.color_trc = self.context.colorspace = BT709
        self.context.color_range = LIMITED

    def converted(self, frame: Frame) -> VideoFrame:
        """Return a frame in YCbCr."""
        converted = self._reformatter.reformat(
            VideoFrame.from_numpy_buffer(frame.pixels, "bgra"),
            format=self.pixels,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )
        converted.color_primaries = converted.color_trc = BT709
        converted.time_base = self.context.time_base
        return converted

    def repeat(self) -> None:
        """Write the last frame again: players expect a constant frame rate."""
        self._encode_frame()
        self.frame_number += 1


class Gif(Stream):
    """A GIF in 255 colors from samples of the whole film; without dither, which would flicker between frames."""

    def __init__(self, spec: FilmSpec) -> None:
        # The file holds how often the film repeats after its first time; -1 leaves that out, 0 repeats without end.
        loop = {0: "0", 1: "-1"}.get(spec.options.loop, str(spec.options.loop - 1))
        writing = {"loop": loop, "final_delay": str(round(100 / spec.rate))}
        super().__init__(spec, container="gif", codec="gif", pixels="pal8", options={}, writing=writing)
        self._palette_filter = _Filter(spec, "palettegen", "stats_mode=full")
        self._mapping_filter: _Filter | None = None
        self._count = count()

    def sample(self, frame: Frame) -> None:
        """Count the colors of a frame."""
        self._palette_filter.push(_copied(frame))
        with contextlib.suppress(BlockingIOError):
            self._palette_filter.pull()  # no output yet, but without a pull the filter keeps all frames

    def converted(self, frame: Frame) -> VideoFrame:
        """Return a frame in the colors of the palette."""
        copy = _copied(frame)
        if self._mapping_filter is None:
            self._palette_filter.push(None)
            self._mapping_filter = _Filter(self.spec, "paletteuse", "dither=none", self._palette_filter.pull())
        copy.pts = next(self._count)  # the filter drops frames without increasing times
        self._mapping_filter.push(copy)
        return self._mapping_filter.pull()


class Apng(Stream):
    """An APNG: lossless; only the changed pixels are written."""

    def __init__(self, spec: FilmSpec) -> None:
        plays = str(spec.options.loop)
        writing = {"plays": plays, "final_delay": f"{spec.rate.denominator}/{spec.rate.numerator}"}
        pixels = "rgba" if spec.transparent else "rgb24"
        super().__init__(spec, container="apng", codec="apng", pixels=pixels, options={"pred": "none"}, writing=writing)
        self._reformatter = VideoReformatter()

    def converted(self, frame: Frame) -> VideoFrame:
        """Return a frame in the order RGB or RGBA."""
        given = VideoFrame.from_numpy_buffer(frame.pixels, "bgra")
        return self._reformatter.reformat(given, format=self.pixels, threads=1)


class WebP(Stream):
    """An animated WebP: lossless; only the changed pixels are written."""

    def __init__(self, spec: FilmSpec) -> None:
        options = {"lossless": "1", "quality": "50", "compression_level": "2"}
        super().__init__(
            spec,
            container="webp",
            codec="libwebp_anim",
            pixels="bgra",
            options=options,
            writing={"loop": str(spec.options.loop)},
        )

    def converted(self, frame: Frame) -> VideoFrame:
        """Return a copy of a frame: the codec accepts BGRA."""
        return _copied(frame)

    def finish(self) -> None:
        """Write the rest, and the duration of the last frame, which the codec can only guess."""
        super().finish()
        _set_duration(self.spec.path, round(1000 * self.frame_number / self.spec.rate))


class _Filter:
    """An FFmpeg filter on frames of one size, with a palette as second input if given."""

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
        """Pass a frame to the filter, or None after the last one."""
        self._inputs[0].push(frame)

    def pull(self) -> VideoFrame:
        """Return the next output frame of the filter."""
        frame = self._output.pull()
        if not isinstance(frame, VideoFrame):
            raise TypeError(frame)
        return frame

    def _buffer(self, size: tuple[int, int], time_base: Fraction) -> Any:
        return self._graph.add_buffer(width=size[0], height=size[1], format=VideoFormat("bgra"), time_base=time_base)


def _copied(frame: Frame) -> VideoFrame:
    return VideoFrame.from_ndarray(frame.pixels, "bgra")


def _set_duration(path: Path, total: int) -> None:
    """Set the duration of the last frame of an animated WebP such that the film lasts `total` milliseconds."""
    with path.open("r+b") as file:
        file.seek(12)  # after RIFF, length, WEBP follow chunks: name, length, content padded to even length
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
