"""Names beside lines: apart, each as near its line as the others let it be."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gui.plots.baselines import place_line_names, separated_baselines
from gui.plots.label import Label
from gui.style.theme import LIGHT


def test_baselines_that_are_apart_do_not_move():
    assert separated_baselines([300.0, 200.0, 100.0], 50.0, 0.0, 400.0) == [300.0, 200.0, 100.0]


def test_two_overlapping_baselines_move_by_the_same_amount():
    assert separated_baselines([200.0, 190.0], 50.0, 0.0, 400.0) == [220.0, 170.0]


def test_baselines_stay_between_floor_and_ceiling():
    assert separated_baselines([395.0, 390.0, 385.0], 50.0, 0.0, 400.0) == [400.0, 350.0, 300.0]
    assert separated_baselines([15.0, 10.0, 5.0], 50.0, 10.0, 400.0) == [110.0, 60.0, 10.0]


def test_no_baselines_give_an_empty_list():
    assert separated_baselines([], 50.0, 0.0, 400.0) == []


@pytest.mark.parametrize("seed", range(20))
def test_the_baselines_are_the_least_squares_solution(seed):
    chance = np.random.default_rng(seed)
    wanted = np.sort(chance.uniform(0.0, 300.0, 6))[::-1]
    rows = np.array(separated_baselines(wanted.tolist(), 40.0, -500.0, 800.0))
    assert (rows[:-1] - rows[1:] >= 40.0 - 1e-9).all()
    for _ in range(200):
        other = rows + chance.normal(0.0, 5.0, 6)
        if (other[:-1] - other[1:] >= 40.0).all():
            assert ((other - wanted) ** 2).sum() >= ((rows - wanted) ** 2).sum()


def test_names_of_lines_stand_beside_their_ends_and_the_first_of_two_at_one_height_on_top():
    rect, labels = QRectF(10.0, 20.0, 300.0, 200.0), [Label("label") for _ in range(3)]
    for label in labels:
        label.set_text("name", LIGHT, 20.0)
    place_line_names(rect, list(zip(labels, (150.0, 60.0, 150.0), strict=True)))
    assert {label.pos().x() for label in labels} == {316.0}
    heights = [label.pos().y() - 7.0 for label in labels]
    assert heights == pytest.approx([150.0 - 11.5, 60.0, 150.0 + 11.5], abs=1.0)


def test_an_empty_list_of_names_is_allowed():
    place_line_names(QRectF(0.0, 0.0, 10.0, 10.0), [])
