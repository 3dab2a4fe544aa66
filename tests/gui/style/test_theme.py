"""Colors that can be read and told apart, by the formulas of WCAG 2 and CIEDE2000."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF

from gui.picture.ghost import DRAGGED_OPACITY
from gui.style.palette import GROUPS
from gui.style.theme import FAMILY, THEMES, TYPE_SIZES, font, pen

# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, 2009: severity 1, on linear RGB.
EYES = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear(color):
    """Linear RGB of a color."""
    channels = np.array(QColor(color).getRgbF()[:3])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """The contrast of two colors by WCAG 2."""
    bright, dark = sorted((float(linear(color) @ (0.2126, 0.7152, 0.0722)) for color in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def lab(rgb):
    """CIELAB under D65 of linear RGB."""
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    ratio = to_xyz @ rgb / (0.95047, 1.0, 1.08883)
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one, other):
    """CIEDE2000 of two colors in CIELAB (G. Sharma, W. Wu, E. N. Dalal, 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1 + 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    a1, a2 = stretch * a1, stretch * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = (h1 + h2 if not c1 * c2 else h1 + turn / 2 if h1 + turn / 2 >= 0 else h1 + turn / 2 + 360) % 360
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    cosine = {k: np.cos(np.radians(k * hue + shift)) for k, shift in ((1, -30), (2, 0), (3, 6), (4, -63))}
    t = 1 - 0.17 * cosine[1] + 0.24 * cosine[2] + 0.32 * cosine[3] - 0.20 * cosine[4]
    scale_l = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    scale_c, scale_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    rotation = (
        -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    )
    dl, dc = (l2 - l1) / scale_l, (c2 - c1) / scale_c
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / scale_h
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + rotation * dc * dh))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [  # from the table of Sharma, Wu and Dalal
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
        ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_formula_of_color_difference_is_right(one, other, wanted):
    assert difference(one, other) == pytest.approx(wanted, abs=1e-4)
    assert difference(other, one) == pytest.approx(wanted, abs=1e-4)


@pytest.fixture(params=THEMES.values(), ids=lambda theme: theme.name)
def theme(request):
    return request.param


def strokes(theme):
    """The seven colors of the methods; AdamW and Adagrad are told apart by hollow markers instead."""
    return {theme.series[key].stroke for key in theme.series}


def test_text_can_be_read(theme):
    least = 7.0 if theme.name == "projector" else 4.5
    for color in (theme.ink, theme.secondary, theme.alarm, *(style.label for style in theme.series.values())):
        assert contrast(color, theme.background) >= least, color
    assert contrast(theme.ink, theme.background) >= 15
    assert contrast(theme.background, theme.focus) >= 4.5  # of selected text


def test_strokes_can_be_seen(theme):
    for style in theme.series.values():
        assert contrast(style.stroke, theme.background) >= 3, style
    for color in (theme.contour, theme.axis, theme.focus):
        assert contrast(color, theme.background) >= 3, color


def test_strokes_can_be_seen_on_the_highest_band(theme):
    for style in theme.series.values():
        assert contrast(style.stroke, theme.high) >= 2, style


def test_a_ghost_can_be_seen_from_the_last_row(theme):
    for ground in (theme.background, theme.high):
        assert contrast(theme.secondary, ground) >= 4.5
        pairs = zip(QColor(theme.secondary).getRgb(), QColor(ground).getRgb(), strict=True)
        dragged = QColor(*(round(DRAGGED_OPACITY * line + (1 - DRAGGED_OPACITY) * below) for line, below in pairs))
        assert contrast(dragged, ground) >= 1.9


@pytest.mark.parametrize("eyes", EYES)
def test_methods_can_be_distinguished(theme, eyes):
    colors = strokes(theme)
    assert len(colors) == 7
    seen = {color: lab((EYES[eyes] @ linear(color)).clip(0, 1)) for color in colors}
    assert min(difference(seen[a], seen[b]) for a, b in combinations(seen, 2)) >= 15


def test_methods_can_be_distinguished_in_a_lit_room(theme):
    seen = {color: lab((linear(color) + 0.1) / 1.1) for color in strokes(theme)}
    assert min(difference(seen[a], seen[b]) for a, b in combinations(seen, 2)) >= 10


@pytest.mark.parametrize("group", GROUPS, ids=list)
def test_series_that_stand_side_by_side_differ_in_hue(group):
    assert len({series.hue for series in group.values()}) == len(group)


@pytest.mark.parametrize("count", [2, 5, 13])
def test_a_landscape_runs_evenly_from_the_valley_to_the_highest_band(theme, count):
    made = theme.landscape(count)
    assert [color.name().upper() for color in (made[0], made[-1])] == [theme.background.upper(), theme.high.upper()]
    light = [lab(linear(color))[0] for color in made]
    steps = np.diff(light)
    assert (np.sign(steps) == np.sign(steps[0])).all()
    assert steps == pytest.approx(steps.mean(), rel=0.35)


def test_theme_colors_match_their_specification():
    wanted = {
        "light": "#FBFAF7 #1A1C1F #4A4F57 #6B7079 #E3E1DB #868D96 #D5DCE4 #A3261B #2E56D9",
        "dark": "#14171C #F1EFEA #B9BDC4 #8A9099 #2A2F37 #6F7884 #333D4A #FF8A7A #97B7F8",
        "projector": "#FFFFFF #000000 #2E3238 #4A4F57 #D9DBDF #6B737D #D5DCE4 #8F1D14 #1F45C4",
    }
    for name, colors in wanted.items():
        t = THEMES[name]
        assert (t.background, t.ink, t.secondary, t.axis, t.grid, t.contour, t.high, t.alarm, t.focus) == tuple(
            colors.split()
        )


def test_strokes_match_their_specification():
    desk, hall = TYPE_SIZES["desk"], TYPE_SIZES["hall"]
    roles = ("data", "theory", "contour", "ring", "casing", "newest", "older", "iterate", "current", "axis", "grid")
    assert [getattr(desk, role) for role in roles] == [3, 1.5, 1, 3, 2, 3, 1.5, 9, 16, 1.5, 1]
    assert [getattr(hall, role) for role in roles] == [6, 3, 2, 5, 3, 4, 2, 18, 28, 2, 1.5]
    assert (desk.levels, hall.levels) == (12, 9)


@pytest.mark.parametrize(("bold", "italic"), [(False, False), (True, False), (False, True), (True, True)])
def test_every_face_is_the_bundled_one(bold, italic):
    info = QFontInfo(font(20, bold=bold, italic=italic))
    assert (info.family(), info.pixelSize(), info.italic()) == (FAMILY, 20, italic)
    assert (info.weight() >= 600) is bold


def test_digits_have_one_width():
    metrics = QFontMetricsF(font(40))
    assert len({round(metrics.horizontalAdvance(digit), 3) for digit in "0123456789"}) == 1


def test_a_pen_has_the_given_width_and_dashes_in_line_widths():
    made = pen("#112233", 6.0, (8, 3, 2, 3))
    assert (made.widthF(), made.color().name(), made.dashPattern()) == (6.0, "#112233", [8, 3, 2, 3])
