"""What every picture says: inside the frame, apart from each other, large and short enough."""

from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

import pytest
from PySide6.QtCore import QRectF

from gui.picture.stage import Text
from gui.picture.view import View
from gui.plots.pixels import PixelItem
from gui.stages import STAGES
from gui.style.methods import METHODS
from gui.style.theme import DESK, HALL, LIGHT, THEMES

SIZES = ((1920, 1080), (1280, 720), (1000, 616))
LOOKS = [(size, type_size) for size in SIZES for type_size in (DESK, HALL)]
PIXELS = {
    "desk": {"hero": 69, "title": 35, "caption": 28, "label": 22, "code": 22, "axis_title": 22, "ticks": 18},
    "hall": {"hero": 107, "title": 55, "caption": 44, "label": 44, "code": 44, "axis_title": 35, "ticks": 35},
}
"""The table of the look: text sizes in pixels at 1080p."""
SMALLEST = 11
BARS = {"conditioning/race"}
FRAMED = {"noise/valley", "noise/compass", "nonlinearity/toy"}
"""Landscapes alone, without axes to read."""
FULL = {("conditioning/zigzag", "every method"), ("conditioning/law", "every method")}
"""Pictures with more curves than may be named."""


@dataclass(frozen=True)
class Look:
    """What a stage says in one size and type size, at one position."""

    view: View
    position: float
    texts: tuple[Text, ...]
    plates: tuple[tuple[str, QRectF], ...]
    caption: str
    caveat: str


@pytest.fixture(scope="module")
def looks(result_of):
    """looks(address, case): the stage in every size and type size, at several positions."""

    @cache
    def seen(address, case):
        return list(look_around(STAGES[address], result_of(address, case)))

    return seen


def look_around(factory, result):
    for size, type_size in LOOKS:
        with closing(factory(View(*size, type_size=type_size))) as stage:
            for position in (0.0, 0.4 * result.length, float(result.length)):
                stage.show(result, position)
                yield look_at(stage, position)


def look_at(stage, position):
    plates = [label for label in stage.visible_labels() if label._plate is not None]
    areas = tuple((label.text, label.plate_rect) for label in plates)
    return Look(stage.view, position, tuple(stage.texts()), areas, stage.caption.text, stage.caveat.text)


def meet(a, b):
    common = a & b
    return common.width() > 0 and common.height() > 0


def test_every_text_is_inside_the_picture(address, case, looks):
    for look in looks(address, case):
        frame = QRectF(0, 0, look.view.width, look.view.height)
        assert [text for text in look.texts if not frame.contains(text.rect)] == [], look.view


def test_only_tick_labels_reach_into_the_margin(address, case, looks):
    for look in looks(address, case):
        left = 48 * look.view.scale - 4
        right = look.view.width - left
        words = [text for text in look.texts if text.role != "ticks"]
        assert [text for text in words if not left <= text.rect.left() <= text.rect.right() <= right] == [], look.view


def test_no_two_texts_overlap(address, case, looks):
    for look in looks(address, case):
        pairs = combinations(look.texts, 2)
        assert [(a.text, b.text) for a, b in pairs if meet(a.ink_rect, b.ink_rect)] == [], look.view


def test_no_plate_covers_another_text(address, case, looks):
    for look in looks(address, case):
        pairs = product(look.plates, look.texts)
        covered = [
            (words, text.text) for (words, area), text in pairs if words != text.text and meet(area, text.ink_rect)
        ]
        assert covered == [], look.view


def test_text_sizes_match_their_specification(address, case, looks):
    for look in looks(address, case):
        table = PIXELS[look.view.type_size.name]
        unit = max(look.view.scale, SMALLEST / table["ticks"])
        for text in look.texts:
            assert text.pixels >= SMALLEST - 1e-9, (look.view, text)
            if text.role == "hero":  # gives way where a number has too many digits
                assert table["label"] * unit < text.pixels <= table["hero"] * unit + 1e-9, (look.view, text)
            else:
                assert text.pixels == pytest.approx(table[text.role] * unit), (look.view, text)


def test_sentences_are_short_enough_to_be_read(address, case, looks):
    for look in looks(address, case):
        assert 0 < len(look.caption) <= 72, (look.view, look.caption)
        assert 0 < len(look.caveat) <= 90, (look.view, look.caveat)
        assert look.caption.endswith(".")
        assert look.caveat.endswith(".")


def test_at_most_four_curves_are_named(address, case, looks):
    names = {name for method in METHODS for name in (method.name, method.short_name, method.hall_name) if name}
    for look in looks(address, case):
        labels = [text.text for text in look.texts if text.role == "label"]
        named = [text for text in labels if any(text.startswith(name) for name in names)]
        if address in BARS:  # each bar has its name
            assert len(named) <= len(METHODS), (look.view, named)
        else:
            assert len(named) == 4 if (address, case) in FULL else len(named) <= 4, (look.view, named)


def test_there_are_few_ticks(address, case, looks):
    for look in looks(address, case):
        ticks = [text for text in look.texts if text.role == "ticks"]
        if address in FRAMED:
            assert ticks == []
            continue
        # Bars have one axis to read, and a run of one step has two places on it.
        assert (2 if address in BARS else 3) <= len(ticks) <= 11, look.view


def test_there_is_one_number_at_the_hero_size(address, case, looks):
    for look in looks(address, case):
        assert [text.role for text in look.texts].count("hero") == 1, look.view


@pytest.mark.parametrize("address", ["conditioning/zigzag", "conditioning/law"])
def test_the_formula_is_shown_with_normal_text_where_there_is_room(address, result_of):
    with closing(STAGES[address](View(type_size=DESK))) as stage:
        stage.show(result_of(address), 1.0)
        assert "code" in {text.role for text in stage.texts()}


def test_large_text_has_no_formula(address, result_of):
    result = result_of(address)
    with closing(STAGES[address](View(type_size=DESK))) as desk, closing(STAGES[address](View(type_size=HALL))) as hall:
        for stage in (desk, hall):
            stage.show(result, 1.0)
        assert not hall.formula.isVisible()
        assert desk.caption.text == hall.caption.text
        assert hall.caption.pixels > desk.caption.pixels


def test_a_theme_changes_colors_and_no_word(address, result_of):
    result, texts_of = result_of(address), []
    for theme in THEMES.values():
        with closing(STAGES[address](View(1280, 720, theme))) as stage:
            stage.show(result, 2.0)
            texts_of.append(sorted((text.role, text.text, text.rect.getRect()) for text in stage.texts()))
    assert texts_of[0] == texts_of[1] == texts_of[2]


def test_without_a_caption_the_picture_is_larger(address, result_of, painted):
    result = result_of(address)
    with closing(STAGES[address](View(1280, 720))) as stage:
        stage.show(result, 2.0)
        sentence, caveat = stage.caption.text, stage.caveat.text
        painted(stage)
        before = lowest(stage)
        stage.set_view(View(1280, 720, caption=False))
        texts_of = [text.text for text in stage.texts()]
        assert sentence not in texts_of
        assert caveat not in texts_of
        painted(stage)
        assert lowest(stage) > before


def lowest(stage):
    """Where the picture ends below."""
    return max(item.area().bottom() for item in stage.widget.scene().items() if isinstance(item, PixelItem))


def test_a_notice_is_shown_over_the_picture_and_removed(address, result_of):
    from gui.wording.text import tr

    with closing(STAGES[address](View(1280, 720, LIGHT))) as stage:
        stage.show(result_of(address), 1.0)
        stage.set_notice(tr("Stopped. Change a parameter to recompute."))
        (notice,) = [text for text in stage.texts() if text.text.startswith("Stopped")]
        assert notice.rect.center().x() == pytest.approx(640, abs=1)
        assert QRectF(0, 0, 1280, 720).contains(notice.rect)
        stage.set_notice(())
        assert not [text for text in stage.texts() if text.text.startswith("Stopped")]


SMALL_VIEWS = (View(640, 360), View(640, 360, type_size=HALL), View(640, 360, caption=False), View(800, 450))


@pytest.mark.parametrize("view", SMALL_VIEWS, ids=lambda view: f"{view.width} {view.type_size.name} {view.caption}")
def test_the_smallest_pictures_leave_out_parts_instead_of_overprinting(address, view, result_of, open_stage):
    result = result_of(address)
    for share in (0.0, 0.5, 1.0):
        stage = open_stage(address, result, share * result.length, view)
        texts = [text for text in stage.texts() if text.text.strip()]
        inside = QRectF(0, 0, view.width, view.height)
        assert [text.text for text in texts if not inside.contains(text.ink_rect)] == []
        assert [(a.text, b.text) for a, b in combinations(texts, 2) if meet(a.ink_rect, b.ink_rect)] == []
