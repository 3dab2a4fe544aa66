"""A film: every picture of a schedule, drawn here and encoded beside."""

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
from gui.export.formats import MP4, NUMBERED, Format
from gui.export.frame import Frame
from gui.export.plan import FPS
from gui.picture.stage import Stage, StageFactory
from gui.picture.view import View
from gui.session.timeline import Schedule, frame_count


@dataclass(frozen=True)
class FilmProgress:
    """How many of a film's pictures are encoded."""

    done: int
    total: int

    @property
    def fraction(self) -> float:
        """The share that is done."""
        return self.done / self.total


def fitted(view: View, form: Format) -> View:
    """Return the view as a kind of film can show it."""
    view = replace(view, transparent=view.transparent and form.transparent)
    return even(view) if form.even else view


def even(view: View) -> View:
    """Return the view at the next even size: the pictures of a film have one color for 2 x 2 pixels."""
    return replace(view, width=view.width + view.width % 2, height=view.height + view.height % 2)


def exact_rate(fps: float) -> Fraction:
    """Return the rate that is meant: 29.97 is 30000/1001, 12.5 is 25/2."""
    if fps == round(fps):
        return Fraction(round(fps))
    slowed = Fraction(round(fps * 1.001) * 1000, 1001)
    return slowed if abs(float(slowed) - fps) < 0.005 else Fraction(fps).limit_denominator(1000)


def chosen(total: int, rate: Fraction, span: tuple[float, float] | None) -> range:
    """Return the numbers of the pictures between two moments, given in seconds, of a film of `total` pictures."""
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
) -> Generator[FilmProgress, None, None]:
    """Write the film of `result` to `path`, whole or not at all, a picture at each step of the generator.

    To be driven in the thread of the application: directly, or from the timer of a window, which
    stays alive because no step draws more than one picture or waits more than a few
    milliseconds. Closing it early leaves nothing behind.

    Parameters
    ----------
    factory, result, view
        What is shown; the size is rounded as by `fitted`.
    path
        A file, or for numbered pictures a folder that is new or empty.
    fps, duration
        Pictures a second, of which some formats know only a few (`Format.nearest`), and seconds.
    form
        The kind of file.
    span
        The seconds of the film to write: from the first on, up to and without the second.

    Raises
    ------
    FileError
        When the file cannot be written; the message is one sentence.

    """
    view, rate = fitted(view, form), exact_rate(form.nearest(fps))
    place = atomic_folder if form is NUMBERED else atomic_file
    with place(path) as temporary, closing(factory(view)) as stage:
        schedule = stage.schedule(result, duration)
        numbers = chosen(frame_count(schedule, float(rate)), rate, span)
        size = (view.width, view.height)
        with closing(Encoder(temporary, *size, rate, form, transparent=view.transparent)) as encoder:
            for item in _items(encoder, stage, result, schedule, numbers, form.samples):
                while not encoder.offer(item):
                    yield FilmProgress(encoder.done, len(numbers))
                yield FilmProgress(encoder.done, len(numbers))
            while not encoder.ended():
                yield FilmProgress(encoder.done, len(numbers))
        yield FilmProgress(len(numbers), len(numbers))


def _items(
    encoder: Encoder, stage: Stage[Any], result: Result, schedule: Schedule, numbers: range, samples: int
) -> Iterator[Item]:
    """Yield what the encoder is to be given, each picture painted when it is asked for."""
    rate = encoder.rate

    def painted(position: float) -> Frame:
        picture = encoder.free()
        stage.show(result, position)
        stage.render(picture.image)
        return picture

    for k in range(samples):
        number = numbers[round(k * (len(numbers) - 1) / (samples - 1))]
        yield Sample(painted(schedule.position(number / rate)))
    shown = None
    for number in numbers:
        position = schedule.position(number / rate)
        # A picture that is held is neither drawn nor converted twice.
        yield "again" if position == shown else painted(position)
        shown = position
    yield "end"
