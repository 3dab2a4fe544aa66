"""The time of a gradient of the default network on all digits, and of optimizers' steps in gradients."""

import numpy as np
from table import Line, median, timed

from core.digits import load_digits
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron
from core.optimizers import KFAC, AdaptiveKFAC, Muon, Shampoo
from core.run import returned_by
from core.step_cost import time_against_gradient


def measure(quick):
    yield from _gradients(quick)
    yield from _steps(quick)


def _gradients(quick):
    digits, architecture = load_digits(), Architecture()
    objective, x = Perceptron(architecture, *digits), architecture.initial(0)
    plain = _plain(digits, architecture)
    steps = np.random.default_rng(0).standard_normal((20 if quick else 400, x.size))
    costs = {name: [] for name in ("plain", "gradient", "value, too", "Hessian product", "Fisher product", "factors")}
    for step in steps:
        # Each at new weights, in turn, so that other load on the machine affects all equally.
        x = x + 1e-3 * step
        costs["plain"].append(timed(lambda x=x: plain(x)))
        costs["gradient"].append(timed(lambda x=x: objective.gradient(x)))
        costs["value, too"].append(costs["gradient"][-1] + timed(lambda x=x: objective.value(x)))
        for name, product in (("Hessian", objective.hessian_product), ("Fisher", objective.fisher_product)):
            costs[f"{name} product"].append(timed(lambda x=x, step=step, product=product: product(x, step)))
        costs["factors"].append(timed(lambda x=x: objective.kronecker_factors(x)))
    plain_time, gradient_time = median(costs["plain"]), median(costs["gradient"])
    note = f"64-16-10, 1797 digits; {gradient_time:.2f} / {plain_time:.2f} ms"
    yield Line("gradient of a network / the same products in plain numpy", gradient_time / plain_time, 1.3, note=note)
    for name in ("value, too", "Hessian product", "Fisher product", "factors"):
        what = f"the same network, in gradients: {name}"
        yield Line(what, median(costs[name]) / gradient_time, None, note="at weights whose gradient is known")


def _steps(quick):
    objective = Perceptron(Architecture(), *load_digits())
    shapes, start = objective.architecture.shapes, objective.architecture.initial(0)
    for optimizer, budget in (
        (KFAC(shapes, 0.6, 0.003), 5.0),
        (AdaptiveKFAC(shapes), 7.0),
        (Shampoo(shapes, 0.1), 2.5),
        (Muon(shapes, 0.1), 2.0),
    ):
        times = returned_by(time_against_gradient(optimizer, objective, start, 5 if quick else 50))
        what, note = f"step of {type(optimizer).__name__} / gradient of a network", f"{1e3 * times.step:.2f} ms"
        yield Line(what, times.cost, budget, note=note)


def _plain(digits, architecture):
    """Return the gradient as a function of the weights, with the images as columns of one matrix."""
    images = np.ascontiguousarray(np.vstack([digits.images.T, np.ones(len(digits.labels))]))
    targets = np.eye(10)[:, digits.labels]

    def gradient(x):
        first, second = architecture.matrices(x)
        hidden = np.tanh(first @ images)
        error = second[:, :-1] @ hidden + second[:, -1:]
        error -= error.max(axis=0)
        np.exp(error, out=error)
        error /= error.sum(axis=0)
        error -= targets
        error /= len(digits.labels)
        back = (second[:, :-1].T @ error) * (1.0 - hidden * hidden)
        bias = error.sum(axis=1, keepdims=True)
        return np.concatenate([(back @ images.T).ravel(), np.hstack([error @ hidden.T, bias]).ravel()])

    return gradient
