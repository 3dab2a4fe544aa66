import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.objective import Evaluator
from core.objectives import Quadratic, Rosenbrock
from core.optimizer import advance
from core.optimizers import Adagrad, Adam, AdamW, GradientDescent, RMSprop


def descend(optimizer, objective, start, count):
    _, points, losses = advance(optimizer, Evaluator(objective).at, optimizer.init(np.array(start)), count)
    return points, losses


# Torch 2.13 in float64: Rosenbrock's function, b = 100, from (-1.2, 1); the points after 1, 2, 3 and 100 steps.
TORCH = [
    (
        Adagrad(),
        [
            (-1.1900000000000046, 1.0099999999999887),
            (-1.1832418199648551, 1.0167823154534577),
            (-1.1778807015931982, 1.022173556167044),
            (-1.0797895106882862, 1.1205596205898516),
        ],
    ),
    (
        RMSprop(),
        [
            (-1.100000000046382, 1.0999999998863637),
            (-1.076185508403677, 1.1243685088457427),
            (-1.0677047397249682, 1.1318742774380115),
            (-0.9788631379184854, 0.9643678863278285),
        ],
    ),
    (
        Adam(),
        [
            (-1.1990000000000463, 1.0009999999998864),
            (-1.198000228388679, 1.0019997903455287),
            (-1.1970008388140372, 1.0029992297629184),
            (-1.116648512117016, 1.0840880565023157),
        ],
    ),
    (
        AdamW(),
        [
            (-1.1989880000000464, 1.0009899999998864),
            (-1.1979762399748612, 1.0019797792409937),
            (-1.196964874561745, 1.002969195633125),
            (-1.1156063455033136, 1.0829411473126385),
        ],
    ),
    (
        AdamW(0.1, weight_decay=0.1),
        [
            (-1.0880000000046381, 1.0899999999886363),
            (-0.9963247851290958, 1.1601470898936668),
            (-0.9438230043333913, 1.1849443577129515),
            (-0.1620845955409804, 0.02819719980417988),
        ],
    ),
    (
        GradientDescent(1e-3),
        [
            (-0.9843999999999999, 1.088),
            (-1.0272715665664, 1.0642086720000001),
            (-1.0268830682337082, 1.0624243118951573),
            (-0.9481863785401914, 0.9070941003539366),
        ],
    ),
]


@pytest.mark.parametrize(("optimizer", "expected"), TORCH, ids=lambda each: type(each).__name__)
def test_the_path_matches_torch(optimizer, expected):
    points, _ = descend(optimizer, Rosenbrock(), (-1.2, 1.0), 100)
    assert points[[0, 1, 2, 99]] == pytest.approx(np.array(expected), rel=1e-11)


def published_recursion(kind, gradient, x, steps):
    """The published recursion of one coordinate on plain numbers, independent of the code under test."""
    first = second = 0.0
    path = []
    for t in range(1, steps + 1):
        g = gradient(x)
        if kind is Adagrad:
            second += g**2
            x -= 0.01 * g / (second**0.5 + 1e-10)
        elif kind is RMSprop:
            second = 0.99 * second + 0.01 * g**2
            x -= 0.01 * g / (second**0.5 + 1e-8)
        else:
            first = 0.9 * first + 0.1 * g
            second = 0.999 * second + 0.001 * g**2
            decay = 0.001 * 0.01 * x if kind is AdamW else 0.0
            x -= decay + 0.001 * (first / (1 - 0.9**t)) / ((second / (1 - 0.999**t)) ** 0.5 + 1e-8)
        path.append(x)
    return path


@pytest.mark.parametrize("kind", [Adagrad, RMSprop, Adam, AdamW], ids=lambda kind: kind.__name__)
@given(start=st.floats(-10.0, 10.0).filter(lambda x: abs(x) > 1e-3), curvature=st.floats(0.1, 100.0))
def test_the_adaptive_methods_follow_their_published_recursions(kind, start, curvature):
    points, _ = descend(kind(), Quadratic([[curvature]]), (start,), 30)
    expected = published_recursion(kind, lambda x: curvature * x, start, 30)
    assert points[:, 0] == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_the_first_step_of_adam_has_full_length_for_any_gradient():
    points, _ = descend(Adam(0.5), Quadratic([[1e4, 0.0], [0.0, 1e-4]]), (3.0, 3.0), 1)
    assert points[0] == pytest.approx([2.5, 2.5], abs=1e-3)
