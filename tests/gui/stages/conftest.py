"""Results to show, each computed once."""

from functools import cache

import pytest
from PySide6.QtGui import QImage

from core.experiment import finish
from core.obstacles import OBSTACLES
from core.params import make
from gui.stages import STAGES

NINE = "gradient_descent,heavy_ball,nesterov,conjugate_gradient,newton,adagrad,rmsprop,adam,adamw"
CASES = {
    "default": {},
    "kappa 1": {"condition_number": 1},
    "kappa 2": {"condition_number": 2},
    "kappa 100": {"condition_number": 100},
    "kappa 10000": {"condition_number": 10_000},
    "kappa with digits": {"condition_number": 1234.56},
    "turned": {"rotation": 30, "condition_number": 30},
    "random": {"start": "random", "seed": 2**31 - 1, "condition_number": 9999},
    "chosen start": {"start": "-123456,98765.4", "condition_number": 9999},
    "diverging": {"learning_rate": 0.21, "optimizers": "gradient_descent"},
    "all diverging": {"learning_rate": 0.9, "optimizers": NINE, "max_steps": 500},
    "nine": {"optimizers": NINE, "max_steps": 2_000},
    "slow": {"optimizers": "adagrad,rmsprop,adam,adamw", "max_steps": 2_000},
    "line search": {"learning_rate": "line_search", "condition_number": 3},
    "tight": {"tolerance": 1e-12},
    "loose": {"tolerance": 0.99},
    "short": {"max_steps": 5, "condition_number": 100},
    "one step": {"optimizers": "newton"},
}
ADDRESSES = tuple(STAGES)


def experiment_at(address):
    obstacle, _, key = address.partition("/")
    (owner,) = [one for one in OBSTACLES if one.key == obstacle]
    return owner, owner.experiment(key)


def read_values(address, case, values=()):
    """What of a case the experiment reads: the rest changes nothing in its picture."""
    known = CASES[case] | dict(values)
    return {name: known[name] for name in experiment_at(address)[1].reads if name in known}


def compute(address, case="default", **values):
    return _computed(address, tuple(read_values(address, case, values).items()))


@cache
def _computed(address, values):
    owner, experiment = experiment_at(address)
    return finish(experiment.run(make(owner.params, dict(values))))


def distinct(address, cases):
    """The cases that differ in something the experiment reads."""
    seen = {repr(read_values(address, case)): case for case in reversed(cases)}
    return list(reversed(seen.values()))


@pytest.fixture(scope="session")
def result_of():
    """result_of(address, case, field=value, ...): a result; each is computed once."""
    return compute


@pytest.fixture
def painted():
    """painted(stage): the pixels of its picture."""

    def paint(stage):
        image = QImage(stage.view.width, stage.view.height, QImage.Format.Format_RGB32)
        stage.render(image)
        return image

    return paint


def pytest_generate_tests(metafunc):
    """Give a test every stage, in every case of its own list (or of all) that makes a difference there."""
    if any("address" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")):
        return
    if "case" in metafunc.fixturenames:
        cases = getattr(metafunc.module, "CASES", tuple(CASES))
        pairs = [(address, case) for address in ADDRESSES for case in distinct(address, cases)]
        metafunc.parametrize(("address", "case"), pairs)
    elif "address" in metafunc.fixturenames:
        metafunc.parametrize("address", ADDRESSES)
