"""Claims of the results of conditioning, in edge cases."""

import pytest

from core.obstacles.conditioning import CONDITIONING
from core.params import make
from core.run import run_to_end

GD, HB = "gradient_descent", "heavy_ball"


def run(experiment, **values):
    return run_to_end(CONDITIONING.experiment(experiment).run(make(CONDITIONING.params, values)))


def test_a_path_may_converge_although_its_loss_rose_a_millionfold():
    result = run("zigzag", learning_rate=0.39997999, momentum=0.9999, optimizers=HB, max_steps=20_000)
    assert result.diverged[HB] is not None
    assert result.converges(HB)
    assert not result.diverges(HB)


def test_with_momentum_one_the_loss_reaches_the_tolerance_but_does_not_stay_there():
    result = run("zigzag", momentum=1, optimizers=HB)
    assert result.steps_to_tolerance[HB] is not None
    assert not result.converges(HB)
    assert not result.diverges(HB)
    assert not result.stays_solved(HB)


@pytest.mark.parametrize("rate", ["optimal", "inverse_lipschitz", 0.15, 0.05])
@pytest.mark.parametrize("kappa", [2, 10])
def test_at_usual_settings_a_solved_run_stays_solved(rate, kappa):
    result = run("zigzag", learning_rate=rate, condition_number=kappa, optimizers=f"{GD},{HB},nesterov")
    assert all(result.stays_solved(method) for method in result.path)


def test_just_above_the_bound_a_method_diverges():
    result = run("zigzag", learning_rate=0.2001)
    assert result.diverges(GD)
    assert not result.converges(GD)


@pytest.mark.parametrize(
    ("kappa", "rate", "worst", "needed"),
    [(10, 0.19, 19, 11), (2.2, "inverse_lipschitz", 4, 3), (10, "inverse_lipschitz", 19, 19), (10, "optimal", 10, 10)],
)
def test_other_starts_may_need_more_steps_than_the_worst_start_of_the_best_rate(kappa, rate, worst, needed):
    result = run("race", condition_number=kappa, learning_rate=rate, optimizers=GD)
    assert result.other_starts[GD].worst == worst
    assert result.steps_to_tolerance[GD] == needed


def test_with_exact_line_search_most_starts_need_far_fewer_steps():
    others = run("zigzag", condition_number=100, learning_rate="line_search").other_starts[GD]
    assert (others.worst, others.median) == (100, 1)


def test_methods_without_a_closed_form_have_no_other_starts():
    result = run("zigzag", optimizers=f"{GD},{HB},adam")
    assert result.other_starts[HB] is None
    assert result.other_starts["adam"] is None
    assert run("zigzag", learning_rate=0.3).other_starts[GD] is None


@pytest.mark.parametrize(
    ("values", "alike"),
    [
        ({}, True),
        ({"learning_rate": 2 / 11}, True),
        ({"learning_rate": 0.19}, False),
        ({"learning_rate": "line_search"}, False),
        ({"optimizers": HB}, False),
        ({"optimizers": "newton"}, True),
        ({"optimizers": HB, "condition_number": 1}, True),
        ({"optimizers": "adam", "condition_number": 1}, False),
    ],
)
def test_every_start_alike_is_true_only_if_all_starts_need_equal_steps(values, alike):
    result = run("zigzag", max_steps=300, **values)
    assert result.every_start_alike(result.params.optimizers[0]) is alike


def test_formula_steps_apply_only_to_the_worst_start_at_the_best_rate():
    assert run("zigzag").formula_steps == 10
    assert run("zigzag", condition_number=100, learning_rate="line_search").formula_steps == 100
    assert run("zigzag", start="1,1").formula_steps is None
    assert run("zigzag", learning_rate=0.1).formula_steps is None
    assert run("zigzag", condition_number=1).formula_steps is None


@pytest.mark.parametrize(
    ("values", "true"),
    [
        ({"learning_rate": 1e-10, "max_steps": 100}, {"below_the_bound", "converges"}),
        ({"learning_rate": 0.19}, {"below_the_bound", "converges"}),
        ({"learning_rate": 0.2, "max_steps": 100}, {"at_the_bound", "swings"}),
        ({"learning_rate": 0.21}, {"above_the_bound", "diverges"}),
        ({"learning_rate": 0.2, "start": "1,0"}, {"converges"}),
        ({"learning_rate": 0.21, "start": "1,0"}, {"above_the_bound", "converges"}),
        ({"learning_rate": 2, "start": "1,0", "max_steps": 100}, {"above_the_bound", "swings"}),
    ],
)
def test_rates_below_at_and_above_the_bound_have_the_expected_claims(values, true):
    result = run("edge", **values)
    names = ("below_the_bound", "at_the_bound", "above_the_bound", "converges", "diverges", "swings")
    assert {name for name in names if getattr(result, name)} == true


def test_a_law_reports_where_a_method_reaches_the_tolerance():
    result = run("law", momentum=0.8, optimizers=f"{GD},{HB}", max_steps=2000)
    assert not result.arrives_everywhere(GD)
    assert result.arrives_up_to(GD) == 1778
    reached = result.arrives_up_to(HB)
    assert reached is None or reached < 2000


def test_a_law_reports_growth_and_decade_factor():
    result = run("law", optimizers=f"{GD},{HB},newton")
    assert result.decade_factor(GD) == pytest.approx(10.0, rel=1e-3)
    assert result.decade_factor(HB) == pytest.approx(10**0.503, rel=0.01)
    assert result.grows(GD)
    assert not result.grows("newton")
    assert (result.same_steps("newton"), result.same_steps(GD)) == (1.0, None)


def test_a_law_with_few_steps_has_no_decade_factor():
    result = run("law", tolerance=0.99, optimizers=GD)
    assert result.arrives_everywhere(GD)
    assert result.decade_factor(GD) is None
