"""A scene: all user input that defines a picture, as data that can be saved.

The command line, presets, settings, scene files and the window all read and create scenes. A scene holds no result: the
same scene gives the same picture again, except for measured times. The structures here are those of scene files, too,
which CONTRIBUTING.md describes; `rename` gives the names there.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from core.experiment import Experiment, Obstacle
from core.obstacles import OBSTACLES
from core.params import Params, make, mapping

DEFAULT_FILM_SECONDS = 8.0
"""Length of a film if none is given."""
MIN_FILM_SECONDS, MAX_FILM_SECONDS = 0.1, 3600.0

ThemeName = Literal["light", "dark", "projector"]
TypeSizeName = Literal["desk", "hall"]
Moment = Literal["first", "last"] | Annotated[float, Meta(ge=0)]
"""A frame of the film: the first, the last, or the one at this time in seconds."""

Line = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=20_000)]
Words = Text | dict[str, Text]
"""A text, or one for each language, by the code of the language."""


def in_language(words: Words, language: str = "en") -> str:
    """Return a text in a language; where it has none, in English or in the first language that it has."""
    if isinstance(words, str):
        return words
    return next((words[code] for code in (language, "en", *words) if code in words), "")


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of the parts of a scene."""


class Zoom(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
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


class Look(Part, frozen=True, rename={"type_size": "type", "narration": "narrate"}):
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
    hide
        What the audience has to imagine; for lectures.
    turn
        Degrees by which a surface is turned about its height and tilted; for surfaces.

    """

    theme: ThemeName = "light"
    type_size: TypeSizeName = "desk"
    caption: bool = True
    stretch: bool = False
    zoom: Zoom = NO_ZOOM
    reveal: bool = False
    narration: Annotated[int, Meta(ge=0, le=2)] | None = None
    hide: tuple[Literal["ground", "future"], ...] = ()
    turn: tuple[float, float] | None = None


class Play(Part, frozen=True, rename={"start": "from", "end": "to"}):
    """How the film of a scene is played, and the frame that a still of it shows.

    Attributes
    ----------
    duration
        The length of the whole film in seconds.
    start, end
        The first and the last second that are played; None for the beginning and the end of the film.
    speed
        How much faster the window plays it.
    at
        The frame that a still shows, and the window when it opens the scene.
    azimuth
        Degrees from which and to which a surface turns; for surfaces.

    """

    duration: Annotated[float, Meta(ge=MIN_FILM_SECONDS, le=MAX_FILM_SECONDS)] = DEFAULT_FILM_SECONDS
    start: Annotated[float, Meta(ge=0)] | None = None
    end: Annotated[float, Meta(ge=0)] | None = None
    speed: Annotated[float, Meta(ge=0.25, le=4)] = 1.0
    at: Moment = "last"
    azimuth: tuple[float, float] | None = None

    @property
    def span(self) -> tuple[float, float] | None:
        """The first and the last second that are played; None for the whole film."""
        if self.start is None and self.end is None:
            return None
        return self.start or 0.0, self.duration if self.end is None else self.end


WHOLE_FILM = Play()
"""Plays the film of the usual length from its beginning to its end."""


class Beside(Part, frozen=True):
    """A second lane: what differs from the first.

    Attributes
    ----------
    target
        Its experiment, as OBSTACLE/EXPERIMENT; empty for that of the first lane.
    params
        The parameters that differ from those of the first lane, or, with another obstacle, from their defaults.
    look
        Its look; None for that of the first lane.

    """

    target: Line = ""
    params: dict[str, Any] = {}
    look: Look | None = None


class Build(Part, frozen=True):
    """A moment and a look that a lecture goes through before the next scene."""

    at: Moment = "last"
    look: Look = Look()


class Exercise(Part, frozen=True):
    """A task for students, with its answer."""

    task: Words
    answer: Words = ""


class Scene(Part, frozen=True):
    """A picture of one experiment, or two pictures side by side; in a lecture also a card of text.

    Attributes
    ----------
    id
        The name of the scene in its file, unique there: letters a to z, digits and hyphens; empty until it is in one.
    title, notes
        The title of the scene, and notes for the lecturer: paragraphs of plain text.
    target
        The experiment, as OBSTACLE/EXPERIMENT.
    params
        The parameters of its obstacle that differ from their defaults, by name, as plain data.
    beside
        A second lane, or None.
    look
        The appearance of the picture.
    play
        How the film is played, and which frame a still shows.
    kind
        What is shown: "picture", or in a lecture a "card" or the "ledger".
    text
        The text of a card.
    question, choices, answer, answer_from, answer_at
        What a lecture asks first: the question, the choices, the place of the right one or the name of the value that
        answers it, and the moment that shows it.
    builds, keep, slider, minutes, sources, exercises
        Of a lecture: what it goes through before the next scene; fields that keep their values when the scene is shown
        again; whether its first slider is shown; how long it takes; where its facts come from; tasks for students.

    """

    id: Annotated[str, Meta(max_length=64)] = ""
    title: Words = ""
    kind: Literal["picture", "card", "ledger"] = "picture"
    target: Line = ""
    params: dict[str, Any] = {}
    beside: Beside | None = None
    look: Look = Look()
    play: Play = Play()
    text: Words = ""
    question: Words = ""
    choices: tuple[Words, ...] = ()
    answer: Annotated[int, Meta(ge=1, le=26)] | None = None
    answer_from: Line = ""
    answer_at: Moment | None = None
    builds: tuple[Build, ...] = ()
    keep: tuple[Line, ...] = ()
    slider: bool = False
    minutes: Annotated[float, Meta(ge=0, le=600)] | None = None
    sources: tuple[Line, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    notes: Words = ""

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
    return differing_params(params, type(params)())


def differing_params(params: Params, base: Params) -> dict[str, Any]:
    """Return the parameters that differ from those of `base`, by name, as plain data that `make` takes."""
    others = mapping(base)
    return {name: value for name, value in mapping(params).items() if value != others[name]}
