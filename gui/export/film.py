"""A film: every picture of a schedule as an MP4, drawn here and encoded beside."""

import os
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction

from core.experiment import Result
from core.files import replacing
from gui.export.encoder import Encoder, Item
from gui.stage import StageFactory, View
from gui.timeline import DURATION, pictures, positions

FPS = 60


@dataclass(frozen=True)
class FilmProgress:
    """How many of a film's pictures are encoded."""

    done: int
    total: int

    @property
    def fraction(self) -> float:
        """The share that is done."""
        return self.done / self.total


def even(view: View) -> View:
    """Return the view at the next even size: the pictures of a film have one color for 2 x 2 pixels."""
    return replace(view, width=view.width + view.width % 2, height=view.height + view.height % 2)


def exact_rate(fps: float) -> Fraction:
    """Return the rate that is meant: 29.97 is 30000/1001, 12.5 is 25/2."""
    if fps == round(fps):
        return Fraction(round(fps))
    slowed = Fraction(round(fps * 1.001) * 1000, 1001)
    return slowed if abs(float(slowed) - fps) < 0.005 else Fraction(fps).limit_denominator(1000)


def film(
    factory: StageFactory,
    result: Result,
    view: View,
    path: str | os.PathLike[str],
    fps: float = FPS,
    duration: float = DURATION,
) -> Generator[FilmProgress, None, None]:
    """Write the film of `result` to `path`, whole or not at all, a picture at each step of the generator.

    To be driven in the thread of the application: directly, or from the timer of a window, which
    stays alive because no step draws more than one picture or waits more than a few
    milliseconds. Closing it early leaves nothing behind. Odd sizes are rounded as by `even`.

    Raises
    ------
    FileError
        When the file cannot be written; the message is one sentence.

    """
    view, rate = even(view), exact_rate(fps)
    with replacing(path) as temporary, closing(factory(view)) as stage:
        schedule = stage.schedule(result, duration)
        total = pictures(schedule, float(rate))
        with closing(Encoder(temporary, view.width, view.height, rate)) as encoder:
            shown = None
            for position in positions(schedule, float(rate)):
                item: Item = "again"  # a picture that is held is neither drawn nor converted twice
                if position != shown:
                    item = encoder.free()
                    stage.show(result, position)
                    stage.render(item.image)
                    shown = position
                while not encoder.offer(item):
                    yield FilmProgress(encoder.done, total)
                yield FilmProgress(encoder.done, total)
            while not encoder.offer("end"):
                yield FilmProgress(encoder.done, total)
            while not encoder.ended():
                yield FilmProgress(encoder.done, total)
        yield FilmProgress(total, total)
