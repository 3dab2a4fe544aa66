"""A scene: all user input that defines a picture, as data that can be saved.

The command line, presets, settings and the window all read and create scenes. A scene holds no result: the same scene
gives the same picture again, except for measured times.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from core.experiment import Experiment, Obstacle
from core.obstacles import OBSTACLES
from core.params import Params, make, mapping

DEFAULT_FILM_SECONDS = 8.0
"""Length of a film if none is given."""

ThemeName = Literal["light", "dark", "projector"]
TypeSizeName = Literal["desk", "hall"]

Moment = Literal["first", "last"] | Annotated[float, Meta(ge=0)]
"""A frame of the film: the first, the last, or the one at this time in seconds."""


class Zoom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The visible part of a landscape.

    Attributes
    ----------
    factor
        The magnification; 1 shows the whole landscape.
    x, y
        The offset of its center from the center of the whole landscape, in units of half the width and height.

    """

    factor: Annotated[float, Meta(ge=1)] = 1.0
    x: float = 0.0
    y: float = 0.0


NO_ZOOM = Zoom()
"""Shows the whole landscape."""


class Look(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The appearance of a picture, independent of its contents.

    Attributes
    ----------
    theme, type_size
        The names of its colors and of its text sizes: normal text is "desk", large text is "hall".
    caption
        Whether the sentences under the picture are shown.
    stretch
        Whether an axis on which changes are too small to see is stretched.
    zoom
        Which part of the landscape is shown.
    reveal
        Whether sentences, curves and predictions wait for the step that makes them true.
    narration
        The part of a step that is narrated: 0 the gradient, 1 the learning rate, 2 the move; None for whole steps.

    """

    theme: ThemeName = "light"
    type_size: TypeSizeName = "desk"
    caption: bool = True
    stretch: bool = False
    zoom: Zoom = NO_ZOOM
    reveal: bool = False
    narration: Annotated[int, Meta(ge=0, le=2)] | None = None


class Scene(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A picture of one experiment, or two pictures of it side by side.

    Attributes
    ----------
    target
        The experiment, as OBSTACLE/EXPERIMENT.
    params
        The parameters of its obstacle that differ from their defaults, by name, as plain data.
    look
        The appearance of the picture.
    moment
        The frame that an exported still shows.
    play
        The first and the last second of the film that are played; None for the whole film.
    title, notes
        The title of the scene, and notes for the lecturer.
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
        """The obstacle of the target; raises KeyError if there is none of that name."""
        return find_experiment(self.target)[0]

    @property
    def experiment(self) -> Experiment[Any, Any]:
        """The experiment of the target; raises KeyError if there is none of that name."""
        return find_experiment(self.target)[1]

    def full_params(self) -> Params:
        """Return all parameters of the obstacle, defaults included; raises ParamsError if one is not allowed."""
        params: Params = make(self.obstacle.params, self.params)
        return params


TARGETS = tuple(f"{obstacle.key}/{experiment.key}" for obstacle in OBSTACLES for experiment in obstacle.experiments)
"""The names of all experiments, as OBSTACLE/EXPERIMENT."""


def find_experiment(target: str) -> tuple[Obstacle[Any], Experiment[Any, Any]]:
    """Return the obstacle and the experiment named OBSTACLE/EXPERIMENT; raises KeyError if there are none."""
    key, _, experiment = target.partition("/")
    for obstacle in OBSTACLES:
        if obstacle.key == key:
            return obstacle, obstacle.experiment(experiment)
    raise KeyError(target)


def non_default_params(params: Params) -> dict[str, Any]:
    """Return the parameters that differ from their defaults, by name, as plain data that `make` takes."""
    defaults = mapping(type(params)())
    return {name: value for name, value in mapping(params).items() if value != defaults[name]}
