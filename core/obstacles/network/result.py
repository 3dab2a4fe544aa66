"""The base of all results of the obstacle `network`."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from core.experiment import Result
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.usual import Settings, settings

CLEAR = 1.05
"""A multiple from which a measure counts as changed: smaller ones are 1 with two digits."""


@dataclass(frozen=True, kw_only=True, eq=False)
class NetworkResult(Result):
    """A result of an experiment with a network that learns digits.

    Attributes
    ----------
    experiment
        The key of the experiment.

    """

    experiment: ClassVar[str]

    params: NetworkParams

    @cached_property
    def used(self) -> Settings:
        """The parameters that may be `usual`, as numbers."""
        return settings(self.params, self.experiment)
