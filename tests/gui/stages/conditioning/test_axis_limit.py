"""An axis of steps is cut where one method takes many times as many as the others, but never before a named one."""

from typing import get_args

import pytest

from core.obstacles.conditioning.params import Method
from gui.picture.view import View
from gui.stages.conditioning.axis_limit import axis_end
from gui.stages.conditioning.loss_plot import LABELED

EVERY = ",".join(get_args(Method))


@pytest.mark.parametrize(
    ("lengths", "kept", "end"),
    [
        ((10,), 10, 10),
        ((10, 100), 10, 100),
        ((10, 101), 10, 10.8),
        ((101, 10), 101, 101),
        ((1, 20, 3000), 1, 21.6),
        ((1, 20, 3000), 3000, 3000),
        ((10, 200, 30_000), 200, 216),
    ],
)
def test_the_axis_ends_before_a_gap_beyond_what_is_kept(lengths, kept, end):
    assert axis_end(lengths, kept) == pytest.approx(end)


def steps(result):
    return [len(loss) - 1 for loss in result.loss.values()]


def test_a_method_without_a_name_does_not_squeeze_the_others(result_of, open_stage):
    result = result_of("conditioning/zigzag", "default", optimizers=EVERY, condition_number=30, adaptive_rate=0.3)
    assert max(steps(result)) > 20 * sorted(steps(result))[-2]
    stage = open_stage("conditioning/zigzag", result, None, View(1280, 720))
    plot = stage._loss_plot
    for at in steps(result)[:LABELED]:
        assert plot._plot.rect.contains(plot._plot.point(at, 0.0))
    longest = sorted(steps(result))[-2]
    assert plot._plot.point(longest, 0.0).x() > plot._plot.rect.left() + 0.85 * plot._plot.rect.width()
    for method in plot._methods.values():
        shown = method.dots.points[: method.dots.visible_count]
        assert plot._plot.point(*shown[-1, :1], 0.0).x() <= plot._plot.rect.right()


def test_a_named_method_is_never_cut(result_of, open_stage):
    result = result_of("conditioning/zigzag", "slow")
    stage = open_stage("conditioning/zigzag", result, None, View(1280, 720))
    plot = stage._loss_plot
    assert max(steps(result)) == max(steps(result)[:LABELED])
    assert plot._plot.rect.contains(plot._plot.point(max(steps(result)), 0.0))
