"""The grids on which optimizers of networks are tuned."""

import itertools
from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from core.matrices import Shapes
from core.optimizer import Method, Optimizer
from core.optimizers.adam import Adam
from core.optimizers.adaptive_kfac import AdaptiveKFAC
from core.optimizers.gradient_descent import GradientDescent
from core.optimizers.heavy_ball import HeavyBall
from core.optimizers.kfac import KFAC
from core.optimizers.muon import Muon
from core.optimizers.shampoo import Shampoo

_DOUBLINGS = tuple(2.0**i for i in range(6))

GRIDS: Mapping[type[Optimizer[Any]], Mapping[str, tuple[float, ...]]] = MappingProxyType(
    {
        GradientDescent: {"learning_rate": tuple(2.0 ** (i / 2) for i in range(-6, 6))},
        HeavyBall: {"learning_rate": tuple(0.05 * times for times in _DOUBLINGS), "momentum": (0.5, 0.9)},
        Adam: {"learning_rate": tuple(0.01 * times for times in _DOUBLINGS), "beta2": (0.99, 0.999)},
        KFAC: {"learning_rate": (0.3, 0.6, 1.0), "damping": (0.003, 0.01, 0.03, 0.1)},
        AdaptiveKFAC: {},
        Shampoo: {"learning_rate": tuple(0.02 * times for times in _DOUBLINGS), "epsilon": (1e-8, 1e-5)},
        Muon: {"learning_rate": tuple(0.02 * times for times in _DOUBLINGS), "momentum": (0.9, 0.95)},
    }
)
"""The values of each hyperparameter that are tried with all values of the others, ascending: twelve settings of each
method, so that all are tuned with equal effort. Adaptive K-FAC is not tuned."""


def grid_settings(kind: type[Optimizer[Any]]) -> tuple[Mapping[str, float], ...]:
    """Return all settings of a grid: the hyperparameters of each, by name."""
    grid = GRIDS[kind]
    return tuple(dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values()))


def candidates(kind: type[Method], shapes: Shapes) -> tuple[Method, ...]:
    """Return the optimizers of a grid for weights that consist of matrices of these shapes."""
    return tuple(with_settings(kind, shapes, settings) for settings in grid_settings(kind))


def with_settings(kind: type[Method], shapes: Shapes, settings: Mapping[str, float]) -> Method:
    """Return an optimizer with these hyperparameters for weights that consist of matrices of these shapes."""
    needed = {"shapes": shapes} if any(each.name == "shapes" for each in fields(kind)) else {}
    return kind(**needed, **settings)
