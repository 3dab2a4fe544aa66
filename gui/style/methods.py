"""The table of methods: names and drawing styles. The settings of a method are in the obstacles that offer it."""

from dataclasses import dataclass

from core.message import Message
from gui.style.series import Series


@dataclass(frozen=True)
class Method:
    """Names and drawing style of one method.

    Attributes
    ----------
    key
        The word for it in parameters.
    name
        The name in sentences.
    series
        The drawing style.
    short_name, hall_name
        The names at the ends of lines, for normal and for large text; "" where `name` is used.

    """

    key: str
    name: str
    series: Series
    short_name: str = ""
    hall_name: str = ""


METHODS = (
    Method("gradient_descent", Message("gradient descent"), Series("blue"), hall_name=Message("GD")),
    Method("heavy_ball", Message("heavy ball"), Series("orange", (6.0, 3.0), "square")),
    Method("nesterov", Message("Nesterov"), Series("purple", (2.0, 2.0), "triangle")),
    Method(
        "conjugate_gradient",
        Message("conjugate gradient"),
        Series("teal", (8.0, 3.0, 2.0, 3.0), "diamond"),
        short_name=Message("conj. gradient"),
        hall_name=Message("CG"),
    ),
    Method("newton", Message("Newton"), Series("green", marker="star", weight=1.3)),
    Method("kfac", Message("K-FAC"), Series("green", marker="star", weight=1.3)),
    Method(
        "adaptive_kfac",
        Message("adaptive K-FAC"),
        Series("green", (4.0, 2.0), "plus"),
        hall_name=Message("adaptive"),
    ),
    # Both borrow the style of a method that no experiment shows beside them.
    Method("muon", Message("Muon"), Series("purple", (2.0, 2.0), "triangle")),
    Method("shampoo", Message("Shampoo"), Series("teal", (8.0, 3.0, 2.0, 3.0), "diamond")),
    Method("adagrad", Message("Adagrad"), Series("black", (1.5, 2.5), "cross", hollow=True)),
    Method("rmsprop", Message("RMSprop"), Series("black", (1.5, 2.5), "cross")),
    Method("adam", Message("Adam"), Series("red", (10.0, 3.0), "down")),
    Method("adamw", Message("AdamW"), Series("red", (10.0, 3.0), "down", hollow=True)),
    Method("lion", Message("Lion"), Series("black", (6.0, 2.0, 1.5, 2.0), "plus", hatched=True)),
)
