"""Parameters of the obstacle `network`."""

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta

from core.digits import COUNT
from core.message import Message
from core.objectives.architecture import Architecture
from core.params import Params, Problem
from core.weights import read_weights

Usual = Literal["usual"]
"""The word for what `core.obstacles.network.usual` says of an experiment."""

ActivationName = Literal["tanh", "relu", "sigmoid", "linear"]
LossName = Literal["cross_entropy", "squared"]
OptimizerName = Literal["gradient_descent", "adam", "muon", "kfac", "heavy_ball", "shampoo", "adaptive_kfac"]
Holdout = Literal["interleaved", "last"]

Family = Literal["sigmoid", "tanh", "relu", "residual_relu", "residual_tanh"]

Width = Annotated[int, Meta(ge=2, le=64)]
BatchSize = Annotated[int, Meta(ge=1, le=COUNT)]
Replicates = Annotated[int, Meta(ge=1, le=20)]


class NetworkParams(Params, frozen=True, kw_only=True):
    """A multilayer perceptron that learns handwritten digits, and how it is trained."""

    hidden: Annotated[
        Usual | Annotated[tuple[Width, ...], Meta(min_length=1, max_length=4)],
        Meta(
            title="Units of hidden layers",
            description="The number of units of each hidden layer, from the first on.",
        ),
    ] = "usual"
    activation: Annotated[
        ActivationName,
        Meta(title="Activation", description="Of the hidden layers. A linear network has none."),
    ] = "tanh"
    residual: Annotated[
        Literal["off", "on"],
        Meta(
            title="Skip connections",
            description="Whether hidden layers add to their input. The first is linear then, and all have one width.",
        ),
    ] = "off"
    loss: Annotated[
        LossName,
        Meta(
            title="Loss",
            description="Cross-entropy in nats, or half the squared distance to the unit vector of the label.",
        ),
    ] = "cross_entropy"
    optimizers: Annotated[
        tuple[OptimizerName, ...],
        Meta(min_length=1, title="Methods", description="The methods that train the network."),
    ] = ("gradient_descent", "adam", "muon", "kfac")
    axis: Annotated[
        Literal["steps", "gradients"],
        Meta(
            title="Count",
            description="Steps, or gradients paid: a step of a costly method takes as long as several gradients.",
        ),
    ] = "steps"
    learning_rate: Annotated[
        Literal["usual", "tuned"] | Annotated[float, Meta(ge=1e-4, le=100)],
        Meta(
            title="Learning rate",
            description="A number, or the best of a grid of rates, tried on a seed of its own.",
            extra={"scale": "log"},
        ),
    ] = "usual"
    batch_size: Annotated[
        Literal["usual", "full"] | BatchSize,
        Meta(
            title="Batch size B",
            description="How many digits each gradient averages; full: all of them.",
            extra={"scale": "log"},
        ),
    ] = "usual"
    max_steps: Annotated[
        Usual | Annotated[int, Meta(ge=1, le=20_000)],
        Meta(
            title="Maximum steps",
            description="Training that has not arrived ends after this many steps.",
            extra={"scale": "log"},
        ),
    ] = "usual"
    target_loss: Annotated[
        Usual | Annotated[float, Meta(ge=1e-4, le=2)],
        Meta(
            title="Target loss",
            description="Training has arrived at the first step at which the loss of all digits is at most this.",
            extra={"scale": "log"},
        ),
    ] = "usual"
    digits: Annotated[
        Usual | Annotated[int, Meta(ge=10, le=COUNT)],
        Meta(
            title="Digits",
            description="How many digits, the first of the file, train the network.",
            extra={"scale": "log"},
        ),
    ] = "usual"
    stability_rate: Annotated[
        float,
        Meta(
            ge=0.02,
            le=1,
            title="Learning rate a",
            description="Of gradient descent whose sharpness is watched: steps are stable up to a sharpness of 2/a.",
            extra={"scale": "log"},
        ),
    ] = 0.2
    widths: Annotated[
        tuple[Width, ...],
        Meta(min_length=1, max_length=8, title="Widths", description="The numbers of hidden units that are compared."),
    ] = (8, 12, 16, 24, 32)
    width_curves: Annotated[
        Literal["two", "four"],
        Meta(
            title="Curves",
            description="Four: also the conditioning at the start, and the steps at the learning rate 0.5.",
        ),
    ] = "two"
    batch_sizes: Annotated[
        tuple[BatchSize, ...],
        Meta(
            min_length=1,
            max_length=16,
            title="Batch sizes B",
            description="That are compared. At least as many as there are digits: all of them in each batch.",
        ),
    ] = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, COUNT)
    noise_scale: Annotated[
        Literal["off", "on"],
        Meta(
            title="Noise scale",
            description="Whether the picture marks it at several losses: the batch size whose noise is as long as the"
            " gradient.",
        ),
    ] = "off"
    depths: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=16)], ...],
        Meta(
            min_length=1,
            max_length=16,
            title="Hidden layers",
            description="The numbers of hidden layers that are compared, after a linear one.",
        ),
    ] = (1, 2, 4, 8)
    families: Annotated[
        tuple[Family, ...],
        Meta(
            min_length=1,
            title="Networks",
            description="Activations of the hidden layers, plain or with skip connections.",
        ),
    ] = ("sigmoid", "tanh", "relu", "residual_relu", "residual_tanh")
    depth_axis: Annotated[
        Literal["steps", "gradient_ratio"],
        Meta(
            title="Measure",
            description="Steps to the target, or how large the gradient of the first hidden layer is at the start,"
            " against that of the readout.",
        ),
    ] = "steps"
    conditioning: Annotated[
        tuple[Annotated[float, Meta(ge=1, le=10_000)], ...],
        Meta(
            min_length=1,
            max_length=13,
            title="Condition numbers κ",
            description="Of the second moments of the inputs: the largest over the smallest eigenvalue.",
        ),
    ] = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)
    replicates: Annotated[
        Usual | Replicates,
        Meta(title="Repetitions", description="How many seeds are run; medians are shown."),
    ] = "usual"
    holdout: Annotated[
        Holdout,
        Meta(
            title="Held out",
            description="Every third digit of each class, or the last third of the digits.",
        ),
    ] = "interleaved"
    weights: Annotated[
        str,
        Meta(
            title="Weights at the start",
            description="A .npy or text file with all weights: layer by layer, row by row, the bias last in each row."
            " Empty: random weights.",
            extra={"file": True},
        ),
    ] = ""
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed", description="Of all random numbers.")] = 0

    def check(self) -> Iterable[Problem]:
        """Yield a problem if the file of weights has not those of the network, or skips join different widths."""
        hidden = (16,) if isinstance(self.hidden, str) else self.hidden
        if self.residual == "on" and len(set(hidden)) > 1:
            given = ",".join(str(width) for width in hidden)
            yield Problem("hidden", given, Message("equal widths, as hidden layers with skip connections need"))
        elif self.weights:
            count = Architecture((64, *hidden, 10)).dimension
            try:
                read_weights(self.weights, count)
            except (OSError, ValueError):
                yield Problem(
                    "weights", self.weights, Message("a .npy or text file with {count} finite numbers", count=count)
                )
