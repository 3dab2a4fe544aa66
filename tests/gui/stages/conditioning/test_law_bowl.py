"""The bowl beside the law fills its column."""

import pytest

from gui.picture.view import View


@pytest.mark.parametrize("view", [View(1920, 1080), View(640, 360)])
def test_the_bowl_is_as_wide_as_its_column_and_not_higher_than_wide(view, result_of, open_stage):
    stage = open_stage("conditioning/law", result_of("conditioning/law"), view=view)
    rect = stage._bowl.rect
    assert rect.right() == pytest.approx(view.width - stage.px(48), abs=1)
    assert rect.left() == pytest.approx(stage._readouts._heading.rect.left(), abs=1)
    assert rect.height() <= rect.width() + 1
