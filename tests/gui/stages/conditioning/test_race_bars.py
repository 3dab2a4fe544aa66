"""The bars of the race: length is steps, marks are predictions, thin bars are costs in gradients."""

from typing import get_args

import pytest
from PySide6.QtGui import QColor

from core.obstacles.conditioning.params import ConditioningParams, Method
from core.obstacles.conditioning.race import RACE
from core.params import make
from core.run import run_to_end
from gui.picture.view import View
from gui.plots.bars import THIN_BAR_TOP
from gui.stages import STAGES
from gui.stages.conditioning.axis_limit import CUT_LENGTH
from gui.stages.conditioning.race import axis_limit
from gui.style.theme import DESK, HALL
from gui.wording.text import number

EVERY = ",".join(get_args(Method))


@pytest.fixture(scope="module")
def result():
    return run_to_end(RACE.run(make(ConditioningParams, {"optimizers": EVERY, "adaptive_rate": 0.3, "max_steps": 200})))


@pytest.fixture
def stage(qapp, result):
    made = STAGES["conditioning/race"](View(1280, 720))
    made.show(result, result.length)
    yield made
    made.close()


def bars(stage, result):
    """The bars by method."""
    return dict(zip(result.path, stage._bars._bars, strict=True))


@pytest.mark.parametrize("position", [0.0, 1.0, 2.5, 7.0, 1e9])
def test_a_bar_is_as_long_as_its_steps_at_every_position(stage, result, position):
    stage.show(result, position)
    for key, bar in bars(stage, result).items():
        assert bar.value == min(position, len(result.path[key]) - 1)


def test_marks_are_at_the_predictions_and_nowhere_else(stage, result):
    for key, bar in bars(stage, result).items():
        assert bar.predicted_value == result.predicted_steps.get(key)
    assert any(bar.predicted_value is None for bar in bars(stage, result).values())


def test_only_methods_whose_steps_cost_more_have_a_thin_bar(stage, result):
    stage.show(result, 2.0)
    costlier = {key for key in result.path if result.cost[key][-1] != len(result.path[key]) - 1}
    assert costlier == {key for key, bar in bars(stage, result).items() if bar.secondary_value is not None}
    assert "newton" in costlier
    assert "gradient_descent" not in costlier
    for key in costlier:
        assert bars(stage, result)[key].secondary_value == result.cost[key][min(2, len(result.path[key]) - 1)]


@pytest.mark.parametrize("position", [2.0, 30.0, 1e9])
def test_the_label_of_a_thin_bar_gives_its_gradients_and_does_not_touch_the_count(stage, result, position):
    stage.show(result, position)
    visible = 0
    for key, bar, cost, count in zip(result.path, stage._bars._bars, stage._costs, stage._counts, strict=False):
        assert not cost.isVisible() or bar.secondary_value is not None
        if cost.isVisible():
            visible += 1
            spent = result.cost[key][min(int(position), len(result.path[key]) - 1)]
            wordings = (f"cost: {number(spent)} gradients", f"{number(spent)} gradients", number(spent))
            assert cost.text in wordings
            assert not cost.ink_rect.intersects(count.ink_rect)
            assert cost.rect.left() > stage._plot.point(bar.secondary_value, 0.0).x()
    assert visible > 0


def test_the_prediction_mark_does_not_reach_the_thin_bar(stage, painted):
    result = run_to_end(RACE.run(make(ConditioningParams, {})))
    stage.show(result, result.length)
    row, bar = next((k, bar) for k, bar in enumerate(stage._bars._bars) if bar.secondary_value and bar.predicted_value)
    at, image = stage._plot.point(bar.predicted_value, -row), painted(stage)
    places = range(round(THIN_BAR_TOP * stage._bar_height) + 2, round(0.8 * stage._bar_height))
    colors = {image.pixelColor(round(at.x()), round(at.y()) + k).name() for k in places}
    beside = {image.pixelColor(round(at.x()) - 6, round(at.y()) + k).name() for k in places}
    assert colors == beside == {bar.series.stroke.lower()}


def test_bars_are_drawn_in_the_colors_of_their_methods_up_to_their_ends(stage, result, painted):
    stage.show(result, 26.0)
    image = painted(stage)
    for row, (key, bar) in enumerate(bars(stage, result).items()):
        if bar.value < 26 or bar.predicted_value == 26:
            continue  # here the count or the mark stands at the end of the bar
        series, background = stage.view.theme.series[key], stage.view.theme.background.lower()
        expected = series.stroke.lower()
        start, end_point = stage._plot.point(0.0, -row), stage._plot.point(bar.value, -row)
        middle = range(round(start.x()) + 9, round(end_point.x()) - 9)
        inside = {image.pixelColor(x, round(start.y())).name() for x in middle}
        if series.hatched:
            assert len(inside) > 2
        else:
            assert inside == {background if series.hollow else expected}
        assert image.pixelColor(round(end_point.x()) - 1, round(end_point.y())).name() == expected
        assert image.pixelColor(round(end_point.x()) + 3, round(end_point.y())).name() != expected


def test_each_row_shows_its_own_count(stage, result):
    stage.show(result, 1.0)
    counts = [label.text for label in stage._counts if label.isVisible()]
    assert len(counts) == len(result.path)
    stage.show(result, 0.0)
    assert {label.text for label in stage._counts if label.isVisible()} == {"0"}


def run(**values):
    return run_to_end(RACE.run(make(ConditioningParams, values)))


@pytest.mark.parametrize("view", [View(1280, 720), View(1280, 720, type_size=HALL)])
def test_a_bar_much_longer_than_the_others_is_cut_and_keeps_its_count(qapp, painted, view):
    result = run(condition_number=30, optimizers=EVERY, adaptive_rate=0.3)
    steps = {key: len(path) - 1 for key, path in result.path.items()}
    assert steps["adagrad"] > 10 * steps["adam"]
    stage = STAGES["conditioning/race"](view)
    try:
        stage.show(result, result.length)
        shown = bars(stage, result)
        assert {key for key, bar in shown.items() if bar.truncated} == {"adagrad"}
        assert shown["adagrad"].value == CUT_LENGTH * steps["adam"]
        assert {key: bar.value for key, bar in shown.items() if not bar.truncated} == {
            key: count for key, count in steps.items() if key != "adagrad"
        }
        row = list(result.path).index("adagrad")
        assert stage._counts[row].text == str(steps["adagrad"])
        assert stage._counts[row].rect.right() < stage._bowl.rect.left()
        assert "Broken bars: off scale." in stage.caveat.text
        middle = stage._plot.point(0.0, -row).y()
        inside = range(round(stage._plot.point(1, 0).x()), round(stage._plot.point(shown["adagrad"].value, 0).x()) - 1)
        colors = {painted(stage).pixelColor(x, round(middle)).name() for x in inside}
        assert view.theme.background.lower() in colors
        stage.show(result, steps["adam"])
        assert not any(bar.truncated for bar in bars(stage, result).values())
    finally:
        stage.close()


@pytest.mark.parametrize(
    ("values", "end"),
    [
        # The bar of the first method is never cut.
        ({"condition_number": 10_000}, 10_000),
        ({"condition_number": 100, "optimizers": "newton,gradient_descent,heavy_ball,nesterov"}, 100),
        ({"condition_number": 1000, "optimizers": "heavy_ball,gradient_descent,newton"}, 60 * CUT_LENGTH),
        ({"optimizers": "newton"}, 3),  # its gradients
    ],
)
def test_the_axis_ends_with_the_longest_bar_that_leaves_the_others_room(values, end):
    assert axis_limit(run(**values)) == end


def test_the_caveat_mentions_no_cut_bars_if_there_are_none(stage):
    assert "Cut" not in stage.caveat.text


def test_a_film_plays_slowly_up_to_the_axis_limit_if_a_bar_is_cut(stage, result):
    run = run_to_end(
        RACE.run(make(ConditioningParams, {"optimizers": EVERY, "condition_number": 30, "adaptive_rate": 0.3}))
    )
    cut = int(axis_limit(run))
    assert cut < run.length / 10
    assert stage.schedule(run).time(cut) > 5
    assert stage.schedule(result).time(result.length) == pytest.approx(7)


@pytest.mark.parametrize("hall", [False, True])
def test_the_number_of_steps_says_whose_it_is(qapp, hall):
    run = run_to_end(RACE.run(make(ConditioningParams, {})))
    stage = STAGES["conditioning/race"](View(1280, 720, type_size=HALL if hall else DESK))
    name = "GD" if hall else "gradient descent"
    expected = {0.0: "all 5 methods", 2.0: "4 of 5 methods", 7.5: "2 of 5 methods", 9.0: f"{name} alone"}
    try:
        for position, words in expected.items():
            stage.show(run, position)
            assert words in {text.text for text in stage.texts()}
    finally:
        stage.close()


def test_hollow_and_hatched_bars_keep_a_rim_in_small_pictures(qapp, result, painted):
    stage = STAGES["conditioning/race"](View(640, 360))
    try:
        stage.show(result, result.length)
        image = painted(stage)
        for row, (key, bar) in enumerate(bars(stage, result).items()):
            if not bar.series.hollow:
                continue
            at, top = stage._plot.point(bar.value / 2, -row), stage._bar_height / 2
            rim = [image.pixelColor(round(at.x()), round(at.y() - top) + k) for k in range(-2, 3)]
            background = QColor(stage.view.theme.background)
            assert max(background.lightness() - color.lightness() for color in rim) > 60, key
            assert abs(image.pixelColor(round(at.x()), round(at.y())).lightness() - background.lightness()) < 30, key
    finally:
        stage.close()
