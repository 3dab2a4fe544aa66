"""Drawing styles of series: lines, markers, bars and the color of labels."""

from dataclasses import dataclass
from typing import Literal, get_args

Hue = Literal["blue", "orange", "purple", "teal", "green", "red", "black"]
"""The seven hues, which stay distinct with color-vision deficiencies in every theme. Each theme has its own shades."""
HUES: tuple[Hue, ...] = get_args(Hue)


@dataclass(frozen=True)
class Series:
    """The drawing style of a series, independent of the theme.

    Attributes
    ----------
    hue
        The hue. Two series of one hue differ in their markers, and lines of one hue in their dashes.
    dash
        Dash pattern in line widths; empty for a solid line.
    marker
        disc, square, triangle, diamond, star, down, cross or plus.
    hollow
        Whether markers and bars are outlined instead of filled.
    hatched
        Whether bars are hatched.
    weight
        Factor on the line width.

    """

    hue: Hue
    dash: tuple[float, ...] = ()
    marker: str = "disc"
    hollow: bool = False
    hatched: bool = False
    weight: float = 1.0


@dataclass(frozen=True)
class SeriesStyle:
    """The drawing style of a series in one theme.

    Attributes
    ----------
    stroke, label
        Colors of lines and of labels.
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
