"""Usage errors of click as Problems, which print like other invalid values."""

import re
from collections.abc import Mapping, Sequence

import click

from core.message import Message
from core.params import Problem, closest
from gui.cli.reading import TARGET_ALLOWED, addresses
from gui.export.formats import FORMATS

NOTHING, A_VALUE = Message("nothing"), Message("a value")

ALLOWED: Mapping[str, str] = {
    "info|clear": Message("one of info, clear"),
    "TARGET": TARGET_ALLOWED,
    "OBSTACLE": Message("one of {names}", names=", ".join(name for name in addresses() if "/" not in name)),
    "DIR": Message("a folder, new or not"),
    "-o": Message(
        "FILE with one of {suffixes}, or FOLDER/", suffixes=", ".join(suffix for suffix in FORMATS if len(suffix) > 1)
    ),
}
"""The allowed values of a missing argument or option; other options have them in their metavar."""


def usage_problem(error: click.UsageError, program: click.Group, arguments: Sequence[str]) -> Problem | str:
    """Return a usage error as a Problem, or as click's own message for other kinds of errors."""
    # Not every error has a context that names its command.
    commands = (program.commands[word] for word in arguments if word in program.commands)
    command = error.ctx.command if error.ctx is not None else next(commands, program)
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    by_name = {name: option for option in options for name in (*option.opts, *option.secondary_opts)}
    if isinstance(error, click.NoSuchOption):
        known = [name for name in by_name if name.startswith("-")] + ["--help"]
        allowed = Message("one of {names}", names=", ".join(known))
        return Problem("OPTION", repr(error.option_name), allowed, closest(error.option_name, known))
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = _name(error.param)
        return Problem(name, NOTHING, ALLOWED.get(name, A_VALUE))
    if isinstance(error, click.BadOptionUsage):
        found = by_name.get(error.option_name)
        if found is not None and found.is_flag:
            return Problem(error.option_name, A_VALUE, Message("no value"))
        metavar = found.metavar if found is not None else None
        needed = ALLOWED.get(error.option_name) if found is not None and found.required else None
        return Problem(error.option_name, NOTHING, needed or metavar or A_VALUE)
    if extra := re.search(r"\((.*)\)$", error.message):
        return Problem("ARGUMENT", repr(extra[1]), Message("nothing more"))
    return " ".join(error.format_message().split())


def _name(parameter: click.Parameter) -> str:
    """Return the name of a parameter on the command line."""
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.metavar or (parameter.name or "").upper()
