"""The spectrum: a dot for each direction, hollow where the loss curves downward, and how many are nearly flat."""

from dataclasses import replace

import numpy as np
import pytest
from changes import combined, with_params

from gui.picture.view import View
from gui.stages.network.spectrum import LANE, LOWEST, heights_of, rank_ticks
from gui.style.theme import HALL

ADDRESS = "network/spectrum"
CASES = ("default", "arriving", "tuned", "ReLU", "linear")
LANE_HEIGHT = LOWEST - 0.5 * LANE


def with_spectrum(values, row=-1):
    """A change of the first eigenvalues of one spectrum; the others become 0."""

    def change(result):
        eigenvalues = result.eigenvalues.copy()
        eigenvalues[row] = 0.0
        eigenvalues[row, : len(values)] = values
        return replace(result, eigenvalues=eigenvalues)

    return change


def with_last_loss(value):
    def change(result):
        loss = result.loss.copy()
        loss[-1] = value
        return replace(result, loss=loss)

    return change


def diverged(result):
    """A change: the step after the last overflows."""
    return replace(result, loss=np.append(result.loss, np.inf))


HALF_FLAT = np.concatenate([[1.0], np.full(303, 0.05), [-0.05]])
CHANGES = [
    ("caption", "50 % are nearly flat: under 1/1000 of the steepest.", with_spectrum(HALF_FLAT)),
    ("title", "many are nearly flat", with_spectrum(HALF_FLAT)),
    ("title", "How steep", with_spectrum(np.full(400, 1.0))),
    ("hero", "50 %", with_spectrum(HALF_FLAT)),
    ("caption", "At loss 0.0042, ", with_last_loss(0.0042)),
    ("caption", "Training diverged at step ", diverged),
    ("caption", "Not at loss 0.002 within ", with_params(target_loss=0.002)),
    ("caption", "no direction curves upward.", with_spectrum([])),
    ("caveat", "Curvatures: eigenvalues", with_spectrum([])),
    ("caveat", "No direction curves downward.", with_spectrum([1.0, 0.5])),
    ("caveat", "0.16 % curve downward, with 1 % of the curvature.", with_spectrum([0.99, -0.01])),
    ("code", "momentum 0.9, rate 0.33", lambda result: replace(result, rate=0.33)),
    ("code", "rate 0.1, tuned on another network", lambda result: replace(result, rate_is_tuned=True)),
    ("axis_title", "606 are exactly flat", with_spectrum([1.0, 0.5, -1e-5, 1e-9])),
    ("axis_title", "at loss 0.0042, step ", with_last_loss(0.0042)),
    ("axis_title", "0.003", with_params(target_loss=0.003)),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_spectrum_quotes_its_result(role, words, change, result_of, check_quote):
    result = result_of(ADDRESS, "arriving")
    check_quote(ADDRESS, result, change(result), role, words)


def test_the_caveat_counts_steep_directions_where_the_count_varies(result_of, texts_of):
    result = result_of(ADDRESS, "arriving")
    fixed = combined(*(with_spectrum(np.ones(10), row) for row in range(len(result.steps))))(result)
    first, last = (int((values > 0.1 * values.max()).sum()) for values in result.eigenvalues[[0, -1]])
    assert f"Over 1/10: {first} at first, {last} here." in texts_of(ADDRESS, result)["caveat"][0]
    assert "Over 1/10" not in texts_of(ADDRESS, fixed)["caveat"][0]


def test_the_row_follows_the_position(result_of, texts_of):
    result = result_of(ADDRESS, "arriving")
    start, third = (texts_of(ADDRESS, result, position) for position in (0.0, 2.0))
    assert "at the start, loss 2.4" in start["axis_title"]
    assert f"at loss 0.29, step {int(result.steps[2])}" in third["axis_title"]
    assert start["hero"] != third["hero"]
    assert start["caption"] == third["caption"]


def test_every_direction_has_a_dot_at_its_rank_and_height(result_of, open_stage):
    result = result_of(ADDRESS, "arriving")
    stage = open_stage(ADDRESS, result)
    upward, downward = stage._rows["upward"].points, stage._rows["downward"].points
    values = result.eigenvalues[-1]
    ratios = np.abs(values) / values.max()
    ranks = np.arange(1, len(values) + 1)
    seen = ratios >= 1e-8
    assert upward[:, 0].tolist() == ranks[values >= 0].tolist()
    assert downward[:, 0].tolist() == ranks[(values < 0) & seen].tolist()
    assert 10.0 ** upward[upward[:, 1] > LANE_HEIGHT, 1] == pytest.approx(ratios[(values >= 0) & seen])
    assert 10.0 ** downward[:, 1] == pytest.approx(ratios[(values < 0) & seen])
    assert (upward[~seen[values >= 0], 1] == LANE_HEIGHT).all()
    assert not seen[-int(result.zero_eigenvalues[-1]) :].any()


def test_between_two_spectra_dots_are_between_their_heights(result_of, open_stage):
    result = result_of(ADDRESS, "arriving")
    stage = open_stage(ADDRESS, result, 1.25)
    heights = 0.75 * heights_of(result)[1] + 0.25 * heights_of(result)[2]
    shown = np.concatenate([stage._rows["upward"].points, stage._rows["downward"].points])
    expected = dict(enumerate(heights.tolist(), start=1))
    assert all(expected[int(rank)] == pytest.approx(height) for rank, height in shown.tolist())


def test_the_line_along_the_border_spans_the_nearly_flat_directions(result_of, open_stage):
    result = result_of(ADDRESS, "arriving")
    for position in range(len(result.steps)):
        stage = open_stage(ADDRESS, result, float(position))
        box, plot = stage._span.path().boundingRect(), stage._plot.plot
        count = result.share_flat[position] * result.weight_count
        assert plot.coordinates(box.topLeft())[0] == pytest.approx(result.weight_count + 0.5 - count, abs=0.02)
        assert plot.coordinates(box.topRight())[0] == pytest.approx(result.weight_count + 0.5, abs=0.02)
        assert plot.coordinates(box.center())[1] == pytest.approx(-3.0, abs=0.02)
        assert stage._shade.rect().top() == pytest.approx(box.center().y(), abs=0.1)


def test_downward_curvature_above_the_steepest_is_drawn_within_the_axis(result_of, open_stage):
    result = with_spectrum([-5.0, 1.0, -1e-3])(result_of(ADDRESS, "arriving"))
    stage = open_stage(ADDRESS, result)
    assert stage._rows["downward"].points[0, 1] == pytest.approx(np.log10(5.0))
    assert stage._plot.plot._range[1][1] > np.log10(5.0)


def test_without_upward_curvature_heights_are_against_the_largest(result_of):
    heights = heights_of(with_spectrum([-2.0, -0.2])(result_of(ADDRESS, "arriving")))[-1]
    assert heights[:3] == pytest.approx([0.0, -1.0, LANE_HEIGHT])


def test_too_many_directions_are_told_and_leave_an_empty_plot(result_of, open_stage):
    result = result_of(ADDRESS, "too large")
    stage = open_stage(ADDRESS, result)
    words = {text.text for text in stage.texts()}
    assert {"8970", "directions", "up to 5000 are computed", "no spectrum of so many directions"} <= words
    assert stage.caption.text == "8970 directions: their curvatures are computed for up to 5000."
    assert not stage._rows["upward"].isVisible()
    assert not any("hollow" in text or "training loss" in text for text in words)


def test_after_a_picture_without_spectra_another_has_all_of_its_parts(result_of, open_stage):
    result = result_of(ADDRESS, "arriving")
    stage = open_stage(ADDRESS, result_of(ADDRESS, "too large"))
    stage.show(result, float(result.length))
    words = {text.text for text in stage.texts()}
    assert {"training loss", "at the start", "hollow: curves downward"} <= words
    assert stage._rows["upward"].isVisible()
    assert stage._span.isVisible()


def test_the_strip_has_a_dot_for_each_loss_and_the_position_counts_steps(result_of, open_stage):
    result = result_of(ADDRESS, "arriving")
    stage = open_stage(ADDRESS, result, 1.0)
    assert stage._strip._dots.points[:, 0] == pytest.approx(-np.log10(result.losses))
    assert stage._strip._ring.points[0, 0] == pytest.approx(-np.log10(result.losses[1]))
    assert [stage.position_number(place) for place in (0, 2)] == [0, int(result.steps[2])]
    assert stage.position_number(99) == result.last_step


def test_a_loss_above_the_first_is_at_the_left_end_of_the_strip(result_of, open_stage):
    stage = open_stage(ADDRESS, with_last_loss(50.0)(result_of(ADDRESS, "arriving")))
    places = stage._strip._dots.points[:, 0]
    assert places[-1] == places[0]


def test_a_revealed_strip_has_the_dots_so_far(result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS, "arriving"), 2.0, View(1280, 720, reveal=True))
    assert stage._strip._dots.visible_count == 3


@pytest.mark.parametrize("view", [View(1280, 720), View(1280, 720, type_size=HALL), View(640, 360, type_size=HALL)])
def test_labels_above_the_border_are_clear_of_the_dots(view, case, result_of, open_stage):
    result = result_of(ADDRESS, case)
    stage = open_stage(ADDRESS, result, 0.0, view)
    for position in range(len(result.steps)):
        stage.show(result, float(position))
        for row in ("start", "upward", "downward"):
            dots = [stage._plot.plot.point(*point) for point in stage._rows[row].points.tolist()]
            for label in (stage._flat_label, stage._downward_label):
                assert not label.isVisible() or not any(label.ink_rect.contains(dot) for dot in dots)


@pytest.mark.parametrize(
    ("count", "ticks"),
    [
        (1210, [1, 500, 1000, 1210]),
        (10, [1, 5, 10]),
        (17_290, [1, 5000, 10_000, 15_000, 17_290]),
        (1000, [1, 500, 1000]),
    ],
)
def test_ticks_are_round_and_apart(count, ticks):
    assert [at for at, _ in rank_ticks(count)] == ticks
