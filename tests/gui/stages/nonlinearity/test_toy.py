"""The toy: two slices with their cuts by depth, and dragging the start on both."""

from dataclasses import replace

import numpy as np
import pytest
from changes import with_params
from PySide6.QtCore import QPointF

from gui.picture.view import View
from gui.stages.nonlinearity.cut import HIGH, LOW
from gui.stages.nonlinearity.descents import Descents
from gui.style.theme import DESK, HALL

ADDRESS = "nonlinearity/toy"
ALONE, TIED = "two_entries", "tied"


def with_entry(name, key, value, index=-1):
    def change(result):
        values = getattr(result, name)[key].copy()
        values[index] = value
        return replace(result, **{name: {**getattr(result, name), key: values}})

    return change


def with_last_depth(result):
    return replace(result, depths=np.append(result.depths[:-1], 20.0))


CHANGES = [
    ("caption", "free weights at most 10 %", with_entry("nu", ALONE, 0.099)),
    ("caption", "tied ones 77 %.", with_entry("nu", TIED, 0.77)),
    ("caption", "Largest misfit at these depths: free weights", with_last_depth),
    ("caption", "Largest misfit up to 12 layers: free weights 50 %", with_entry("nu", ALONE, 0.5)),
    ("caption", "Drawing", with_entry("nu", TIED, np.nan)),
    ("caveat", "Tied in 20 layers: degree 28.", with_last_depth),
    ("caveat", "Tied in 12 layers: degree 24.", with_params(seed=1)),
    ("hero", "77 %", with_entry("nu", TIED, 0.77)),
    ("hero", "…", with_entry("nu", TIED, np.nan)),
    ("title", "9.9 %", with_entry("nu", ALONE, 0.099)),
    ("title", "free or tied through all layers", with_entry("nu", ALONE, 0.5)),
    ("axis_title", "777 steps", with_entry("steps_to_tolerance", TIED, 777.0)),
    ("axis_title", "1 step to", with_entry("steps_to_tolerance", ALONE, 1.0)),
    ("axis_title", "unsolved in 1000 steps", with_entry("steps_to_tolerance", ALONE, np.nan)),
    ("axis_title", "to 5 % of its height", with_params(tolerance=0.05)),
    ("axis_title", "20 layers, tied", with_last_depth),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_toy_quotes_its_result(role, words, change, result_of, check_quote):
    result = result_of(ADDRESS)
    check_quote(ADDRESS, result, change(result), role, words)


def test_the_texts_at_the_defaults(result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS))
    assert words["caption"] == ["Misfit up to 12 layers: free weights at most 5.4 %, tied ones 44 %."]
    assert words["caveat"] == [
        "Loss: at most quadratic in each free weight, at any depth. Tied in 12 layers: degree 16."
    ]
    title = "Two free weights stay near a parabola; tied ones do not"
    assert set(words["title"]) == {title, "misfit to the best parabola", "0.65 %"}
    assert {
        "12 layers, tied: the same two weights in every layer",
        "free: one weight in the first layer, one in the last",
        "10 steps to 1.8 % of its height",
    } <= set(words["axis_title"])
    assert {"loss", "best parabola"} <= set(words["label"])


def test_the_caption_of_a_run_in_progress_counts_depths(result_of, texts_of):
    unknown = with_entry("nu", TIED, np.nan)
    assert texts_of(ADDRESS, unknown(result_of(ADDRESS, "one of each")))["caption"] == [
        "Drawing two slices of a network of 3 layers."
    ]
    assert texts_of(ADDRESS, unknown(result_of(ADDRESS)))["caption"] == [
        "Drawing two slices of a network of up to 12 layers."
    ]


def test_in_a_small_radius_both_slices_stay_near_a_parabola(result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS, radius=0.3))
    assert words["caption"] == ["Largest misfit up to 12 layers: free weights 0.12 %, tied ones 8.9 %."]
    assert "Two weights, free or tied through all layers" in words["title"]


def test_one_layer_is_a_parabola_on_both(result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS), 0.0)
    assert words["hero"] == ["0 %"]
    assert "0 %" in words["title"]


def test_the_names_of_the_lines_are_beside_their_right_ends(result_of, open_stage):
    result = result_of(ADDRESS)
    for position in (3.0, 11.0):
        stage = open_stage(ADDRESS, result, position)
        cut, (loss, parabola) = stage._cuts[TIED], stage._line_names
        step, unit = int(position), np.ptp(result.cut[TIED][int(position)])
        ends = [each[TIED][step][-1] for each in (result.cut, result.quadratic)]
        heights = cut.end_heights
        rise = (ends[1] - ends[0]) / unit * cut.rect.height() / (HIGH - LOW)
        assert heights[0] - heights[1] == pytest.approx(rise, abs=0.01)
        assert (loss.rect.top() < parabola.rect.top()) is (heights[0] < heights[1])
        assert loss.rect.left() == parabola.rect.left() > cut.rect.right()


def test_without_a_known_cut_its_lines_have_no_names(result_of, open_stage):
    result = result_of(ADDRESS)
    unknown = {key: np.full_like(cut, np.nan) for key, cut in result.cut.items()}
    stage = open_stage(ADDRESS, replace(result, complete=False, cut=unknown, quadratic=unknown))
    assert stage._cuts[TIED].end_heights is None
    assert not any(label.isVisible() for label in stage._line_names)


def test_the_tied_cut_is_the_largest_plot(result_of, open_stage):
    for type_size in (DESK, HALL):
        stage = open_stage(ADDRESS, result_of(ADDRESS), view=View(1280, 720, type_size=type_size))
        rects = [stage._cuts[ALONE].rect, *(each.rect for each in stage._slices.values())]
        areas = [rect.width() * rect.height() for rect in (stage._cuts[TIED].rect, *rects)]
        assert areas[0] > 1.5 * max(areas[1:])


def test_slices_and_cuts_are_at_the_depth_of_the_position(result_of, open_stage):
    result = result_of(ADDRESS)
    for position in (0, 4, 11):
        stage = open_stage(ADDRESS, result, float(position))
        for key in (ALONE, TIED):
            slice_view, f, cut = stage._slices[key], result.loss[key][position], result.cut[key][position]
            shown = slice_view._cross_fade._landscapes[int(slice_view._cross_fade._position)]
            assert shown.z**2 == pytest.approx((f.T - f.min()) / np.ptp(f))
            (_, line), _ = stage._cuts[key]._lines.lines
            assert line[:, 1] == pytest.approx((cut - cut.min()) / np.ptp(cut))
            known = result.path[key][position][np.isfinite(result.path[key][position, :, 0])]
            assert slice_view._path[0] == pytest.approx(known[0])
            assert slice_view._path[-1] == pytest.approx(known[-1])


def test_contours_of_a_parabola_are_evenly_spaced(result_of, open_stage):
    result = result_of(ADDRESS)
    u = np.linspace(-1.0, 1.0, 65)
    bowl = np.broadcast_to(u[:, None] ** 2 + 0 * u, result.loss[TIED].shape)
    stage = open_stage(ADDRESS, replace(result, loss={**result.loss, TIED: bowl}))
    (heights,) = {id(each): each for each in stage._slices[TIED]._cross_fade._landscapes[:1]}.values()
    assert heights.z == pytest.approx(np.broadcast_to(np.abs(u), heights.z.shape))
    assert np.ptp(np.diff(heights.levels)) == pytest.approx(0.0, abs=1e-12)


def test_a_path_between_two_depths_is_interpolated_and_the_shorter_one_stays_at_its_end():
    short = np.array([[1.0, 1.0], [0.0, 0.0], [np.nan, np.nan]])
    long = np.array([[1.0, 1.0], [0.5, 0.0], [0.5, -0.5]])
    paths = np.stack([short, long])
    assert Descents(paths).at(0.0).tolist() == short[:2].tolist()
    assert Descents(paths).at(0.5).tolist() == [[1.0, 1.0], [0.25, 0.0], [0.25, -0.25]]
    assert Descents(paths).at(1.0).tolist() == long.tolist()


def test_a_long_oscillating_path_is_cut_but_keeps_its_end():
    zigzag = np.column_stack([np.tile([-1.0, 1.0], 500), np.linspace(-1.0, 1.0, 1000)])
    for position, most in ((0.5, 125), (1.0, 40)):
        shown = Descents(np.stack([zigzag, zigzag])).at(position)
        assert len(shown) < most
        assert shown[[0, -1]].tolist() == zigzag[[0, -1]].tolist()


def test_tiny_steps_are_merged():
    path = np.linspace([1.0, 1.0], [0.0, 0.0], 1000)
    shown = Descents(path[None]).at(0.0)
    assert 100 < len(shown) < 150
    assert shown[[0, -1]].tolist() == path[[0, -1]].tolist()


def test_pictures_between_two_depths_differ(result_of, open_stage, painted):
    result = result_of(ADDRESS, "gaps")
    pictures = [painted(open_stage(ADDRESS, result, at)) for at in (0.0, 0.3, 0.6, 1.0)]
    assert len({bytes(image.constBits()) for image in pictures}) == 4


@pytest.mark.parametrize("key", [ALONE, TIED])
def test_the_start_is_dragged_on_either_slice(key, pointer_on):
    pointer = pointer_on(ADDRESS, depths="1,2,3", max_steps=50)
    slice_view = pointer.stage._slices[key]
    pointer.drag(slice_view.point(*pointer.params.start), slice_view.point(0.2, 0.3), slice_view.point(-0.5, 0.25))
    assert pointer.params.start == pytest.approx((-0.5, 0.25), abs=0.01)
    assert pointer.stage._slices[ALONE].start == pytest.approx(pointer.stage._slices[TIED].start)


def test_shift_keeps_the_start_on_the_cut_and_in_the_slice(pointer_on):
    pointer = pointer_on(ADDRESS, depths="1,2,3", max_steps=50)
    slice_view = pointer.stage._slices[TIED]
    pointer.drag(slice_view.point(*pointer.params.start), slice_view.point(0.5, 0.1), shift=True)
    assert pointer.params.start == pytest.approx((0.3, 0.3), abs=0.01)
    pointer.drag(slice_view.point(*pointer.params.start), slice_view.point(0.5, 0.5), QPointF(5.0, 5.0))
    assert pointer.params.start == (-1.0, 1.0)


def test_a_drag_can_be_cancelled_and_a_double_click_requests_an_edit(pointer_on):
    pointer = pointer_on(ADDRESS, depths="1,2,3", max_steps=50)
    slice_view, before = pointer.stage._slices[ALONE], pointer.params.start
    pointer.press(slice_view.point(*before))
    pointer.move(slice_view.point(0.0, 0.0))
    assert pointer.params.start != before
    assert pointer.stage.cancel_drag()
    assert pointer.params.start == before
    pointer.double_click(slice_view.point(*before))
    assert pointer.requested_fields == ["start"]


def test_the_ghost_shows_its_path_at_the_current_depth(result_of, open_stage):
    ghost, result = result_of(ADDRESS), result_of(ADDRESS, start="-0.5,0.5")
    stage = open_stage(ADDRESS, result, 3.0, View(1280, 720, ghost=ghost))
    for position in (3, 7):
        stage.show(result, float(position))
        for key in (ALONE, TIED):
            assert np.array_equal(stage._slices[key]._ghost._path, Descents(ghost.path[key]).at(position))
