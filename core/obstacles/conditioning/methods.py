"""The methods of the obstacle: the optimizer, its hyperparameters and its closed form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from core import convergence_laws, laws
from core.arrays import FloatArray
from core.obstacles.conditioning.params import ConditioningParams
from core.optimizer import Optimizer
from core.optimizers.adagrad import Adagrad
from core.optimizers.adam import Adam
from core.optimizers.adamw import AdamW
from core.optimizers.conjugate_gradient import ConjugateGradient
from core.optimizers.gradient_descent import GradientDescent
from core.optimizers.heavy_ball import HeavyBall
from core.optimizers.lion import Lion
from core.optimizers.nesterov import Nesterov
from core.optimizers.newton import Newton
from core.optimizers.rmsprop import RMSprop
from core.optimizers.steepest_descent import SteepestDescent

AdaptiveKind = type[Adagrad | RMSprop | Adam | AdamW | Lion]
Losses = Callable[[FloatArray, Sequence[float], Sequence[float]], FloatArray]
"""A closed form: maps (steps, eigenvalues, start in the eigenbasis) to the loss after each number of steps."""


@dataclass(frozen=True)
class Setting:
    """An optimizer with its hyperparameters on a bowl, and its closed forms.

    Attributes
    ----------
    learning_rate, bound
        The rate in use and the largest stable rate; None for methods that choose their own step;
        the bound is also None if it is not known.
    losses
        The closed form of the losses, or None.
    factor
        Maps an eigenvalue to the asymptotic absolute factor of its eigencoordinate per step; 0 if the method ends
        after a few steps, None if the factor is not known.

    """

    optimizer: Optimizer[Any]
    learning_rate: float | None = None
    bound: float | None = None
    losses: Losses | None = None
    factor: Callable[[float], float] | None = None


def chosen_methods(params: ConditioningParams) -> tuple[str, ...]:
    """Return the methods to run in the given order, without duplicates."""
    return tuple(dict.fromkeys(params.optimizers))


def method_setting(method: str, params: ConditioningParams, smallest: float, largest: float) -> Setting:
    """Return the setting of a method for eigenvalues from `smallest` to `largest`."""
    return _SETTINGS[method](params, smallest, largest)


def fixed_descent_rate(params: ConditioningParams, smallest: float, largest: float) -> float:
    """Return the fixed rate of gradient descent; with the parameter "line_search", the best fixed rate."""
    return _rate(params, largest, laws.gradient_descent_rate(smallest, largest))


def fixed_rate_setting(rate: float, largest: float) -> Setting:
    """Return the setting of gradient descent at a fixed rate."""
    losses = partial(laws.gradient_descent_loss, rate=rate)
    factor = partial(convergence_laws.gradient_descent_factor, rate=rate)
    return Setting(GradientDescent(rate), rate, laws.gradient_descent_bound(largest), losses, factor)


def _gradient_descent(params: ConditioningParams, smallest: float, largest: float) -> Setting:
    if params.learning_rate == "line_search":
        return Setting(SteepestDescent(), losses=laws.line_search_loss, factor=_zero)
    return fixed_rate_setting(fixed_descent_rate(params, smallest, largest), largest)


def _heavy_ball(params: ConditioningParams, smallest: float, largest: float) -> Setting:
    rate = _rate(params, largest, laws.heavy_ball_rate(smallest, largest))
    momentum = _momentum(params, laws.heavy_ball_momentum(rate, smallest))
    losses = partial(laws.heavy_ball_loss, rate=rate, momentum=momentum)
    factor = partial(convergence_laws.heavy_ball_factor, rate=rate, momentum=momentum)
    return Setting(HeavyBall(rate, momentum), rate, laws.heavy_ball_bound(largest, momentum), losses, factor)


def _nesterov(params: ConditioningParams, smallest: float, largest: float) -> Setting:
    rate = _rate(params, largest, laws.nesterov_rate(smallest, largest))
    momentum = _momentum(params, laws.nesterov_momentum(rate, smallest))
    losses = partial(laws.nesterov_loss, rate=rate, momentum=momentum)
    factor = partial(convergence_laws.nesterov_factor, rate=rate, momentum=momentum)
    return Setting(Nesterov(rate, momentum), rate, laws.nesterov_bound(largest, momentum), losses, factor)


def _conjugate_gradient(params: ConditioningParams, smallest: float, largest: float) -> Setting:
    return Setting(ConjugateGradient(), losses=laws.conjugate_gradient_loss, factor=_zero)


def _newton(params: ConditioningParams, smallest: float, largest: float) -> Setting:
    return Setting(Newton(), losses=laws.newton_loss, factor=_zero)


def _adaptive(kind: AdaptiveKind, params: ConditioningParams, smallest: float, largest: float) -> Setting:
    given = params.adaptive_rate
    optimizer = kind() if isinstance(given, str) else kind(learning_rate=given)
    return Setting(optimizer, float(optimizer.learning_rate))


def _zero(_eigenvalue: float) -> float:
    return 0.0


def _rate(params: ConditioningParams, largest: float, best: float) -> float:
    """Return the learning rate; "line_search" applies to gradient descent only, other methods use their best rate."""
    given = params.learning_rate
    if given == "inverse_lipschitz":
        return 1.0 / largest
    return best if isinstance(given, str) else given


def _momentum(params: ConditioningParams, best: float) -> float:
    given = params.momentum
    return best if isinstance(given, str) else given


_ADAPTIVE: dict[str, AdaptiveKind] = {
    "adagrad": Adagrad,
    "rmsprop": RMSprop,
    "adam": Adam,
    "adamw": AdamW,
    "lion": Lion,
}

ADAPTIVE = tuple(_ADAPTIVE)
"""The methods that scale each coordinate separately: `adaptive_rate` is for them, and no closed form is known."""

_SETTINGS: dict[str, Callable[[ConditioningParams, float, float], Setting]] = {
    "gradient_descent": _gradient_descent,
    "heavy_ball": _heavy_ball,
    "nesterov": _nesterov,
    "conjugate_gradient": _conjugate_gradient,
    "newton": _newton,
    **{method: partial(_adaptive, kind) for method, kind in _ADAPTIVE.items()},
}
