"""A scene as the command that draws it."""

import shlex
import subprocess
import sys
from collections.abc import Iterator

from core.scene import Look, Play, Scene


def render_command(scene: Scene, name: str) -> list[str]:
    """Return the words of the command that draws a scene into a file of this name."""
    reads = scene.experiment.reads
    words = ["thalweg", "render", scene.target]
    for field, value in scene.params.items():
        if field in reads:
            words += ["--set", f"{field}={_text(value)}"]
    return [*words, *_look_options(scene.look), *_play_options(scene.play), "-o", name]


def quoted(words: list[str], platform: str = sys.platform) -> str:
    """Return words as one line for the shell of a platform."""
    return subprocess.list2cmdline(words) if platform == "win32" else shlex.join(words)


def _look_options(look: Look) -> Iterator[str]:
    default = Look()
    if look.theme != default.theme:
        yield from ("--theme", look.theme)
    if look.type_size != default.type_size:
        yield from ("--type", look.type_size)
    if not look.caption:
        yield "--no-caption"
    if look.stretch:
        yield "--stretch"
    if look.zoom != default.zoom:
        yield from ("--zoom", _text((look.zoom.factor, look.zoom.x, look.zoom.y)))
    if look.reveal:
        yield "--reveal"
    if look.narration is not None:
        yield from ("--narrate", str(look.narration))


def _play_options(play: Play) -> Iterator[str]:
    if play.duration != Play().duration:
        yield from ("--duration", _text(play.duration))
    if play.at != "last":
        yield from ("--at", _text(play.at))


def _text(value: object) -> str:
    """Return a value as it is typed: lists with commas."""
    if isinstance(value, list | tuple):
        return ",".join(map(_text, value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
