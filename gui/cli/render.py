"""The command `render`."""

import os
from typing import Any

import click

from core.message import Message
from core.params import Problem
from core.scene import Scene
from gui.cli import options, reading
from gui.cli.output import write_stdout
from gui.export.formats import FORMATS, NUMBERED, PNG, Format
from gui.export.options import QUALITIES, TEXT_KINDS, Reader, choice

PICTURES_ALLOWED = Message(
    "{stills} for a still, {films} for a film, / for a PNG sequence",
    stills=", ".join(each.suffix for each in FORMATS.values() if not each.film),
    films=", ".join(each.suffix for each in FORMATS.values() if each.film and each is not NUMBERED),
)
"""The allowed suffixes of the output file of `render`, for error messages."""
FILE_FORMATS = {suffix[1:]: form for suffix, form in FORMATS.items() if form is not NUMBERED}
"""The formats of files, by the word that `--format` takes."""


@click.command(
    epilog=options.examples(
        "thalweg render conditioning/zigzag --set condition_number=30 -o zigzag.mp4",
        "thalweg render conditioning/law --theme dark --type hall -o law.svg",
        "thalweg render conditioning/zigzag --from 1 --to 5 --fps 25 -o zigzag.gif",
        "thalweg render talk.toml#ten-steps -o ten-steps.mp4",
        "thalweg render talk.toml --format mp4 -o films/",
    )
)
@click.argument("target")
@options.settings
@click.option(
    "-o",
    "output",
    required=True,
    metavar="FILE",
    help="FILE.png, .svg or .pdf for a still; .mp4, .webm, .gif, .apng or .webp for a film; DIR/ for a PNG sequence.",
)
@click.option(
    "--format",
    "form",
    metavar="|".join(FILE_FORMATS),
    help="Write a file of this kind for each scene of a scene file into DIR/, but those that are up to date.",
)
@click.option("--size", metavar="WxH", help="Width and height in pixels, at least 640x360; by default 1920x1080.")
@click.option("--fps", metavar="N", help="Frames per second; by default 60.")
@options.look_and_play
@click.option("--transparent", is_flag=True, help="Transparent background: PNG, SVG, PDF, WebM, APNG, WebP.")
@click.option(
    "--text",
    metavar="|".join(TEXT_KINDS),
    help="Texts of an SVG: text (by default), or outlines for programs that lack the fonts.",
)
@click.option(
    "--quality",
    metavar="|".join(QUALITIES),
    help="Of an MP4, at about the same picture quality: fast takes less time for a larger file; small takes more time "
    "for a smaller file, in which players jump to every fifth second only; by default standard.",
)
@click.option("--loop", metavar="N|forever", help="How often a GIF, APNG or WebP plays; forever (0) by default.")
@click.option(
    "--dpi",
    metavar="N",
    help="Dots per inch, from 36 to 1200, that programs print a PNG with; by default 96. Changes no pixel.",
)
@click.option("--progress/--no-progress", default=None, help="A line of progress; by default in films only.")
@options.no_cache
def render(
    target: str,
    settings: tuple[str, ...],
    output: str,
    *,
    form: str | None,
    transparent: bool,
    progress: bool | None,
    no_cache: bool,
    **given: Any,
) -> int:
    """Draw a still or a film of TARGET; needs no display.

    A scene file with several scenes becomes a file for each of them, in a folder.
    """
    reader = Reader()
    scenes = reader.read(reading.DEFAULT_SCENES, reading.scenes, target, settings)
    if not reading.is_file(target):
        scenes = scenes[:1]
    reader.add(_problems(target, scenes, form, output))
    kind = _format(reader, form, output)
    plans = [reading.plan(reader, scene, given, kind, transparent=transparent, progress=progress) for scene in scenes]
    reader.raise_problems()

    from gui.cli.kept import user_cache

    cache = user_cache(no_cache=no_cache)
    if form is not None:
        from gui.cli.scene_folder import render_scenes

        render_scenes(plans, output, cache)
        return 0
    from gui.cli.pictures import render_scene

    render_scene(plans[0], output, cache)
    write_stdout(os.fsencode(output) + b"\n")
    return 0


def _format(reader: Reader, form: str | None, output: str) -> Format:
    if form is not None:
        return FILE_FORMATS[reader.read("png", choice, "--format", form, tuple(FILE_FORMATS))]
    return FORMATS[reader.read(PNG.suffix, reading.suffix, output, tuple(FORMATS), PICTURES_ALLOWED)]


def _problems(target: str, scenes: tuple[Scene, ...], form: str | None, output: str) -> list[Problem]:
    """Return what is wrong with the number of scenes and of files."""
    if form is None and len(scenes) > 1:
        return [reading.one_scene(target, scenes, Message("--format with -o DIR/"))]
    if form is not None and not reading.is_file(target):
        return [Problem("--format", repr(form), Message("with a scene file only"))]
    if form is not None and not output.endswith(("/", os.sep)):
        return [Problem("-o", repr(output), Message("a folder, as DIR/, with --format"))]
    beside = next((scene for scene in scenes if scene.beside is not None), None)
    if beside is not None:
        return [Problem("TARGET", repr(target), Message("scenes without beside, unlike {id}", id=beside.id))]
    return []
