"""Oracles of plane."""

import statistics
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from core.digits import load_digits
from core.objective import Evaluator
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron
from core.optimizers.adam import Adam
from core.optimizers.adaptive_kfac import AdaptiveKFAC
from core.optimizers.gradient_descent import GradientDescent
from core.optimizers.heavy_ball import HeavyBall
from core.optimizers.kfac import KFAC
from core.optimizers.muon import Muon
from core.optimizers.shampoo import Shampoo
from core.weights import read_weights

LARGE_WEIGHTS = str(Path(__file__).with_name("large_weights.txt"))
LIMITS = {"hidden": (2, 2, 4), "digits": (10, 30), "max_steps": (1, 12)}
SMALL = {"hidden": "4", "digits": 30, "max_steps": 20, "target_loss": 1}
QUICK = False
SPECIAL = {"target_loss": (2, 1, 0.5), "batch_size": (1, 8, "full", 1797), "learning_rate": (0.01, 1)}
EXAMPLES = (
    {"optimizers": "adam", "max_steps": 1},
    {"optimizers": "heavy_ball,adam", "max_steps": 2},
    {"optimizers": "adaptive_kfac", "learning_rate": 3},
    {"optimizers": "kfac"},
    {"optimizers": "shampoo", "hidden": "4,4", "residual": "on"},
    {"optimizers": "muon", "activation": "relu"},
    {"activation": "relu", "batch_size": 8, "seed": 1},
    {"learning_rate": 20, "max_steps": 12, "hidden": "2,2"},
    {"learning_rate": "tuned", "max_steps": 8},
    {"learning_rate": "tuned", "optimizers": "adam", "max_steps": 6, "target_loss": 0.01},
    {"learning_rate": 100, "activation": "linear", "loss": "squared", "hidden": "4,4", "seed": 2},
    {"learning_rate": 1.5, "activation": "linear", "loss": "squared", "hidden": "4,4"},
    {"learning_rate": 1e-4, "max_steps": 3},
    {"loss": "squared", "hidden": "2", "weights": LARGE_WEIGHTS, "max_steps": 3},
)
NEUTRAL = ("The end is known only afterwards.",)
RATES = {"gradient_descent": 1.0, "heavy_ball": 0.1, "adam": 0.02, "shampoo": 0.32, "muon": 0.16, "kfac": 0.6}
GRIDS = {
    "gradient_descent": [{"learning_rate": 2.0 ** (i / 2)} for i in range(-6, 6)],
    "adam": [{"learning_rate": 0.01 * 2**i, "beta2": beta2} for i in range(6) for beta2 in (0.99, 0.999)],
}
_WALKED = {}


@dataclass
class _Path:
    """The path walked again, step by step, and the function that it descends."""

    problem: Perceptron
    points: list
    losses: list


def _problem(result):
    used, (images, labels), params = result.used, load_digits(), result.params
    network = Architecture((64, *used.hidden, 10), params.activation, residual=params.residual == "on")
    return Perceptron(network, images[: used.digits], labels[: used.digits], params.loss)


def _optimizer(result, **settings):
    method, shapes = result.params.optimizers[0], _problem(result).architecture.shapes
    if method == "adaptive_kfac":
        return AdaptiveKFAC(shapes)
    settings = settings or {"learning_rate": _rate(result)}
    return {
        "gradient_descent": lambda: GradientDescent(**settings),
        "heavy_ball": lambda: HeavyBall(**{"momentum": 0.9} | settings),
        "adam": lambda: Adam(**settings),
        "shampoo": lambda: Shampoo(shapes=shapes, **settings),
        "muon": lambda: Muon(shapes=shapes, **settings),
        "kfac": lambda: KFAC(shapes=shapes, **{"damping": 0.01} | settings),
    }[method]()


def _rate(result):
    params, method = result.params, result.params.optimizers[0]
    if params.learning_rate != "usual":
        return params.learning_rate
    if method == "gradient_descent" and result.used.batch_size != "full":
        return 0.3
    return 0.2 if method == "gradient_descent" and params.activation in ("relu", "linear") else RATES[method]


def _walk(result, optimizer, seed, size):
    problem, used, weights = _problem(result), result.used, result.params.weights
    start = read_weights(weights, problem.dimension) if weights else problem.architecture.initial(seed)
    state, rng, order = optimizer.init(start), np.random.default_rng((seed, 1, 0)), []
    with np.errstate(all="ignore"):
        found = _Path(problem, [start], [float(problem.value(start))])
        for _ in range(used.max_steps):
            batch, count = problem, len(problem.labels)
            if size != "full" and size < count:
                order = order if len(order) >= size else list(rng.permutation(count))
                batch, order = problem.subset(np.array(order[:size])), order[size:]
            state = optimizer.update(Evaluator(batch).at, state)
            loss = float(problem.value(state.x))
            found.points.append(state.x)
            found.losses.append(loss)
            if not loss <= 1e6 * found.losses[0] or loss == np.inf or loss <= used.target_loss:
                break
    return found


def _path(result):
    """The path, walked again."""
    if result.run not in _WALKED:
        _WALKED.clear()
        settings = _best(result) if result.params.learning_rate == "tuned" else {}
        optimizer = _optimizer(result, **settings)
        _WALKED[result.run] = _walk(result, optimizer, result.params.seed, result.used.batch_size)
    return _WALKED[result.run]


def _best(result):
    """The setting of the grid that arrives first on the next seed with all digits, or comes closest."""
    seed, target = result.params.seed + 1, result.used.target_loss
    settings = GRIDS[result.params.optimizers[0]]
    walks = [_walk(result, _optimizer(result, **each), seed, "full").losses for each in settings]
    steps = [min([k for k, loss in enumerate(losses) if loss <= target], default=np.inf) for losses in walks]
    if min(steps) < np.inf:
        return settings[int(np.argmin(steps))]
    return settings[int(np.nanargmin([losses[-1] for losses in walks]))]


def _index(claim):
    """The step whose values are quoted: the last one up to the position, or in a sentence about the run the last."""
    kept = [int(step) for step in claim.result.recorded_steps]
    return kept[-1] if "way" in claim.sentence.template else max(step for step in kept if step <= int(claim.position))


def _ratio(points):
    """The length of a path over the distance of its ends; 1 if they coincide."""
    points = np.array(points)
    length = sum(np.sqrt(np.sum((b - a) ** 2)) for a, b in pairwise(points))
    straight = np.sqrt(np.sum((points[-1] - points[0]) ** 2))
    return length / straight if straight else 1.0


def _is(quoted, expected):
    return abs(quoted - expected) <= 1e-9 * max(1.0, abs(expected))


def _values(points):
    """The singular values of points less their mean, and their principal directions."""
    points = np.array(points)
    _, values, directions = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    return values, directions


def _wild(path):
    """For each step whether its loss is too large or no number."""
    return [not loss <= 1e6 * path.losses[0] or loss == np.inf for loss in path.losses]


def _whole(result):
    """All points of the path: the plane is that of a path that has ended."""
    path = _path(result)
    return path.points[: len(path.points) - _wild(path)[-1]]


def dimension(claim):
    widths = 64, *claim.result.used.hidden, 10
    return claim.value("n") == sum((one + 1) * other for one, other in pairwise(widths))


def learning_rate(claim):
    params = claim.result.params
    expected = _best(claim.result)["learning_rate"] if params.learning_rate == "tuned" else _rate(claim.result)
    return claim.value("rate") == expected


def diverged_at(claim):
    """The loss of the quoted step is too large or no number, and those before are neither."""
    path = _path(claim.result)
    *before, last = _wild(path)
    return last and not any(before[1:]) and ("step" not in claim or claim.value("step") == len(before))


def travelled(claim):
    """There is no path: the first step diverges, or no step moves."""
    path = _path(claim.result)
    return len(claim.result.recorded_steps) == 1 or all(np.array_equal(x, path.points[0]) for x in path.points)


def detour(claim):
    """Lengths from the start to the last step that is kept, through all steps."""
    ratio = _ratio(_path(claim.result).points[: int(claim.result.recorded_steps[-1]) + 1])
    if "ratio" in claim:
        return _is(claim.value("ratio"), ratio)
    return (ratio > 1.25) == ("farther" in claim.sentence.template)


def detours(claim):
    return _is(claim.value("ratio"), _ratio(_path(claim.result).points[: _index(claim) + 1]))


def detours_in_plane(claim):
    """Of the coordinates along the two principal directions of the whole path."""
    points = np.array(_whole(claim.result))
    values, directions = _values(points)
    if values[1] <= 1e-9 * values[0]:  # on a line any direction may be the second
        directions = directions[:1]
    return _is(claim.value("ratio"), _ratio(points[: _index(claim) + 1] @ directions[:2].T))


def losses(claim):
    step = _index(claim)
    return claim.value("n") == step and _is(claim.value("loss"), _path(claim.result).losses[step])


def recorded_steps(claim):
    return claim.value("n") == _index(claim)


def monotone(claim):
    """The loss on a line of 65 points, which never rises, or does."""
    path = _path(claim.result)
    first, last = path.points[0], path.points[int(claim.result.recorded_steps[-1])]
    line = [float(path.problem.value(first + share * (last - first))) for share in np.linspace(0.0, 1.0, 65)]
    falls = all(after <= before for before, after in pairwise(line))
    return falls == ("downhill" in claim.sentence.template)


def arrived(claim):
    return claim.value("n") == claim.result.used.max_steps and _path(claim.result).losses[-1] > _target(claim)


def target_loss(claim):
    return claim.value("target") == _target(claim)


def _target(claim):
    given = claim.result.params.target_loss
    return 0.01 if given == "usual" else given


def explained(claim):
    """The share of the variance of the path along the direction that the sentence is about."""
    values, _ = _values(_whole(claim.result))
    return abs(claim.value("share") - values[int(claim.subject)] ** 2 / np.sum(values**2)) < 1e-9


def explained_together(claim):
    values, _ = _values(_whole(claim.result))
    return abs(claim.value("share") - np.sum(values[:2] ** 2) / np.sum(values**2)) < 1e-9


def random_walk_explained(claim):
    """The median of five random walks of as many steps, in as many dimensions."""
    result, shares = claim.result, []
    steps = len(result.recorded_steps) - 1
    for index in range(5):
        rng = np.random.default_rng((result.params.seed, 2, index))
        drawn = rng.standard_normal((steps, result.dimension))
        values, _ = _values(np.concatenate([np.zeros((1, result.dimension)), drawn.cumsum(axis=0)]))
        shares.append(np.sum(values[:2] ** 2) / np.sum(values**2))
    return abs(claim.value("walk") - statistics.median(shares)) < 1e-9
