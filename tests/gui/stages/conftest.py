"""Results to show, each computed once."""

from functools import cache

import pytest
from PySide6.QtGui import QImage

from core.experiment import finish
from core.obstacles import OBSTACLES
from core.params import make
from gui.stages import STAGES

NINE = "gradient_descent,heavy_ball,nesterov,conjugate_gradient,newton,adagrad,rmsprop,adam,adamw"
CONDITIONING = {
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
NOISE = {
    "default": {},
    "plane": {"dimension": 2},
    "dot": {"batch_size": 512, "dimension": 512},
    "large batch": {"batch_size": 65_536, "dimension": 1024},
    "faint": {"noise_std": 0.01, "batch_size": 65_536, "dimension": 2},
    "loud": {"noise_std": 1000, "batch_size": 16, "dimension": 1024},
    "odd batch": {"batch_size": 1500, "dimension": 3, "noise_std": 0.0123},
    "bend": {"batch_size": 28, "dimension": 20},
    "last seed": {"seed": 2**31 - 1},
}
CASES = {"conditioning": CONDITIONING, "noise": NOISE}
"""What to try of each obstacle, by name."""
ADDRESSES = tuple(STAGES)


def experiment_at(address):
    obstacle, _, key = address.partition("/")
    (owner,) = [one for one in OBSTACLES if one.key == obstacle]
    return owner, owner.experiment(key)


def cases_of(address):
    """The cases of the obstacle that an address belongs to."""
    return CASES[address.partition("/")[0]]


def read_values(address, case, values=()):
    """What of a case the experiment reads: the rest changes nothing in its picture."""
    known = cases_of(address)[case] | dict(values)
    return {name: known[name] for name in experiment_at(address)[1].reads if name in known}


def compute(address, case="default", **values):
    return _computed(address, tuple(read_values(address, case, values).items()))


@cache
def _computed(address, values):
    owner, experiment = experiment_at(address)
    return finish(experiment.run(make(owner.params, dict(values))))


def distinct(address, cases=()):
    """The cases of an address, of these or of all, that differ in something the experiment reads."""
    own = cases_of(address)
    tried = [case for case in reversed(tuple(cases or own)) if case in own]
    seen = {repr(read_values(address, case)): case for case in tried}
    return list(reversed(seen.values()))


@pytest.fixture(scope="session")
def result_of():
    """result_of(address, case, field=value, ...): a result; each is computed once."""
    return compute


@pytest.fixture(scope="session")
def cases():
    """cases(address): the names of what to try there."""
    return distinct


@pytest.fixture
def painted():
    """painted(stage): the pixels of its picture."""

    def paint(stage):
        image = QImage(stage.view.width, stage.view.height, QImage.Format.Format_RGB32)
        stage.render(image)
        return image

    return paint


def pytest_generate_tests(metafunc):
    """Give a test every stage, in every case of its own list (or of all) that makes a difference there.

    A module that is about one stage names it, and has its cases alone.
    """
    if any("address" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")):
        return
    if "case" in metafunc.fixturenames:
        cases = getattr(metafunc.module, "CASES", ())
        if hasattr(metafunc.module, "ADDRESS"):
            metafunc.parametrize("case", distinct(metafunc.module.ADDRESS, cases))
            return
        pairs = [(address, case) for address in ADDRESSES for case in distinct(address, cases)]
        metafunc.parametrize(("address", "case"), pairs)
    elif "address" in metafunc.fixturenames:
        metafunc.parametrize("address", ADDRESSES)
