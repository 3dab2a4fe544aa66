"""Base class of results whose positions are depths."""

from dataclasses import dataclass

from core.arrays import FloatArray
from core.experiment import Result


@dataclass(frozen=True, kw_only=True, eq=False)
class ByDepth(Result):
    """A result for several depths; a position of the timeline is an index into `depths`.

    Attributes
    ----------
    depths
        Shape (d,), rising.

    """

    depths: FloatArray

    @property
    def length(self) -> int:
        """One less than the number of depths; at least 1."""
        return max(1, len(self.depths) - 1)

    @property
    def deepest(self) -> int:
        """The largest depth."""
        return int(self.depths[-1])

    @property
    def gapless(self) -> bool:
        """Whether every depth up to the deepest is run, from 1 or 2 on (one linear layer is always a parabola)."""
        return len(self.depths) == self.deepest - int(self.depths[0]) + 1 and bool(self.depths[0] <= 2)
