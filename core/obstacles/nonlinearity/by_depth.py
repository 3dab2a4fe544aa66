"""What the results have in common whose positions are depths."""

from dataclasses import dataclass

from core.arrays import FloatArray
from core.experiment import Result


@dataclass(frozen=True, kw_only=True, eq=False)
class ByDepth(Result):
    """A result for one depth after another. A position of the timeline is an index into `depths`.

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
        """The most layers that are asked for."""
        return int(self.depths[-1])

    @property
    def gapless(self) -> bool:
        """Whether every depth up to the deepest is run: from 1, or from 2, as one linear layer is a parabola."""
        return len(self.depths) == self.deepest - int(self.depths[0]) + 1 and bool(self.depths[0] <= 2)
