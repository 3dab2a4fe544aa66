"""The scene file that is open in the window: its scenes with their changes, and as they were saved last."""

from pathlib import Path
from typing import Self

import msgspec
from msgspec.structs import replace

from core.params import mapping
from core.scene import Look, Scene
from core.scene_file import SceneFile, with_ids


class Document(msgspec.Struct, frozen=True):
    """The scenes of a file, or scenes that no file has yet. Each change returns another document.

    Attributes
    ----------
    path
        The file, absolute; None as long as there is none.
    file, saved
        The scenes as they are now, and as they were when they were read from or written to the file last.
    number, shown
        The index of the scene on screen in `file.scenes`, or None; and that scene as it was when it was shown or saved.
    content
        The bytes of the file when it was read or written last.

    """

    path: Path | None = None
    file: SceneFile = SceneFile()
    saved: SceneFile = SceneFile()
    number: int | None = None
    shown: Scene | None = None
    content: bytes | None = None

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """All scenes, also those that are no pictures."""
        return self.file.scenes

    @property
    def pictures(self) -> tuple[int, ...]:
        """The indices of the scenes that are pictures."""
        return tuple(index for index, scene in enumerate(self.scenes) if scene.kind == "picture")

    @property
    def is_modified(self) -> bool:
        """Whether there are changes that are not saved."""
        return self.file != self.saved

    def is_changed_on_disk(self) -> bool:
        """Return whether something else has changed the file since it was read or written last."""
        if self.path is None:
            return False
        try:
            return self.path.read_bytes() != self.content
        except OSError:  # it was deleted, so that nothing is written over
            return False

    def at(self, number: int) -> Self:
        """Return the document with another scene on screen."""
        return replace(self, number=number, shown=self.scenes[number])

    def with_picture(self, picture: Scene) -> Self:
        """Return the document with the scene on screen changed to a picture of the same experiment.

        A picture of another experiment changes nothing, and neither does another moment alone: a film that is played
        is no change.
        """
        if self.number is None:
            return self
        scene = self.scenes[self.number]
        if picture.target != scene.target:
            return self
        look = _with_lecture_parts(picture.look, scene.look)
        changed = replace(scene, params=picture.params, look=look, play=replace(scene.play, at=picture.play.at))
        same = next((each for each in (scene, self.shown) if each is not None and _same_picture(changed, each)), None)
        return self._with_scene(self.number, changed if same is None else same)

    def with_added(self, picture: Scene) -> Self:
        """Return the document with a picture as a new scene after the one on screen, which is as it was when shown.

        The new scene is then on screen: the changes of the other were made for it.
        """
        place, before = len(self.scenes), self
        if self.number is not None and self.shown is not None:
            place, before = self.number + 1, self._with_scene(self.number, self.shown)
        added = before._with_scenes((*before.scenes[:place], picture, *before.scenes[place:]))  # noqa: SLF001
        return added.at(place)

    def after_writing(self, path: Path, content: bytes) -> Self:
        """Return the document after its scenes were written to a file."""
        written = replace(self, path=path, saved=self.file, content=content)
        return written if self.number is None else written.at(self.number)

    def _with_scene(self, number: int, scene: Scene) -> Self:
        return self._with_scenes((*self.scenes[:number], scene, *self.scenes[number + 1 :]))

    def _with_scenes(self, scenes: tuple[Scene, ...]) -> Self:
        return replace(self, file=replace(self.file, scenes=with_ids(scenes)))


def _with_lecture_parts(look: Look, before: Look) -> Look:
    """Return a look with the parts of another one that no picture on screen has."""
    return replace(look, hide=before.hide, turn=before.turn)


def _same_picture(picture: Scene, scene: Scene) -> bool:
    """Return whether two scenes of one experiment have one look, and the same values of the fields that it reads."""
    if picture.look != scene.look:
        return False
    one, other = mapping(picture.full_params()), mapping(scene.full_params())
    return all(one[name] == other[name] for name in scene.experiment.reads)
