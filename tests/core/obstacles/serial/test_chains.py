import numpy as np
import pytest

from core.objective import Evaluator
from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.serial import chains
from core.obstacles.serial.chains import RATE, VALLEY, Chain, Chains, CompiledChains
from core.obstacles.serial.perceptron import CLASSES, HIDDEN, IMAGES, PIXELS, Perceptron
from core.optimizer import advance
from core.optimizers.gradient_descent import GradientDescent


def reference(start, steps):
    """The position by GradientDescent on Rosenbrock."""
    optimizer, at = GradientDescent(RATE), Evaluator(Rosenbrock(2, VALLEY)).at
    return advance(optimizer, at, optimizer.init(np.array(start)), steps)[1][-1]


@pytest.mark.parametrize("steps", [1, 2, 777])
def test_the_python_chain_matches_gradient_descent(steps):
    chain = Chain()
    chain.advance(steps)
    assert chain.position == pytest.approx(reference((-1.2, 1.0), steps), rel=1e-9)


@pytest.mark.usefixtures("with_numba")
@pytest.mark.parametrize("kind", [Chains, CompiledChains])
@pytest.mark.parametrize("parts", [(1,), (1, 2, 30), (700, 77)])
def test_parallel_chains_match_gradient_descent_from_their_starts(kind, parts):
    made = kind(5)
    before = np.stack([made.x, made.y], axis=-1)
    assert before[0].tolist() == [-1.2, 1.0]
    assert len(np.unique(before[:, 0])) == 5
    for steps in parts:
        made.advance(steps)
    for start, x, y in zip(before, made.x, made.y, strict=True):
        assert (x, y) == pytest.approx(reference(start, sum(parts)), rel=1e-9)


def test_no_copy_diverges():
    made = Chains(10_001)
    for _ in range(20):
        made.advance(100)
        assert np.isfinite(made.x).all()
        assert np.abs(made.y).max() < 2.0
    assert np.abs(made.x).max() < 1.3


def test_load_numba_returns_none_without_numba(monkeypatch):
    def fail(name):
        raise ImportError(name)

    monkeypatch.setattr(chains, "import_module", fail)
    chains.load_numba.cache_clear()
    assert chains.load_numba() is None
    chains.load_numba.cache_clear()


def test_the_network_has_the_shape_of_the_digits_and_ignores_blank_rows():
    network = Perceptron()
    assert [weight.shape for weight in network.weights] == [(PIXELS, HIDDEN), (HIDDEN,), (HIDDEN, CLASSES), (CLASSES,)]
    assert network._sample_weights.sum() == pytest.approx(1.0)
    assert np.count_nonzero(network._sample_weights) == IMAGES == 1797
    before = network.loss()
    network._images[-1, -3:] = 5.0
    assert network.loss() == before
    assert before == pytest.approx(np.log(CLASSES), rel=0.4)


@pytest.mark.parametrize("which", range(4))
def test_the_gradient_of_the_network_matches_its_loss(which):
    network = Perceptron()
    network.advance(3)
    gradient = network.gradient()[which]
    rng = np.random.default_rng(which)
    direction, weight = rng.standard_normal(gradient.shape), network.weights[which]
    start, losses = weight.copy(), []
    for side in (-1e-5, 1e-5):
        weight[...] = start + side * direction
        losses.append(network.loss())
    assert (losses[1] - losses[0]) / 2e-5 == pytest.approx(np.sum(gradient * direction), rel=1e-6)


def test_steps_of_the_network_reduce_its_loss():
    network = Perceptron()
    losses = [network.loss()]
    for _ in range(5):
        network.advance(4)
        losses.append(network.loss())
    assert losses == sorted(losses, reverse=True)
