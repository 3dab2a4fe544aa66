"""The methods of the obstacle: which optimizer with which numbers, and which closed form foretells it."""

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

Losses = Callable[[FloatArray, Sequence[float], Sequence[float]], FloatArray]
"""A closed form: (steps, eigenvalues, start in the eigenbasis) to the loss after each count of steps."""


@dataclass(frozen=True)
class Setting:
    """One method, ready to run on a bowl.

    Attributes
    ----------
    learning_rate, bound
        The rate in use and the largest stable one; None for methods that choose their own step,
        and the bound also where none is known.
    losses
        The closed form, or None.
    factor
        From an eigenvalue to what a step multiplies its coordinate by in the long run, without a sign; 0 where it is
        gone after a few steps, and None where it is not known.

    """

    optimizer: Optimizer[Any]
    learning_rate: float | None = None
    bound: float | None = None
    losses: Losses | None = None
    factor: Callable[[float], float] | None = None


def chosen(params: ConditioningParams) -> tuple[str, ...]:
    """Return the methods to run, in the order asked for; one that is named twice runs once."""
    return tuple(dict.fromkeys(params.optimizers))


def setting(method: str, params: ConditioningParams, smallest: float, largest: float) -> Setting:
    """Return the setting of a method for eigenvalues from `smallest` to `largest`."""
    return _SETTINGS[method](params, smallest, largest)


def descent_rate(params: ConditioningParams, smallest: float, largest: float) -> float:
    """Return the rate of gradient descent; where a line search is asked for, the best fixed one."""
    return _rate(params, largest, laws.gradient_descent_rate(smallest, largest))


def descent_at(rate: float, largest: float) -> Setting:
    """Return the setting of gradient descent at a fixed rate."""
    losses = partial(laws.gradient_descent_loss, rate=rate)
    factor = partial(convergence_laws.gradient_descent_factor, rate=rate)
    return Setting(GradientDescent(rate), rate, laws.gradient_descent_bound(largest), losses, factor)


def _gradient_descent(params: ConditioningParams, smallest: float, largest: float) -> Setting:
    if params.learning_rate == "line_search":
        return Setting(SteepestDescent(), losses=laws.line_search_loss, factor=_gone)
    return descent_at(descent_rate(params, smallest, largest), largest)


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
    return Setting(ConjugateGradient(), losses=laws.conjugate_gradient_loss, factor=_gone)


def _newton(params: ConditioningParams, smallest: float, largest: float) -> Setting:
    return Setting(Newton(), losses=laws.newton_loss, factor=_gone)


def _adaptive(
    kind: type[Adagrad | RMSprop | Adam | AdamW | Lion], params: ConditioningParams, smallest: float, largest: float
) -> Setting:
    given = params.adaptive_rate
    optimizer = kind() if isinstance(given, str) else kind(learning_rate=given)
    return Setting(optimizer, float(optimizer.learning_rate))


def _gone(_eigenvalue: float) -> float:
    return 0.0


def _rate(params: ConditioningParams, largest: float, best: float) -> float:
    """Return the learning rate; an exact line search is for gradient descent alone, the others stay at their best."""
    given = params.learning_rate
    if given == "inverse_lipschitz":
        return 1.0 / largest
    return best if isinstance(given, str) else given


def _momentum(params: ConditioningParams, best: float) -> float:
    given = params.momentum
    return best if isinstance(given, str) else given


_SETTINGS: dict[str, Callable[[ConditioningParams, float, float], Setting]] = {
    "gradient_descent": _gradient_descent,
    "heavy_ball": _heavy_ball,
    "nesterov": _nesterov,
    "conjugate_gradient": _conjugate_gradient,
    "newton": _newton,
    "adagrad": partial(_adaptive, Adagrad),
    "rmsprop": partial(_adaptive, RMSprop),
    "adam": partial(_adaptive, Adam),
    "adamw": partial(_adaptive, AdamW),
    "lion": partial(_adaptive, Lion),
}
