"""The bowl beside the law fills its column."""

import numpy as np
import pytest

from gui.picture.view import View
from gui.stages.conditioning.bowl_geometry import bowl_values


@pytest.mark.parametrize("condition_number", [1.0, 1.5, 10.0, 300.0, 1e4])
def test_level_sets_are_polygons_that_look_like_ellipses(condition_number):
    curvatures = np.array([1.0, condition_number])
    half = float(np.sqrt(condition_number))
    values = bowl_values(np.diag(curvatures), condition_number / 2, 0.01, (half, half), 9)
    outer = np.column_stack([values.x[1], values.y[1]])
    outer *= 540 / np.abs(outer).max()  # as high as the largest picture
    sides = np.diff(outer, axis=0)
    turns = np.degrees(np.abs(np.diff(np.unwrap(np.arctan2(sides[:, 1], sides[:, 0])))))
    assert turns.max() < 5.0
    middles, radii = (outer[1:] + outer[:-1]) / 2, np.abs(outer).max(axis=0)
    level = np.hypot(*(middles / radii).T)
    slopes = np.hypot(*(middles / radii**2).T) / level
    assert ((1.0 - level) / slopes).max() < 0.12


@pytest.mark.parametrize("view", [View(1920, 1080), View(640, 360)])
def test_the_bowl_is_as_wide_as_its_column_and_not_higher_than_wide(view, result_of, open_stage):
    stage = open_stage("conditioning/law", result_of("conditioning/law"), view=view)
    rect = stage._bowl.rect
    assert rect.right() == pytest.approx(view.width - stage.px(48), abs=1)
    assert rect.left() == pytest.approx(stage._readouts._heading.rect.left(), abs=1)
    assert rect.height() <= rect.width() + 1
