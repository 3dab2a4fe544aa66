"""Oracles of valley, from the losses along its paths and the definition of the descent."""

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


def _loss_at(result, point):
    x, y = point
    return (1 - x) ** 2 + result.params.valley * (y - x * x) ** 2


def _divergence_loss(result):
    return 1e6 * max(_loss_at(result, result.params.start), 1.0)


def _divergence_step(result, name):
    """The step at which a run diverged, or None: its last loss is too high, or the next one would not be finite."""
    loss = result.loss[name]
    if loss[-1] > _divergence_loss(result):
        return len(loss) - 1
    longest = max(len(each) for each in result.loss.values())
    stops = result.complete and len(loss) - 1 < result.params.max_steps
    return len(loss) if len(loss) < longest or stops else None


def _stays_inside(result, name):
    """Whether the mean loss of the steps after 3 n / 4 is at most the goal."""
    loss = result.loss[name].tolist()
    n = len(loss) - 1
    late = [value for step, value in enumerate(loss) if step > 3 * n / 4 or step == n]
    return _divergence_step(result, name) is None and sum(late) <= GOAL * len(late) * (1 + 1e-12)


def _steepest(result):
    """The larger eigenvalue at the minimum, from trace and determinant."""
    half = 5 * result.params.valley + 1
    return half + math.sqrt(half * half - 4 * result.params.valley)


def _stable(result):
    """Whether a step along the steepest direction shrinks the distance from the minimum."""
    return abs(1 - result.params.learning_rate * _steepest(result)) < 1


def _inside(result):
    return _loss_at(result, result.params.start) <= GOAL


def above_the_bound(claim):
    """A step changes the sign of the distance and increases it; rate and bound have different texts."""
    rate, limit = claim.value("rate"), claim.value("limit")
    quoted = rate == claim.result.params.learning_rate and math.isclose(
        limit, 2 / _steepest(claim.result), rel_tol=1e-9
    )
    return quoted and 1 - rate * _steepest(claim.result) < -1 and claim.text("rate") != claim.text("limit")


def alike(claim):
    """The last losses agree in four digits."""
    result = claim.result
    ends = [_loss_at(result, result.path[name][-1]) for name in (FREE, _batch(result))]
    return math.isclose(*ends, rel_tol=1.01e-4, abs_tol=1e-12) and math.isclose(
        claim.value("true"), ends[0], rel_tol=1e-9, abs_tol=1e-12
    )


def arrived(claim):
    """Paths without a quoted loss or step have arrived; the others have not."""
    result, batch = claim.result, _batch(claim.result)
    others = {name for field, name in (("true", FREE), ("noisy", batch)) if field in claim}
    others |= {batch} if "step" in claim else set()
    assert "samples" not in claim or _count(claim)
    if _inside(result) or not _stable(result):
        return False
    here = {FREE, batch} - others
    quoted = [field for field in ("true", "noisy") if field in claim]
    if any(claim.value(field) <= GOAL or claim.text(field) == "0.01" for field in quoted):
        return False
    return (
        bool(here)
        and all(_stays_inside(result, name) for name in here)
        and not any(_stays_inside(result, n) for n in others)
    )


def _count(claim):
    return claim.value("samples") == claim.result.params.batch_size


def wanders(claim):
    loss = claim.result.loss[_batch(claim.result)]
    inside = [step for step, value in enumerate(loss) if value <= GOAL]
    return (
        _count(claim)
        and _stable(claim.result)
        and bool(inside)
        and inside[0] > 0
        and sum(value > GOAL for value in loss[inside[0] :].tolist()) > 2
        and not _stays_inside(claim.result, _batch(claim.result))
    )


def still_above(claim):
    """Always above the goal, and at the end no higher than at the start."""
    result, path = claim.result, claim.result.path[_batch(claim.result)]
    return min(_loss_at(result, point) for point in path) > GOAL and claim.value("noisy") <= _loss_at(result, path[0])


def _starts_with_valid_steps(result, name):
    """Whether the first steps of a path follow the definition, with noise of the expected size."""
    rate, b = result.params.learning_rate, result.params.valley
    path = result.path[name][:50]
    x, y = path.T
    slopes = np.column_stack([2 * (x - 1) - 4 * b * x * (y - x * x), 2 * b * (y - x * x)])
    noise = -np.diff(path, axis=0) / rate - slopes[:-1]
    size = math.inf if name == FREE else float(name)
    spread = result.params.noise_std / math.sqrt(size)
    rounding = 1e-9 * (1 + np.abs(slopes).max() + np.abs(path).max() / rate)
    return not noise.size or bool(np.abs(noise).max() <= 7 * spread + rounding)


def loss(claim):
    """The loss of a path at this position or at its end."""
    result, quoted = claim.result, {"true": FREE, "noisy": _batch(claim.result)}
    if "loss" in claim:
        name = claim.subject
        at = min(int(claim.position), len(result.path[name]) - 1)
        return math.isclose(claim.value("loss"), _loss_at(result, result.path[name][at]), rel_tol=1e-9, abs_tol=1e-12)
    assert "samples" not in claim or _count(claim)
    if "true" in claim and "noisy" in claim:
        assert claim.text("true") != claim.text("noisy") or claim.value("true") == claim.value("noisy")
    ends = {field: name for field, name in quoted.items() if field in claim}
    return bool(ends) and all(
        math.isclose(claim.value(field), _loss_at(result, result.path[name][-1]), rel_tol=1e-9, abs_tol=1e-12)
        and _starts_with_valid_steps(result, name)
        for field, name in ends.items()
    )


def diverged(claim):
    """The steps at which paths diverged; the other paths did not."""
    result, batch = claim.result, _batch(claim.result)
    if claim.subject:
        divergence_step = _divergence_step(result, claim.subject)
        return divergence_step is not None and int(claim.position) >= min(
            divergence_step, len(result.loss[claim.subject]) - 1
        )
    quoted = {
        FREE: claim.value("other") if "other" in claim else None,
        batch: claim.value("step") if "step" in claim else None,
    }
    if "samples" not in claim:  # both
        quoted[FREE] = quoted[batch]
    assert "samples" not in claim or _count(claim)
    assert "other" not in claim or claim.value("other") != quoted[batch]
    return all(_divergence_step(result, name) == step for name, step in quoted.items())


def late_loss(claim):
    """The mean over the last quarter of a path that ends within the goal but is above it on average."""
    ((field, name),) = [(f, n) for f, n in (("true", FREE), ("noisy", _batch(claim.result))) if f in claim]
    heights = [_loss_at(claim.result, point) for point in claim.result.path[name]]
    late = heights[-max(1, math.ceil((len(heights) - 1) / 4)) :]
    mean = math.fsum(late) / len(late)
    return heights[-1] <= GOAL < mean and math.isclose(claim.value(field), mean, rel_tol=1e-6)


def divergence_loss(claim):
    return math.isclose(claim.value("bound"), _divergence_loss(claim.result))


def thresholds(claim):
    return claim.value("loss") == GOAL


def length(claim):
    """The step at this position, or the steps of the longest path."""
    if claim.subject == "clock":
        return claim.value("steps") == int(claim.position)
    return steps(claim)


def steps(claim):
    """The steps of the longest path, those of the result."""
    count = claim.value("steps" if "steps" in claim else "n")
    longest = max(claim.result.path.values(), key=len)
    return count == len(longest) - 1 and (not claim.result.complete or count >= 1)


def start(claim):
    """All paths begin at the start."""
    return all(tuple(path[0]) == tuple(claim.result.params.start) for path in claim.result.path.values())


def hurts_later(claim):
    """The ratio of the mean losses is larger at the end than at the beginning, and above 1.5."""
    exact, noisy = (claim.result.loss[name] for name in (FREE, _batch(claim.result)))
    n = len(exact) - 1
    steps = np.arange(n + 1)
    early, late = (steps >= 1) & (steps < n / 4 + 1), steps > 3 * n / 4
    ratios = [noisy[part].mean() / exact[part].mean() if exact[part].any() else np.inf for part in (early, late)]
    return _stable(claim.result) and n == len(noisy) - 1 and ratios[1] > 1.5 and ratios[1] > 1.5 * ratios[0]
