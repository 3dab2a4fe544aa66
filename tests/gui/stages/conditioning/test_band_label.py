"""The label of the law's band: near the band, joined to it by a line, and never across a curve."""

from contextlib import closing
from typing import get_args

import numpy as np
import pytest

from core.obstacles.conditioning.params import Method
from gui.picture.view import View
from gui.stages import STAGES
from gui.style.theme import DESK, HALL, LIGHT

EVERY = ",".join(get_args(Method))
CASES = {
    "line search": {"learning_rate": "line_search"},
    "inverse": {"learning_rate": "inverse_lipschitz"},
    "momentum": {"optimizers": "heavy_ball,gradient_descent,newton"},
    "nesterov": {"optimizers": "nesterov,gradient_descent"},
    "gradients": {"optimizers": "conjugate_gradient,newton"},
    "tight": {"learning_rate": "line_search", "tolerance": 1e-6},
    "loose": {"learning_rate": "line_search", "tolerance": 0.5},
    "fixed rate": {"learning_rate": 0.001, "max_steps": 3_000},
    "every method": {"optimizers": EVERY, "learning_rate": "line_search", "max_steps": 2_000},
    "adam": {"optimizers": "adam,gradient_descent,heavy_ball", "adaptive_rate": 0.3, "max_steps": 2_000},
}
NARROW = {"loose", "momentum"}
"""Cases in which the band is too narrow to be labeled."""
VIEWS = [View(*size, type_size=type_size) for size in ((1280, 720), (1920, 1080)) for type_size in (DESK, HALL)]


def band_labels(stage):
    return [text for text in stage.texts() if text.text.startswith("random starts")]


def curves(result):
    """The points of all curves in the law's plot: logarithms of condition numbers and steps, where finite."""
    quantiles = [np.maximum(result.random_start_quantiles[name], 1.0) for name in ("q25", "median", "q75")]
    kappas = np.log10(result.condition_numbers)
    for steps in (*result.steps_to_tolerance.values(), *result.predicted_steps.values(), *quantiles):
        known = np.isfinite(steps)
        if known.any():
            yield kappas[known], np.log10(steps[known])


@pytest.mark.parametrize("name", CASES)
def test_the_band_label_touches_no_curve(qapp, result_of, name):
    result = result_of("conditioning/law", "default", **CASES[name])
    count = 0
    for view in VIEWS:
        with closing(STAGES["conditioning/law"](view)) as stage:
            stage.show(result, result.length)
            for text in band_labels(stage):
                count += 1
                assert stage._plot.rect.contains(text.rect)
                for x, y in curves(result):
                    index = np.arange(len(x))
                    dense = np.linspace(0, len(x) - 1, 3_001)
                    places = zip(np.interp(dense, index, x), np.interp(dense, index, y), strict=True)
                    assert not any(text.rect.contains(stage._plot.point(*at)) for at in places), view
    assert count == (0 if name in NARROW else len(VIEWS))


def test_a_leader_line_joins_the_label_to_the_band(qapp, result_of):
    result = result_of("conditioning/law", "default", learning_rate="line_search")
    with closing(STAGES["conditioning/law"](View(1280, 720))) as stage:
        stage.show(result, result.length)
        (text,) = band_labels(stage)
        line = stage._leader.line()
        assert stage._leader.isVisible()
        assert text.rect.adjusted(-1, -1, 1, 1).contains(line.p1())
        kappas = np.log10(result.condition_numbers)
        low, high = (result.random_start_quantiles[name] for name in ("q25", "q75"))
        at = stage._plot.coordinates(line.p2())
        place = int(np.argmin(np.abs(kappas - at[0])))
        assert np.log10(max(low[place], 1)) - 0.01 <= at[1] <= np.log10(high[place]) + 0.01


def test_without_a_band_there_is_neither_label_nor_leader(qapp, result_of):
    with closing(STAGES["conditioning/law"](View(1280, 720))) as stage:
        stage.show(result_of("conditioning/law"), 0.0)
        assert band_labels(stage) == []
        assert not stage._leader.isVisible()


def test_the_cursor_passes_behind_the_band_label(qapp, result_of, painted):
    result = result_of("conditioning/law", "default", learning_rate="line_search")
    with closing(STAGES["conditioning/law"](View(1280, 720, LIGHT))) as stage:
        stage.show(result, result.length)
        (text,) = band_labels(stage)
        rect = text.rect.toRect()
        inside = [
            position
            for position in range(result.length + 1)
            if rect.left() < stage._plot.point(np.log10(result.condition_numbers[position]), 0).x() < rect.right()
        ]
        stage.show(result, inside[0])
        x = round(stage._cursor.line().x1())
        image = painted(stage)
        column = [image.pixelColor(x, y).lightnessF() for y in (rect.top() - 6, rect.top() + 1, rect.bottom() - 1)]
        assert column[0] < 0.8 * min(column[1:])
