"""Figures of networks on the digits that follow from their conventions."""

import numpy as np
import pytest


def steps_to(objective, x, rate, target, most=600):
    """The first step of gradient descent with a loss of at most `target`."""
    for step in range(most):
        if objective.value(x) <= target:
            return step
        x = x - rate * objective.gradient(x)
    return None


def test_a_shift_of_all_readout_rows_changes_nothing(network_on_digits):
    objective = network_on_digits()
    x = objective.architecture.initial(0)
    shift = np.zeros(1210)
    objective.architecture.matrices(shift)[-1][:] = np.random.default_rng(0).standard_normal(17)
    assert objective.value(x + shift) == pytest.approx(objective.value(x), rel=1e-13)
    assert objective.gradient(x + shift) == pytest.approx(objective.gradient(x), abs=1e-14)
    assert objective.gradient(x) @ shift == pytest.approx(0.0, abs=1e-14)
    assert objective.hessian_product(x, shift) == pytest.approx(0.0, abs=1e-14)
    assert objective.fisher_product(x, shift) == pytest.approx(0.0, abs=1e-14)


def test_65_eigenvalues_are_zero(network_on_digits):
    # Three constant pixels act like a bias of each of 16 units, and softmax ignores shifts of the 17 readout columns.
    objective = network_on_digits()
    eigenvalues = np.abs(np.linalg.eigvalsh(objective.hessian(objective.architecture.initial(0))))
    relative = np.sort(eigenvalues) / eigenvalues.max()
    assert relative[64] < 1e-13
    assert relative[65] > 1e-10


def test_the_dense_hessian_of_the_default_network_is_that_of_its_products(network_on_digits):
    objective = network_on_digits()
    x, directions = objective.architecture.initial(1), np.random.default_rng(0).standard_normal((3, 1210))
    assert directions @ objective.hessian(x) == pytest.approx(objective.hessian_product(x, directions), abs=1e-8)


def test_the_first_losses_of_the_default_network(network_on_digits):
    objective = network_on_digits()
    losses = [float(objective.value(objective.architecture.initial(seed))) for seed in range(3)]
    assert losses == pytest.approx([2.472877, 2.421584, 2.369033], abs=1e-6)


def test_gradient_descent_takes_136_steps_at_rate_one_half(network_on_digits):
    objective = network_on_digits()
    steps = [steps_to(objective, objective.architecture.initial(seed), 0.5, 0.1) for seed in range(3)]
    assert sorted(steps) == [135, 136, 138]


def test_skip_connections_shorten_training(network_on_digits):
    # Eight hidden layers, to a loss of 0.5, at the best of six rates.
    def median(*, residual):
        objective = network_on_digits(600, widths=(64, *[16] * 9, 10), residual=residual, linear_stem=True)
        rates = (0.4, 0.8, 1.6)
        return np.median(
            [
                min(steps_to(objective, objective.architecture.initial(seed), rate, 0.5, 60) or 60 for rate in rates)
                for seed in range(3)
            ]
        )

    assert median(residual=True) == 10
    assert 40 <= median(residual=False) <= 56


@pytest.mark.parametrize("hidden", [8, 16, 64])
def test_the_noise_scale_at_the_start_does_not_grow_with_the_network(hidden, network_on_digits):
    objective = network_on_digits(widths=(64, hidden, 10))
    x = np.stack([objective.architecture.initial(seed) for seed in range(7)])
    gradients, traces = objective.gradient_statistics(x)
    assert 26 < np.median(traces / np.vecdot(gradients, gradients)) < 36


def test_the_gradient_vanishes_in_deep_sigmoid_networks(network_on_digits):
    ratios = {}
    for depth in (1, 2, 4, 8, 16):
        objective = network_on_digits(600, widths=(64, *[16] * (depth + 1), 10), activation="sigmoid", linear_stem=True)
        norms = []
        for seed in range(3):
            matrices = objective.architecture.matrices(objective.gradient(objective.architecture.initial(seed)))
            first, readout = (np.linalg.norm(matrices[layer][:, :-1]) for layer in (1, -1))
            norms.append(first / readout)
        ratios[depth] = np.median(norms)
    assert ratios == pytest.approx({1: 0.84, 2: 0.17, 4: 9e-3, 8: 2e-5, 16: 1e-10}, rel=0.2)


def test_sharpness_at_the_start_is_close_to_the_limit(network_on_digits):
    objective = network_on_digits(500, loss="squared", widths=(64, 32, 10))
    for seed in range(4):
        x = objective.architecture.initial(seed, last_layer_scale=0.1)
        v = np.random.default_rng(0).standard_normal(objective.dimension)
        for _ in range(40):
            v = objective.hessian_product(x, v / np.linalg.norm(v))
        assert 0.6 < 0.2 / 2.0 * np.linalg.norm(v) < 0.9
