"""What becomes a file, and how: the same for a still, a film and the numbers behind them. Knows no Qt."""

from dataclasses import dataclass

from core.scene import DEFAULT_FILM_SECONDS, Scene
from gui.export.formats import FORMATS, PNG, Format
from gui.wording.text import tr_noop

NUMBERS = {
    ".json": Format(tr_noop("JSON"), ".json", film=False),
    ".csv": Format(tr_noop("CSV"), ".csv", film=False),
    ".npz": Format(tr_noop("NPZ"), ".npz", film=False),
}
"""The numbers behind a picture, as files."""
EVERY = FORMATS | NUMBERS
SMALLEST, LARGEST = (16, 16), (7680, 4320)
"""Width and height in pixels that a picture may have."""
FPS = 60
SIZES = ((1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))


@dataclass(frozen=True)
class Plan:
    """How a scene becomes a file.

    Attributes
    ----------
    scene
        What is shown, how it looks, and which moment, or which part of the film, is written.
    form, width, height, transparent
        The kind of file, its size in pixels, and whether its background is transparent where the kind allows it.
    fps, duration
        Of a film: frames per second, and seconds in all.

    """

    scene: Scene
    form: Format = PNG
    width: int = 1920
    height: int = 1080
    transparent: bool = False
    fps: float = FPS
    duration: float = DEFAULT_FILM_SECONDS
