"""The commands and their options."""

import os
import sys
from functools import partial
from typing import Any

import click

from core.message import Message
from core.params import Problem
from gui.cli import options, reading
from gui.cli.output import check_writable, run_with_progress, write_file, write_stdout
from gui.cli.render import render
from gui.cli.scene_files import check, scene
from gui.export.options import Reader, choice
from gui.wording.text import tr

DATA_SUFFIXES = (".json", ".csv", ".npz")
DATA_ALLOWED = Message(".json for JSON, .csv for a table, .npz for NumPy arrays")


class _Program(click.Group):
    """A group that runs the command `window` if the first argument is a TARGET."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command to run and its arguments."""
        if self.get_command(ctx, args[0]) is None:
            if not reading.is_file(args[0]):
                reading.find_target(args[0], self.list_commands(ctx))
            args = ["window", *args]
        return super().resolve_command(ctx, args)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order of the help."""
        return ["data", "render", "scene", "check", "gallery", "params", "cache"]


def _print_version(ctx: click.Context, _option: click.Parameter, value: Any) -> None:
    if value:
        from core.document import program_version

        click.echo(tr("thalweg {version}", version=program_version()))
        ctx.exit()


@click.group(
    cls=_Program,
    invoke_without_command=True,
    subcommand_metavar="[TARGET | COMMAND ...]",
    epilog=options.examples(
        "thalweg conditioning/zigzag",
        "thalweg render conditioning/zigzag --set condition_number=30 -o zigzag.mp4",
        "thalweg data conditioning --set condition_number=30",
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Print the version."
)
@options.no_cache
@click.pass_context
def program(ctx: click.Context, *, no_cache: bool) -> int:
    """Show why training a neural network takes so long.

    Without a command, open the window: at TARGET where one is given, an OBSTACLE, one of its experiments as
    OBSTACLE/EXPERIMENT, or the scenes of FILE.toml.
    """
    # Given before a command, the option holds for that command.
    ctx.default_map = {name: {"no_cache": no_cache} for name in program.commands}
    return 0 if ctx.invoked_subcommand else ctx.invoke(window, no_cache=no_cache)


@program.command(hidden=True)
@click.argument("target", required=False)
@options.no_cache
def window(target: str | None, *, no_cache: bool) -> int:
    """Open the window."""
    scenes = reading.scenes(target, ()) if target and reading.is_file(target) else ()

    from gui.cli.opening import open_window

    return open_window(target, scenes, no_cache=no_cache)


@program.command(
    epilog=options.examples(
        "thalweg data conditioning --set condition_number=100",
        "thalweg data conditioning/zigzag --set optimizers=newton,adam -o zigzag.csv",
    )
)
@click.argument("target")
@options.settings
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
    if reading.is_file(target) and len(scenes) > 1:
        reader.add([reading.one_scene(target, scenes)])
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
    epilog=options.examples(
        "thalweg gallery out",
    )
)
@click.argument("folder", metavar="DIR")
@options.no_cache
def gallery(folder: str, *, no_cache: bool) -> int:
    """Draw a PNG and an MP4 of every experiment into DIR."""
    from gui.cli.kept import user_cache
    from gui.cli.pictures import render_gallery

    return render_gallery(folder, user_cache(no_cache=no_cache))


@program.command(
    epilog=options.examples(
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
    epilog=options.examples(
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


for command in (render, scene, check):
    program.add_command(command)
