"""Families of networks: activation, skip connections and initialization of the layers."""

import math
from dataclasses import dataclass

from core.activations import ACTIVATIONS, Activation
from core.obstacles.nonlinearity.params import NonlinearityParams


@dataclass(frozen=True)
class Kind:
    """A family of networks with its gain and branch scale.

    Plain networks apply L - 1 layers phi(W h) and a linear one; residual networks apply L blocks
    h + s phi(W h). Entries of W are N(0, (gain g)^2 / n), g the gain of the activation; those of the
    last layer of a plain network N(0, 1 / n).

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun, "Delving Deep into Rectifiers", ICCV 2015, equation 10 (2 / n for ReLU).
    K. He, X. Zhang, S. Ren, J. Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, equation 1.

    """

    activation: Activation | None
    residual: bool
    gain: float
    branch_scale: float | None

    @property
    def linear(self) -> bool:
        """Whether the network is linear in its input."""
        return self.activation is None

    @property
    def homogeneous(self) -> bool:
        """Whether scaling the input of a layer by a positive number scales its output."""
        return self.activation is None or self.activation.homogeneous

    @property
    def steepest(self) -> float | None:
        """The largest slope of the activation if it saturates, else None."""
        return self.activation.steepest if self.activation else None

    @property
    def nested(self) -> bool:
        """Whether deeper networks begin with the layers of shallower ones; False if the branch scale depends on L."""
        return not self.residual or self.branch_scale is not None

    def branch(self, depth: int) -> float:
        """Return s at this depth; 1 in a plain network."""
        if not self.residual:
            return 1.0
        return 1.0 / math.sqrt(depth) if self.branch_scale is None else self.branch_scale

    @property
    def deviation(self) -> float:
        """Standard deviation of the entries of a layer times sqrt(n); for the last layer of a plain network it is 1."""
        return self.gain * (self.activation.gain if self.activation else 1.0)


def kind(family: str, params: NonlinearityParams) -> Kind:
    """Return the family of this name."""
    name, scale = family.removeprefix("residual_"), params.branch_scale
    return Kind(
        activation=None if name == "linear" else ACTIVATIONS[name],
        residual=family.startswith("residual_"),
        gain=params.gain,
        branch_scale=None if isinstance(scale, str) else scale,
    )


LINEAR = Kind(activation=None, residual=False, gain=1.0, branch_scale=None)
"""Products of matrices whose entries are N(0, 1 / n)."""
