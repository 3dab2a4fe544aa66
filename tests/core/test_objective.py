import numpy as np
import pytest

from core.objective import Counts, Evaluator
from core.objectives import Rosenbrock


@pytest.fixture
def evaluator():
    return Evaluator(Rosenbrock())


def test_evaluations_are_lazy(evaluator):
    evaluator.at(np.zeros(2))
    assert evaluator.counts == Counts()


def test_each_quantity_is_cached_and_counted_once(evaluator):
    x = np.array([0.5, -1.0])
    here = evaluator.at(x)
    for _ in range(2):
        assert here.value == evaluator.objective.value(x)
        assert here.gradient.tolist() == evaluator.objective.gradient(x).tolist()
        assert here.hessian.tolist() == evaluator.objective.hessian(x).tolist()
    assert evaluator.counts == Counts(values=1, gradients=1, hessians=1)


def test_every_hessian_product_is_counted(evaluator):
    here = evaluator.at(np.array([0.5, -1.0]))
    here.hessian_product(np.array([1.0, 0.0]))
    here.hessian_product(np.array([0.0, 1.0]))
    assert evaluator.counts == Counts(hessian_products=2)


def test_a_batch_counts_once(evaluator):
    assert evaluator.at(np.zeros((5, 2))).gradient.shape == (5, 2)
    assert evaluator.counts == Counts(gradients=1)
