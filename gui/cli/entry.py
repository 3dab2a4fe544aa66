"""The entry point and its exit codes: 0 success, 1 failure, 2 bad usage, 128 + n ended by signal n.

Imports nothing slow at module level, so that `main` handles interrupts from the start.
"""

import sys

from gui.cli import interrupts


def main() -> int:
    """Run the command line and return the exit code; never prints a traceback."""
    interrupts.install()
    try:
        return _run(sys.argv[1:])
    except interrupts.Interrupted as interrupted:
        return interrupted.code
    except Exception as error:  # noqa: BLE001  the last resort
        return _report(error)
    finally:
        interrupts.ignore()


def _run(arguments: list[str]) -> int:
    import click

    from core.params import ParamsError
    from core.scene_file import SceneFileError
    from gui.cli.commands import program
    from gui.cli.output import print_message
    from gui.wording.text import translated

    try:
        code = program.main(arguments, "thalweg", standalone_mode=False)
    except (ParamsError, SceneFileError) as error:
        for problem in error.problems:
            print_message(translated(problem.message))
        return 2
    except click.UsageError as error:
        from gui.cli.usage import usage_problem

        found = usage_problem(error, program, arguments)
        print_message(found if isinstance(found, str) else translated(found.message))
        return 2
    return code if isinstance(code, int) else 0


def _report(error: Exception) -> int:
    """Print one sentence about an error, log an unexpected one with its traceback, and return the exit code."""
    from core.files import FileError
    from gui.cli.log import log_error
    from gui.cli.output import CommandError, print_message
    from gui.platform.diagnostics import explain_import_error
    from gui.wording.text import tr, translated

    if isinstance(error, CommandError):
        print_message(str(error))
    elif isinstance(error, FileError):
        print_message(translated(error.message))
    elif missing := explain_import_error(error):
        print_message(translated(missing))
    else:
        reason, log = log_error("this could not be done", error)
        print_message(
            tr("This could not be done because of {reason} (the log has the details: {log})", reason=reason, log=log)
        )
    return 1
