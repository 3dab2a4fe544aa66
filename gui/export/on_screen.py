"""What of a picture on screen goes into a file."""

from dataclasses import dataclass

from core.experiment import Result
from core.scene import Scene
from gui.export.plan import Plan
from gui.picture.stage import StageFactory
from gui.picture.view import View


@dataclass(frozen=True)
class OnScreen:
    """What there is to export: its scene, how its stage is made, its result, and what of it is seen."""

    scene: Scene
    factory: StageFactory
    result: Result
    view: View
    position: float


def view_of(plan: Plan, ghost: Result | None = None) -> View:
    """Return how the picture is looked at in the file of a plan; `ghost` keeps its path in it."""
    view = View(plan.width, plan.height, transparent=plan.transparent and plan.form.transparent, ghost=ghost)
    return view.with_look(plan.scene.look)
