"""Suggested file names say what is exported."""

import pytest

from core.scene import Scene
from gui.export.plan import suggested_name

EVERY = ["gradient_descent", "heavy_ball", "nesterov", "conjugate_gradient", "newton", "adagrad"]


@pytest.mark.parametrize(
    ("target", "params", "name"),
    [
        ("conditioning/zigzag", {}, "zigzag"),
        ("conditioning/zigzag", {"condition_number": 30.0}, "zigzag-kappa-30"),
        ("conditioning/race", {"learning_rate": "line_search"}, "race-learning-rate-line_search"),
        ("conditioning/zigzag", {"start": [1.5, -2.0]}, "zigzag-start-1.5+-2"),
        ("noise/valley", {"batch_size": 16, "noise_std": 20.5}, "valley-B-16-sigma-20.5"),
        ("noise/roots", {"max_steps": 5, "dimension": 7}, "roots-d-7"),
        ("conditioning/zigzag", {"optimizers": EVERY, "seed": 3}, "zigzag-seed-3"),
    ],
)
def test_a_name_tells_what_differs_from_the_defaults(target, params, name):
    assert suggested_name(Scene(target=target, params=params)) == name
