"""The price of depth: a dot for each problem, medians and quartiles, failures as crosses in a lane on top."""

from dataclasses import replace

import numpy as np
import pytest
from changes import combined, with_params

from gui.picture.view import View
from gui.stages.nonlinearity.price import PROBLEM_SPANS, row_offsets
from gui.style.theme import DESK, HALL

ADDRESS = "nonlinearity/price"
PLAIN, SKIPS = "linear", "residual_linear"


def with_median(family, value, index=-1):
    def change(result):
        steps = result.steps[family].copy()
        steps[1, index] = value
        return replace(result, steps={**result.steps, family: steps})

    return change


def with_failures(family, count, index=-1):
    """A change of the number of failures at a depth, with an infinite median."""

    def change(result):
        failures = result.failures[family].copy()
        failures[index] = count
        return replace(with_median(family, np.inf, index)(result), failures={**result.failures, family: failures})

    return change


def with_unknown(family, index=-1):
    """A change that makes two problems at a depth unknown."""

    def change(result):
        each = result.each_steps[family].copy()
        each[index, -2:] = np.nan
        return replace(result, complete=False, each_steps={**result.each_steps, family: each})

    return change


CHANGES = [
    ("caption", "12 layers: 44 steps, 14 with skips.", with_median(PLAIN, 44.0)),
    ("caption", "51 steps, 7.5 with skips.", with_median(SKIPS, 7.5)),
    ("caption", "12 layers: 1 step,", with_median(PLAIN, 1.0)),
    ("caption", "plain fails on 11 of 15 problems; 14 steps with skips.", with_failures(PLAIN, 11)),
    ("caption", "51 steps; with skips it fails on 9 of 15 problems.", with_failures(SKIPS, 9)),
    (
        "caption",
        "12 layers: plain fails on 11 of 15, with skips on 2 (median 14).",
        combined(with_failures(PLAIN, 11), combined(with_failures(SKIPS, 2), with_median(SKIPS, 14.0))),
    ),
    (
        "caption",
        "12 layers: skips fail on 9 of 15, plain on 3 (median 51).",
        combined(with_failures(SKIPS, 9), combined(with_failures(PLAIN, 3), with_median(PLAIN, 51.0))),
    ),
    ("caption", "Counting", with_unknown(SKIPS)),
    (
        "caption",
        "plain fails on 11 of 15 problems, with skips on 9.",
        combined(with_failures(PLAIN, 11), with_failures(SKIPS, 9)),
    ),
    ("caption", "14 layers", lambda result: replace(result, depths=result.depths + 2.0 * (result.depths > 6.0))),
    ("hero", "44 steps", with_median(PLAIN, 44.0)),
    ("hero", "11 of 15 fail", with_failures(PLAIN, 11)),
    ("hero", "…", combined(with_unknown(PLAIN), with_median(PLAIN, np.nan))),
    ("title", "7.5 with skips", with_median(SKIPS, 7.5)),
    ("title", "with skips: 9 of 15 fail", with_failures(SKIPS, 9)),
    ("title", "save some of them", with_median(SKIPS, 40.0)),
    ("title", "Depth costs steps", with_median(SKIPS, 60.0)),
    ("title", "What depth costs in steps", with_median(PLAIN, 0.5)),
    ("axis_title", "medians of 13 problems", combined(with_unknown(PLAIN), with_unknown(SKIPS))),
    ("axis_title", "medians so far", with_unknown(PLAIN)),
    ("axis_title", "5 % of the initial loss", with_params(tolerance=0.05)),
    (
        "axis_title",
        "Top strip: unsolved in 1000 steps (11 of 360)",
        lambda result: replace(result, failures={PLAIN: np.append(np.zeros(11), 11.0), SKIPS: np.zeros(12)}),
    ),
    ("caveat", "Width 77,", lambda result: replace(result, width=77)),
    ("caveat", "s = 0.3.", with_params(branch_scale=0.3)),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_price_quotes_its_result(role, words, change, result_of, texts_of):
    result = result_of(ADDRESS)
    before, after = texts_of(ADDRESS, result)[role], texts_of(ADDRESS, change(result))[role]
    whole = words in ("Depth costs steps", "14 layers")
    assert not any(text == words if whole else words in text for text in before), before
    assert any(text.startswith(words) if whole else words in text for text in after), after


def test_the_figures_at_eight_layers(result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS), 7.9)
    assert words["hero"] == ["42 steps"]
    assert "13 with skips" in words["title"]


def test_the_caption_and_the_figures_agree_at_the_defaults(result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS))
    assert words["caption"] == ["12 layers: 51 steps, 14 with skips."]
    assert words["hero"] == ["51 steps"]
    assert {"plain", "with skips"} <= set(words["label"])
    assert not any("Top strip" in text for text in words["axis_title"])
    assert words["caveat"] == ["Each learns a teacher of its own kind, at the best rate tried. Width 8, s = 1/√L."]


def test_the_row_follows_the_depth_under_the_cursor(result_of, texts_of):
    result = result_of(ADDRESS)
    for position, layers in ((0.0, "1 layer,"), (7.9, "8 layers"), (11.0, "12 layers")):
        words = texts_of(ADDRESS, result, position)
        assert any(text.startswith(layers) for text in words["axis_title"])
    assert texts_of(ADDRESS, result, 7.9)["hero"] == ["42 steps"]


def test_every_problem_has_one_dot_or_fails(case, result_of, open_stage):
    result = result_of(ADDRESS, case)
    stage = open_stage(ADDRESS, result)
    for family, steps in result.each_steps.items():
        dots = stage._problem_dots[family].points
        assert (np.diff(dots[:, 0]) >= 0.0).all()
        assert np.round(dots[:, 0]).tolist() == np.repeat(result.depths, steps.shape[1]).tolist()
        for each, swarm in zip(steps, dots.reshape(*steps.shape, 2), strict=True):
            arrived = np.sort(each[np.isfinite(each)])
            assert np.sort(10.0 ** swarm[np.isfinite(swarm[:, 1]), 1]) == pytest.approx(arrived)


def test_dots_with_equal_steps_are_side_by_side_and_centered(result_of, open_stage):
    result = result_of(ADDRESS)
    for family, dots in open_stage(ADDRESS, result)._problem_dots.items():
        low, high = PROBLEM_SPANS[family]
        for depth, swarm in zip(result.depths, dots.points.reshape(len(result.depths), -1, 2), strict=True):
            assert len(np.unique(swarm, axis=0)) == len(swarm)  # no dots coincide
            offsets = swarm[:, 0] - depth - (low + high) / 2
            assert offsets.max() == pytest.approx(-offsets.min())
            assert offsets.max() <= (high - low) / 2 + 1e-9


def test_row_offsets_are_centered_and_zero_for_nan():
    assert row_offsets(np.array([1.0, 1.0, 2.0, 4.0, 4.0, 4.0, np.nan])).tolist() == [-0.5, 0.5, 0, -1, 0, 1, 0]


def test_failures_are_crosses_in_a_lane_above_all_dots(result_of, open_stage):
    result = result_of(ADDRESS, "few steps")
    stage = open_stage(ADDRESS, result)
    assert result.failures[PLAIN].sum() > 0
    for family, failures in result.failures.items():
        crosses = stage._failure_crosses[family].points
        shown = crosses[np.isfinite(crosses[:, 1])]
        assert set(np.round(shown[:, 0])) == set(result.depths[failures > 0])
        assert (shown[:, 1] > np.nanmax(stage._problem_dots[family].points[:, 1])).all()
        assert (shown[:, 1] > np.log10(result.params.max_steps)).all()
        assert all(stage._log_plot.rect.contains(stage._log_plot.plot.point(*point)) for point in shown.tolist())
    rings = stage._rings[PLAIN].points
    assert np.isfinite(rings[0, 1]) == np.isfinite(result.steps[PLAIN][1, -1])


def test_more_failures_make_a_longer_row_of_crosses(result_of, open_stage):
    result = result_of(ADDRESS, "few steps")
    failed = result.each_steps[PLAIN].copy()
    failed[-1] = np.inf
    rows = []
    for each in (result, replace(result, each_steps={**result.each_steps, PLAIN: failed})):
        points = open_stage(ADDRESS, each)._failure_crosses[PLAIN].points
        rows.append(np.ptp(points[np.isfinite(points[:, 1]) & (points[:, 0] > result.depths[-1] - 0.5), 0]))
    assert rows[1] > rows[0]


def test_without_failures_there_are_no_crosses(result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS))
    for dots in stage._failure_crosses.values():
        assert np.isnan(dots.points[:, 1]).all()


def test_bands_are_the_quartiles_and_end_at_the_lane(result_of, open_stage):
    result = result_of(ADDRESS, "few steps")
    stage = open_stage(ADDRESS, result)
    outline = stage._bands[PLAIN].outline
    count = len(result.depths)
    assert 10.0 ** outline[count:, 1][::-1][:3] == pytest.approx(result.steps[PLAIN][0, :3])
    assert outline[:, 1].max() <= stage._steps_top


def test_without_failures_the_axis_ends_close_above_the_most_steps(result_of, open_stage):
    result = result_of(ADDRESS)
    top = open_stage(ADDRESS, result)._log_plot.plot._range[1][1]
    most = np.log10(max(steps.max() for steps in result.each_steps.values()))
    assert most < top < most + 0.5 + 0.3
    stage = open_stage(ADDRESS, with_params(max_steps=20_000)(result))
    assert stage._log_plot.plot._range[1][1] == top
    assert not stage._lane.line.isVisible()


def test_with_a_failure_the_axis_shows_all_steps_allowed_and_the_lane(result_of, open_stage):
    result = result_of(ADDRESS)
    each = result.each_steps[PLAIN].copy()
    each[-1, 0] = np.inf
    failures = np.append(np.zeros(11), 1.0)
    failed = replace(
        result,
        each_steps={**result.each_steps, PLAIN: each},
        failures={**result.failures, PLAIN: failures},
    )
    stage = open_stage(ADDRESS, failed)
    assert stage._lane.line.isVisible()
    assert 0.0 < stage._steps_top - np.log10(result.params.max_steps) < 0.3
    assert stage._log_plot.plot._range[1][1] > stage._steps_top


def test_before_any_network_has_ended_there_are_axes_and_no_names(result_of, open_stage):
    result = result_of(ADDRESS)
    unknown = {name: np.full_like(steps, np.nan) for name, steps in result.each_steps.items()}
    bands = {name: np.full_like(steps, np.nan) for name, steps in result.steps.items()}
    failures = {name: np.full_like(each, np.nan) for name, each in result.failures.items()}
    stage = open_stage(ADDRESS, replace(result, complete=False, each_steps=unknown, steps=bands, failures=failures))
    assert stage._log_plot.plot._range[1][1] > 1.0
    assert not any(label.isVisible() for label in stage._names.values())


def test_with_large_text_medians_and_bands_stand_without_the_dots_of_problems(result_of, open_stage):
    result = result_of(ADDRESS)
    for type_size, count in ((DESK, 180), (HALL, 0)):
        stage = open_stage(ADDRESS, result, view=View(1280, 720, type_size=type_size))
        assert stage._problem_dots[PLAIN].visible_count == count
        assert stage._median_dots[PLAIN].visible_count == 12
        assert ("each dot a problem" in stage._log_plot.y_title.text) is (count > 0)


def test_dots_appear_with_the_cursor(result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result, 0.0)
    for position in (0.0, 3.5, 11.0):
        stage.show(result, position)
        place = int(position) + 1
        assert stage._median_dots[PLAIN].visible_count == place
        assert stage._problem_dots[SKIPS].visible_count == 15 * place
        assert stage._bands[PLAIN]._reveal_end == pytest.approx(position + 1.0)


@pytest.mark.parametrize("type_size", [HALL, View().type_size])
def test_labels_are_beside_the_last_medians(type_size, result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result, view=View(1280, 720, type_size=type_size))
    for family, label in stage._names.items():
        at = stage._log_plot.pixel(12.0, float(result.steps[family][1, -1]))
        assert label.rect.left() > stage._log_plot.rect.right()
        assert abs(label.rect.center().y() - at.y()) < 1.2 * label.pixels
