"""What is to be exported, and how: the same for a still, a film and the numbers behind them."""

from dataclasses import dataclass, replace

from core.experiment import Result
from gui.export.film import FPS
from gui.export.formats import FORMATS, PNG, Format
from gui.picture.stage import StageFactory, View
from gui.session.timeline import DURATION
from gui.style.theme import HEIGHT, WIDTH, Theme, TypeSize
from gui.wording.text import tr_noop

NUMBERS = {
    ".json": Format(tr_noop("JSON"), ".json", film=False),
    ".csv": Format(tr_noop("CSV"), ".csv", film=False),
    ".npz": Format(tr_noop("NPZ"), ".npz", film=False),
}
"""The numbers behind a picture, as files."""
EVERY = FORMATS | NUMBERS
SIZES = ((1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))


@dataclass(frozen=True)
class OnScreen:
    """What there is to export: an experiment's address, how its stage is made, its result, and what of it is seen."""

    address: str
    factory: StageFactory
    result: Result
    view: View
    position: float


@dataclass(frozen=True)
class Plan:
    """How a picture becomes a file.

    Attributes
    ----------
    form, width, height, transparent
        The kind of file, its size in pixels, and whether the ground is left out where the kind allows it.
    fps, duration, span
        Of a film: pictures a second, seconds in all, and the seconds of it to write (None for all).
    theme, type_size
        How it looks; None for what is on screen.

    """

    form: Format = PNG
    width: int = WIDTH
    height: int = HEIGHT
    transparent: bool = False
    fps: float = FPS
    duration: float = DURATION
    span: tuple[float, float] | None = None
    theme: Theme | None = None
    type_size: TypeSize | None = None

    def view(self, seen: View) -> View:
        """Return the view of the export, given what is seen."""
        return replace(
            seen,
            width=self.width,
            height=self.height,
            theme=self.theme or seen.theme,
            type_size=self.type_size or seen.type_size,
            transparent=self.transparent and self.form.transparent,
        )
