"""Descents on a quadratic, simulated in its eigenbasis, for the oracles of zigzag and race."""

import math
from functools import lru_cache

import numpy as np

ROUNDING = 1.0 + 1e-9
"""Relative margin, so that a loss exactly at the tolerance counts as solved."""

ADAPTIVE = ("adagrad", "rmsprop", "adam", "adamw", "lion")
"""The methods that scale each coordinate separately, of which no closed form is known."""


def lead(result):
    return result.params.optimizers[0]


def method(claim):
    """The method that a sentence is about: quoted, given by its subject, or the first one."""
    return claim.value("method") if "method" in claim else claim.subject or lead(claim.result)


def eigen(result):
    """The eigenvalues, and the start in the eigenbasis."""
    _, axes = np.linalg.eigh(result.hessian)
    if result.params.condition_number == 1:
        return [1.0, 1.0], list(map(float, result.start))
    cosine, sine = rotation_parts(result.params.rotation)
    basis = np.array([[cosine, -sine], [sine, cosine]])
    assert np.allclose(np.abs(np.diag(axes.T @ basis)), 1.0, atol=1e-6)
    return [1.0, result.params.condition_number], (basis.T @ result.start).tolist()


def rotation_parts(degrees):
    """The cosine and the sine of a rotation, exact for quarter turns."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return (float(round(cosine)), float(round(sine))) if degrees % 90.0 == 0.0 else (cosine, sine)


def momentum(result, method):
    """Rate and momentum of gradient descent, heavy ball or Nesterov."""
    params, kappa = result.params, result.params.condition_number
    rate = result.learning_rate[method]
    if method == "gradient_descent":
        return rate, 0.0
    if not isinstance(params.momentum, str):
        return rate, params.momentum
    root = math.sqrt(rate)
    best = min((1 - root) ** 2, 1.0) if method == "heavy_ball" else max((1 - root) / (1 + root), -1.0 / 3.0)
    if method == "heavy_ball" and params.learning_rate in ("optimal", "line_search"):
        best = ((math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1)) ** 2
    return rate, best


def companion(result, method, value):
    """The matrix from two successive values of an eigencoordinate to the next two."""
    rate, b = momentum(result, method)
    if method == "heavy_ball":
        return np.array([[1 + b - rate * value, -b], [1.0, 0.0]])
    return np.array([[(1 + b) * (1 - rate * value), -b * (1 - rate * value)], [1.0, 0.0]])


def factors(result, method):
    """The asymptotic absolute factors of the eigencoordinates per step; None for adaptive methods."""
    values, start = eigen(result)
    if method in ("newton", "conjugate_gradient"):
        return [0.0]
    if method == "gradient_descent" and result.params.learning_rate == "line_search":
        return [0.0]
    if method in ADAPTIVE:
        return None
    used = [v for v, c in zip(values, start, strict=True) if c != 0.0]
    return [_largest(companion(result, method, value)) for value in used]


def _largest(matrix):
    """The larger absolute eigenvalue of a 2 x 2 matrix by the quadratic formula; exactly 1 for pairs on the circle."""
    trace, determinant = float(np.trace(matrix)), float(matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0])
    inside = trace * trace - 4.0 * determinant
    return math.sqrt(determinant) if inside <= 0.0 else 0.5 * (abs(trace) + math.sqrt(inside))


def simulated(result, method, steps):
    """f after 0, 1, ... steps, from the recurrences of the eigencoordinates."""
    values, start = eigen(result)
    matrices = [tuple(companion(result, method, value).ravel().tolist()) for value in values]
    return recurrences(tuple(values), tuple(start), tuple(matrices), steps)


@lru_cache(256)
def recurrences(values, start, matrices, steps):
    total = np.zeros(steps + 1)
    for value, coordinate, (a, b, _, _) in zip(values, start, matrices, strict=True):
        if coordinate == 0.0:
            continue
        now, before, factors = 1.0, 1.0, [1.0]
        for _ in range(steps):
            # What is beyond all bounds stays there.
            now, before = (a * now + b * before, now) if abs(now) < 1e150 else (now, now)
            factors.append(now)
        with np.errstate(over="ignore"):
            total += 0.5 * value * (coordinate * np.array(factors)) ** 2
    return total


def steepest(result, steps):
    """f of steepest descent with exact line search."""
    hessian, x = result.hessian, np.array(result.start)
    losses = [0.5 * x @ hessian @ x]
    while len(losses) <= steps and losses[-1] > 1e-13 * losses[0]:
        g = hessian @ x
        curvature = g @ hessian @ g
        x = x - (g @ g / curvature if curvature > 0 else 0.0) * g
        losses.append(0.5 * x @ hessian @ x)
    return np.array(losses)


def predicted(result, method):
    """Steps to the tolerance in theory, within `max_steps`, and whether a loss is so near it that rounding decides."""
    params = result.params
    if method == "newton":
        return 1
    if method == "conjugate_gradient":
        losses = np.append(steepest(result, 1), 0.0)
    elif method == "gradient_descent" and params.learning_rate == "line_search":
        losses = steepest(result, params.max_steps)
    else:
        losses = simulated(result, method, params.max_steps)
    solved = np.flatnonzero(losses[1 : params.max_steps + 1] <= params.tolerance * losses[0] * ROUNDING)
    over_bound = np.flatnonzero(~(losses[1:] <= 1e6 * losses[0]))
    if len(solved) and not (len(over_bound) and over_bound[0] < solved[0]):
        return int(solved[0]) + 1
    return None


def steps_from(result, angle):
    """Steps of gradient descent from a start in a direction of the eigenbasis: where a falling curve ends below."""
    values = np.array(eigen(result)[0])
    along = np.array([math.cos(angle), math.sin(angle)])
    first = float(values @ along**2)
    goal = result.params.tolerance * ROUNDING
    if result.params.learning_rate == "line_search":
        x = along
        g = values * x
        x = x - (g @ g) / (g @ (values * g)) * g
        shrink = float(values @ x**2) / first
        return 1 if shrink <= goal else math.ceil(math.log(goal) / math.log(shrink))
    rate, _ = momentum(result, "gradient_descent")
    squares, weights = (1 - rate * values) ** 2, values * along**2 / first
    high = 1
    while weights @ squares**high > goal:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if weights @ squares**middle > goal else (low, middle)
    return high
