import numpy as np
import pytest

from core.objectives.architecture import Architecture


def test_the_default_network_has_1210_weights():
    default = Architecture()
    assert default.shapes == ((16, 65), (10, 17))
    assert default.dimension == 1210


def test_matrices_are_views_layer_by_layer_and_row_by_row():
    architecture = Architecture((2, 3, 2))
    x = np.arange(17.0)
    first, second = architecture.matrices(x)
    assert first.tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0]]
    assert second.tolist() == [[9.0, 10.0, 11.0, 12.0], [13.0, 14.0, 15.0, 16.0]]
    second[0, -1] = 99.0
    assert x[12] == 99.0


def test_matrices_of_a_batch_have_its_axes():
    x = np.arange(4 * 5 * 17.0).reshape(4, 5, 17)
    architecture = Architecture((2, 3, 2))
    for together, alone in zip(architecture.matrices(x), architecture.matrices(x[2, 3]), strict=True):
        assert together[2, 3].tolist() == alone.tolist()


@pytest.mark.parametrize(
    ("architecture", "variances"),
    [
        (Architecture((6, 4, 3)), (1 / 6, 1 / 4)),
        (Architecture((6, 4, 3), "relu"), (2 / 6, 1 / 4)),
        (Architecture((6, 4, 3), "linear"), (1 / 6, 1 / 4)),
        (Architecture((6, 4, 4, 3), "relu", linear_stem=True), (1 / 6, 2 / 4, 1 / 4)),
        (Architecture((6, 4, 4, 3), "relu", residual=True), (1 / 6, 2 / 4, 1 / 4)),
        (Architecture((6, 4, 4, 3), "sigmoid"), (1 / 6, 1 / 4, 1 / 4)),
    ],
)
def test_weights_are_drawn_layer_by_layer_from_one_generator(architecture, variances):
    rng = np.random.default_rng(7)
    for matrix, variance in zip(architecture.matrices(architecture.initial(7)), variances, strict=True):
        outputs, inputs = matrix.shape[0], matrix.shape[1] - 1
        assert matrix[:, :-1] == pytest.approx(rng.normal(0.0, variance**0.5, (outputs, inputs)), rel=1e-14)
        assert not matrix[:, -1].any()


def test_the_scale_of_the_last_layer_leaves_the_others():
    architecture = Architecture()
    usual, scaled = (architecture.matrices(architecture.initial(2, scale)) for scale in (1.0, 0.1))
    assert scaled[0].tolist() == usual[0].tolist()
    assert scaled[1] == pytest.approx(0.1 * usual[1], rel=1e-15)


def test_a_residual_network_scales_its_branches_by_their_number():
    assert Architecture((64, 16, 16, 16, 16, 16, 10), residual=True).branch_scale == 0.5
    assert Architecture((64, 16, 16, 16, 16, 16, 10)).branch_scale == 1.0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"widths": (64,)}, "widths"),
        ({"widths": (64, 0, 10)}, "widths"),
        ({"activation": "cube"}, "no activation 'cube'"),
        ({"widths": (64, 8, 16, 10), "residual": True}, "one width"),
        ({"widths": (64, 10), "residual": True}, "one width"),
    ],
)
def test_impossible_networks_are_refused(values, message):
    with pytest.raises(ValueError, match=message):
        Architecture(**values)
