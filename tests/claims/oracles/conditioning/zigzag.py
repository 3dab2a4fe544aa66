"""Oracles of zigzag."""

import math

import numpy as np
from claims.oracles.conditioning import recurrences
from claims.oracles.conditioning.descents import *  # noqa: F403  oracles shared with race
from claims.oracles.conditioning.descents import path as _counted

NEUTRAL = ("Only steps of gradient descent are narrated: make it the first method.",)


def _step(claim):
    """The points before and after the narrated step, the gradient before it, and the loss after it over the first."""
    result, at = claim.result, int(claim.position)
    points, loss = result.path["gradient_descent"], result.loss["gradient_descent"]
    if "moved" in claim:
        at -= 1
    return points[at], points[at + 1], result.hessian @ points[at], loss[at + 1] / loss[0]


def path(claim):
    """The move of the narrated step; else a count."""
    if "moved" not in claim and "rate" not in claim:
        return _counted(claim)
    before, after, gradient, _ = _step(claim)
    move = after - before
    if "moved" in claim:
        return np.isclose(claim.value("moved"), np.hypot(*move))
    quoted = np.allclose([claim.value("x"), claim.value("y")], move)
    return quoted and np.isclose(claim.value("rate") * np.hypot(*gradient), np.hypot(*move))


def loss(claim):
    return np.isclose(claim.value("share"), _step(claim)[3])


def gradient_at(claim):
    _, _, gradient, _ = _step(claim)
    if "x" not in claim or "rate" in claim:
        return np.hypot(*gradient) > 0
    quoted = [claim.value("x"), claim.value("y")]
    return claim.value("n") == int(claim.position) + 1 and np.allclose(quoted, gradient)


def no_closed_form(claim):
    return recurrences.lead(claim.result) in recurrences.ADAPTIVE


def formula_steps(claim):
    kappa, tolerance = claim.result.params.condition_number, claim.result.params.tolerance
    exact = math.log(1 / tolerance) / (2 * math.log((kappa + 1) / (kappa - 1)))
    expected = max(1, math.ceil(exact - 1e-8))
    return claim.value("steps") == expected == recurrences.predicted(claim.result, "gradient_descent")


def one_step_when_round(claim):
    """With kappa = 1 the rate 2 / (1 + 1) leaps to the minimum, as exact line search does."""
    return claim.result.params.learning_rate in ("optimal", "line_search")
