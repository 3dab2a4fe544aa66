"""From the first instruction to the exit code: 0 done, 1 could not be done, 2 bad usage, 128 + n ended by signal n.

Imports only what Python has loaded anyway: an interrupt is ours to answer as soon as `main` runs,
and importing the rest takes a while.
"""

import sys

from gui.cli import interrupts


def main() -> int:
    """Run the command line and return the exit code; nobody is ever shown a traceback."""
    interrupts.install()
    try:
        return _run(sys.argv[1:])
    except interrupts.Interrupted as interrupted:
        return interrupted.code
    except Exception as error:  # noqa: BLE001  the last resort
        return _fail(error)
    finally:
        interrupts.ignore()


def _run(arguments: list[str]) -> int:
    import click

    from core.params import ParamsError
    from gui.cli.commands import program
    from gui.cli.output import say
    from gui.wording.text import translated

    try:
        answer = program.main(arguments, "thalweg", standalone_mode=False)
    except ParamsError as error:
        for wrong in error.problems:
            say(translated(wrong.message))
        return 2
    except click.UsageError as error:
        from gui.cli.usage import problem

        found = problem(error, program, arguments)
        say(found if isinstance(found, str) else translated(found.message))
        return 2
    return answer if isinstance(answer, int) else 0


def _fail(error: Exception) -> int:
    """Say in one sentence what went wrong; what does not explain itself goes to the log whole."""
    from core.files import FileError
    from gui.cli.log import record
    from gui.cli.output import CommandError, say
    from gui.platform.diagnostics import explain_import_error
    from gui.wording.text import tr, translated

    if isinstance(error, CommandError):
        say(str(error))
    elif isinstance(error, FileError):
        say(translated(error.message))
    elif missing := explain_import_error(error):
        say(translated(missing))
    else:
        reason, log = record("this could not be done", error)
        say(tr("This could not be done because of {reason} (the log has the details: {log})", reason=reason, log=log))
    return 1
