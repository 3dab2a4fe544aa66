"""The commands `scene` and `check`: write a scene file, and say what is wrong with one."""

import os
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from core.message import Message
from core.scene_file import SUFFIX, SceneFile, with_ids
from gui.cli import options, reading
from gui.cli.output import CommandError, check_writable, write_file, write_stdout
from gui.export.options import Reader, bad_argument
from gui.wording.text import ntr, translated


@click.command(
    epilog=options.examples(
        "thalweg scene conditioning/zigzag --set condition_number=30 --theme projector -o zigzag.toml",
        "thalweg scene noise/valley --set batch_size=1 --beside batch_size=64 -o batches.toml",
    )
)
@click.argument("target")
@options.settings
@click.option(
    "--beside",
    "beside",
    multiple=True,
    metavar="NAME=VALUE",
    help="Give a parameter of a second picture beside the first another value. May be repeated.",
)
@click.option("--title", default="", metavar="TEXT", help="The title of the scene.")
@click.option("-o", "output", required=True, metavar="FILE", help="The file to write, FILE.toml.")
@options.look_and_play
def scene(
    target: str, settings: tuple[str, ...], beside: tuple[str, ...], *, title: str, output: str, **given: Any
) -> int:
    """Write a scene file: TARGET with its parameters, its look and its film, as text.

    Only what differs from the defaults is written. Where TARGET is a scene file its scenes are written anew.
    """
    reader = Reader()
    scenes = reader.read(reading.DEFAULT_SCENES, reading.scenes, target, settings)
    if not reading.is_file(target):
        scenes = scenes[:1]
    if not output.endswith(SUFFIX):
        reader.read(None, _refuse, output)
    said = {name: value for name, value in given.items() if value is not None}
    scenes = tuple(reading.with_options(reader, each, said) for each in scenes)
    if beside:
        scenes = tuple(replace(each, beside=reader.read(None, reading.beside, each, beside)) for each in scenes)
    if title:
        scenes = tuple(replace(each, title=title) for each in scenes)
    reader.raise_problems()

    from core.scene_writing import OutsideError, write

    check_writable(output)
    try:
        content = write(SceneFile(scenes=with_ids(scenes)), Path(output).parent)
    except OutsideError as error:
        raise CommandError(translated(error.message)) from error
    write_file(output, content)
    write_stdout(os.fsencode(output) + b"\n")
    return 0


def _refuse(output: str) -> None:
    raise bad_argument("-o", output, Message("a file with the suffix {suffix}", suffix=SUFFIX))


@click.command(epilog=options.examples("thalweg check talk.toml"))
@click.argument("file", metavar="FILE")
def check(file: str) -> int:
    """Say everything that is wrong with a scene file."""
    from core.scene_reading import load

    scenes = load(file).scenes
    fine = ntr("{file}: {n} scene, nothing is wrong.", "{file}: {n} scenes, nothing is wrong.", len(scenes), file=file)
    write_stdout(f"{fine}\n".encode(errors="surrogateescape"))
    return 0
