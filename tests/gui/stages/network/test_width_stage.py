"""Width: scissors of conditioning and steps, relative to the narrowest network that has both."""

from dataclasses import replace

import numpy as np
import pytest
from changes import combined, with_params

from core.laws import Slope
from gui.picture.log_plot import spaced_ticks
from gui.picture.view import View
from gui.stages.network.width import ratio_ticks
from gui.style.theme import HALL

ADDRESS = "network/width"
CASE = "scissors"
CONDITION, TUNED = "condition_mean_at_target", "steps_tuned"


def with_each(measure, values, **others):
    """A change of a measure of all networks, by width."""

    def change(result):
        shape = result.rate.shape
        return replace(result, each={**result.each, measure: np.broadcast_to(values, shape).astype(float)}, **others)

    return change


def scissors(condition, steps):
    return combined(with_each(CONDITION, condition), with_each(TUNED, steps))


WORSE = scissors([10.0, 12.0, 20.0, 33.0], [80.0, 60.0, 40.0, 25.0])
LESS = scissors([10.0, 12.0, 20.0, 33.0], [80.0, 60.0, 40.0, 25.5])
CHANGES = [
    ("hero", "2× better, 2× more", scissors([10, 9, 8, 5], [10, 12, 15, 20])),
    ("hero", "no worse, no fewer", scissors([10, 9, 8, 10.2], [10, 12, 15, 10.2])),
    ("hero", "not in 120 steps", with_each(TUNED, [10, 12, 15, np.inf])),
    ("hero", "0 steps", with_each(TUNED, [10, 12, 15, 0])),
    ("hero", "…", with_each(CONDITION, [10, 12, 15, np.nan])),
    ("title", "fewer steps, and conditioning is no worse", scissors([10, 9, 8, 5], [80, 60, 40, 25])),
    ("title", "worse conditioning, and no fewer steps", scissors([10, 12, 15, 20], [80, 60, 40, 90])),
    ("title", "no fewer steps, and conditioning is no worse", scissors([10, 9, 8, 10.2], [10, 12, 15, 10.2])),
    ("caption", "conditioning 2× better, and 2× more steps.", scissors([10, 9, 8, 5], [10, 12, 15, 20])),
    ("caption", "conditioning no worse, and no fewer steps.", scissors([10, 9, 8, 10.2], [10, 12, 15, 10.2])),
    ("caption", "No width is at loss 0.5 within 120 steps.", with_each(TUNED, np.inf)),
    ("caption", "Networks that start at loss 0.5 or less need no steps.", with_each(TUNED, 0)),
    ("caption", "Momentum 0.9 is not at loss 0.5 within 120 steps.", with_each(CONDITION, np.nan)),
    ("caption", "12 units: conditioning 44, 7 steps.", scissors([np.nan, np.nan, np.nan, 44], [1, 2, 3, 7])),
    (
        "caption",
        "Training networks of one width",
        combined(with_each(TUNED, [8, np.nan, np.nan, np.nan]), lambda result: replace(result, complete=False)),
    ),
    ("caveat", "5, 8 units: not at loss 0.5 within 120 steps.", with_each(TUNED, [9, np.inf, np.inf, 4])),
    ("caveat", "at loss 0.25.", with_params(target_loss=0.25)),
    ("axis_title", "conditioning 33, steps 25.5", LESS),
    ("axis_title", "Top strip: not within 120 steps", with_each(TUNED, [9, 8, np.inf, 4])),
    ("axis_title", "relative to 5 units", scissors([np.nan, 12, 20, 33], [80, 60, 40, 25])),
    ("axis_title", "910 parameters", with_each(TUNED, [9, 8, 7, np.inf])),
    (
        "axis_title",
        "parameters, with 7 to 12 hidden units",
        lambda result: replace(result, widths=result.widths + 5.0 * (result.widths < 3)),
    ),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_scissors_quote_their_result(role, words, change, result_of, check_quote):
    result = WORSE(result_of(ADDRESS, CASE))
    check_quote(ADDRESS, result, change(result), role, words)


def test_worse_conditioning_and_fewer_steps_are_told(result_of, texts_of):
    words = texts_of(ADDRESS, WORSE(result_of(ADDRESS, CASE)))
    assert words["hero"] == ["3.3× worse, 3.2× fewer"]
    assert "Wider networks: worse conditioning, yet fewer steps" in words["title"]
    assert words["caption"] == ["5.7× the parameters: conditioning 3.3× worse, yet 3.2× fewer steps."]
    assert words["caveat"] == ["Conditioning: steepest ÷ mean curvature, at loss 0.5. Rate tuned for each network."]


def test_exponents_are_shown_with_their_intervals(result_of, texts_of):
    result = result_of(ADDRESS, CASE)
    fits = {CONDITION: Slope(0.5, 0.4, 0.6), TUNED: Slope(-1.0, -1.25, -0.75)}
    changed = replace(result)
    changed.__dict__["exponents"] = {**result.exponents, **fits}
    assert texts_of(ADDRESS, changed)["code"] == ["exponents in the parameters: 0.50 ± 0.10, −1.00 ± 0.25"]
    changed.__dict__["exponents"] = {**result.exponents, TUNED: None}
    assert "code" not in texts_of(ADDRESS, changed)


def test_the_row_follows_the_position(result_of, texts_of):
    result = WORSE(result_of(ADDRESS, CASE))
    base, second = (texts_of(ADDRESS, result, position) for position in (0.0, 1.7))
    assert base["hero"] == ["2 units"]
    assert "the others are relative to these" in base["title"]
    assert second["hero"] == ["1.2× worse, 1.3× fewer"]
    assert "5 units against 2" in second["title"]
    assert base["caption"] == second["caption"]


def test_dots_are_the_ratios_and_networks_that_do_not_arrive_are_crosses_in_the_lane(result_of, open_stage):
    result = scissors([np.nan, 10, 20, 25], [np.inf, 60, 30, 12])(result_of(ADDRESS, CASE))
    stage = open_stage(ADDRESS, result)
    assert 10.0 ** stage._dots[CONDITION].points[:, 1] == pytest.approx([np.nan, 1, 2, 2.5], nan_ok=True)
    assert 10.0 ** stage._dots[TUNED].points[:, 1] == pytest.approx([np.nan, 1, 0.5, 0.2], nan_ok=True)
    crosses = stage._lane.crosses.points
    assert np.isfinite(crosses[:, 1]).tolist() == [True, False, False, False]
    assert crosses[0, 1] > stage._ratios_top
    assert stage._plot.rect.contains(stage._plot.plot.point(*crosses[0].tolist()))
    assert stage._lane.line.isVisible()
    assert not open_stage(ADDRESS, WORSE(result))._lane.line.isVisible()


def test_four_curves_have_names_and_dots_and_two_are_the_default(result_of, open_stage):
    result = combined(WORSE, with_each("steps_fixed", [90, 70, 60, 50]))(result_of(ADDRESS, CASE))
    for curves, names in (
        ("two", {"conditioning", "steps"}),
        ("four", {"conditioning", "steps", "at the start", "rate 0.5"}),
    ):
        stage = open_stage(ADDRESS, with_params(width_curves=curves)(result))
        assert {label.text for label in stage._names.values() if label.isVisible()} == names
        assert len(stage._plot._lines.lines) == len(names)
        drawn = [name for name, dots in stage._dots.items() if np.isfinite(dots.points[:, 1]).any()]
        assert len(drawn) == len(names)


def test_the_axis_holds_all_ratios_and_lines(case, result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS, case))
    low, high = stage._plot.plot._range[1]
    for _, points in stage._plot._lines.lines:
        known = points[np.isfinite(points[:, 1]), 1]
        assert ((low < known) & (known < high)).all()
    for dots in stage._dots.values():
        known = dots.points[np.isfinite(dots.points[:, 1]), 1]
        assert ((low < known) & (known < high)).all()


def test_bands_are_the_quartiles_of_several_seeds_and_end_at_the_lane(result_of, open_stage):
    result = result_of(ADDRESS, CASE)
    steps = np.array([[80.0, 60, 40, 25], [90, 70, 50, np.inf], [100, 80, 60, np.inf]])
    changed = replace(WORSE(result), each={**WORSE(result).each, TUNED: steps})
    stage = open_stage(ADDRESS, changed)
    outline = stage._bands[TUNED].outline
    low, high = changed.quartiles(TUNED)
    assert 10.0 ** outline[4:, 1][::-1] == pytest.approx(low)
    assert 10.0 ** outline[:3, 1] == pytest.approx(high[:3])
    assert outline[3, 1] == stage._ratios_top
    one = replace(changed, each={name: values[:1] for name, values in changed.each.items()}, rate=changed.rate[:1])
    assert len(open_stage(ADDRESS, with_params(replicates=1)(one))._bands[TUNED].outline) == 0


def test_the_cursor_is_at_the_parameters_and_dots_come_with_it(result_of, open_stage):
    result = WORSE(result_of(ADDRESS, CASE))
    stage = open_stage(ADDRESS, result, 1.5)
    middle = float(np.log10(result.parameters[1:3]).mean())
    assert stage._cursor.line().x1() == pytest.approx(stage._plot.plot.point(middle, 0.0).x())
    assert stage._dots[TUNED].visible_count == 2
    assert [stage.position_number(place) for place in (0, 3, 9)] == [2, 12, 12]
    ring = stage._rings[TUNED].points[0]
    assert ring == pytest.approx([np.log10(result.parameters[1]), np.log10(60 / 80)])


@pytest.mark.parametrize("view", [View(1280, 720), View(1280, 720, type_size=HALL)])
def test_names_are_beside_the_last_dots(view, result_of, open_stage):
    result = WORSE(result_of(ADDRESS, CASE))
    stage = open_stage(ADDRESS, result, view=view)
    for name in (CONDITION, TUNED):
        at = stage._plot.pixel(float(result.parameters[-1]), float(result.ratio(name)[-1]))
        label = stage._names[name]
        assert label.rect.left() > stage._plot.rect.right()
        assert abs(label.rect.center().y() - at.y()) < 0.7 * label.pixels


def test_ticks_are_powers_of_two_and_parameters_with_room():
    assert [text for _, text in ratio_ticks(np.log10(0.2), np.log10(3.0))] == ["0.25", "0.5", "1", "2"]
    assert [text for _, text in ratio_ticks(np.log10(0.01), np.log10(100.0))][2] == "1"
    assert len(ratio_ticks(np.log10(0.01), np.log10(100.0))) == 5
    assert [at for _, at in spaced_ticks(np.array([100.0, 105.0, 300.0, 990.0, 1000.0]))] == ["100", "300", "1000"]
    assert len(spaced_ticks(np.array([610.0]))) == 1
