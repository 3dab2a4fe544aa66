"""The table of methods: what each is called and how it is drawn. Its settings are in the obstacles that offer it."""

from dataclasses import dataclass

from core.message import Message
from gui.style.series import Series


@dataclass(frozen=True)
class Method:
    """One method.

    Attributes
    ----------
    key
        Its name as a parameter.
    name
        Its name in a sentence.
    series
        How it is drawn.
    short, brief
        Its name at the end of a line, in normal and in large text; "" where that is `name`.

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
    Method("adagrad", Message("Adagrad"), Series("black", (1.5, 2.5), "cross", hollow=True)),
    Method("rmsprop", Message("RMSprop"), Series("black", (1.5, 2.5), "cross")),
    Method("adam", Message("Adam"), Series("red", (10.0, 3.0), "down")),
    Method("adamw", Message("AdamW"), Series("red", (10.0, 3.0), "down", hollow=True)),
    Method("lion", Message("Lion"), Series("black", (6.0, 2.0, 1.5, 2.0), "plus", hatched=True)),
)
