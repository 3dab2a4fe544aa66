"""The name of an earlier path says in which fields it differs, with the values that it had."""

import pytest

from core.params import make
from core.run import run_to_end
from core.scene import find_experiment
from gui.wording.changes import before_wordings, changed_fields

SHORT = {"conditioning/zigzag": {"max_steps": 50}, "noise/valley": {"max_steps": 50}, "nonlinearity/horizon": {}}


def compute(address, **values):
    obstacle, experiment = find_experiment(address)
    return run_to_end(experiment.run(make(obstacle.params, SHORT[address] | values)))


@pytest.mark.parametrize(
    ("address", "before", "shown", "words"),
    [
        ("conditioning/zigzag", {"condition_number": 30}, {}, "before: κ = 30"),
        ("conditioning/zigzag", {"learning_rate": 0.21}, {}, "before: learning rate 0.21"),
        ("conditioning/zigzag", {}, {"learning_rate": 0.21}, "before: learning rate optimal"),
        ("conditioning/zigzag", {"learning_rate": 0.2001}, {"learning_rate": 0.2}, "before: learning rate 0.2001"),
        ("conditioning/zigzag", {"rotation": -30}, {}, "before: rotation −30°"),
        ("conditioning/zigzag", {"start": "3,-2.5"}, {}, "before: start (3, −2.5)"),
        ("conditioning/zigzag", {}, {"start": "3,-2.5"}, "before: start (κ, 1)"),
        ("conditioning/zigzag", {"optimizers": "adam,newton"}, {}, "before: Adam"),
        ("conditioning/zigzag", {"optimizers": "gradient_descent,newton"}, {}, "before: other optimizers"),
        ("conditioning/zigzag", {"condition_number": 30, "rotation": 5}, {}, "before: κ = 30, rotation 5°"),
        (
            "conditioning/zigzag",
            {"condition_number": 30, "rotation": 5, "start": "random", "tolerance": 0.1},
            {},
            "before: κ = 30, rotation 5° and 2 more",
        ),
        ("conditioning/zigzag", {}, {}, "kept path"),
        ("noise/valley", {"batch_size": 4, "start": "1.5,2"}, {}, "before: B = 4, start (1.5, 2)"),
        ("nonlinearity/horizon", {"distance": 2}, {}, "before: start 2"),
    ],
)
def test_the_name_gives_what_differs(address, before, shown, words):
    assert before_wordings(compute(address, **before), compute(address, **shown))[0] == words


def test_a_field_that_the_experiment_does_not_read_makes_no_difference():
    horizon = compute("nonlinearity/horizon"), compute("nonlinearity/horizon", depths="1,2", seed=7)
    assert changed_fields(*horizon) == []


def test_shorter_wordings_count_what_they_leave_out():
    before = compute("conditioning/zigzag", condition_number=30, rotation=5, start="random")
    assert before_wordings(before, compute("conditioning/zigzag")) == [
        "before: κ = 30, rotation 5° and 1 more",
        "before: κ = 30 and 2 more",
        "before",
    ]
