"""The parameters of the obstacle `serial`."""

from typing import Annotated

from msgspec import Meta

from core.params import Params

_MAX_COPIES = 1_000_000
_Copies = Annotated[int, Meta(ge=1, le=_MAX_COPIES)]


class SerialParams(Params, frozen=True, kw_only=True):
    """The length of the chain of steps, what is measured on this machine, and the break of the trends."""

    iterations: Annotated[
        int,
        Meta(
            ge=1,
            le=1_000_000_000,
            title="Sequential steps",
            description="How many steps the training takes, each of which needs the one before.",
            extra={"scale": "log"},
        ),
    ] = 3_000_000
    step_seconds: Annotated[
        float,
        Meta(
            ge=1e-9,
            le=86_400,
            title="Seconds per step of your model",
            description="Seconds that a step of your own model takes: assumed, not measured.",
            extra={"scale": "log"},
        ),
    ] = 0.3
    copies: Annotated[
        tuple[_Copies, ...],
        Meta(
            min_length=1,
            max_length=20,
            title="Copies M",
            description="How many chains are run side by side, in one numpy array; each number is measured.",
        ),
    ] = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
    repeats: Annotated[
        int,
        Meta(
            ge=3,
            le=101,
            title="Timing repeats",
            description="How often each time is measured; the median is shown.",
            extra={"scale": "log"},
        ),
    ] = 25
    break_year: Annotated[
        int,
        Meta(
            ge=1995,
            le=2011,
            title="Break",
            description="The last year of the earlier period; growth is fitted before and after it.",
        ),
    ] = 2005
