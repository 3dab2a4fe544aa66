"""Oracles that zigzag and race share: descents on a bowl, worked out in its eigenbasis, a step at a time."""

import math
from functools import lru_cache

import numpy as np

ROUNDING = 1.0 + 1e-9
LIMITS = {"max_steps": (1, 400)}
SMALL = {}
QUICK = True
SPECIAL = {
    "learning_rate": (0.2, 0.2001, 0.19, 0.39997999, 1.2),
    "momentum": (0.9999, 1, 0, 0.8),
    "tolerance": (0.999, 1e-12),
    "condition_number": (1, 1.0004, 2.2, 10, 100),
}
ALL_METHODS = "gradient_descent,heavy_ball,nesterov,conjugate_gradient,newton,adagrad,rmsprop,adam,adamw"
EXAMPLES = (
    {"learning_rate": 0.39997999, "momentum": 0.9999, "optimizers": "heavy_ball", "max_steps": 2000},
    {"momentum": 1, "optimizers": "heavy_ball"},
    {"momentum": 0.99, "optimizers": "heavy_ball"},
    {"learning_rate": 0.2001},
    {"condition_number": 1.0004, "tolerance": 1e-12},
    {"tolerance": 0.999},
    {"learning_rate": 0.19},
    {"learning_rate": "inverse_lipschitz"},
    {"learning_rate": "inverse_lipschitz", "condition_number": 2.2},
    {"condition_number": 1, "optimizers": "adam", "max_steps": 3000},
    {"condition_number": 1},
    {"learning_rate": 1.2, "condition_number": 1},
    {"learning_rate": "line_search", "condition_number": 100},
    {"learning_rate": 0.3, "optimizers": "gradient_descent,heavy_ball,newton"},
    {"optimizers": "adagrad", "adaptive_rate": 100, "start": "0.01,0.01"},
    {"optimizers": ALL_METHODS, "max_steps": 50},
    {"optimizers": "newton", "start": "random", "seed": 3},
    {"optimizers": "newton"},
    {"optimizers": "conjugate_gradient"},
    {"optimizers": "conjugate_gradient", "start": "3,-2"},
    {"max_steps": 1, "condition_number": 100},
)


def _lead(result):
    return result.params.optimizers[0]


def _method(said):
    """The method that a sentence is about: named, told by its place, or the one that leads."""
    return said.value("method") if "method" in said else said.subject or _lead(said.result)


def _eigen(result):
    """Eigenvalues of the bowl, and the start along them."""
    _, axes = np.linalg.eigh(result.hessian)
    if result.params.condition_number == 1:
        return [1.0, 1.0], list(map(float, result.start))
    turn = math.radians(result.params.rotation)
    basis = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    assert np.allclose(np.abs(np.diag(axes.T @ basis)), 1.0, atol=1e-6)
    return [1.0, result.params.condition_number], (basis.T @ result.start).tolist()


def _momentum(result, method):
    """Rate and momentum of gradient descent, heavy ball or Nesterov, as science names them."""
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


def _companion(result, method, value):
    """The matrix that takes two successive values of an eigencoordinate to the next two."""
    rate, b = _momentum(result, method)
    if method == "heavy_ball":
        return np.array([[1 + b - rate * value, -b], [1.0, 0.0]])
    return np.array([[(1 + b) * (1 - rate * value), -b * (1 - rate * value)], [1.0, 0.0]])


def _factors(result, method):
    """What a step multiplies each eigencoordinate by in the long run; None of the adaptive methods."""
    values, start = _eigen(result)
    if method in ("newton", "conjugate_gradient"):
        return [0.0]
    if method == "gradient_descent" and result.params.learning_rate == "line_search":
        return [0.0]
    if method in ("adagrad", "rmsprop", "adam", "adamw"):
        return None
    size = max(map(abs, start))
    used = [v for v, c in zip(values, start, strict=True) if abs(c) > 1e-300 and (abs(c) > 0 or size == 0)]
    return [float(np.abs(np.linalg.eigvals(_companion(result, method, value))).max()) for value in used]


def _simulated(result, method, steps):
    """f after 0, 1, ... steps, from the recurrences of the eigencoordinates."""
    values, start = _eigen(result)
    matrices = [tuple(_companion(result, method, value).ravel().tolist()) for value in values]
    return _recurrences(tuple(values), tuple(start), tuple(matrices), steps)


@lru_cache(256)
def _recurrences(values, start, matrices, steps):
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


def _steepest(result, steps):
    """f of steepest descent with exact line search."""
    hessian, x = result.hessian, np.array(result.start)
    losses = [0.5 * x @ hessian @ x]
    while len(losses) <= steps and losses[-1] > 1e-13 * losses[0]:
        g = hessian @ x
        curvature = g @ hessian @ g
        x = x - (g @ g / curvature if curvature > 0 else 0.0) * g
        losses.append(0.5 * x @ hessian @ x)
    return np.array(losses)


def _predicted(result, method):
    """Steps to the tolerance in theory, within `max_steps`, and whether a loss is so near it that rounding decides."""
    params = result.params
    if method == "newton":
        return 1
    if method == "conjugate_gradient":
        losses = np.append(_steepest(result, 1), 0.0)
    elif method == "gradient_descent" and params.learning_rate == "line_search":
        losses = _steepest(result, params.max_steps)
    else:
        losses = _simulated(result, method, params.max_steps)
    solved = np.flatnonzero(losses[1 : params.max_steps + 1] <= params.tolerance * losses[0] * ROUNDING)
    gone = np.flatnonzero(~(losses[1:] <= 1e6 * losses[0]))
    if len(solved) and not (len(gone) and gone[0] < solved[0]):
        return int(solved[0]) + 1
    return None


def steps_to_tolerance(said):
    method = _method(said)
    loss = said.result.loss[method]
    solved = np.flatnonzero(loss[1:] <= said.result.params.tolerance * loss[0] * ROUNDING)
    return len(solved) > 0 and said.value("n") == solved[0] + 1


def stays_solved(said):
    """The recurrence stays below the tolerance for as long again, and shrinks."""
    result, method = said.result, _method(said)
    factors = _factors(result, method)
    if factors is None or max(factors) >= 1:
        return False
    if method in ("newton", "conjugate_gradient") or result.learning_rate[method] is None:
        return True
    taken = len(result.loss[method]) - 1
    losses = _simulated(result, method, 2 * taken)
    return bool((losses[taken:] <= result.params.tolerance * losses[0] * (1 + 1e-6)).all())


def diverged(said):
    """The loss is above a million times its start, or overflows behind the last one that is kept."""
    method = _method(said)
    loss = said.result.loss[method]
    over = np.flatnonzero(loss > 1e6 * loss[0])
    step = int(over[0]) if len(over) else len(loss)
    return ("step" not in said or said.value("step") == step) and (len(over) > 0 or loss[-1] > loss[0])


def diverges(said):
    factors = _factors(said.result, _method(said))
    return factors is not None and max(factors) > 1


def not_solved(said):
    method = _method(said)
    loss = said.result.loss[method]
    if "n" in said and said.value("n") != len(loss) - 1:
        return False
    return bool((loss > said.result.params.tolerance * loss[0]).all() and (loss <= 1e6 * loss[0]).all())


def predicted_steps(said):
    result, method = said.result, _method(said)
    if "steps" in said:
        return said.value("steps") == _predicted(result, method)
    if "n" in said:
        return said.value("n") == result.params.max_steps and _predicted(result, method) is None
    known = [each for each in result.path if each not in ("adagrad", "rmsprop", "adam", "adamw")]
    return any(_predicted(result, each) is not None for each in known)


def contour_ratio(said):
    ratio = math.sqrt(np.linalg.cond(said.result.hessian))
    return math.isclose(said.value("contours" if "contours" in said else "ratio"), ratio, rel_tol=1e-6)


def learning_rate(said):
    return said.value("rate") == said.result.learning_rate[_method(said)]


def bound(said):
    """Just below the bound nothing grows; just above it the steepest axis does. Numbers that differ look different."""
    result, method = said.result, _method(said)
    rate, b = _momentum(result, method)
    largest = result.params.condition_number
    wanted = {
        "gradient_descent": 2 / largest,
        "heavy_ball": 2 * (1 + b) / largest,
        "nesterov": 2 * (1 + b) / ((1 + 2 * b) * largest),
    }[method]
    apart = said.shown("bound") != said.shown("rate") or rate == wanted
    return math.isclose(said.value("bound"), wanted, rel_tol=1e-9) and apart


def every_start_alike(said):
    """Starts all around the bowl need the same number of steps."""
    result, method = said.result, _method(said)
    values, _ = _eigen(result)
    if method == "newton":
        return "method" in said
    if result.params.condition_number == 1:
        return method not in ("adagrad", "rmsprop", "adam", "adamw")
    rate, _ = _momentum(result, method)
    return method == "gradient_descent" and math.isclose(abs(1 - rate * values[0]), abs(1 - rate * values[1]))


def _steps_from(result, angle):
    """Steps of gradient descent from a start in a direction of the eigenbasis: where a falling curve ends below."""
    values = np.array(_eigen(result)[0])
    along = np.array([math.cos(angle), math.sin(angle)])
    first = float(values @ along**2)
    goal = result.params.tolerance * ROUNDING
    if result.params.learning_rate == "line_search":
        x = along
        g = values * x
        x = x - (g @ g) / (g @ (values * g)) * g
        shrink = float(values @ x**2) / first
        return 1 if shrink <= goal else math.ceil(math.log(goal) / math.log(shrink))
    rate, _ = _momentum(result, "gradient_descent")
    squares, weights = (1 - rate * values) ** 2, values * along**2 / first
    high = 1
    while weights @ squares**high > goal:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if weights @ squares**middle > goal else (low, middle)
    return high


def other_starts(said):
    """No direction of many needs more than the worst, one of the axes or (kappa, 1) needs as many."""
    result = said.result
    kappa = result.params.condition_number
    special = (0.0, math.pi / 2, math.atan2(1.0, kappa))
    most = max(_steps_from(result, angle) for angle in special)
    some = [_steps_from(result, angle) for angle in np.linspace(0.0011, 2 * math.pi, 60)]
    if "worst" in said:
        return (
            said.value("worst") == most
            and max(some) <= most
            and most > len(result.loss[_lead(result)]) - 1 - (result.steps_to_tolerance[_lead(result)] is None)
        )
    ranked = sorted(some)
    if "n" not in said:
        return max(some) <= most == result.predicted_steps[_lead(result)]
    near = ranked[20] <= said.value("n") <= ranked[39]
    return near and max(some) <= most == result.predicted_steps[_lead(result)]


def newton_takes_one_step(said):
    loss = said.result.loss["newton"]
    return said.result.params.optimizers[0] == "newton" and (len(loss) == 1 or loss[1] <= 1e-20 * loss[0])


def conjugate_gradient_takes_two_steps(said):
    return _lead(said.result) == "conjugate_gradient" and len(said.result.loss["conjugate_gradient"]) <= 3


def start(said):
    if "x" in said:
        given = said.result.params.start
        return (said.value("x"), said.value("y")) == tuple(given)
    return said.result.params.start == "worst"


def optimizers(said):
    """How many methods are not named beside those that are."""
    return 0 < said.value("n") < len(set(said.result.params.optimizers))


def path(said):
    """A count of methods, or of the steps that a method has taken at this position."""
    result = said.result
    if "list" in said:
        return 0 < said.value("n") < len(result.path)
    method = said.subject or _lead(result)
    taken = min(int(said.position), len(result.path[method]) - 1)
    wanted = {taken} | ({len(result.path)} if said.sentence.template.startswith(("One", "The")) else set())
    return said.value("n") in wanted
