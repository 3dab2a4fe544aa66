"""The parameters of the obstacle `conditioning`."""

import math
from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta

from core.message import Message
from core.params import Params, Problem

# Closer to the minimum the loss underflows.
_SMALLEST_START = 1e-100

# Closer to 1, sentences would need too many digits to distinguish the bowl from a round one.
_SMALLEST_ABOVE_ONE = 1.000001

Method = Literal[
    "gradient_descent",
    "heavy_ball",
    "nesterov",
    "conjugate_gradient",
    "newton",
    "adagrad",
    "rmsprop",
    "adam",
    "adamw",
    "lion",
]


class ConditioningParams(Params, frozen=True, kw_only=True):
    """A quadratic bowl with eigenvalues 1 and kappa, a start on it, and the methods that descend it."""

    condition_number: Annotated[
        float,
        Meta(
            ge=1,
            le=1e4,
            title="Condition number κ",
            description="Largest over smallest eigenvalue of the Hessian.",
            extra={"scale": "log"},
        ),
    ] = 10.0
    optimizers: Annotated[
        tuple[Method, ...],
        Meta(
            min_length=1,
            title="Optimizers",
            description="The methods that descend the bowl. The first is highlighted.",
        ),
    ] = ("gradient_descent", "heavy_ball", "conjugate_gradient", "newton", "nesterov")
    learning_rate: Annotated[
        Literal["optimal", "inverse_lipschitz", "line_search"] | Annotated[float, Meta(gt=0, le=100)],
        Meta(
            title="Learning rate",
            description="Of gradient descent, heavy ball and Nesterov: each method's best, 1/L, exact line search"
            " (gradient descent alone), or a number.",
            extra={"scale": "log"},
        ),
    ] = "optimal"
    momentum: Annotated[
        Literal["optimal"] | Annotated[float, Meta(ge=0, le=1)],
        Meta(title="Momentum", description="Of heavy ball and Nesterov: the best for the rate, or a number."),
    ] = "optimal"
    adaptive_rate: Annotated[
        Literal["default"] | Annotated[float, Meta(gt=0, le=100)],
        Meta(
            title="Adaptive rate",
            description="Learning rate of Adagrad, RMSprop, Adam, AdamW and Lion: each one's own default, or a number.",
        ),
    ] = "default"
    rotation: Annotated[
        float,
        Meta(ge=-180, le=180, title="Rotation", description="Angle of the bowl's long axis.", extra={"unit": "°"}),
    ] = 0.0
    start: Annotated[
        Literal["worst", "random"]
        | tuple[Annotated[float, Meta(ge=-1e6, le=1e6)], Annotated[float, Meta(ge=-1e6, le=1e6)]],
        Meta(
            title="Start",
            description="(κ, 1): no start of gradient descent is slower at its optimal rate. Or a random one of equal"
            " loss, or a point.",
        ),
    ] = "worst"
    tolerance: Annotated[
        float,
        Meta(
            ge=1e-12,
            lt=1,
            title="Tolerance",
            description="Solved when the loss is at most this share of its initial value.",
            extra={"scale": "log"},
        ),
    ] = 0.01831563888873418
    max_steps: Annotated[
        int,
        Meta(
            ge=1,
            le=100_000,
            title="Maximum steps",
            description="A run that is not solved ends after this many steps.",
            extra={"scale": "log"},
        ),
    ] = 20_000
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed", description="Of the random starts.")] = 0

    def check(self) -> Iterable[Problem]:
        """Yield a problem if the start is the minimum, or the condition number is above 1 but too close to it."""
        if 1.0 < self.condition_number < _SMALLEST_ABOVE_ONE:
            given = repr(self.condition_number)
            yield Problem(
                "condition_number", given, Message("1, or a number from {least} on", least=str(_SMALLEST_ABOVE_ONE))
            )
        if not isinstance(self.start, str) and math.hypot(*self.start) < _SMALLEST_START:
            given = ",".join(f"{number:g}" for number in self.start)
            yield Problem("start", given, Message("a point other than the minimum, 0,0"))
