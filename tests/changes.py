"""Changes of a result that tests of words make: functions from a result to another one."""

from dataclasses import replace

from core.params import make, mapping


def both(*changes):
    """Return one change after another."""

    def change(result):
        for each in changes:
            result = each(result)
        return result

    return change


def with_params(**values):
    """Return the change to other parameters."""
    return lambda result: replace(result, params=make(type(result.params), mapping(result.params) | values))
