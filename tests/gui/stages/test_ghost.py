"""The path kept for comparison can be seen, has a name, and the name touches nothing and leads to the path."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from core.scene import Zoom
from gui.picture import ghost as ghost_module
from gui.picture.capability import Capability
from gui.picture.ghost import ANCHORS, Ghost
from gui.picture.view import View
from gui.plots.label import Label
from gui.stages import STAGES
from gui.style.theme import DARK, DESK, HALL
from gui.wording.changes import before_wordings

BEFORE = {
    "conditioning/zigzag": {"condition_number": 30, "rotation": 20},
    "conditioning/edge": {"condition_number": 6},
    "conditioning/race": {"condition_number": 30},
    "noise/valley": {"start": "1.5,2"},
    "noise/cloud": {"start": "1.5,2"},
    "nonlinearity/horizon": {"distance": 2},
    "nonlinearity/toy": {"start": "-0.3,0.6"},
}
"""The earlier result of each picture that keeps one."""
WITHOUT_ROOM = {"nonlinearity/horizon", "nonlinearity/toy"}
"""The pictures whose parts are too small for a name in the smallest size."""
SIZES = ((640, 360), (1280, 720), (1920, 1080))


def ghosts(stage):
    return [each.__self__ for each in stage.after_move if isinstance(each.__self__, Ghost)]


def test_every_picture_that_keeps_a_path_is_tried(qapp):
    stages = {address: factory(View(640, 360)) for address, factory in STAGES.items()}
    try:
        assert {address for address, stage in stages.items() if Capability.GHOST in stage.capabilities} == set(BEFORE)
    finally:
        for stage in stages.values():
            stage.close()


@pytest.mark.parametrize("type_size", [DESK, HALL], ids=lambda size: size.name)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("kept_in", BEFORE)
def test_the_name_touches_no_other_text(kept_in, size, type_size, result_of, open_stage):
    result, before = result_of(kept_in), result_of(kept_in, "default", **BEFORE[kept_in])
    stage = open_stage(kept_in, result, 0.0, View(*size, type_size=type_size, ghost=before))
    for position in (0.0, 1.0, 0.5 * result.length, float(result.length)):
        stage.show(result, position)
        texts = stage.texts()
        names = [text for text in texts if text.text.startswith("before")]
        assert names or (kept_in in WITHOUT_ROOM and size == SIZES[0])
        frame = QRectF(0, 0, *size)
        for name in names:
            assert frame.contains(name.rect)
            assert name.pixels == pytest.approx(stage.text_size("axis_title"))
        assert [(a.text, b.text) for a, b in combinations(texts, 2) if a.ink_rect.intersects(b.ink_rect)] == []


@pytest.mark.parametrize("kept_in", [address for address in BEFORE if address != "nonlinearity/horizon"])
def test_the_name_leads_to_the_path_and_covers_no_path(kept_in, result_of, open_stage):
    result, before = result_of(kept_in), result_of(kept_in, "default", **BEFORE[kept_in])
    stage = open_stage(kept_in, result, None, View(1280, 720, DARK, type_size=HALL, ghost=before))
    named = [ghost for ghost in ghosts(stage) if ghost._label.isVisible()]
    assert named
    for ghost in named:
        own = ghost._pixels(ghost._path)
        end = ghost._leader.line().p2()
        assert np.hypot(*(own - (end.x(), end.y())).T).min() < 2
        for path in (own, *(ghost._pixels(path) for path in ghost._other_paths())):
            assert not any(ghost._label.ink_rect.contains(x, y) for x, y in path.tolist())


def test_every_wording_of_the_name_is_tried_at_every_anchor(result_of, open_stage, monkeypatch):
    kept_in = "conditioning/zigzag"
    result, before = result_of(kept_in), result_of(kept_in, "default", **BEFORE[kept_in])
    tried = []

    def full(_area, width, _height, _occupied, near):
        tried.append((width, near.toTuple()))

    monkeypatch.setattr(ghost_module, "free_place", full)
    stage = open_stage(kept_in, result, None, View(1920, 1080, ghost=before))
    (ghost,) = ghosts(stage)
    anchors, widths = {at for _, at in tried}, {width for width, _ in tried}
    assert len(widths) == len(before_wordings(before, result)) > 1
    assert 1 < len(anchors) <= ANCHORS
    assert len(tried) == len(set(tried)) == len(anchors) * len(widths)
    assert not ghost._label.isVisible()


def test_what_a_text_covers_outside_the_plot_starts_no_search(result_of, open_stage, monkeypatch):
    result, before = result_of("conditioning/zigzag"), result_of("conditioning/zigzag", "default", condition_number=30)
    stage = open_stage("conditioning/zigzag", result, 0.0, View(1280, 720, ghost=before))
    (ghost,) = ghosts(stage)
    right, middle = ghost._plot.rect.right(), ghost._plot.rect.center().y()
    across = stage.add(Label("axis_title"))
    searches = []
    monkeypatch.setattr(ghost, "_search_place", lambda *_: searches.append(across.text))
    for words, left in (("count", right - 30), ("a longer count", right - 30), ("count", right - 60)):
        stage.write(across, words).place(left, middle)
        stage.show(result, 0.0)
    assert searches == ["count", "count"]


def test_the_name_stays_where_it_is_while_a_run_plays(result_of, open_stage):
    result, before = result_of("conditioning/zigzag"), result_of("conditioning/zigzag", "default", condition_number=30)
    stage = open_stage("conditioning/zigzag", result, 0.0, View(1280, 720, ghost=before))
    places = set()
    for position in np.linspace(0.0, result.length, 25).tolist():
        stage.show(result, position)
        places |= {text.rect.getRect() for text in stage.texts() if text.text.startswith("before")}
    assert len(places) == 1


def test_the_name_is_hidden_where_the_path_is_out_of_sight(result_of, open_stage):
    result, before = result_of("conditioning/zigzag"), result_of("conditioning/zigzag", "default", condition_number=30)
    far = View(1280, 720, ghost=before, zoom=Zoom(20.0, -0.9, 0.9))
    stage = open_stage("conditioning/zigzag", result, None, far)
    assert not [text for text in stage.texts() if text.text.startswith("before")]


def test_while_results_are_revealed_the_path_before_a_drag_ends_at_the_step_on_screen(pointer_on):
    pointer = pointer_on("conditioning/zigzag", View(960, 540, reveal=True))
    pointer.stage.show(pointer.result, 3.0)
    pointer.press(pointer.handle_positions["start"])
    assert len(pointer.bowl._ghost._path) == 4
    pointer.release(pointer.handle_positions["start"])


def test_a_path_that_is_kept_is_seen_better_than_one_during_a_drag(pointer_on):
    pointer = pointer_on("conditioning/zigzag")
    pointer.press(pointer.handle_positions["start"])
    dragged = pointer.bowl._ghost._trail._style.opacity
    pointer.release(pointer.handle_positions["start"])
    pointer.change_view(ghost=pointer.result)
    assert 0.3 < dragged < pointer.bowl._ghost._trail._style.opacity == 1.0
