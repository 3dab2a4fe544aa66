import pickle

import numpy as np
import pytest
from naive_network import NaiveNetwork

from core.objective import Evaluator
from core.objectives.architecture import Architecture
from core.objectives.examples import block_size
from core.objectives.perceptron import Perceptron
from core.optimizer import advance
from core.optimizers.gradient_descent import GradientDescent


def test_value_and_gradient_are_those_of_the_naive_network(case):
    images, labels = case.images.tolist(), case.labels.tolist()
    assert case.objective.value(case.x) == pytest.approx(case.naive().mean_loss(images, labels), rel=1e-13)
    gradient = np.array(case.naive().mean_gradient(images, labels))
    assert case.objective.gradient(case.x) == pytest.approx(gradient, rel=1e-11, abs=1e-14)


def test_the_gradient_agrees_with_differences(case):
    step = 1e-6
    shifts = step * np.eye(case.dimension)
    differences = (case.objective.value(case.x + shifts) - case.objective.value(case.x - shifts)) / (2.0 * step)
    assert case.objective.gradient(case.x) == pytest.approx(differences, abs=1e-8)


@pytest.mark.parametrize("name", ["value", "gradient", "scores", "accuracy"])
def test_a_batch_of_weights_gives_the_same_as_its_members(case, name):
    x = case.x + 0.1 * np.random.default_rng(0).standard_normal((2, 3, case.dimension))
    together = getattr(case.objective, name)(x)
    for i in np.ndindex(2, 3):
        assert together[i] == pytest.approx(getattr(case.objective, name)(x[i]), rel=1e-13, abs=1e-15)


def test_members_of_a_batch_may_have_minibatches_of_their_own(case):
    rng = np.random.default_rng(0)
    x = case.x + 0.1 * rng.standard_normal((3, case.dimension))
    indices = rng.integers(17, size=(3, 5))
    together = case.objective.subset(indices)
    for name in ("value", "gradient", "accuracy"):
        alone = [getattr(case.objective.subset(some), name)(each) for some, each in zip(indices, x, strict=True)]
        assert getattr(together, name)(x) == pytest.approx(np.array(alone), rel=1e-13, abs=1e-15)


def test_the_mean_over_minibatches_is_the_whole(case):
    parts = [case.objective.subset(np.array(some)) for some in ([0, 3], range(1, 3), range(4, 17))]
    weights = np.array([2, 2, 13]) / 17
    assert sum(w * part.value(case.x) for w, part in zip(weights, parts, strict=True)) == pytest.approx(
        case.objective.value(case.x), rel=1e-13
    )


def test_scores_and_accuracy_are_in_the_order_of_the_examples(case):
    scores = np.array([case.naive().forward(image)[0][-1] for image in case.images.tolist()])
    assert case.objective.scores(case.x) == pytest.approx(scores, rel=1e-11)
    assert case.objective.accuracy(case.x) == np.mean(scores.argmax(axis=1) == case.labels)


def test_weights_that_change_in_place_are_evaluated_anew(case):
    x = case.x.copy()
    before = case.objective.value(x), case.objective.gradient(x)
    x[:] = 2.0 * case.x
    after = case.objective.value(x), case.objective.gradient(x)
    assert after[0] != before[0]
    assert case.objective.gradient(2.0 * case.x).tolist() == after[1].tolist()


def test_what_is_returned_may_be_overwritten(case):
    def everything():
        (a, g), *_ = case.objective.kronecker_factors(case.x)
        found = (case.objective.gradient(case.x), case.objective.gradient_statistics(case.x)[0], a, g)
        return *found, case.objective.scores(case.x), case.objective.hessian_product(case.x, case.x)

    before = everything()
    kept = [each.copy() for each in before]
    for each in before:
        each[:] = 7.0
    for again, each in zip(everything(), kept, strict=True):
        assert again.tolist() == each.tolist()


def test_a_copy_in_another_process_gives_the_same(case):
    case.objective.hessian_product(case.x, case.x)
    copy = pickle.loads(pickle.dumps(case.objective))
    assert copy.gradient(case.x) == pytest.approx(case.objective.gradient(case.x), rel=1e-12, abs=1e-15)
    assert copy.loss == case.loss


@pytest.mark.parametrize(
    ("architecture", "loss", "rate"),
    [
        (Architecture((64, 6, 10)), "cross_entropy", 0.5),
        (Architecture((64, 5, 5, 10), "relu"), "cross_entropy", 0.1),
        (Architecture((64, 5, 5, 5, 10), residual=True), "squared", 0.002),
    ],
)
def test_descent_from_given_weights_takes_the_path_of_the_naive_network(architecture, loss, rate, network_on_digits):
    whole = network_on_digits(40)
    objective = Perceptron(architecture, whole.inputs, whole.labels, loss)
    start = architecture.initial(4)
    naive = NaiveNetwork(
        architecture.widths, start, architecture.activation, residual=architecture.residual, squared=loss == "squared"
    )
    optimizer = GradientDescent(rate)
    _, points, losses = advance(optimizer, Evaluator(objective).at, optimizer.init(start), 15)
    images, labels = whole.inputs.tolist(), whole.labels.tolist()
    for point, value in zip(points, losses, strict=True):
        naive.step(images, labels, rate)
        assert point == pytest.approx(naive.weights(), abs=1e-12)
        assert value == pytest.approx(naive.mean_loss(images, labels), rel=1e-12)


@pytest.mark.parametrize("loss", ["cross_entropy", "squared"])
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_weights_that_diverged_give_numbers_that_are_not_finite_and_no_error(loss, activation):
    objective = Perceptron(Architecture((2, 3, 2), activation), np.ones((4, 2)), np.array([0, 1, 0, 1]), loss)
    with np.errstate(over="ignore", invalid="ignore"):
        values = objective.value(np.array([np.full(17, np.inf), np.full(17, np.nan), np.full(17, 1e300)]))
        gradient = objective.gradient(np.full(17, np.nan))
    assert not np.isfinite(values[:2]).any()
    assert np.isnan(gradient).all()


def test_scores_of_a_thousand_do_not_overflow():
    objective = Perceptron(Architecture((1, 2)), np.array([[1.0], [-1.0]]), np.array([0, 0]))
    x = np.array([1000.0, 0.0, 0.0, 0.0])
    assert objective.value(x) == pytest.approx(500.0)
    assert np.isfinite(objective.gradient(x)).all()


def test_products_stay_in_one_thread():
    for widths in ((64, 16, 10), (64, 48, 10), (64, 32, 32, 10), (64, 256, 10)):
        shapes = Architecture(widths).shapes
        assert all(rows * columns * block_size(shapes) <= 2**18 for rows, columns in shapes)
        assert block_size(shapes) >= 8
    assert block_size(Architecture((64, 1024, 1024, 10)).shapes) == 8


@pytest.mark.parametrize("shape", [(3, 64), (4, 63)])
def test_inputs_that_do_not_fit_are_refused(shape):
    with pytest.raises(ValueError, match="fit neither"):
        Perceptron(Architecture(), np.zeros(shape), np.zeros(4))


@pytest.mark.parametrize("count", [1, 225, 251, 252, 253, 505, 1797])
def test_any_number_of_examples_fills_its_blocks(count, network_on_digits):
    objective = network_on_digits(count)
    examples = objective._examples
    assert examples.weights.sum() == pytest.approx(1.0)
    assert np.count_nonzero(examples.weights) == count == examples.count
    assert examples.in_order(examples.inputs[..., :-1, :]).tolist() == objective.inputs.tolist()
    assert examples.in_order(examples.targets).argmax(axis=1).tolist() == objective.labels.tolist()
