"""The settings of an export: the same for stills, films and data files. Imports no Qt."""

from dataclasses import dataclass

from core.scene import DEFAULT_FILM_SECONDS, Scene
from gui.export.formats import FORMATS, PNG, Format
from gui.wording.text import tr_noop

DATA_FORMATS = {
    ".json": Format(tr_noop("JSON"), ".json", film=False),
    ".csv": Format(tr_noop("CSV"), ".csv", film=False),
    ".npz": Format(tr_noop("NPZ"), ".npz", film=False),
}
"""The formats of the data behind a picture."""
ALL_FORMATS = FORMATS | DATA_FORMATS
MIN_SIZE, MAX_SIZE = (16, 16), (7680, 4320)
"""Bounds of width and height, in pixels."""
FPS = 60
SIZES = ((1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))


@dataclass(frozen=True)
class Plan:
    """The settings with which a scene is exported.

    Attributes
    ----------
    scene
        The content and its look, and the moment, or the part of the film, to write.
    form, width, height, transparent
        The format, the size in pixels, and whether the background is transparent if the format supports it.
    fps, duration
        Of a film: frames per second, and total seconds.

    """

    scene: Scene
    form: Format = PNG
    width: int = 1920
    height: int = 1080
    transparent: bool = False
    fps: float = FPS
    duration: float = DEFAULT_FILM_SECONDS
