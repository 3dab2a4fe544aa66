"""A film: the frames of a schedule, drawn in the calling thread and encoded in others."""

import os
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from core.experiment import Result
from core.files import atomic_file, atomic_folder
from core.scene import DEFAULT_FILM_SECONDS
from gui.export.encoder import Encoder, Item, Sample
from gui.export.formats import DEFAULT_OPTIONS, MP4, NUMBERED, Format, FormatOptions
from gui.export.frame import Frame
from gui.export.plan import FPS
from gui.picture.factory import StageFactory
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.platform.memory import return_freed_memory
from gui.session.timeline import Schedule, frame_count


@dataclass(frozen=True)
class FilmProgress:
    """The number of encoded frames of a film, and of all its frames."""

    done: int
    total: int

    @property
    def fraction(self) -> float:
        """The encoded fraction."""
        return self.done / self.total


def supported_view(view: View, form: Format) -> View:
    """Return the view with the size and transparency that a format supports."""
    view = replace(view, transparent=view.transparent and form.transparent)
    return even_size(view) if form.even else view


def even_size(view: View) -> View:
    """Return the view with width and height rounded up to even numbers, as 4:2:0 chroma subsampling needs."""
    return replace(view, width=view.width + view.width % 2, height=view.height + view.height % 2)


def exact_rate(fps: float) -> Fraction:
    """Return the exact rate of a rounded one: 29.97 is 30000/1001, 12.5 is 25/2."""
    if fps == round(fps):
        return Fraction(round(fps))
    slowed = Fraction(round(fps * 1.001) * 1000, 1001)
    return slowed if abs(float(slowed) - fps) < 0.005 else Fraction(fps).limit_denominator(1000)


def frame_range(total: int, rate: Fraction, span: tuple[float, float] | None) -> range:
    """Return the numbers of the frames in a span of seconds, of a film of `total` frames."""
    if span is None:
        return range(total)
    first = min(round(span[0] * rate), total - 1)
    return range(first, max(min(round(span[1] * rate), total), first + 1))


def film(
    factory: StageFactory,
    result: Result,
    view: View,
    path: str | os.PathLike[str],
    fps: float = FPS,
    duration: float = DEFAULT_FILM_SECONDS,
    *,
    form: Format = MP4,
    span: tuple[float, float] | None = None,
    options: FormatOptions = DEFAULT_OPTIONS,
) -> Generator[FilmProgress, None, None]:
    """Write the film of `result` to `path`, completely or not at all, at most one frame at each step.

    The generator must run in the GUI thread, in a loop or from a timer. No step draws more than one
    frame or waits more than a few milliseconds. Closing the generator early leaves no file.

    Parameters
    ----------
    factory, result, view
        The content; the size is rounded as by `supported_view`.
    path
        A file, or for numbered PNGs a folder that is new or empty.
    fps, duration
        Frames per second, rounded to one of the format (`Format.nearest_rate`), and seconds.
    form
        The file format.
    span
        The half-open interval of the film to write, in seconds; None for all of it.
    options
        What only some formats have.

    Raises
    ------
    FileError
        When the file cannot be written; the message is one sentence.

    """
    view, rate = supported_view(view, form), exact_rate(form.nearest_rate(fps))
    place = atomic_folder if form is NUMBERED else atomic_file
    with place(path) as temporary, closing(factory(view)) as stage:
        schedule = stage.schedule(result, duration)
        numbers = frame_range(frame_count(schedule, float(rate)), rate, span)
        size = (view.width, view.height)
        transparent = view.transparent
        with closing(Encoder(temporary, *size, rate, form, transparent=transparent, options=options)) as encoder:
            for count, item in enumerate(_items(encoder, stage, result, schedule, numbers, form.samples)):
                if count == 1:
                    return_freed_memory()  # of what the first picture took: 10 MB for paths of 100,000 steps
                while not encoder.offer(item):
                    yield FilmProgress(encoder.done, len(numbers))
                while not encoder.has_free_frame():  # the next item may be painted on one
                    yield FilmProgress(encoder.done, len(numbers))
                yield FilmProgress(encoder.done, len(numbers))
            while not encoder.has_ended():
                yield FilmProgress(encoder.done, len(numbers))
        yield FilmProgress(len(numbers), len(numbers))


def _items(
    encoder: Encoder, stage: Stage[Any], result: Result, schedule: Schedule, numbers: range, samples: int
) -> Iterator[Item]:
    """Yield the items for the encoder; each frame is painted when it is requested."""
    rate = encoder.rate

    def painted(position: float) -> Frame:
        frame = encoder.free_frame()
        stage.show(result, position)
        stage.render(frame.image)
        return frame

    for k in range(samples):
        number = numbers[round(k * (len(numbers) - 1) / (samples - 1))]
        yield Sample(painted(schedule.position(number / rate)))
    shown = None
    for number in numbers:
        position = schedule.position(number / rate)
        # A frame that is held is neither drawn nor converted twice.
        yield "repeat" if position == shown else painted(position)
        shown = position
    yield "end"
