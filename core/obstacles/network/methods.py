"""The optimizers that train the network, by the name that parameters have for them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from core.obstacles.network.params import NetworkParams
from core.optimizer import Optimizer
from core.optimizers.adam import Adam
from core.optimizers.adaptive_kfac import AdaptiveKFAC
from core.optimizers.gradient_descent import GradientDescent
from core.optimizers.heavy_ball import HeavyBall
from core.optimizers.kfac import KFAC
from core.optimizers.muon import Muon
from core.optimizers.shampoo import Shampoo

KINDS: Mapping[str, type[Optimizer[Any]]] = MappingProxyType(
    {
        "gradient_descent": GradientDescent,
        "heavy_ball": HeavyBall,
        "adam": Adam,
        "shampoo": Shampoo,
        "muon": Muon,
        "kfac": KFAC,
        "adaptive_kfac": AdaptiveKFAC,
    }
)


def chosen_methods(params: NetworkParams) -> tuple[str, ...]:
    """Return the methods to run in the given order, without duplicates."""
    return tuple(dict.fromkeys(params.optimizers))
