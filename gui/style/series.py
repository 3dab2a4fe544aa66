"""How a series is drawn: its line, its markers and the text about it, whatever it stands for."""

from dataclasses import dataclass
from typing import Literal, get_args

Hue = Literal["blue", "orange", "purple", "teal", "green", "red", "black"]
"""Seven colors that can be told apart by everybody, in every theme; there is no eighth. A theme has its own shades."""
HUES: tuple[Hue, ...] = get_args(Hue)


@dataclass(frozen=True)
class Series:
    """How one series is drawn in every theme.

    Attributes
    ----------
    hue
        Its color. Two series of one hue differ in their markers, and in their dashes where they are lines.
    dash
        Pattern in line widths; empty for a solid line.
    marker
        disc, square, triangle, diamond, star, down, cross or plus; `hollow` leaves it open, and so are its bars.
    hatched
        Whether its bars are hatched.
    weight
        Factor on the width of its line.

    """

    hue: Hue
    dash: tuple[float, ...] = ()
    marker: str = "disc"
    hollow: bool = False
    hatched: bool = False
    weight: float = 1.0


@dataclass(frozen=True)
class SeriesStyle:
    """How one series is drawn in one theme.

    Attributes
    ----------
    stroke, label
        Colors of its lines and of text about it.
    dash, marker, hollow, hatched, weight
        As in `Series`; the marker may also be a ring.

    """

    stroke: str
    label: str
    dash: tuple[float, ...] = ()
    marker: str = "disc"
    hollow: bool = False
    hatched: bool = False
    weight: float = 1.0
