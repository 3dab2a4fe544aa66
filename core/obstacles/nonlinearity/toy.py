"""The experiment `toy`: two entries of a product of matrices, single or tied in all layers, and descent on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, frozen_each
from core.experiment import Experiment, Summary, new_run_number
from core.obstacles.nonlinearity.families import LINEAR
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.plain_data import counts
from core.obstacles.nonlinearity.polynomial_minimum import polynomial_minimum
from core.obstacles.nonlinearity.projection import (
    best_quadratic,
    coefficients,
    derivatives,
    gauss,
    gradient_nonlinearity,
    nonlinearity,
    quadratics,
)
from core.obstacles.nonlinearity.slices import Slice, width_of
from core.obstacles.nonlinearity.surface_descent import Descents, Surfaces
from core.obstacles.nonlinearity.toy_claims import NAMES, ToyClaims
from core.run import Progress, Run, YieldTimer

AXIS = frozen(np.linspace(-1.0, 1.0, 65))
ALONG = frozen(np.linspace(-1.0, 1.0, 129))

_GRID = frozen(np.stack(np.meshgrid(AXIS, AXIS, indexing="ij"), axis=-1).reshape(-1, 2))
_CUT = frozen(np.stack([ALONG, ALONG], axis=-1))
_LANDSCAPE_SHARE = 0.5
"""Share of the progress that the slices take; at the defaults about their share of the time."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ToyResult(ToyClaims):
    """One random linear network, truncated at every depth, on two slices; the keys of mappings are the slices.

    On `two_entries` a is an entry of the first layer and b one of the last (of the only layer at depth 1).
    On `tied` a and b are at the same two positions in every layer. A position of the
    timeline is an index into `depths`. Values not known yet are NaN.

    Attributes
    ----------
    depths
        Shape (d,), rising.
    half_width
        a = half_width u and b = half_width v for a point (u, v) of the slice, -1 <= u, v <= 1.
    axis
        u or v on the grid, shape (65,).
    loss
        f = mean ||W_L ... W_1 x||^2 / n on the grid, shape (d, 65, 65): first u, then v.
    along, cut, quadratic
        Positions on the diagonal u = v of the slice, shape (129,); f there, and the same cut
        through the best quadratic on the whole slice, shape (d, 129).
    coefficients
        f = sum c_ij p_i(u) p_j(v) with p_k = sqrt(2 k + 1) P_k, the orthonormal Legendre
        polynomials: shape (d, K, K), K = 2 depths[-1] + 1. For i + j > 2 L they are 0; above `degree`, and
        for two entries if i > 2 or j > 2, they are 0 up to rounding.
    nu, nu_gradient, loss_range
        By depth, shape (d,); the range over the grid.
    start
        The start of the descents, (u, v), shape (2,).
    path, path_loss
        Gradient descent on f in (u, v) at each depth, shapes (d, k + 1, 2) and (d, k + 1); NaN after
        the end of a path. A step that would leave the slice ends at its edge.
    learning_rate
        The rate of each descent, shape (d,): `relative_rate` over the largest absolute curvature at the start.
    lowest
        The minimum of the loss on the slice, shape (d,), at most that on the grid.
    steps_to_tolerance
        The first step at which the loss above the lowest is at most the tolerance times that of the
        start, shape (d,); NaN if it is not reached, or rounding would decide.

    """

    half_width: float
    axis: FloatArray
    loss: Mapping[str, FloatArray]
    along: FloatArray
    cut: Mapping[str, FloatArray]
    quadratic: Mapping[str, FloatArray]
    nu_gradient: Mapping[str, FloatArray]
    loss_range: Mapping[str, FloatArray]
    start: FloatArray
    path: Mapping[str, FloatArray]
    learning_rate: Mapping[str, FloatArray]

    def summary(self) -> Summary:
        """Return all values except the grids as plain data."""
        names = ("nu", "nu_gradient", "loss_range", "learning_rate", "lowest", "coefficients", "path", "path_loss")
        return {
            "depths": counts(self.depths),
            "half_width": self.half_width,
            "start": finite_list(self.start),
            "steps_to_tolerance": {name: counts(steps) for name, steps in self.steps_to_tolerance.items()},
            **{field: {name: finite_list(each) for name, each in getattr(self, field).items()} for field in names},
        }


class _PartialToy:
    """The values that a run has computed so far, by slice."""

    def __init__(self, params: NonlinearityParams) -> None:
        self.depths = sorted(set(params.depths))
        self.width = width_of(params.width, "tied")
        count, terms = len(self.depths), 2 * self.depths[-1] + 1
        shapes: dict[str, tuple[int, ...]] = {
            "loss": (count, AXIS.size, AXIS.size),
            "cut": (count, ALONG.size),
            "quadratic": (count, ALONG.size),
            "coefficients": (count, terms, terms),
            **dict.fromkeys(("nu", "nu_gradient", "loss_range", "lowest"), (count,)),
        }
        self._arrays: dict[str, dict[str, FloatArray]] = {
            field: {name: np.full(shape, np.nan) for name in NAMES} for field, shape in shapes.items()
        }
        self._constant: dict[str, Any] = {
            "params": params,
            "run": new_run_number(),
            "depths": frozen(self.depths),
            "half_width": 2.0 * params.radius / self.width**0.5,
            "axis": AXIS,
            "along": ALONG,
            "start": frozen(params.start),
        }
        self._descents: dict[str, Descents] = {}

    def set_fields(self, name: str, index: int, known: Mapping[str, FloatArray]) -> None:
        """Set the fields of a slice at one depth; coefficients of powers above the degree of f are set to 0."""
        for field, value in known.items():
            array = self._arrays[field][name]
            missing = array.shape[-1] - value.shape[-1] if value.ndim else 0
            array[index] = np.pad(value, (0, missing)) if missing else value

    def descents(self, name: str, params: NonlinearityParams) -> Descents:
        """Create and return the descents on a slice, at all depths, before their first step."""
        self._descents[name] = descents = Descents(
            Surfaces(self._arrays["coefficients"][name]),
            np.array(params.start),
            relative_rate=params.relative_rate,
            lowest=self._arrays["lowest"][name],
            tolerance=params.tolerance,
            max_steps=params.max_steps,
        )
        return descents

    def result(self, *, complete: bool) -> ToyResult:
        """Return the result so far; paths of running descents end at their current step."""
        arrays: dict[str, Any] = {field: frozen_each(each) for field, each in self._arrays.items()}
        for field, shape in {"path": (1, 2), "path_loss": (1,), "learning_rate": (), "steps_to_tolerance": ()}.items():
            unknown = frozen(np.full((len(self.depths), *shape), np.nan))
            known = {name: each.fields()[field] for name, each in self._descents.items()}
            arrays[field] = MappingProxyType(dict.fromkeys(NAMES, unknown) | known)
        return ToyResult(**self._constant, complete=complete, **arrays)


def run(params: NonlinearityParams) -> Run[ToyResult]:
    """Evaluate both slices at every depth, then descend on each."""
    timer, found = YieldTimer(), _PartialToy(params)
    for share in _evaluate_slices(found, params):
        if timer.due():
            yield Progress(_LANDSCAPE_SHARE * share, found.result(complete=False))
    for number, name in enumerate(NAMES):
        descents = found.descents(name, params)
        while not descents.ended:
            descents.advance()
            if timer.due():
                share = (number + descents.steps / params.max_steps) / len(NAMES)
                yield Progress(_LANDSCAPE_SHARE + (1.0 - _LANDSCAPE_SHARE) * share, found.result(complete=False))
    return found.result(complete=True)


def _evaluate_slices(found: _PartialToy, params: NonlinearityParams) -> Iterator[float]:
    """Evaluate f at all points of all slices; yield the share that is done every few milliseconds."""
    for index, depth in enumerate(found.depths):
        m = 2 * depth + 1
        for name in NAMES:
            slice_ = Slice(name, found.width, params.radius, params.seed)
            known = _slice_cache(slice_, depth)
            if not known:
                points = np.concatenate([_GRID, _CUT, gauss(m).points])
                for losses in slice_.losses(LINEAR, (depth,), 0, (points,)):
                    if losses is not None:
                        known.update(_slice_fields(losses.values * np.exp(losses.log_unit), m))
                    yield index / len(found.depths)
            found.set_fields(name, index, known)


@lru_cache(64)
def _slice_cache(_where: Slice, _depth: int) -> dict[str, FloatArray]:
    """Return a mutable dict that caches the fields of a slice: dragging the start needs the same slices repeatedly."""
    return {}


def _slice_fields(f: FloatArray, m: int) -> dict[str, FloatArray]:
    """Return the fields of a slice, given f on the grid, the cut and the Gauss points, concatenated."""
    grid, cut, values = np.split(f, [len(_GRID), len(_GRID) + len(_CUT)])
    rule, square, table = gauss(m), grid.reshape(AXIS.size, AXIS.size), coefficients(values, m)
    return {
        "loss": square,
        "cut": cut,
        "quadratic": best_quadratic(values, rule) @ quadratics(_CUT),
        "coefficients": table,
        "nu": np.array(nonlinearity(values, rule)),
        "nu_gradient": np.array(gradient_nonlinearity(values, derivatives(values, m), rule)),
        "loss_range": np.array(grid.max() / grid.min() if grid.min() > 0.0 else np.inf),
        "lowest": np.array(polynomial_minimum(table, AXIS, square)),
    }


TOY = Experiment(
    key="toy",
    title="Toy",
    reads=("radius", "start", "relative_rate", "width", "depths", "tolerance", "max_steps", "seed"),
    result=ToyResult,
    run=run,
)
