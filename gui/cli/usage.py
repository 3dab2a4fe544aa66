"""Bad usage, as click finds it, in the same sentence as every other bad value."""

import re
from collections.abc import Mapping, Sequence

import click

from core.params import Problem
from gui.cli.reading import addresses, closest
from gui.export.formats import FORMATS

ALLOWED: Mapping[str, str] = {
    "TARGET": f"one of {', '.join(addresses())}",
    "OBSTACLE": f"one of {', '.join(name for name in addresses() if '/' not in name)}",
    "DIR": "a folder, new or not",
    "-o": f"FILE with one of {', '.join(suffix for suffix in FORMATS if len(suffix) > 1)}, or FOLDER/",
}
"""What may be given where an argument or an option is missing; other options say it themselves."""


def problem(error: click.UsageError, program: click.Group, arguments: Sequence[str]) -> Problem | str:
    """Return what is wrong with the arguments, as a problem like any other where it is known what that is."""
    # Not every error says in which command it was found.
    said = (program.commands[word] for word in arguments if word in program.commands)
    command = error.ctx.command if error.ctx is not None else next(said, program)
    options = [one for one in command.params if isinstance(one, click.Option)]
    by_name = {name: option for option in options for name in (*option.opts, *option.secondary_opts)}
    if isinstance(error, click.NoSuchOption):
        known = [name for name in by_name if name.startswith("-")] + ["--help"]
        return Problem(
            "OPTION", repr(error.option_name), f"one of {', '.join(known)}", closest(error.option_name, known)
        )
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = _name(error.param)
        return Problem(name, "nothing", ALLOWED.get(name, "a value"))
    if isinstance(error, click.BadOptionUsage):
        found = by_name.get(error.option_name)
        if found is not None and found.is_flag:
            return Problem(error.option_name, "a value", "no value")
        metavar = found.metavar if found is not None else None
        needed = ALLOWED.get(error.option_name) if found is not None and found.required else None
        return Problem(error.option_name, "nothing", needed or metavar or "a value")
    if extra := re.search(r"\((.*)\)$", error.message):
        return Problem("ARGUMENT", repr(extra[1]), "nothing more")
    return " ".join(error.format_message().split())


def _name(parameter: click.Parameter) -> str:
    """Return what a parameter is called on the command line."""
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.metavar or (parameter.name or "").upper()
