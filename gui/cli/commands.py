"""The commands and their options."""

import os
import sys
from functools import partial
from typing import Any

import click

from core.message import Message
from core.params import Problem
from gui.cli import reading
from gui.cli.output import check_writable, run_with_progress, write_file, write_stdout
from gui.export.formats import FORMATS, NUMBERED, PNG
from gui.export.options import QUALITIES, TEXT_KINDS, Reader, choice
from gui.wording.text import tr

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

_no_cache = click.option(
    "--no-cache", is_flag=True, help="Compute every result anew, and keep none; see `thalweg cache`."
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
        return ["data", "render", "gallery", "params", "cache"]


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
@_no_cache
@click.pass_context
def program(ctx: click.Context, *, no_cache: bool) -> int:
    """Show why training a neural network takes so long.

    Without a command, open the window: at TARGET, an OBSTACLE or one of its experiments as
    OBSTACLE/EXPERIMENT, where one is given.
    """
    # Given before a command, the option holds for that command.
    ctx.default_map = {name: {"no_cache": no_cache} for name in program.commands}
    return 0 if ctx.invoked_subcommand else ctx.invoke(window, no_cache=no_cache)


@program.command(hidden=True)
@click.argument("target", required=False)
@_no_cache
def window(target: str | None, *, no_cache: bool) -> int:
    """Open the window."""
    from gui.cli.opening import open_window

    return open_window(target, no_cache=no_cache)


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
        form = reader.read("json", choice, "--format", form, tuple(kind[1:] for kind in DATA_SUFFIXES))
    elif output is not None:
        form = reader.read(".json", reading.suffix, output, DATA_SUFFIXES, DATA_ALLOWED)[1:]
    if form == "npz" and output is None and sys.stdout is not None and sys.stdout.isatty():
        allowed = Message("on a terminal one of json, csv; npz with -o FILE")
        reader.add([Problem("--format", "'npz'", allowed)])
    reader.raise_problems()

    from core import document
    from gui.workers.processes import run_beside

    if output is not None:
        check_writable(output)
    obstacle, params = scenes[0].obstacle, scenes[0].full_params()
    experiments = [scene.experiment for scene in scenes]
    results = {
        each.key: run_with_progress(run_beside(partial(each.run, params)), tr("computing {name}", name=each.key))
        for each in experiments
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
@click.option(
    "--reveal", is_flag=True, help="Sentences, curves and predictions wait for the step that makes them true."
)
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
@_no_cache
def render(
    target: str,
    settings: tuple[str, ...],
    output: str,
    *,
    reveal: bool,
    transparent: bool,
    progress: bool | None,
    no_cache: bool,
    **options: str | None,
) -> int:
    """Draw a still or a film of TARGET; needs no display."""
    reader = Reader()
    scene = reader.read(reading.DEFAULT_SCENES, reading.scenes, target, settings)[0]
    form = FORMATS.get(reader.read(PNG.suffix, reading.suffix, output, tuple(FORMATS), PICTURES_ALLOWED), PNG)
    plan = reading.plan(reader, scene, options, form, reveal=reveal, transparent=transparent, progress=progress)
    reader.raise_problems()

    from gui.cli.kept import user_cache
    from gui.cli.pictures import render_scene

    render_scene(plan, output, user_cache(no_cache=no_cache))
    write_stdout(os.fsencode(output) + b"\n")
    return 0


@program.command(
    epilog=_examples(
        "thalweg gallery out",
    )
)
@click.argument("folder", metavar="DIR")
@_no_cache
def gallery(folder: str, *, no_cache: bool) -> int:
    """Draw a PNG and an MP4 of every experiment into DIR."""
    from gui.cli.kept import user_cache
    from gui.cli.pictures import render_gallery

    return render_gallery(folder, user_cache(no_cache=no_cache))


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
    form = reader.read(form, choice, "--format", form, ("text", "json"))
    reader.raise_problems()
    write_stdout(to_json(found) if form == "json" else to_text(found))
    return 0


@program.command(
    epilog=_examples(
        "thalweg cache info",
        "thalweg cache clear",
    )
)
@click.argument("action", metavar="info|clear")
def cache(action: str) -> int:
    """Show how many results are kept, or remove them.

    Finished results of Law, Stack, Activation, Price, Spectrum, Width, Stability, Batch, Depth, Plane and Remedies are
    kept, 200 MB at most: those that were not used for longest go first.
    """
    reader = Reader()
    action = reader.read("info", choice, "info|clear", action, ("info", "clear"))
    reader.raise_problems()

    from core.cache import default_folder
    from gui.cli import kept

    folder = default_folder()
    write_stdout(kept.clear(folder) if action == "clear" else kept.info(folder))
    return 0
