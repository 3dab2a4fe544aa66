"""The base class of stages whose positions are depths."""

from typing import TypeVar

from core.obstacles.nonlinearity.by_depth import ByDepth
from gui.picture.stage import Stage
from gui.wording.text import tr_noop

D = TypeVar("D", bound=ByDepth)


class DepthStage(Stage[D]):
    """A stage whose positions are indices of depths, labeled by their numbers of layers and played at one speed."""

    position_label = tr_noop("depth {n} of {all}")
    slow_steps = 0

    def position_number(self, position: int) -> int:
        """Return the number of layers at a position; depths need not be consecutive."""
        result = self.result
        return 0 if result is None else int(result.depths[min(position, len(result.depths) - 1)])
