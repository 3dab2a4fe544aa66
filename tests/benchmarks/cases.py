"""The measured cases: every experiment at its defaults and at its most expensive parameters."""

import time
from dataclasses import dataclass
from functools import cache

from core.obstacles import OBSTACLES
from core.params import fields, make
from gui.workers.processes import run_beside

SIZE = (1920, 1080)


def _words(obstacle, name):
    """Return all words of a list of words."""
    params = next(each.params for each in OBSTACLES if each.key == obstacle)
    return next(field.words for field in fields(params) if field.name == name)


HEAVIEST = {
    # Nine methods, most of which never converge: no other parameters give more steps.
    "conditioning": {
        "condition_number": 1e4,
        "optimizers": _words("conditioning", "optimizers"),
        "learning_rate": "inverse_lipschitz",
        "tolerance": 1e-12,
        "max_steps": 100_000,
    },
    # The most members with the most batch sizes, at a rate that does not diverge: diverged members are cheap.
    "noise": {
        "valley": 100,
        "learning_rate": 1e-3,
        "noise_std": 60,
        "batch_size": 65_536,
        "batch_sizes": (1, 4, 16, 256),
        "ensemble_size": 10_000,
        "max_steps": 20_000,
        "dimension": 1024,
    },
    # Every depth and every kind of network, and rates that take as many steps as are allowed. The rest would only
    # take longer: stack needs most of a day for 500 networks 32 wide, price as long for 200 problems to 1e-12, with
    # the same pictures and 24 ms between two yields at most. So there are few of them, half as wide, and the
    # tolerance is the default.
    "nonlinearity": {
        "families": ("linear", "relu", "tanh", "sigmoid", "residual_linear", "residual_relu"),
        "activations": ("linear", "relu", "tanh", "sigmoid", "residual_linear", "residual_relu"),
        "depths": tuple(range(1, 25)),
        "width": 16,
        "replicates": 2,
        "problems": 20,
        "distance": 10,
        "learning_rate": 0.01,
        "relative_rate": 0.01,
        "max_steps": 20_000,
    },
    # Every method and kind of network, and steps that never arrive. More digits, layers or steps only take longer.
    "network": {
        "hidden": (32, 32),
        "digits": 200,
        "optimizers": _words("network", "optimizers"),
        "widths": (4, 16, 64),
        "depths": (1, 4, 16),
        "conditioning": (1, 10, 100, 1000, 10_000),
        "target_loss": 1e-4,
        "replicates": 2,
        "max_steps": 60,
    },
    # The largest number of copies and the largest number of repeats that are allowed.
    "serial": {
        "iterations": 1_000_000_000,
        "copies": (1_000_000, *range(1, 1_000_000, 52_632)),
        "repeats": 101,
    },
}
"""The most expensive parameters of each obstacle."""


@dataclass(frozen=True)
class Case:
    """An experiment with one choice of its parameters."""

    obstacle: str
    key: str
    heavy: bool

    @property
    def name(self):
        return f"{self.key}, {'heaviest' if self.heavy else 'default'}"

    @property
    def target(self):
        return f"{self.obstacle}/{self.key}"

    @property
    def params(self):
        return make(self._obstacle.params, HEAVIEST[self.obstacle] if self.heavy else {})

    @property
    def _obstacle(self):
        return next(obstacle for obstacle in OBSTACLES if obstacle.key == self.obstacle)

    def run(self):
        return self._obstacle.experiment(self.key).run(self.params)

    def settings(self):
        """Return the parameters as arguments of the command line."""
        given = HEAVIEST[self.obstacle] if self.heavy else {}
        texts = {
            name: ",".join(map(str, value)) if isinstance(value, tuple) else value for name, value in given.items()
        }
        return [part for name, text in texts.items() for part in ("--set", f"{name}={text}")]


CASES = [
    Case(obstacle.key, experiment.key, heavy)
    for obstacle in OBSTACLES
    for experiment in obstacle.experiments
    for heavy in (False, True)
]


@cache
def driven(case):
    """Run a case to its end; return its result and, for each yield, the seconds of the clock and of the processor."""
    run, gaps = run_beside(case.run), []
    while True:
        begin, spent = time.perf_counter(), time.thread_time()
        try:
            next(run)
        except StopIteration as stop:
            return stop.value, gaps
        finally:
            gaps.append((time.perf_counter() - begin, time.thread_time() - spent))


def result(case):
    return driven(case)[0]
