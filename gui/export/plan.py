"""The settings of an export: the same for stills, films and data files. Imports no Qt."""

import re
import unicodedata
from dataclasses import dataclass

from core.field import Field
from core.params import Params, fields_by_name
from core.scene import Scene
from gui.export.formats import DEFAULT_OPTIONS, FORMATS, PNG, Format, FormatOptions
from gui.wording.text import tr_noop

DATA_FORMATS = {
    ".json": Format(tr_noop("JSON"), ".json", film=False),
    ".csv": Format(tr_noop("CSV"), ".csv", film=False),
    ".npz": Format(tr_noop("NPZ"), ".npz", film=False),
}
"""The formats of the data behind a picture."""
ALL_FORMATS = FORMATS | DATA_FORMATS
MIN_SIZE, MAX_SIZE = (640, 360), (7680, 4320)
"""Bounds of width and height, in pixels."""
FPS = 60
SIZES = ((1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))


MAX_NAME_LENGTH = 60
"""Characters of a suggested file name, without its suffix."""


@dataclass(frozen=True)
class Plan:
    """The settings with which a scene is exported.

    Attributes
    ----------
    scene
        The content and its look, and the moment, or the part of the film, to write.
    form, width, height, transparent
        The format, the size in pixels, and whether the background is transparent if the format supports it.
    fps
        Of a film: frames per second.
    progress
        Whether a line at the bottom shows the share of steps; None for films only.
    options
        What only some formats have.

    """

    scene: Scene
    form: Format = PNG
    width: int = 1920
    height: int = 1080
    transparent: bool = False
    fps: float = FPS
    progress: bool | None = None
    options: FormatOptions = DEFAULT_OPTIONS


def suggested_name(scene: Scene) -> str:
    """Return a file name without suffix: the experiment and what differs from the defaults, as "zigzag-kappa-30"."""
    kind: type[Params] = scene.obstacle.params
    known = fields_by_name(kind)
    name = scene.experiment.key
    for field, value in scene.params.items():
        part = f"{name}-{_short_name(known[field])}-{_value_name(value)}"
        if field in scene.experiment.reads and len(part) <= MAX_NAME_LENGTH:
            name = part
    return name


def _short_name(field: Field) -> str:
    """Return the symbol at the end of a field's title, in Latin letters, else the field's name."""
    symbol = field.title.rsplit(" ", 1)[-1]
    if len(symbol) > 1:
        return field.name.replace("_", "-")
    return symbol if symbol.isascii() else unicodedata.name(symbol).rsplit(" ", 1)[-1].lower()


def _value_name(value: object) -> str:
    """Return a value with characters that every file system takes."""
    parts = value if isinstance(value, list | tuple) else [value]
    words = [format(part, "g") if isinstance(part, float) else str(part) for part in parts]
    return re.sub(r"[^\w.+-]", "-", "+".join(words))
