"""The commands and their options."""

import os
import sys
from dataclasses import replace
from typing import Any

import click

from core.message import Message
from core.params import Problem
from gui.cli import reading
from gui.cli.output import CommandError, check_writable, run_with_progress, write_file, write_stdout
from gui.export.formats import FORMATS, NUMBERED, PNG
from gui.export.options import Reader
from gui.wording.text import tr, translated

DATA_SUFFIXES = (".json", ".csv", ".npz")
DATA_ALLOWED = Message(".json for JSON, .csv for a table, .npz for NumPy arrays")
PICTURES_ALLOWED = Message(
    "{stills} for a still, {films} for a film, / for a PNG sequence",
    stills=", ".join(each.suffix for each in FORMATS.values() if not each.film),
    films=", ".join(each.suffix for each in FORMATS.values() if each.film and each is not NUMBERED),
)
"""The allowed suffixes of the output file of `render`, for error messages."""

_settings = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Give a parameter a value; `thalweg params` lists them. May be repeated.",
)


def _examples(*lines: str) -> str:
    """Return the examples at the end of a help text, which click must not wrap."""
    return "\n".join(("\b", tr("Examples:") if len(lines) > 1 else tr("Example:"), *(f"  {line}" for line in lines)))


class _Program(click.Group):
    """A group that runs the command `window` if the first argument is a TARGET."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command to run and its arguments."""
        if self.get_command(ctx, args[0]) is None:
            reading.find_target(args[0], self.list_commands(ctx))
            args = ["window", *args]
        return super().resolve_command(ctx, args)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order of the help."""
        return ["data", "render", "gallery", "params"]


def _print_version(ctx: click.Context, _option: click.Parameter, value: Any) -> None:
    if value:
        from core.document import program_version

        click.echo(tr("thalweg {version}", version=program_version()))
        ctx.exit()


@click.group(
    cls=_Program,
    invoke_without_command=True,
    subcommand_metavar="[TARGET | COMMAND ...]",
    epilog=_examples(
        "thalweg conditioning/zigzag",
        "thalweg render conditioning/zigzag --set condition_number=30 -o zigzag.mp4",
        "thalweg data conditioning --set condition_number=30",
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Print the version."
)
@click.pass_context
def program(ctx: click.Context) -> int:
    """Show why training a neural network takes so long.

    Without a command, open the window: at TARGET, an OBSTACLE or one of its experiments as
    OBSTACLE/EXPERIMENT, where one is given.
    """
    return 0 if ctx.invoked_subcommand else _open_window(None)


@program.command(hidden=True)
@click.argument("target", required=False)
def window(target: str | None) -> int:
    """Open the window."""
    return _open_window(target)


def _open_window(target: str | None) -> int:
    from gui.platform.diagnostics import explain_missing_display, install_fatal_handler

    missing = explain_missing_display(os.environ, sys.platform)
    if missing:
        raise CommandError(translated(missing))
    from gui.cli.log import open_log

    open_log()
    install_fatal_handler()
    from gui.window.main_window import run

    return run(target)


@program.command(
    epilog=_examples(
        "thalweg data conditioning --set condition_number=100",
        "thalweg data conditioning/zigzag --set optimizers=newton,adam -o zigzag.csv",
    )
)
@click.argument("target")
@_settings
@click.option("--format", "form", metavar="json|csv|npz", help="What to write; by default what -o says, else json.")
@click.option("-o", "output", metavar="FILE", help="Write to a file instead of standard output.")
def data(target: str, settings: tuple[str, ...], form: str | None, output: str | None) -> int:
    """Compute and print the numbers behind the pictures of TARGET.

    The same parameters always give the same bytes, but for times that are measured, under `measured`. CSV is a tidy
    table: experiment, method, step, name, value.
    """
    reader = Reader()
    scenes = reader.read(reading.DEFAULT_SCENES, reading.scenes, target, settings)
    if form is not None:
        form = reader.read("json", reading.choice, "--format", form, tuple(kind[1:] for kind in DATA_SUFFIXES))
    elif output is not None:
        form = reader.read(".json", reading.suffix, output, DATA_SUFFIXES, DATA_ALLOWED)[1:]
    if form == "npz" and output is None and sys.stdout is not None and sys.stdout.isatty():
        allowed = Message("on a terminal one of json, csv; npz with -o FILE")
        reader.add([Problem("--format", "'npz'", allowed)])
    reader.raise_problems()

    from core import document

    if output is not None:
        check_writable(output)
    obstacle, params = scenes[0].obstacle, scenes[0].full_params()
    experiments = [scene.experiment for scene in scenes]
    results = {
        each.key: run_with_progress(each.run(params), tr("computing {name}", name=each.key)) for each in experiments
    }
    if form == "npz":
        content = document.to_npz(results)
    else:
        plain = document.document(obstacle.key, params, results)
        content = document.to_csv(plain) if form == "csv" else document.to_json(plain)
    if output is None:
        write_stdout(content)
    else:
        write_file(output, content)
        write_stdout(os.fsencode(output) + b"\n")
    return 0


@program.command(
    epilog=_examples(
        "thalweg render conditioning/zigzag --set condition_number=30 -o zigzag.mp4",
        "thalweg render conditioning/law --theme dark --type hall -o law.svg",
        "thalweg render conditioning/zigzag --from 1 --to 5 --fps 25 -o zigzag.gif",
    )
)
@click.argument("target")
@_settings
@click.option(
    "-o",
    "output",
    required=True,
    metavar="FILE",
    help="FILE.png, .svg or .pdf for a still; .mp4, .webm, .gif, .apng or .webp for a film; DIR/ for a PNG sequence.",
)
@click.option("--size", metavar="WxH", help="Width and height in pixels, at least 640x360; by default 1920x1080.")
@click.option("--fps", metavar="N", help="Frames per second; by default 60.")
@click.option("--duration", metavar="S", help="Length of the film in seconds; by default 8.")
@click.option("--from", "start", metavar="S", help="Second of the film to start at; by default 0.")
@click.option("--to", "end", metavar="S", help="Second of the film to stop before; by default its end.")
@click.option("--at", metavar="S|first|last", help="Which frame of the film a still shows; by default the last.")
@click.option("--theme", metavar="|".join(reading.THEMES), help="Colors; by default light.")
@click.option(
    "--type",
    "type_size",
    metavar="|".join(reading.TYPE_SIZES),
    help="Text size: normal (desk, by default) or large (hall).",
)
@click.option("--transparent", is_flag=True, help="Transparent background: PNG, SVG, PDF, APNG, WebP.")
@click.option("--progress/--no-progress", default=None, help="A line of progress; by default in films only.")
def render(
    target: str,
    settings: tuple[str, ...],
    output: str,
    *,
    transparent: bool,
    progress: bool | None,
    **options: str | None,
) -> int:
    """Draw a still or a film of TARGET; needs no display."""
    reader = Reader()
    scene = reader.read(reading.DEFAULT_SCENES, reading.scenes, target, settings)[0]
    form = FORMATS.get(reader.read(PNG.suffix, reading.suffix, output, tuple(FORMATS), PICTURES_ALLOWED), PNG)
    plan = replace(reading.plan(reader, scene, options, form, transparent=transparent), progress=progress)
    reader.raise_problems()

    from gui.cli.pictures import render_scene

    render_scene(plan, output)
    write_stdout(os.fsencode(output) + b"\n")
    return 0


@program.command(
    epilog=_examples(
        "thalweg gallery out",
    )
)
@click.argument("folder", metavar="DIR")
def gallery(folder: str) -> int:
    """Draw a PNG and an MP4 of every experiment into DIR."""
    from gui.cli.pictures import render_gallery

    return render_gallery(folder)


@program.command(
    epilog=_examples(
        "thalweg params conditioning",
    )
)
@click.argument("target", metavar="OBSTACLE")
@click.option("--format", "form", default="text", metavar="text|json", help="How to write them; by default text.")
def params(target: str, form: str) -> int:
    """List every parameter of OBSTACLE: what it is, what is allowed, its default."""
    from gui.cli.listing import to_json, to_text

    reader = Reader()
    found = reader.read(reading.DEFAULT_SCENES[0].obstacle, reading.obstacle, target)
    form = reader.read(form, reading.choice, "--format", form, ("text", "json"))
    reader.raise_problems()
    write_stdout(to_json(found) if form == "json" else to_text(found))
    return 0
