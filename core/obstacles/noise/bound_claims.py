"""How the rate compares with the bound of descent near the minimum."""

from typing import Protocol

from core.convergence_laws import above, below
from core.obstacles.noise.params import NoiseParams


class _Bounded(Protocol):
    """What the claims are of: `bound` is 2 over the larger eigenvalue at the minimum."""

    @property
    def params(self) -> NoiseParams: ...
    @property
    def bound(self) -> float: ...


class BoundClaims:
    """Claims of a result in Rosenbrock's valley, from the learning rate and the bound of it."""

    @property
    def below_the_bound(self: _Bounded) -> bool:
        """Whether the rate is below `bound` by more than rounding, so that descent is stable near the minimum."""
        return below(self.params.learning_rate, self.bound)

    @property
    def above_the_bound(self: _Bounded) -> bool:
        """Whether the rate is above `bound` by more than rounding, so that the minimum repels descent.

        A step multiplies the distance along the steepest eigenvector by 1 - a L, which is then less than -1: by the
        theorem of the stable manifold all but a null set of the starts near the minimum leave it, without noise
        too; with noise, whose mean is 0, the mean square of that distance grows faster still.
        """
        return above(self.params.learning_rate, self.bound)
