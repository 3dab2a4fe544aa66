"""A stage whose positions are depths."""

from typing import TypeVar

from core.obstacles.nonlinearity.by_depth import ByDepth
from gui.picture.stage import Stage
from gui.wording.text import tr_noop

D = TypeVar("D", bound=ByDepth)


class DepthStage(Stage[D]):
    """A picture that goes from one depth to the next: each is told by how many layers it has, none takes longer."""

    position_label = tr_noop("depth {n} of {all}")
    slow_steps = 0

    def position_number(self, position: int) -> int:
        """Return the depth, of which not every one need be shown."""
        result = self.result
        return 0 if result is None else int(result.depths[min(position, len(result.depths) - 1)])
