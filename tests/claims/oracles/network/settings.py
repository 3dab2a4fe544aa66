"""What the word `usual` means: an independent look-up for oracles."""

from core.obstacles.network.usual import USUAL


class _Used:
    def __init__(self, result):
        self._params, self._usual = result.params, USUAL[result.experiment]

    def __getattr__(self, name):
        given = getattr(self._params, name)
        return self._usual[name] if given == "usual" else given


def _used(result):
    """The parameters that may be usual, as numbers."""
    return _Used(result)
