"""Changes of a result for tests of texts: functions from a result to a changed copy."""

from dataclasses import replace

from core.params import make, mapping


def combined(*changes):
    """Return the change that applies several changes in order."""

    def change(result):
        for each in changes:
            result = each(result)
        return result

    return change


def with_params(**values):
    """Return the change that sets fields of the parameters."""
    return lambda result: replace(result, params=make(type(result.params), mapping(result.params) | values))
