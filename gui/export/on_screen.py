"""The picture on screen, as the source of an export."""

from dataclasses import dataclass

from core.experiment import Result
from core.scene import Scene
from gui.export.plan import Plan
from gui.picture.factory import StageFactory
from gui.picture.view import View


@dataclass(frozen=True)
class OnScreen:
    """The picture to export: its scene, the factory of its stage, its result, view and position."""

    scene: Scene
    factory: StageFactory
    result: Result
    view: View
    position: float


def view_of(plan: Plan, ghost: Result | None = None) -> View:
    """Return the view of a plan's file; the path of `ghost` is kept in the picture."""
    view = View(
        plan.width,
        plan.height,
        transparent=plan.transparent and plan.form.transparent,
        ghost=ghost,
        progress=plan.form.film if plan.progress is None else plan.progress,
    )
    return view.with_look(plan.scene.look)
