"""The result of the experiment `plane`, and what its sentences claim."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from core.arrays import FloatArray, finite_list, prefix
from core.experiment import Summary
from core.obstacles.network.principal import share_together
from core.obstacles.network.result import NetworkResult


@dataclass(frozen=True, kw_only=True, eq=False)
class PlaneResult(NetworkResult):
    """The path of an optimizer, the plane in which it moves most, and the straight line. Positions are steps.

    A path ends at the first step at which the loss of all digits is at most the target, or after the maximum of
    steps. Long paths are thinned. Arrays about the plane are empty while the path is under way.

    Attributes
    ----------
    method
        The method that walks: the first of the parameters.
    learning_rate
        Its learning rate; None if it has none, or while it is tuned: then it is the best of the method's grid on all
        digits, on the next seed.
    dimension
        The number of weights.
    last_step
        The last step so far.
    diverged_at
        The step whose loss is not a number or over 10^6 times that of the start, at which the path ends before; None
        if there is none.
    recorded_steps
        The steps of the path that are kept, shape (n,), from 0 to the last.
    losses
        The loss of all digits there, shape (n,).
    travelled, distances
        The length of the path up to there, and the distance from the start, shape (n,).
    coordinates
        Of the path in the plane through its end that its two principal directions span, shape (n, 2): the end is at
        (0, 0).
    explained
        The shares of the variance of the path along both directions, shape (2,).
    walks_explained
        The shares along both directions together of random walks with as many steps and dimensions, shape (k,).
    line
        The losses at evenly spaced points of the straight line from start to end, shape (m,).
    grid_x, grid_y, grid_loss
        Coordinates of a grid on the plane, shapes (c,) and (r,), and the losses there, shape (r, c). Partial results
        have coarser grids.

    """

    experiment: ClassVar[str] = "plane"

    method: str
    learning_rate: float | None
    dimension: int
    last_step: int
    diverged_at: int | None
    recorded_steps: FloatArray
    losses: FloatArray
    travelled: FloatArray
    distances: FloatArray
    coordinates: FloatArray
    explained: FloatArray
    walks_explained: FloatArray
    line: FloatArray
    grid_x: FloatArray
    grid_y: FloatArray
    grid_loss: FloatArray

    @property
    def length(self) -> int:
        """The last step so far."""
        return self.last_step

    def index_at(self, position: float) -> int:
        """Return the index of the last recorded step up to a position."""
        return max(int(np.searchsorted(self.recorded_steps, position, side="right")) - 1, 0)

    @cached_property
    def detours(self) -> FloatArray:
        """The length of the path over the distance from the start, shape (n,); 1 at the start."""
        return _ratios(self.travelled, self.distances)

    @cached_property
    def detours_in_plane(self) -> FloatArray:
        """The same of the coordinates, through the recorded steps only, shape (n,)."""
        steps = np.linalg.norm(np.diff(self.coordinates, axis=0), axis=1)
        return _ratios(
            np.concatenate([[0.0], np.cumsum(steps)]), np.linalg.norm(self.coordinates - self.coordinates[0], axis=1)
        )

    @property
    def detour(self) -> float:
        """The length of the path over the distance of its last point from the start."""
        return float(self.detours[-1])

    @property
    def arrived(self) -> bool:
        """Whether the loss of the last step is at most the target."""
        return bool(self.losses[-1] <= self.used.target_loss)

    @property
    def monotone(self) -> bool | None:
        """Whether the loss never rises from one point of the straight line to the next; None while it is unknown."""
        return bool((np.diff(self.line) <= 0.0).all()) if len(self.line) else None

    @property
    def explained_together(self) -> float | None:
        """The share along both directions together; None while it is unknown."""
        return share_together(self.explained) if len(self.explained) else None

    @property
    def random_walk_explained(self) -> float | None:
        """The median of `walks_explained`; None while it is unknown."""
        return float(np.median(self.walks_explained)) if len(self.walks_explained) else None

    def _fields_until(self, position: int) -> dict[str, Any]:
        count = self.index_at(position) + 1
        parts = ("recorded_steps", "losses", "travelled", "distances", "coordinates")
        unknown = ("explained", "walks_explained", "line")
        return {
            "last_step": position,
            "diverged_at": None,
            **{name: prefix(getattr(self, name), count) for name in parts},
            **{name: prefix(getattr(self, name), 0) for name in unknown},
        }

    def summary(self) -> Summary:
        """Return all values as plain data."""
        arrays = (
            "losses", "travelled", "distances", "coordinates", "explained", "walks_explained", "line", "grid_x",
            "grid_y", "grid_loss",
        )  # fmt: skip
        return {
            "method": self.method,
            "learning_rate": self.learning_rate,
            "dimension": self.dimension,
            "diverged_at": self.diverged_at,
            "recorded_steps": self.recorded_steps.astype(int).tolist(),
            **{name: finite_list(getattr(self, name)) for name in arrays},
            "random_walk_explained": self.random_walk_explained,
            "monotone": None if self.monotone is None else int(self.monotone),
            "detour": self.detour,
            "detour_in_plane": float(self.detours_in_plane[-1]) if len(self.coordinates) else None,
        }


def _ratios(lengths: FloatArray, distances: FloatArray) -> FloatArray:
    """Return lengths over distances, and 1 where the distance is 0."""
    ratios: FloatArray = np.divide(lengths, distances, out=np.ones_like(lengths), where=distances > 0.0)
    return ratios
