"""What a picture with `View.reveal` tells of a method while its outcome is not known."""

from typing import Any

from core.obstacles.conditioning.descent import DescentResult
from gui.picture.stage import Stage


def shows_prediction(stage: Stage[Any], described: DescentResult, method: str) -> bool:
    """Return whether what theory predicts of a method is shown: with `View.reveal` only once the method has ended."""
    return stage.shows_predictions(described) or not described.under_way(method)
