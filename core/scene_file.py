"""The contract of a scene file: one or more scenes in TOML, with a title."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from core.message import Message
from core.scene import Line, Part, Scene, Words, in_language

FORMAT = 1
"""The version of the format that this program reads and writes."""
SUFFIX = ".toml"
MAX_SCENES = 500
ID = re.compile(r"[a-z0-9-]{1,64}")


class SceneFile(Part, frozen=True, rename={"scenes": "scene"}):
    """The contents of a scene file.

    Attributes
    ----------
    thalweg
        The version of the format.
    title
        The title of the whole.
    made_with
        The version of the program that wrote it; what a missing field means depends on it, see `old_defaults`.
    scenes
        The scenes, whose `id`s are unique.

    """

    thalweg: Annotated[int, Meta(ge=1)] = FORMAT
    title: Words = ""
    made_with: Line = ""
    scenes: tuple[Scene, ...] = ()

    def scene(self, identifier: str) -> Scene:
        """Return the scene with this `id`; raises KeyError if there is none."""
        for scene in self.scenes:
            if scene.id == identifier:
                return scene
        raise KeyError(identifier)


@dataclass(frozen=True)
class FileProblem:
    """What is wrong with a scene file, and where.

    Attributes
    ----------
    file
        The name of the file.
    what
        What is wrong, with its full stop.
    line, scene
        The line and the number of the scene, from 1; None where there is none.

    """

    file: str
    what: Message
    line: int | None = None
    scene: int | None = None

    @property
    def message(self) -> Message:
        """The problem as one sentence that begins with the place."""
        if self.line is None:
            return Message("{file}: {problem}", file=self.file, problem=self.what)
        if self.scene is None:
            return Message("{file}, line {line}: {problem}", file=self.file, problem=self.what, line=self.line)
        return Message(
            "{file}, line {line}, scene {scene}: {problem}",
            file=self.file,
            problem=self.what,
            line=self.line,
            scene=self.scene,
        )


class SceneFileError(ValueError):
    """Raised for a file that is refused; holds every problem, by line."""

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: each.line or 0))
        super().__init__("\n".join(each.message for each in self.problems))


def with_ids(scenes: Iterable[Scene]) -> tuple[Scene, ...]:
    """Return the scenes, those without an `id` with one made from their title, or else their experiment, unique."""
    given = list(scenes)
    taken = {scene.id for scene in given if scene.id}
    found = []
    for number, scene in enumerate(given, 1):
        if not scene.id:
            name = _slug(scene.title) or scene.target.rpartition("/")[2] or f"scene-{number}"
            scene = replace(scene, id=_free(name, taken))
            taken.add(scene.id)
        found.append(scene)
    return tuple(found)


def _slug(title: Words) -> str:
    """Return the letters and digits of a title with hyphens between the words."""
    plain = unicodedata.normalize("NFKD", in_language(title)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-")


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    return next(new for number in range(2, 10_000) if (new := f"{name}-{number}"[:64]) not in taken)
