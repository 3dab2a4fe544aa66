"""Parameters of the obstacle `nonlinearity`."""

from typing import Annotated, Literal

from msgspec import Meta

from core.params import Params

Family = Literal["linear", "relu", "tanh", "sigmoid", "residual_linear", "residual_relu"]
Slice = Literal["two_entries", "tied", "all_layers", "one_layer"]

_Coordinate = Annotated[float, Meta(ge=-1, le=1)]


class NonlinearityParams(Params, frozen=True, kw_only=True):
    """Random networks, slices through their loss, and descent on a plateau."""

    families: Annotated[
        tuple[Family, ...],
        Meta(
            min_length=1,
            title="Networks",
            description="Plain or with skips, with or without an activation. The first is highlighted.",
        ),
    ] = ("linear", "residual_linear")
    activations: Annotated[
        tuple[Family, ...],
        Meta(
            min_length=1,
            title="Activations",
            description="The networks whose activations are compared.",
        ),
    ] = ("linear", "relu", "tanh")
    slice: Annotated[
        Slice,
        Meta(
            title="Slice",
            description="What moves: two free weights, two weights tied through all layers, all layers in random"
            " directions, or the first layer alone.",
        ),
    ] = "all_layers"
    depths: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=24)], ...],
        Meta(min_length=1, max_length=24, title="Depths L", description="How many layers the networks have."),
    ] = tuple(range(1, 13))
    width: Annotated[
        Literal["default"] | Annotated[int, Meta(ge=2, le=32)],
        Meta(
            title="Width n",
            description="Of every layer; by default 8, for two weights 4, where one layer moves 16.",
        ),
    ] = "default"
    gain: Annotated[
        float,
        Meta(
            ge=0.1,
            le=8,
            title="Gain",
            description="What the standard initialization of every layer but the last is multiplied by.",
            extra={"scale": "log"},
        ),
    ] = 1.0
    branch_scale: Annotated[
        Literal["inverse_root"] | Annotated[float, Meta(ge=0.01, le=2)],
        Meta(
            title="Branch scale s",
            description="What a residual layer adds: s times its branch; 1/√L or a number.",
            extra={"scale": "log"},
        ),
    ] = "inverse_root"
    radius: Annotated[
        float,
        Meta(
            ge=0.05,
            le=4,
            title="Slice half-width",
            description="1 moves layers by their own size, or a weight by two of its standard deviations.",
            extra={"scale": "log"},
        ),
    ] = 1.0
    replicates: Annotated[
        int,
        Meta(
            ge=1,
            le=500,
            title="Networks per depth",
            description="How many random networks of each kind are measured at each depth.",
            extra={"scale": "log"},
        ),
    ] = 50
    problems: Annotated[
        int,
        Meta(
            ge=1,
            le=200,
            title="Problems per depth",
            description="How many networks of each kind learn a teacher of their own kind at each depth.",
            extra={"scale": "log"},
        ),
    ] = 15
    distance: Annotated[
        float,
        Meta(ge=0.1, le=10, title="Start", description="How far from the minimum the descent on the plateau starts."),
    ] = 3.0
    learning_rate: Annotated[
        float,
        Meta(
            ge=0.01,
            le=2,
            title="Learning rate",
            description="Of descent on the plateau; at 1/2 a step from near the minimum ends there.",
            extra={"scale": "log"},
        ),
    ] = 0.5
    start: Annotated[
        tuple[_Coordinate, _Coordinate],
        Meta(title="Start", description="Where the descent on a slice starts: 1 is its edge, 0,0 its middle."),
    ] = (0.9, 0.8)
    relative_rate: Annotated[
        float,
        Meta(
            ge=0.01,
            le=4,
            title="Learning rate",
            description="Of descent on a slice, in units of one over the sharpest curvature at the start.",
            extra={"scale": "log"},
        ),
    ] = 1.0
    tolerance: Annotated[
        float,
        Meta(
            ge=1e-12,
            lt=1,
            title="Tolerance",
            description="Solved when the loss is at most this share of its initial value; on a slice of Toy, when its"
            " height above the lowest point is.",
            extra={"scale": "log"},
        ),
    ] = 0.01831563888873418
    max_steps: Annotated[
        int,
        Meta(
            ge=1,
            le=20_000,
            title="Maximum steps",
            description="A descent that is not solved ends after this many steps.",
            extra={"scale": "log"},
        ),
    ] = 1000
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed", description="Of all random numbers.")] = 0
