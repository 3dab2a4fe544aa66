"""What the word `usual` means in each experiment of the obstacle `network`."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from core.digits import COUNT
from core.obstacles.network.params import NetworkParams


@dataclass(frozen=True)
class Settings:
    """The parameters that may be `usual`, as numbers; of the same names and meanings as in `NetworkParams`.

    Those that an experiment does not read have the values below.
    """

    hidden: tuple[int, ...] = (16,)
    learning_rate: float | Literal["tuned"] = "tuned"
    batch_size: int | Literal["full"] = "full"
    max_steps: int = 2000
    target_loss: float = 0.01
    digits: int = COUNT
    replicates: int = 1


USUAL: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "learn": {"hidden": (16,), "learning_rate": 0.01, "batch_size": 32, "max_steps": 300, "digits": COUNT},
        "spectrum": {"hidden": (16,), "learning_rate": 0.1, "target_loss": 0.1, "max_steps": 2000, "digits": COUNT},
        "width": {"target_loss": 0.1, "max_steps": 1000, "replicates": 1, "digits": COUNT},
        "stability": {"hidden": (32,), "max_steps": 1500, "digits": 500},
        "batch": {"hidden": (16,), "target_loss": 0.2, "max_steps": 5000, "replicates": 3, "digits": COUNT},
        "depth": {"target_loss": 0.5, "max_steps": 400, "replicates": 3, "digits": 600},
        "plane": {
            "hidden": (16,),
            "learning_rate": 1.0,
            "batch_size": "full",
            "target_loss": 0.01,
            "max_steps": 2000,
            "digits": COUNT,
        },
        "remedies": {"hidden": (16,), "target_loss": 0.01, "max_steps": 1000, "replicates": 4, "digits": COUNT},
        "exact": {"max_steps": 20_000},
    }
)
"""By the key of the experiment, for the fields that it reads."""


def usual(experiment: str, reads: tuple[str, ...]) -> Mapping[str, Any]:
    """Return what `usual` means in those fields of an experiment that it reads, by name."""
    return MappingProxyType({name: value for name, value in USUAL[experiment].items() if name in reads})


def settings(params: NetworkParams, experiment: str) -> Settings:
    """Return the settings of an experiment: those of the parameters that are not `usual`, else the usual ones."""
    row = USUAL[experiment]
    given = {name: getattr(params, name) for name in row}
    return Settings(**{name: row[name] if value == "usual" else value for name, value in given.items()})
