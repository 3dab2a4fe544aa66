"""The view of a picture: size, theme, type size and display options."""

from dataclasses import dataclass, replace

from core.experiment import Result
from core.scene import NO_ZOOM, Look, Zoom
from gui.style.theme import DESK, HALL, HEIGHT, LIGHT, THEMES, TYPE_SIZES, WIDTH, Theme, TypeSize

SMALLEST_TEXT = 11.0
"""Smallest text size in pixels: in small windows text stops shrinking with the picture."""


@dataclass(frozen=True)
class View:
    """Everything besides result and position that determines the pixels of a picture."""

    width: int = WIDTH
    height: int = HEIGHT
    theme: Theme = LIGHT
    type_size: TypeSize = DESK
    caption: bool = True
    transparent: bool = False
    stretch: bool = False
    zoom: Zoom = NO_ZOOM
    reveal: bool = False
    """Whether sentences, curves and predictions wait for the step that makes them true."""
    narration: int | None = None
    """The narrated part of a step, 0 to 2; None while steps are not narrated."""
    ghost: Result | None = None
    """The result whose path is drawn as a ghost."""
    progress: bool = False
    """Whether a line at the bottom shows the share of steps; the window has the scrub bar instead."""

    @property
    def scale(self) -> float:
        """Pixels of this view per pixel at 1080p, for lengths and strokes."""
        return min(self.width / WIDTH, self.height / HEIGHT)

    @property
    def hall(self) -> bool:
        """Whether the picture is for a lecture hall: with fewer and larger words."""
        return self.type_size is HALL

    @property
    def text_scale(self) -> float:
        """Pixels of this view per pixel at 1080p, for text and the space around it."""
        return max(self.scale, SMALLEST_TEXT / self.type_size.ticks)

    @property
    def look(self) -> Look:
        """The look of a scene that has this view."""
        return Look(
            theme=self.theme.name,
            type_size=self.type_size.name,
            caption=self.caption,
            stretch=self.stretch,
            zoom=self.zoom,
            reveal=self.reveal,
            narration=self.narration,
        )

    def with_look(self, look: Look) -> "View":
        """Return this view with the look of a scene."""
        return replace(
            self,
            theme=THEMES[look.theme],
            type_size=TYPE_SIZES[look.type_size],
            caption=look.caption,
            stretch=look.stretch,
            zoom=look.zoom,
            reveal=look.reveal,
            narration=look.narration,
        )
