"""The three themes and the two type sizes: colors, text sizes and stroke widths; fonts and pens."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPen

from core.arrays import FloatArray
from core.scene import ThemeName, TypeSizeName
from gui.style.methods import METHODS
from gui.style.palette import GROUPS
from gui.style.series import HUES, SeriesStyle

FAMILY, MONOSPACED_FAMILY = "Inter", "JetBrains Mono"
TABULAR = QFont.Tag("tnum")
WIDTH, HEIGHT = 1920, 1080
"""The picture size in pixels for which all lengths below are given; they scale with the picture."""


@dataclass(frozen=True)
class Theme:
    """The colors of one theme, by role.

    Attributes
    ----------
    name
        As in a scene.
    background, high
        The background, which is also the lowest color of a landscape, and the color of its highest band.
    ink, secondary
        Text, and text that is less important.
    axis, grid, contour
        Lines of plots and landscapes.
    alarm
        Divergence, failures and the misfit of a parabola.
    focus
        The focused control, and selections.
    series
        Drawing styles of all series of `methods` and `palette`, by key.

    """

    name: ThemeName
    background: str
    ink: str
    secondary: str
    axis: str
    grid: str
    contour: str
    high: str
    alarm: str
    focus: str
    series: Mapping[str, SeriesStyle]

    def landscape(self, count: int) -> list[QColor]:
        """Return `count` colors from `background` to `high`, evenly spaced in OKLab."""
        low, high = _oklab(self.background), _oklab(self.high)
        shares = np.linspace(0.0, 1.0, count)[:, None]
        return [_color(mix) for mix in (1 - shares) * low + shares * high]


@dataclass(frozen=True)
class TypeSize:
    """Text sizes and stroke widths in pixels at 1080p, by role.

    Attributes
    ----------
    name
        As in a scene.
    hero, title, caption, label, code, axis_title, ticks, controls
        Text sizes of the one large number, the title, the sentence below the picture, names of lines, program text and
        formulas, axis titles, tick labels, and controls of the window.
    data, theory, contour, ring, casing
        Line widths of measurements, predictions, contours, the ring at the tolerance, and the rim of a line in the
        color of the background, on each side.
    newest, older
        Line widths of a noisy trail: its newest steps, and the steps before.
    iterate, current
        Diameters of the marker of an iterate and of the current point.
    axis, grid
        Line widths of axes and grid lines.
    levels
        Number of contour levels of a landscape.

    """

    name: TypeSizeName
    hero: float
    title: float
    caption: float
    label: float
    code: float
    axis_title: float
    ticks: float
    controls: float
    data: float
    theory: float
    contour: float
    ring: float
    casing: float
    newest: float
    older: float
    iterate: float
    current: float
    axis: float
    grid: float
    levels: int


DESK = TypeSize(
    name="desk", hero=69, title=35, caption=28, label=22, code=22, axis_title=22, ticks=18, controls=16,
    data=3, theory=1.5, contour=1, ring=3, casing=2, newest=3, older=1.5, iterate=9, current=16, axis=1.5, grid=1,
    levels=12,
)  # fmt: skip
HALL = TypeSize(
    name="hall", hero=107, title=55, caption=44, label=44, code=44, axis_title=35, ticks=35, controls=28,
    data=6, theory=3, contour=2, ring=5, casing=3, newest=4, older=2, iterate=18, current=28, axis=2, grid=1.5,
    levels=9,
)  # fmt: skip
TYPE_SIZES: dict[str, TypeSize] = {size.name: size for size in (DESK, HALL)}


def _styles(strokes: str, labels: str) -> Mapping[str, SeriesStyle]:
    """Return the styles of all series by key, given the shades of the seven hues for lines and for labels."""
    colors = dict(zip(HUES, zip(strokes.split(), labels.split(), strict=True), strict=True))
    every = {method.key: method.series for method in METHODS}
    for group in GROUPS:
        every |= group
    return MappingProxyType(
        {
            key: SeriesStyle(*colors[each.hue], each.dash, each.marker, each.hollow, each.hatched, each.weight)
            for key, each in every.items()
        }
    )


_STROKES = "#2E56D9 #CD783B #46035A #319BA8 #1C5100 #B33163 #1B1A18"
_DARK = "#97B7F8 #D6933B #9C5AFD #2A9791 #ADFFA4 #FE0281 #D2D1CD"

LIGHT = Theme(
    "light", "#FBFAF7", "#1A1C1F", "#4A4F57", "#6B7079", "#E3E1DB", "#868D96", "#D5DCE4", "#A3261B", "#2E56D9",
    _styles(_STROKES, "#2E56D9 #AE5C19 #46035A #007E8B #1C5100 #B33163 #1B1A18"),
)  # fmt: skip
DARK = Theme(
    "dark", "#14171C", "#F1EFEA", "#B9BDC4", "#8A9099", "#2A2F37", "#6F7884", "#333D4A", "#FF8A7A", "#97B7F8",
    _styles(_DARK, _DARK),
)  # fmt: skip
PROJECTOR = Theme(
    "projector", "#FFFFFF", "#000000", "#2E3238", "#4A4F57", "#D9DBDF", "#6B737D", "#D5DCE4", "#8F1D14", "#1F45C4",
    _styles(_STROKES, "#254ACD #8C4400 #46035A #02626C #1C5100 #A52258 #1B1A18"),
)  # fmt: skip
THEMES: dict[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK, PROJECTOR)}


def font(pixels: float, *, bold: bool = False, italic: bool = False, monospaced: bool = False) -> QFont:
    """Return a bundled font at a size in pixels, without hinting and with tabular digits.

    The monospaced one is for program text: it has the printable ASCII characters, neither bold nor italic.
    """
    return QFont(_font(max(1, round(pixels)), bold=bold, italic=italic, monospaced=monospaced))


@lru_cache(256)
def _font(pixels: int, *, bold: bool, italic: bool, monospaced: bool) -> QFont:
    made = QFont(MONOSPACED_FAMILY if monospaced else FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setItalic(italic)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Subpixel antialiasing depends on the screen, and pictures are also exported.
    made.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    made.setFeature(TABULAR, 1)
    return made


def pen(color: str | QColor, width: float, dash: tuple[float, ...] = ()) -> QPen:
    """Return a pen of `width` pixels: solid with round caps and joins, or with dashes in line widths."""
    return QPen(_pen(color if isinstance(color, str) else color.name(QColor.NameFormat.HexArgb), width, dash))


@lru_cache(256)
def _pen(color: str, width: float, dash: tuple[float, ...]) -> QPen:
    made = QPen(QColor(color), width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    # A line hardly turns within a dash, and round joins take a fifth of its time.
    made.setJoinStyle(Qt.PenJoinStyle.BevelJoin if dash else Qt.PenJoinStyle.RoundJoin)
    if dash:
        made.setDashPattern(list(dash))
    return made


# Linear sRGB to the cone responses of OKLab and from there to L, a, b (B. Ottosson, 2020).
_TO_CONES = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
_TO_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip


def _oklab(color: str) -> FloatArray:
    parsed = QColor(color)
    channels = np.array([parsed.redF(), parsed.greenF(), parsed.blueF()])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    lab: FloatArray = _TO_LAB @ np.cbrt(_TO_CONES @ linear)
    return lab


def _color(lab: FloatArray) -> QColor:
    linear = np.linalg.solve(_TO_CONES, np.linalg.solve(_TO_LAB, lab) ** 3).clip(0, 1)
    channels = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return QColor.fromRgbF(*(float(channel) for channel in channels.clip(0, 1)))
