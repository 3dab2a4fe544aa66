"""The experiment `toy`: two entries of a product of matrices, alone or tied through all layers, and descent on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, frozen_each
from core.experiment import Experiment, Progress, Run, Summary, YieldTimer, new_run_number
from core.obstacles.nonlinearity.downhill import Descents, Surfaces
from core.obstacles.nonlinearity.families import LINEAR
from core.obstacles.nonlinearity.lowest import lowest
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.plain import counts
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
from core.obstacles.nonlinearity.toy_claims import NAMES, ToyClaims

AXIS = frozen(np.linspace(-1.0, 1.0, 65))
ALONG = frozen(np.linspace(-1.0, 1.0, 129))

_GRID = frozen(np.stack(np.meshgrid(AXIS, AXIS, indexing="ij"), axis=-1).reshape(-1, 2))
_CUT = frozen(np.stack([ALONG, ALONG], axis=-1))
_LANDSCAPE_SHARE = 0.5
"""Of the progress; about what drawing the slices takes of the time at the defaults."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ToyResult(ToyClaims):
    """One random linear network, cut off at every depth, on two slices; mappings go by slice.

    On `two_entries` a is an entry of the first layer and b one of the last (of the only one, if
    there is one). On `tied` the same two places hold a and b in every layer. A position of the
    timeline is an index into `depths`. What is not known yet is NaN.

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
        Where on the diagonal u = v of the slice, shape (129,); f there, and the same cut
        through the best quadratic on the whole slice, shape (d, 129).
    coefficients
        f = sum c_ij p_i(u) p_j(v) with p_k = sqrt(2 k + 1) P_k, the orthonormal Legendre
        polynomials: shape (d, K, K), K = 2 depths[-1] + 1. Beyond i + j = 2 L they are 0, and those beyond `degree`
        vanish up to rounding; on two entries those beyond i = 2 or j = 2 do.
    nu, nu_gradient, loss_range
        By depth, shape (d,); the range over the grid.
    start
        Where the descents start, (u, v), shape (2,).
    path, path_loss
        Gradient descent on f in (u, v) at each depth, shapes (d, k + 1, 2) and (d, k + 1); NaN behind
        the end of a path that is shorter than the longest. A step that would leave the slice ends at its edge.
    learning_rate
        Of each descent, shape (d,): `relative_rate` over the sharpest curvature at the start.
    lowest
        The lowest loss on the slice, shape (d,): no point of the grid is lower.
    steps_to_tolerance
        The first step at which the loss above the lowest is at most the tolerance times that of the
        start, shape (d,); NaN where it is not reached, or rounding would decide.

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
        """Return all values as plain data, but the grids."""
        named = ("nu", "nu_gradient", "loss_range", "learning_rate", "lowest", "coefficients", "path", "path_loss")
        return {
            "depths": counts(self.depths),
            "half_width": self.half_width,
            "start": finite_list(self.start),
            "steps_to_tolerance": {name: counts(steps) for name, steps in self.steps_to_tolerance.items()},
            **{field: {name: finite_list(each) for name, each in getattr(self, field).items()} for field in named},
        }


class _Findings:
    """What a run has found so far, by slice."""

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

    def take(self, name: str, index: int, known: Mapping[str, FloatArray]) -> None:
        """Take up what is known of a slice at one depth; what a polynomial has no power for has the coefficient 0."""
        for field, value in known.items():
            place = self._arrays[field][name]
            missing = place.shape[-1] - value.shape[-1] if value.ndim else 0
            place[index] = np.pad(value, (0, missing)) if missing else value

    def descents(self, name: str, params: NonlinearityParams) -> Descents:
        """Return the descents on a slice, at all depths, before their first step."""
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
        """Return what is known; a descent that is under way is shown up to where it is."""
        arrays: dict[str, Any] = {field: frozen_each(each) for field, each in self._arrays.items()}
        for field, shape in {"path": (1, 2), "path_loss": (1,), "learning_rate": (), "steps_to_tolerance": ()}.items():
            unknown = frozen(np.full((len(self.depths), *shape), np.nan))
            known = {name: each.fields()[field] for name, each in self._descents.items()}
            arrays[field] = MappingProxyType(dict.fromkeys(NAMES, unknown) | known)
        return ToyResult(**self._constant, complete=complete, **arrays)


def run(params: NonlinearityParams) -> Run[ToyResult]:
    """Draw both slices at every depth, then descend on each."""
    timer, found = YieldTimer(), _Findings(params)
    for share in _draw(found, params):
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


def _draw(found: _Findings, params: NonlinearityParams) -> Iterator[float]:
    """Evaluate f wherever it is needed; yield the share that is done every few milliseconds, where it is work."""
    for index, depth in enumerate(found.depths):
        m = 2 * depth + 1
        for name in NAMES:
            where = Slice(name, found.width, params.radius, params.seed)
            known = _known(where, depth)
            if not known:
                points = np.concatenate([_GRID, _CUT, gauss(m).points])
                for losses in where.losses(LINEAR, (depth,), 0, (points,)):
                    if losses is not None:
                        known.update(_measured(losses.values * np.exp(losses.log_unit), m))
                    yield index / len(found.depths)
            found.take(name, index, known)


@lru_cache(64)
def _known(_where: Slice, _depth: int) -> dict[str, FloatArray]:
    """Return the place where a slice is kept: whoever drags the start asks for the same ones again and again."""
    return {}


def _measured(f: FloatArray, m: int) -> dict[str, FloatArray]:
    """Return the fields that follow from f on the grid, on the cut and at the Gauss points, one behind the other."""
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
        "lowest": np.array(lowest(table, AXIS, square)),
    }


TOY = Experiment(
    key="toy",
    title="Toy",
    reads=("radius", "start", "relative_rate", "width", "depths", "tolerance", "max_steps", "seed"),
    result=ToyResult,
    run=run,
)
