"""Parameters of the obstacle `noise`."""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

from core.message import Message
from core.params import Params, Problem
from core.schedules import CONSTANT, Schedule

WINDOW = ((-1.9, 1.9), (-0.9, 2.6))
"""The displayed part of the valley, which must contain the start: minimum and maximum of x, then of y."""

_LARGEST_BATCH = 65_536
_Coordinate = Annotated[float, Meta(ge=WINDOW[0][0], le=WINDOW[1][1])]


class NoiseParams(Params, frozen=True, kw_only=True):
    """Rosenbrock's valley, the noise of minibatch gradients, and the runs that descend the valley."""

    valley: Annotated[
        float,
        Meta(
            ge=1,
            le=1000,
            title="Valley b",
            description="How steep the walls are: f = (1 - x)² + b (y - x²)².",
            extra={"scale": "log"},
        ),
    ] = 10.0
    noise_std: Annotated[
        float,
        Meta(
            ge=0.01,
            le=1000,
            title="Noise σ",
            description="Standard deviation of the noise in each coordinate of one sample's gradient.",
            extra={"scale": "log"},
        ),
    ] = 20.0
    batch_size: Annotated[
        int,
        Meta(
            ge=1,
            le=_LARGEST_BATCH,
            title="Batch size B",
            description="Samples averaged in each gradient: their noise is σ/√B.",
            extra={"scale": "log"},
        ),
    ] = 1
    batch_sizes: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=_LARGEST_BATCH)], ...],
        Meta(
            min_length=1,
            max_length=4,
            title="Batch sizes to compare",
            description="Other batch sizes, run with the same random numbers.",
        ),
    ] = (1, 16, 256)
    ensemble_size: Annotated[
        int,
        Meta(
            ge=1,
            le=10_000,
            title="Number of runs",
            description="Runs that descend from the same start, each with noise of its own.",
            extra={"scale": "log"},
        ),
    ] = 1000
    learning_rate: Annotated[
        float,
        Meta(
            ge=1e-6,
            le=1,
            title="Learning rate",
            description="What a step multiplies the gradient by.",
            extra={"scale": "log"},
        ),
    ] = 0.005
    schedule: Annotated[
        Schedule,
        Meta(
            title="Schedule",
            description="How the learning rate a falls: not at all, like 1/t (a / (1 + t/τ), τ = 1/(aλ) with the least"
            " curvature λ at the minimum), or like a cosine (a (1 + cos(π t/T)) / 2, T steps).",
        ),
    ] = CONSTANT
    start: Annotated[
        tuple[_Coordinate, _Coordinate],
        Meta(title="Start", description="Where the descent starts, x and y; the minimum is at 1, 1."),
    ] = (-1.2, 1.0)
    max_steps: Annotated[
        int,
        Meta(
            ge=1,
            le=20_000,
            title="Steps",
            description="How many steps each run takes, unless it diverges.",
            extra={"scale": "log"},
        ),
    ] = 1600
    dimension: Annotated[
        int,
        Meta(
            ge=2,
            le=1024,
            title="Dimension d",
            description="How many coordinates the gradient and its noise have.",
            extra={"scale": "log"},
        ),
    ] = 100
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed", description="Of all random numbers.")] = 0

    def check(self) -> Iterable[Problem]:
        """Yield a problem if the start is outside the window."""
        (left, right), (bottom, top) = WINDOW
        x, y = self.start
        if not (left <= x <= right and bottom <= y <= top):
            allowed = Message(
                "a point of the window: x from {left} to {right}, y from {bottom} to {top}",
                left=f"{left:g}",
                right=f"{right:g}",
                bottom=f"{bottom:g}",
                top=f"{top:g}",
            )
            yield Problem("start", f"{x:g},{y:g}", allowed)
