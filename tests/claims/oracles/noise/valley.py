"""What valley claims, from the losses along its paths and a descent written as the definition says."""

import math

import numpy as np

NEUTRAL = ()
LIMITS = {"max_steps": (1, 400)}
SMALL = {}
QUICK = True
SPECIAL = {
    "learning_rate": (0.005, 0.0125, 0.019, 0.02, 0.05),
    "batch_size": (1, 16, 256),
    "start": ((1, 1), (0.9, 0.8)),
}
EXAMPLES = (
    {},
    *({"batch_size": 16, "seed": seed} for seed in range(8)),
    {"noise_std": 0.01, "max_steps": 800},
    {"noise_std": 0.01, "max_steps": 1000},
    {"noise_std": 1, "max_steps": 1020, "seed": 6},
    {
        "noise_std": 34.64020493893124,
        "max_steps": 31,
        "seed": 211,
        "learning_rate": 0.0014063155982443943,
        "start": (0.65, 0.53),
    },
    {"start": (0.95, 0.95), "max_steps": 20},
    {"start": (0.95, 0.95), "max_steps": 20, "batch_size": 65536, "noise_std": 1000},
    {"start": (0.95, 0.95), "max_steps": 400, "noise_std": 100},
    {"noise_std": 5, "max_steps": 800, "batch_size": 16, "seed": 2},
    {"start": (1, 1)},
    {"start": (1, 1), "max_steps": 1},
    {"start": (0.9, 0.81), "batch_size": 16, "max_steps": 40},
    {"learning_rate": 0.05},
    {"learning_rate": 0.0198, "batch_size": 65536},
    {"learning_rate": 0.0198, "batch_size": 4096},
    {"learning_rate": 0.02, "noise_std": 1},
    {"learning_rate": 0.01968390142, "max_steps": 50},
    {"valley": 1000},
    {"valley": 1000, "learning_rate": 0.0005},
    {"start": (1.05, 1.1), "max_steps": 1},
    {"start": (1.05, 1.1)},
    {"max_steps": 100, "noise_std": 0.1},
    {"max_steps": 100, "noise_std": 1},
    {"max_steps": 1, "noise_std": 0.01, "batch_size": 65536},
    {"learning_rate": 0.0199, "max_steps": 1500},
    {"learning_rate": 0.03, "batch_size": 65536},
    {"learning_rate": 1, "batch_size": 65536, "max_steps": 20000},
    {"valley": 100, "learning_rate": 0.001, "noise_std": 60, "max_steps": 4000},
    {"valley": 100, "learning_rate": 0.0005, "noise_std": 60, "max_steps": 1500, "batch_size": 16},
)
FREE, GOAL = "noise_free", 0.01


def _batch(result):
    return str(result.params.batch_size)


def _height(result, point):
    x, y = point
    return (1 - x) ** 2 + result.params.valley * (y - x * x) ** 2


def _limit(result):
    return 1e6 * max(_height(result, result.params.start), 1.0)


def _gone(result, name):
    """The step at which a path left, or None: its last loss is too high, or the next one would not be a number."""
    loss = result.loss[name]
    if loss[-1] > _limit(result):
        return len(loss) - 1
    longest = max(len(each) for each in result.loss.values())
    stops = result.complete and len(loss) - 1 < result.params.max_steps
    return len(loss) if len(loss) < longest or stops else None


def _stays(result, name):
    """Steps 0 to n: those after 3 n / 4 have a mean loss within the goal."""
    loss = result.loss[name].tolist()
    n = len(loss) - 1
    late = [value for step, value in enumerate(loss) if step > 3 * n / 4 or step == n]
    return _gone(result, name) is None and sum(late) <= GOAL * len(late) * (1 + 1e-12)


def _steepest(result):
    """The larger eigenvalue at the minimum, from trace and determinant."""
    half = 5 * result.params.valley + 1
    return half + math.sqrt(half * half - 4 * result.params.valley)


def _stable(result):
    """Whether a step along the steepest direction shrinks the distance from the minimum."""
    return abs(1 - result.params.learning_rate * _steepest(result)) < 1


def _inside(result):
    return _height(result, result.params.start) <= GOAL


def above_the_bound(said):
    """A step turns the distance round and makes it longer; the two numbers do not look equal."""
    rate, limit = said.value("rate"), said.value("limit")
    told = rate == said.result.params.learning_rate and math.isclose(limit, 2 / _steepest(said.result), rel_tol=1e-9)
    return told and 1 - rate * _steepest(said.result) < -1 and said.shown("rate") != said.shown("limit")


def alike(said):
    """The last losses agree in four digits."""
    result = said.result
    ends = [_height(result, result.path[name][-1]) for name in (FREE, _batch(result))]
    return math.isclose(*ends, rel_tol=1.01e-4, abs_tol=1e-12) and math.isclose(
        said.value("true"), ends[0], rel_tol=1e-9, abs_tol=1e-12
    )


def arrived(said):
    """A path of which no loss is quoted, and no end at a step, has come to stay; the others have not."""
    result, batch = said.result, _batch(said.result)
    others = {name for field, name in (("true", FREE), ("noisy", batch)) if field in said}
    others |= {batch} if "step" in said else set()
    assert "samples" not in said or _count(said)
    if _inside(result) or not _stable(result):
        return False
    here = {FREE, batch} - others
    quoted = [field for field in ("true", "noisy") if field in said]
    if any(said.value(field) <= GOAL or said.shown(field) == "0.01" for field in quoted):
        return False
    return bool(here) and all(_stays(result, name) for name in here) and not any(_stays(result, n) for n in others)


def _count(said):
    return said.value("samples") == said.result.params.batch_size


def wanders(said):
    loss = said.result.loss[_batch(said.result)]
    inside = [step for step, value in enumerate(loss) if value <= GOAL]
    return (
        _count(said)
        and _stable(said.result)
        and bool(inside)
        and inside[0] > 0
        and sum(value > GOAL for value in loss[inside[0] :].tolist()) > 2
        and not _stays(said.result, _batch(said.result))
    )


def still_above(said):
    """Never within the goal, and at the end no higher than the start."""
    result, path = said.result, said.result.path[_batch(said.result)]
    return min(_height(result, point) for point in path) > GOAL and said.value("noisy") <= _height(result, path[0])


def _on_the_way(result, name):
    """Whether the first steps of a path are those that the definition takes; of noisy ones, with shared noise."""
    rate, b = result.params.learning_rate, result.params.valley
    path = result.path[name][:50]
    x, y = path.T
    slopes = np.column_stack([2 * (x - 1) - 4 * b * x * (y - x * x), 2 * b * (y - x * x)])
    noise = -np.diff(path, axis=0) / rate - slopes[:-1]
    size = math.inf if name == FREE else float(name)
    spread = result.params.noise_std / math.sqrt(size)
    rounding = 1e-9 * (1 + np.abs(slopes).max() + np.abs(path).max() / rate)
    return not noise.size or bool(np.abs(noise).max() <= 7 * spread + rounding)


def loss(said):
    """The height of the point where a path is, at this position or at its end."""
    result, quoted = said.result, {"true": FREE, "noisy": _batch(said.result)}
    if "loss" in said:
        name = said.subject
        at = min(int(said.position), len(result.path[name]) - 1)
        return math.isclose(said.value("loss"), _height(result, result.path[name][at]), rel_tol=1e-9, abs_tol=1e-12)
    assert "samples" not in said or _count(said)
    if "true" in said and "noisy" in said:
        assert said.shown("true") != said.shown("noisy") or said.value("true") == said.value("noisy")
    ends = {field: name for field, name in quoted.items() if field in said}
    return bool(ends) and all(
        math.isclose(said.value(field), _height(result, result.path[name][-1]), rel_tol=1e-9, abs_tol=1e-12)
        and _on_the_way(result, name)
        for field, name in ends.items()
    )


def diverged(said):
    """The steps at which paths left; the others did not."""
    result, batch = said.result, _batch(said.result)
    if said.subject:
        gone = _gone(result, said.subject)
        return gone is not None and int(said.position) >= min(gone, len(result.loss[said.subject]) - 1)
    told = {
        FREE: said.value("other") if "other" in said else None,
        batch: said.value("step") if "step" in said else None,
    }
    if "samples" not in said:  # both
        told[FREE] = told[batch]
    assert "samples" not in said or _count(said)
    assert "other" not in said or said.value("other") != told[batch]
    return all(_gone(result, name) == step for name, step in told.items())


def late_loss(said):
    """The mean over the last quarter of the steps of who ends within the goal, and is not within it on average."""
    ((field, name),) = [(f, n) for f, n in (("true", FREE), ("noisy", _batch(said.result))) if f in said]
    heights = [_height(said.result, point) for point in said.result.path[name]]
    late = heights[-max(1, math.ceil((len(heights) - 1) / 4)) :]
    mean = math.fsum(late) / len(late)
    return heights[-1] <= GOAL < mean and math.isclose(said.value(field), mean, rel_tol=1e-6)


def divergence_loss(said):
    return math.isclose(said.value("bound"), _limit(said.result))


def thresholds(said):
    return said.value("loss") == GOAL


def length(said):
    """The clock at this position, or the steps of the longest path."""
    result = said.result
    count = said.value("steps" if "steps" in said else "n")
    if said.subject == "clock":
        return count == int(said.position)
    return count == max(1, *(len(path) - 1 for path in result.path.values()))


def start(said):
    """All paths begin at the same place."""
    return all(tuple(path[0]) == tuple(said.result.params.start) for path in said.result.path.values())


def hurts_later(said):
    """Noise multiplies the mean loss by more at the end than at the beginning, and by more than 1.5."""
    exact, noisy = (said.result.loss[name] for name in (FREE, _batch(said.result)))
    n = len(exact) - 1
    steps = np.arange(n + 1)
    early, late = (steps >= 1) & (steps < n / 4 + 1), steps > 3 * n / 4
    ratios = [noisy[part].mean() / exact[part].mean() if exact[part].any() else np.inf for part in (early, late)]
    return _stable(said.result) and n == len(noisy) - 1 and ratios[1] > 1.5 and ratios[1] > 1.5 * ratios[0]
