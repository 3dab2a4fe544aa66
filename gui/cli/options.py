"""Options that several commands share."""

from collections.abc import Callable
from typing import Any

import click

from gui.cli import reading
from gui.wording.text import tr

Command = Callable[..., Any]

settings = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Give a parameter a value; `thalweg params` lists them. May be repeated.",
)
no_cache = click.option(
    "--no-cache", is_flag=True, help="Compute every result anew, and keep none; see `thalweg cache`."
)

_LOOK = (
    click.option("--theme", metavar="|".join(reading.THEMES), help="Colors; by default light."),
    click.option(
        "--type",
        "type_size",
        metavar="|".join(reading.TYPE_SIZES),
        help="Text size: normal (desk, by default) or large (hall).",
    ),
    click.option("--caption/--no-caption", default=None, help="Sentences under the picture; by default shown."),
    click.option(
        "--stretch/--no-stretch",
        default=None,
        help="Stretch an axis on which changes are too small to see; by default not.",
    ),
    click.option("--zoom", metavar="F,X,Y", help="Magnify a landscape F times about X, Y; by default 1,0,0."),
    click.option(
        "--reveal/--no-reveal",
        default=None,
        help="Sentences, curves and predictions wait for the step that makes them true; by default not.",
    ),
    click.option("--narrate", metavar="0|1|2", help="Tell one part of a step: the gradient, the rate, or the move."),
)
_PLAY = (
    click.option("--duration", metavar="S", help="Length of the film in seconds; by default 8."),
    click.option("--from", "start", metavar="S", help="Second of the film to start at; by default 0."),
    click.option("--to", "end", metavar="S", help="Second of the film to stop before; by default its end."),
    click.option("--at", metavar="S|first|last", help="Which frame of the film a still shows; by default the last."),
)


def look_and_play(command: Command) -> Command:
    """Add the options that say how a scene looks and is played."""
    for option in reversed((*_LOOK, *_PLAY)):
        command = option(command)
    return command


def examples(*lines: str) -> str:
    """Return the examples at the end of a help text, which click must not wrap."""
    return "\n".join(("\b", tr("Examples:") if len(lines) > 1 else tr("Example:"), *(f"  {line}" for line in lines)))
