"""How a picture is looked at."""

from dataclasses import dataclass, replace

from core.experiment import Result
from core.scene import NO_ZOOM, Look, Zoom
from gui.style.theme import DESK, HALL, HEIGHT, LIGHT, THEMES, TYPE_SIZES, WIDTH, Theme, TypeSize

SMALLEST_TEXT = 11.0
"""Pixels below which nobody reads: in small windows text stops shrinking with the picture."""


@dataclass(frozen=True)
class View:
    """How a picture is looked at: everything besides result and position that decides its pixels."""

    width: int = WIDTH
    height: int = HEIGHT
    theme: Theme = LIGHT
    type_size: TypeSize = DESK
    caption: bool = True
    transparent: bool = False
    stretch: bool = False
    zoom: Zoom = NO_ZOOM
    narration: int | None = None
    """Which part of a step is told, 0 to 2; None where steps are not told one by one."""
    ghost: Result | None = None
    """The result whose path stays in the picture as a ghost."""

    @property
    def scale(self) -> float:
        """Pixels for one pixel at 1080p, for lengths and strokes."""
        return min(self.width / WIDTH, self.height / HEIGHT)

    @property
    def hall(self) -> bool:
        """Whether the picture is for the last row of a lecture hall: fewer and larger words."""
        return self.type_size is HALL

    @property
    def text_scale(self) -> float:
        """Pixels for one pixel at 1080p, for text and the bands that hold it."""
        return max(self.scale, SMALLEST_TEXT / self.type_size.ticks)

    @property
    def look(self) -> Look:
        """How it looks, as a scene says it."""
        return Look(
            theme=self.theme.name,
            type_size=self.type_size.name,
            caption=self.caption,
            stretch=self.stretch,
            zoom=self.zoom,
            narration=self.narration,
        )

    def with_look(self, look: Look) -> "View":
        """Return the same picture with the look of a scene."""
        return replace(
            self,
            theme=THEMES[look.theme],
            type_size=TYPE_SIZES[look.type_size],
            caption=look.caption,
            stretch=look.stretch,
            zoom=look.zoom,
            narration=look.narration,
        )
