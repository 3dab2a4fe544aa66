import numpy as np
import pytest

from core.objective import Evaluator
from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.serial import chains
from core.obstacles.serial.chains import RATE, VALLEY, Chain, Chains, CompiledChains
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
