import numpy as np
import pytest

from core.objective import Evaluator
from core.objectives import Quadratic
from core.optimizer import advance, masked_state, selected, stacked
from core.optimizers import Adam, ConjugateGradient, GradientDescent, HeavyBall, Muon, Shampoo

BOWL = Quadratic([[1.0, 0.0], [0.0, 10.0]])
START = np.array([10.0, 1.0])


def test_advance_returns_the_point_and_the_loss_after_each_step():
    optimizer = GradientDescent(0.1)
    state, points, losses = advance(optimizer, Evaluator(BOWL).at, optimizer.init(START), 2)
    assert points.tolist() == [[9.0, 0.0], [8.1, 0.0]]
    assert losses == pytest.approx([40.5, 32.805])
    assert state.x.tolist() == [8.1, 0.0]


def test_advancing_in_two_parts_gives_the_same_points():
    optimizer, at = Adam(0.1), Evaluator(BOWL).at
    _, whole, _ = advance(optimizer, at, optimizer.init(START), 7)
    middle, first, _ = advance(optimizer, at, optimizer.init(START), 3)
    _, second, _ = advance(optimizer, at, middle, 4)
    assert np.concatenate([first, second]).tolist() == whole.tolist()


def test_the_callback_sees_the_counts_after_each_step():
    evaluator, optimizer, seen = Evaluator(BOWL), ConjugateGradient(), []

    def record():
        seen.append((evaluator.counts.gradients, evaluator.counts.hessian_products, evaluator.counts.values))

    advance(optimizer, evaluator.at, optimizer.init(START), 3, record)
    assert seen == [(1, 1, 0), (2, 2, 0), (3, 3, 0)]


def test_overflow_gives_no_warning():
    optimizer = GradientDescent(1e200)
    _, points, losses = advance(optimizer, Evaluator(BOWL).at, optimizer.init(START), 5)
    assert not np.isfinite(points[-1]).any()
    assert not np.isfinite(losses[-1])


def test_stacked_optimizers_give_the_same_points_as_single_ones():
    alone = [HeavyBall(0.1, 0.5), HeavyBall(0.05, 0.9)]
    together = stacked(alone)
    _, points, _ = advance(together, Evaluator(BOWL).at, together.init(np.stack([START, START])), 5)
    for i, optimizer in enumerate(alone):
        _, expected, _ = advance(optimizer, Evaluator(BOWL).at, optimizer.init(START), 5)
        assert points[:, i].tolist() == expected.tolist()


def test_stacked_keeps_an_equal_hyperparameter_as_a_number():
    together = stacked([HeavyBall(0.1, 0.5), HeavyBall(0.05, 0.5)])
    assert together.momentum == 0.5
    assert together.learning_rate.tolist() == [[0.1], [0.05]]
    assert stacked([Adam(), Adam()]) == Adam()


def test_selected_members_of_a_stack_give_the_same_points_as_single_ones():
    alone = [HeavyBall(0.1, 0.5), HeavyBall(0.05, 0.5), HeavyBall(0.01, 0.5)]
    index = np.array([2, 0, 0])
    some = selected(stacked(alone), index)
    _, points, _ = advance(some, Evaluator(BOWL).at, some.init(np.stack([START] * 3)), 5)
    for i, member in enumerate(index):
        _, expected, _ = advance(alone[member], Evaluator(BOWL).at, alone[member].init(START), 5)
        assert points[:, i].tolist() == expected.tolist()


def test_members_of_a_stack_share_the_shapes_of_their_matrices():
    together = stacked([Muon(((2, 1),), 0.1), Muon(((2, 1),), 0.05)])
    assert together.shapes == ((2, 1),)
    assert selected(together, np.array([1, 0])).shapes == ((2, 1),)


@pytest.mark.parametrize(
    "optimizer",
    [Adam(), ConjugateGradient(), GradientDescent(0.1), Shampoo(((1, 2),), 0.1)],
    ids=lambda o: type(o).__name__,
)
def test_masked_state_masks_every_part_of_the_state(optimizer):
    at = Evaluator(BOWL).at
    starts = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    state, _, _ = advance(optimizer, at, optimizer.init(starts), 1)
    kept = masked_state(state, np.array([True, False, True]))
    assert type(kept) is type(state)
    _, whole, _ = advance(optimizer, at, state, 3)
    _, part, _ = advance(optimizer, at, kept, 3)
    assert part.tolist() == whole[:, [0, 2]].tolist()
