"""Claims that compare the learning rate with the stability bound at the minimum."""

from typing import Protocol

from core.convergence_laws import above, below
from core.obstacles.noise.params import NoiseParams


class _Bounded(Protocol):
    """A result with the stability bound at the minimum, 2 over the larger eigenvalue."""

    @property
    def params(self) -> NoiseParams: ...
    @property
    def bound(self) -> float: ...


class BoundClaims:
    """Claims of a result in Rosenbrock's valley that follow from the learning rate and its bound."""

    @property
    def below_the_bound(self: _Bounded) -> bool:
        """Whether the rate is below `bound` by more than rounding, so that descent is stable near the minimum."""
        return below(self.params.learning_rate, self.bound)

    @property
    def above_the_bound(self: _Bounded) -> bool:
        """Whether the rate is above `bound` by more than rounding, so that the minimum repels descent.

        A step multiplies the distance along the steepest eigenvector by 1 - a L, which is then less than -1. By the
        stable manifold theorem, runs from all starts near the minimum except a null set leave it even without noise;
        with noise of mean 0 the mean square of that distance grows faster.
        """
        return above(self.params.learning_rate, self.bound)
