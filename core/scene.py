"""A scene: everything that a person says to get a picture, as data that can be written down.

Command line, presets, settings and window all read and make scenes. A scene holds no result: the same scene computes
the same picture again, but for times that are measured.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from core.experiment import Experiment, Obstacle
from core.obstacles import OBSTACLES
from core.params import Params, make, mapping

DURATION = 8.0
"""Seconds of a film, where nothing else is said."""

ThemeName = Literal["light", "dark", "projector"]
TypeSizeName = Literal["desk", "hall"]

Moment = Literal["first", "last"] | Annotated[float, Meta(ge=0)]
"""A frame of the film: one of its ends, or the one at so many seconds."""


class Zoom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A closer look at a landscape.

    Attributes
    ----------
    factor
        How many times larger it is than the whole landscape.
    x, y
        Where its middle lies, from the middle of the whole landscape, in halves of its width and height.

    """

    factor: Annotated[float, Meta(ge=1)] = 1.0
    x: float = 0.0
    y: float = 0.0


WHOLE = Zoom()
"""The whole landscape."""


class Look(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How a picture looks, whatever it shows.

    Attributes
    ----------
    theme, type_size
        The names of its colors and of its text sizes: normal text is "desk", large text is "hall".
    caption
        Whether the sentences under the picture are shown.
    stretch
        Whether an axis that is too short to see what happens along it is stretched.
    zoom
        Which part of the landscape is shown.
    narration
        The part of a step that is narrated: 0 the gradient, 1 the learning rate, 2 the move; None for whole steps.

    """

    theme: ThemeName = "light"
    type_size: TypeSizeName = "desk"
    caption: bool = True
    stretch: bool = False
    zoom: Zoom = WHOLE
    narration: Annotated[int, Meta(ge=0, le=2)] | None = None


class Scene(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A picture of an experiment, or two beside each other.

    Attributes
    ----------
    target
        The experiment, as OBSTACLE/EXPERIMENT.
    params
        The parameters of its obstacle that differ from their defaults, by name, as plain data.
    look
        How the picture looks.
    moment
        The frame that a still shows.
    play
        The seconds of the film from which to which it is played; None for all of it.
    title, notes
        What the scene is called, and what its lecturer wants to say.
    beside
        The parameters of a second lane of the same experiment, like `params`; None for one lane.

    """

    target: str
    params: dict[str, Any] = {}
    look: Look = Look()
    moment: Moment = "last"
    play: tuple[float, float] | None = None
    title: str = ""
    notes: str = ""
    beside: dict[str, Any] | None = None

    @property
    def obstacle(self) -> Obstacle[Any]:
        """The obstacle of the target; KeyError where there is none of that name."""
        return find(self.target)[0]

    @property
    def experiment(self) -> Experiment[Any, Any]:
        """The experiment of the target; KeyError where there is none of that name."""
        return find(self.target)[1]

    def made_params(self) -> Params:
        """Return all parameters of the obstacle; ParamsError where one is not allowed."""
        made: Params = make(self.obstacle.params, self.params)
        return made


TARGETS = tuple(f"{obstacle.key}/{experiment.key}" for obstacle in OBSTACLES for experiment in obstacle.experiments)
"""Every experiment, as OBSTACLE/EXPERIMENT."""


def find(target: str) -> tuple[Obstacle[Any], Experiment[Any, Any]]:
    """Return the obstacle and the experiment at OBSTACLE/EXPERIMENT; KeyError where there are none of these names."""
    key, _, experiment = target.partition("/")
    for obstacle in OBSTACLES:
        if obstacle.key == key:
            return obstacle, obstacle.experiment(experiment)
    raise KeyError(target)


def differing(params: Params) -> dict[str, Any]:
    """Return the parameters that differ from their defaults, by name, as plain data that `make` takes."""
    defaults = mapping(type(params)())
    return {name: value for name, value in mapping(params).items() if value != defaults[name]}
