"""The optional capabilities of a picture."""

from enum import Enum


class Capability(Enum):
    """An option that the window offers while a stage that declares it is on screen."""

    GHOST = "ghost"
    """The picture keeps the path of an earlier result: `View.ghost`."""
    GRADIENTS = "gradients"
    """The picture can count gradients instead of steps: the parameter `axis` accepts the word "gradients"."""
    NARRATION = "narration"
    """The picture shows each step in three parts, gradient, learning rate and move: `View.narration`."""
    RANDOM_START = "random start"
    """The parameter `start` accepts the word "random"."""
    STRETCH = "stretch"
    """The picture can stretch an axis along which a path is too flat to be seen: `View.stretch`."""
    ZOOM = "zoom"
    """The picture can zoom in on a part of its landscape: `View.zoom`."""
