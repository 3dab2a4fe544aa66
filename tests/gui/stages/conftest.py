"""Results that are computed once, stages that show them, and a pointer on them."""

from contextlib import closing
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from pointer import VIEW, Pointer
from PySide6.QtGui import QImage

from core.obstacles.conditioning.methods import ADAPTIVE
from core.obstacles.conditioning.params import Method
from core.obstacles.network.params import Family, OptimizerName
from core.params import make
from core.run import run_to_end
from core.scene import find_experiment
from gui.picture.view import View
from gui.stages import STAGES

LARGE_WEIGHTS = Path(__file__).parents[2] / "claims/oracles/network/large_weights.txt"
"""Weights whose squared loss overflows."""
EVERY = ",".join(get_args(Method))
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
    "all diverging": {"learning_rate": 0.9, "optimizers": EVERY, "max_steps": 500},
    "every method": {"optimizers": EVERY, "max_steps": 2_000},
    "slow": {"optimizers": ",".join(ADAPTIVE), "max_steps": 2_000},
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
    "classic": {"valley": 100, "learning_rate": 1e-3, "noise_std": 60, "max_steps": 8000},
    "one and one": {"max_steps": 1, "ensemble_size": 1, "batch_sizes": "1"},
    "at the minimum": {"start": "1,1", "max_steps": 300},
    "near the minimum": {"start": "1.05,1.1", "max_steps": 300},
    "corner": {"start": "-1.9,2.6", "max_steps": 700, "batch_size": 16},
    "other corner": {"start": "1.9,-0.9", "max_steps": 150, "batch_size": 7, "batch_sizes": "1,16,256,4096"},
    "leaving": {"learning_rate": 0.05},
    "all leaving": {"learning_rate": 1},
    "some leaving": {"learning_rate": 0.02, "batch_size": 4},
    "standing": {"learning_rate": 1e-6, "batch_size": 65_536, "max_steps": 20_000, "ensemble_size": 30},
    "narrow": {"valley": 1000, "learning_rate": 2e-4},
    "wide": {"valley": 1, "learning_rate": 0.1},
    "alone": {"ensemble_size": 1, "batch_size": 16},
    "cosine": {"schedule": "cosine"},
    "late decay": {"schedule": "inverse_time", "batch_size": 256, "max_steps": 5000},
}
SERIAL = {
    "default": {"repeats": 3},
    "early break": {"break_year": 1995},
    "late break": {"break_year": 2011},
    "one step": {"iterations": 1, "step_seconds": 1e-9, "copies": "1", "repeats": 3},
    "a billion": {"iterations": 1_000_000_000, "step_seconds": 86_400, "copies": "7,100", "repeats": 3},
    "odd chain": {"iterations": 1_234_567, "step_seconds": 0.0123, "copies": "2,3,5,1000", "repeats": 3},
    "many": {"iterations": 1000, "copies": "1000000", "repeats": 3},
}
FEW = {"replicates": 5, "problems": 5, "depths": "1,2,4"}
NONLINEARITY = {
    "default": {"replicates": 15},
    "one of each": {"depths": "3", "replicates": 1, "problems": 1},
    "gaps": FEW | {"depths": "1,3,8,24"},
    "every family": FEW | {"families": "linear,relu,tanh,sigmoid,residual_linear,residual_relu"},
    "activations": FEW | {"activations": "linear,relu,tanh,sigmoid"},
    "one family": FEW | {"families": "tanh", "activations": "relu"},
    "two entries": FEW | {"slice": "two_entries"},
    "one layer": FEW | {"slice": "one_layer"},
    "far reach": FEW | {"radius": 4, "depths": "1,6,12"},
    "wide": FEW | {"width": 32},
    "large gain": FEW | {"gain": 8},
    "small branches": FEW | {"branch_scale": 0.01},
    "few steps": {"problems": 15, "max_steps": 20, "replicates": 3},
    "one step": FEW | {"max_steps": 1},
    "tight": FEW | {"tolerance": 1e-12, "max_steps": 20_000, "depths": "2,5"},
    "far start": FEW | {"distance": 10, "max_steps": 20_000},
    "near reach": FEW | {"radius": 0.05},
    "large rate": FEW | {"learning_rate": 2, "relative_rate": 4},
    "corner": FEW | {"start": "-1,1", "relative_rate": 0.01},
}
SMALL_NETWORK = {
    "digits": 60,
    "hidden": "6",
    "max_steps": 40,
    "replicates": 2,
    "widths": "4,6,8,12,16",
    "batch_sizes": "1,2,4,8,16,64",
    "depths": "1,2,3,4,6",
    "families": "relu,residual_relu",
}
EVERY_FAMILY = SMALL_NETWORK | {"families": ",".join(get_args(Family))}
NETWORK = {
    "default": SMALL_NETWORK,
    "ReLU": SMALL_NETWORK | {"activation": "relu"},
    "skips": SMALL_NETWORK | {"hidden": "6,6", "residual": "on"},
    "linear": SMALL_NETWORK | {"activation": "linear", "loss": "squared", "target_loss": 0.2},
    "two steps": SMALL_NETWORK | {"max_steps": 2, "replicates": 1},
    "large target": SMALL_NETWORK | {"target_loss": 2},
    "one of each": SMALL_NETWORK
    | {"optimizers": "kfac", "widths": "6", "conditioning": "10", "replicates": 1}
    | {"batch_sizes": "8"},
    "every method": SMALL_NETWORK | {"optimizers": ",".join(get_args(OptimizerName))},
    "gradients": SMALL_NETWORK | {"axis": "gradients"},
    "large rate": SMALL_NETWORK | {"learning_rate": 100, "stability_rate": 1},
    "last third": SMALL_NETWORK | {"holdout": "last", "batch_size": "full"},
    "minibatches": SMALL_NETWORK | {"batch_size": 8, "optimizers": "adaptive_kfac,adam"},
    "none held out": SMALL_NETWORK | {"digits": 10},
    "large weights": SMALL_NETWORK | {"loss": "squared", "hidden": "2", "weights": str(LARGE_WEIGHTS)},
    "arriving": SMALL_NETWORK | {"hidden": "8", "digits": 50, "max_steps": 300, "noise_scale": "on"},
    "tuned": SMALL_NETWORK | {"activation": "relu", "hidden": "4,4", "max_steps": 200, "learning_rate": "tuned"},
    "deep": EVERY_FAMILY | {"depths": "1,3,8,16", "digits": 30, "replicates": 3},
    "every depth": EVERY_FAMILY | {"depths": ",".join(map(str, range(1, 17))), "digits": 10, "replicates": 1},
    "one family": SMALL_NETWORK | {"families": "residual_tanh", "depths": "2"},
    "no skips": SMALL_NETWORK | {"families": "sigmoid,tanh", "digits": 20, "max_steps": 100},
    "vanishing": EVERY_FAMILY | {"depth_axis": "gradient_ratio", "depths": "1,2,8", "max_steps": 20},
    "scissors": SMALL_NETWORK | {"widths": "2,5,8,12", "max_steps": 120, "target_loss": 0.5, "replicates": 3},
    "too large": SMALL_NETWORK | {"hidden": "64,64", "digits": 20, "max_steps": 2},
    "small rate": SMALL_NETWORK | {"max_steps": 100, "stability_rate": 0.02},
    "from above": SMALL_NETWORK | {"max_steps": 150, "digits": 20, "hidden": "32", "stability_rate": 0.3},
    "ill-conditioned": SMALL_NETWORK | {"conditioning": "1.3,2,10000", "max_steps": 2000},
}
CASES = {
    "conditioning": CONDITIONING,
    "noise": NOISE,
    "nonlinearity": NONLINEARITY,
    "serial": SERIAL,
    "network": NETWORK,
}
"""The cases of each obstacle, by name."""
ADDRESSES = tuple(STAGES)


def cases_of(address):
    """The cases of the obstacle that an address belongs to."""
    return CASES[address.partition("/")[0]]


def read_values(address, case, values=()):
    """The values of a case that the experiment reads; the others do not change its picture."""
    known = cases_of(address)[case] | dict(values)
    return {name: known[name] for name in find_experiment(address)[1].reads if name in known}


def compute(address, case="default", **values):
    return _computed(address, tuple(read_values(address, case, values).items()))


@cache
def _computed(address, values):
    owner, experiment = find_experiment(address)
    return run_to_end(experiment.run(make(owner.params, dict(values))))


def distinct(address, cases=()):
    """The cases of an address (of `cases`, or all) that differ in a value that the experiment reads."""
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


@pytest.fixture
def open_stage():
    """open_stage(address, result, position, view): a stage that shows a result, by default at its end."""
    made = []

    def show(address, result, position=None, view=None):
        stage = STAGES[address](view or View(1280, 720))
        made.append(closing(stage))
        stage.show(result, float(result.length) if position is None else position)
        return stage

    yield show
    for each in made:
        each.__exit__(None, None, None)


@pytest.fixture
def texts_of(open_stage):
    """texts_of(address, result): the texts of its picture by role."""

    def read(address, result, position=None):
        stage = open_stage(address, result, position)
        texts = stage.texts()
        by_role = {role: [text.text for text in texts if text.role == role] for role in {t.role for t in texts}}
        return by_role | {"caption": [stage.caption.text], "caveat": [stage.caveat.text]}

    return read


@pytest.fixture
def check_quote(texts_of):
    """check_quote(address, result, changed, role, words): only the picture of the second result says the words."""

    def check(address, result, changed, role, words):
        before, after = (texts_of(address, each)[role] for each in (result, changed))
        assert not any(words in text for text in before), before
        assert any(words in text for text in after), after

    return check


@pytest.fixture
def pointer_on(qapp):
    """pointer_on(address, view, field=value, ...): a Pointer, closed at the end."""
    made = []

    def take(address="conditioning/zigzag", view=VIEW, **values):
        made.append(Pointer(address, view, **values))
        return made[-1]

    yield take
    for pointer in made:
        pointer.close()


def pytest_generate_tests(metafunc):
    """Parametrize a test with every stage and its distinct cases, of the module's CASES or of all.

    A module about one stage names its ADDRESS and gets the cases of that stage only.
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
