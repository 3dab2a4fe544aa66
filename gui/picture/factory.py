"""Factories of stages, which import the module of a stage when it is first shown."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from gui.picture.stage import Stage
from gui.picture.view import View

StageFactory = Callable[[View], Stage[Any]]
"""Creates a stage for a view; the window and the exporters take one."""


def lazy_factory(module: str, name: str) -> StageFactory:
    """Return a factory of a stage class that imports its module at the first call."""

    def create(view: View) -> Stage[Any]:
        factory: StageFactory = getattr(import_module(module), name)
        return factory(view)

    return create
