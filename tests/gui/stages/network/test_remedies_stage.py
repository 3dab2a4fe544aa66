"""network/remedies on screen: paths, arrivals and names, for steps and for gradients."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from core.obstacles.network.params import NetworkParams
from core.params import make, mapping
from gui.picture.view import View
from gui.style.theme import HALL

ADDRESS = "network/remedies"
COST = MappingProxyType({"gradient_descent": 1.0, "adam": 1.0, "muon": 2.0, "kfac": 30.0})

NAMES = {"gradient_descent": "gradient descent", "adam": "Adam", "muon": "Muon", "kfac": "K-FAC"}


@pytest.fixture
def result(result_of):
    return replace(result_of(ADDRESS, target_loss=1.0, optimizers=tuple(COST)), cost=COST)


def counting(result, axis):
    return replace(result, params=make(NetworkParams, mapping(result.params) | {"axis": axis}))


def names(stage):
    return {text.text: text.rect for text in stage.texts() if text.role == "label"}


@pytest.mark.parametrize(("axis", "unit"), [("steps", "step"), ("gradients", "gradient")])
def test_the_number_is_the_fewest_of_what_is_counted(axis, unit, result, open_stage):
    shown = counting(result, axis)
    stage = open_stage(ADDRESS, shown)
    (hero,) = [text.text for text in stage.texts() if text.role == "hero"]
    least = min(shown.counted.values())
    assert float(hero.split()[0]) == pytest.approx(least, rel=0.05)
    assert hero.split()[1] in (unit, f"{unit}s")


def test_each_method_has_its_name_and_count_at_its_arrival(result, open_stage):
    stage = open_stage(ADDRESS, result)
    found = names(stage)
    for leader, (method, steps) in zip(stage._leaders, result.arrived.items(), strict=True):
        (text,) = [each for each in found if each.endswith(f" {steps:g}") and each.split()[0] in NAMES[method]]
        x = stage._log_plot.pixel(steps, 1.0).x()
        assert leader.line().x1() == pytest.approx(x)
        assert found[text].left() - x < 2 * stage.text_size("label")


def test_paths_grow_with_the_position_and_arrivals_appear_with_their_step(result, open_stage):
    stage = open_stage(ADDRESS, result, 0.0)
    for position in range(result.length + 1):
        stage.show(result, float(position))
        for method, steps in result.steps.items():
            loss = result.path_loss[method][result.typical(method)]
            known = np.isfinite(loss[: position + 1]).sum()
            assert stage._paths[method].visible_count == known
            arrived = np.count_nonzero(steps[:, -1] <= position)
            assert stage._arrivals[method].visible_count == arrived


def test_at_a_position_all_methods_have_paid_the_same(result, open_stage):
    paid = counting(result, "gradients")
    stage = open_stage(ADDRESS, paid, paid.length / 2)
    budget = max(result.ends[method] * COST[method] for method in COST) / 2
    for method, cost in COST.items():
        loss = result.path_loss[method][result.typical(method)]
        steps = np.flatnonzero(np.isfinite(loss))
        assert stage._paths[method].visible_count == np.count_nonzero(steps * cost <= budget)


def test_without_measured_costs_no_gradients_are_counted(result, open_stage):
    unknown = counting(replace(result, cost=MappingProxyType({})), "gradients")
    stage = open_stage(ADDRESS, unknown)
    assert stage.caption.text == "Measuring what a step of each method costs."
    assert not any(dots.points.size for dots in stage._paths.values())


def test_a_tie_names_both_methods(result, open_stage):
    steps = {
        method: np.full_like(each, 7.0 if method in ("muon", "kfac") else 9.0) for method, each in result.steps.items()
    }
    tied = replace(result, steps=MappingProxyType(steps))
    assert open_stage(ADDRESS, tied).title.text == "Muon and K-FAC need the fewest steps"


def test_a_method_that_fails_is_named_where_its_path_ends(result, open_stage):
    steps = dict(result.steps) | {"adam": np.full_like(result.steps["adam"], np.inf)}
    stage = open_stage(ADDRESS, replace(result, steps=MappingProxyType(steps)), view=View(1280, 720, type_size=HALL))
    assert "Adam: not in 40" in names(stage)
    assert "Adam: not in 40" in stage.caption.text
