import numpy as np
import pytest

from core.objective import Counts, Evaluator
from core.objectives import Quadratic
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron


def test_the_hessian_agrees_with_differences_and_is_symmetric(case):
    step = 1e-5
    shifts = step * np.eye(case.dimension)
    differences = (case.objective.gradient(case.x + shifts) - case.objective.gradient(case.x - shifts)) / (2.0 * step)
    hessian = case.objective.hessian(case.x)
    assert hessian == pytest.approx(differences, abs=1e-8)
    assert hessian.tolist() == hessian.T.tolist()


def test_hessian_products_are_those_with_the_dense_one(case):
    products = case.objective.hessian_product(case.x, case.directions)
    assert products == pytest.approx(case.directions @ case.objective.hessian(case.x), abs=1e-12)


def test_fisher_products_are_those_with_the_dense_one(case):
    products = case.objective.fisher_product(case.x, case.directions)
    assert products == pytest.approx(case.directions @ case.fisher(), abs=1e-12)


@pytest.mark.parametrize("name", ["hessian_product", "fisher_product"])
def test_products_of_a_batch_are_those_of_its_members(case, name):
    x = case.x + 0.1 * case.directions
    product = getattr(case.objective, name)
    together = product(x, case.directions)
    for point, direction, each in zip(x, case.directions, together, strict=True):
        assert each == pytest.approx(product(point, direction), rel=1e-12, abs=1e-14)
    assert product(x, case.x)[1] == pytest.approx(product(x[1], case.x), rel=1e-12, abs=1e-14)


def test_hessians_of_a_batch_are_those_of_its_members(case):
    x = np.stack([case.x, 2.0 * case.x])
    together = case.objective.hessian(x)
    assert together.shape == (2, case.dimension, case.dimension)
    assert together[1].tolist() == case.objective.hessian(2.0 * case.x).tolist()


def test_factors_are_the_moment_of_inputs_and_the_fisher_matrix_of_products(case):
    naive, curvatures = case.naive(), case.score_curvatures()
    factors = case.objective.kronecker_factors(case.x)
    moments = [np.zeros_like(a) for a, _ in factors]
    fishers = [np.zeros_like(g) for _, g in factors]
    for image, curvature in zip(case.images.tolist(), curvatures, strict=True):
        inputs, _ = naive.forward(image)
        by_score = [naive.product_slopes(image, row) for row in np.eye(3).tolist()]
        for layer in range(len(factors)):
            a = np.array([*inputs[layer], 1.0])
            jacobian = np.array([errors[layer] for errors in by_score])
            moments[layer] += np.outer(a, a) / 17
            fishers[layer] += jacobian.T @ curvature @ jacobian / 17
    for (a, g), moment, fisher in zip(factors, moments, fishers, strict=True):
        assert a == pytest.approx(moment, abs=1e-13)
        assert g == pytest.approx(fisher, abs=1e-13)


def test_factors_of_a_batch_are_those_of_its_members(case):
    x = np.stack([case.x, 2.0 * case.x])
    together = case.objective.kronecker_factors(x)
    for (a, g), (moment, fisher) in zip(together, case.objective.kronecker_factors(x[1]), strict=True):
        assert np.broadcast_to(a, (2, *moment.shape))[1] == pytest.approx(moment, rel=1e-12)
        assert g[1] == pytest.approx(fisher, rel=1e-12, abs=1e-15)


def test_factors_of_one_softmax_layer_at_zero_are_its_exact_fisher_matrix(network_on_digits):
    # At zero all images have the same probabilities, so that the mean of the Kronecker products is that of the means.
    objective = network_on_digits(widths=(64, 10))
    ((a, g),) = objective.kronecker_factors(np.zeros(650))
    directions = np.random.default_rng(0).standard_normal((5, 650))
    products = objective.fisher_product(np.zeros(650), directions)
    assert directions @ np.kron(g, a) == pytest.approx(products, abs=1e-12)
    assert g == pytest.approx(np.eye(10) / 10 - 1 / 100, abs=1e-15)


def test_the_fisher_matrix_of_least_squares_is_its_hessian():
    rng = np.random.default_rng(0)
    objective = Perceptron(Architecture((4, 3)), rng.standard_normal((20, 4)), rng.integers(3, size=20), "squared")
    ((a, g),) = objective.kronecker_factors(np.ones(15))
    assert np.kron(g, a) == pytest.approx(objective.hessian(np.ones(15)), abs=1e-14)


def test_the_trace_of_the_covariance_is_that_of_gradients_of_single_examples(case):
    naive = case.naive()
    singles = np.array([naive.gradient(*each) for each in zip(case.images.tolist(), case.labels.tolist(), strict=True)])
    gradient, trace = case.objective.gradient_statistics(case.x)
    assert gradient == pytest.approx(singles.mean(axis=0), rel=1e-11, abs=1e-14)
    assert trace == pytest.approx(singles.var(axis=0).sum(), rel=1e-11)


def test_statistics_of_a_batch_are_those_of_its_members(case):
    x = np.stack([case.x, 2.0 * case.x])
    gradients, traces = case.objective.gradient_statistics(x)
    alone = [case.objective.gradient_statistics(each) for each in x]
    assert gradients == pytest.approx(np.array([each[0] for each in alone]), rel=1e-12, abs=1e-15)
    assert traces == pytest.approx(np.array([each[1] for each in alone]), rel=1e-12)


def test_evaluations_count_what_they_compute(case):
    evaluator = Evaluator(case.objective)
    here = evaluator.at(case.x)
    for direction in case.directions:
        assert here.fisher_product(direction).tolist() == case.objective.fisher_product(case.x, direction).tolist()
    assert here.kronecker_factors is here.kronecker_factors
    assert evaluator.counts == Counts(fisher_products=4, kronecker_factors=1)


def test_an_objective_that_is_no_model_has_no_fisher_matrix():
    evaluator = Evaluator(Quadratic.from_eigenvalues([1.0, 2.0]))
    here = evaluator.at(np.zeros(2))
    with pytest.raises(TypeError, match="Quadratic has no Fisher matrix"):
        here.fisher_product(np.ones(2))
    with pytest.raises(TypeError, match="Quadratic has no Fisher matrix"):
        _ = here.kronecker_factors
    assert evaluator.counts == Counts()
