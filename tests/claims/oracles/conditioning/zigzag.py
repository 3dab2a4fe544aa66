"""What zigzag claims."""

import math

import numpy as np
from claims.oracles.conditioning import recurrences
from claims.oracles.conditioning.descents import *  # noqa: F403  the oracles that it shares with race
from claims.oracles.conditioning.descents import path as _counted

NEUTRAL = ("Steps are told for gradient descent: let it be the first method.",)


def _step(said):
    """The points before and after the step that is told, the gradient before it, and the losses after and at first."""
    result, at = said.result, int(said.position)
    points, loss = result.path["gradient_descent"], result.loss["gradient_descent"]
    if "moved" in said:
        at -= 1
    return points[at], points[at + 1], result.hessian @ points[at], loss[at + 1] / loss[0]


def path(said):
    """What a step that is told moves by; else a count."""
    if "moved" not in said and "rate" not in said:
        return _counted(said)
    before, after, gradient, _ = _step(said)
    move = after - before
    if "moved" in said:
        return np.isclose(said.value("moved"), np.hypot(*move))
    told = np.allclose([said.value("x"), said.value("y")], move)
    return told and np.isclose(said.value("rate") * np.hypot(*gradient), np.hypot(*move))


def loss(said):
    return np.isclose(said.value("share"), _step(said)[3])


def gradient_at(said):
    _, _, gradient, _ = _step(said)
    if "x" not in said or "rate" in said:
        return np.hypot(*gradient) > 0
    told = [said.value("x"), said.value("y")]
    return said.value("n") == int(said.position) + 1 and np.allclose(told, gradient)


def under_way(said):
    result, method = said.result, said.value("method")
    return not result.complete and result.loss[method][-1] > result.params.tolerance * result.loss[method][0]


def no_closed_form(said):
    return recurrences.lead(said.result) in ("adagrad", "rmsprop", "adam", "adamw", "lion")


def formula_steps(said):
    kappa, tolerance = said.result.params.condition_number, said.result.params.tolerance
    exact = math.log(1 / tolerance) / (2 * math.log((kappa + 1) / (kappa - 1)))
    wanted = max(1, math.ceil(exact - 1e-8))
    return said.value("steps") == wanted == recurrences.predicted(said.result, "gradient_descent")


def one_step_when_round(said):
    """With kappa = 1 the rate 2 / (1 + 1) leaps to the minimum, as exact line search does."""
    return said.result.params.learning_rate in ("optimal", "line_search")
