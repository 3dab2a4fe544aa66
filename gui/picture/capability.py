"""What a picture can do beyond showing a result at a position."""

from enum import Enum


class Capability(Enum):
    """Something that the window offers where the stage on screen declares it."""

    GHOST = "ghost"
    """It keeps the path of an earlier result in the picture: `View.ghost`."""
    NARRATION = "narration"
    """It shows a step in three parts, the gradient, the learning rate and the move: `View.narration`."""
    RANDOM_START = "random start"
    """Its start may be random: the parameter `start` takes the word "random"."""
    STRETCH = "stretch"
    """It stretches an axis that is too short to see what happens along it: `View.stretch`."""
    ZOOM = "zoom"
    """It shows a part of its landscape larger: `View.zoom`."""
