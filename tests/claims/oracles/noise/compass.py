"""What compass claims, from the gradients it holds and from Bessel functions."""

import math

import numpy as np
from scipy import special

NEUTRAL = ()
LIMITS = {"max_steps": (1, 300)}
SMALL = {}
QUICK = False
SPECIAL = {"start": ((1, 1), (0.5, 0.25)), "batch_size": (1, 65536), "noise_std": (0.01, 20, 1000)}
EXAMPLES = (
    {"start": (1, 1), "max_steps": 10},
    {"start": (1, 1), "max_steps": 10, "noise_std": 1000},
    {"start": (0.5, 0.25), "max_steps": 10},
    {"noise_std": 0.01, "max_steps": 10},
    {"batch_size": 65536, "noise_std": 0.01, "max_steps": 10},
    {"batch_size": 16, "max_steps": 100},
    {"noise_std": 1000, "start": (0.999, 0.998), "max_steps": 10},
    {"valley": 1000, "learning_rate": 1e-4, "start": (-1.9, 2.6), "max_steps": 10},
)
START, NEAR = 0, 1


def _place(said):
    return {"start": START, "near": NEAR}[said.subject]


def _told(said):
    """The cosines that are told, by place."""
    if said.subject:
        return {_place(said): said.value("cosine")}
    fields = {"start": START, "near": NEAR}
    return {place: said.value(field) for field, place in fields.items() if field in said}


def _gradient(result, place):
    x, y = (result.params.start, (0.5, 0.25))[place]
    b = result.params.valley
    return np.array([2 * (x - 1) - 4 * b * x * (y - x * x), 2 * b * (y - x * x)])


def _ratio(result, place):
    return np.hypot(*_gradient(result, place)) * math.sqrt(result.params.batch_size) / result.params.noise_std


def _exact(result, place):
    """The mean cosine in two dimensions: sqrt(pi / 8) r exp(-r^2 / 4) (I0(r^2 / 4) + I1(r^2 / 4))."""
    r = _ratio(result, place)
    if r > 1e4:  # the noise is too short to turn it by more than 1 / r on average
        return 1 - 1 / (2 * r * r)
    return math.sqrt(math.pi / 8) * r * (special.ive(0, r * r / 4) + special.ive(1, r * r / 4))


def measured(said):
    """A mean within six standard errors of the exact one, over some samples."""
    result = said.result
    told = _told(said)
    near = [
        value == result.measured[place]
        and result.samples > 0
        and abs(value - _exact(result, place)) <= 6 * result.error[place] + 1e-9
        for place, value in told.items()
    ]
    return bool(near) and all(near) and _written(said)


def exact(said):
    result = said.result
    told = _told(said) if {"start", "near", "cosine"} & set(said.sentence.fields) else {}
    near = [math.isclose(value, _exact(result, place), rel_tol=1e-6) for place, value in told.items()]
    return all(near) and result.samples == 0 and _written(said)


def _written(said):
    """What is less than 1 is not written as 1."""
    return not any(said.shown(field) == "1" for field in ("start", "near", "cosine") if field in said)


def same_place(said):
    return tuple(said.result.params.start) == (0.5, 0.25)


def above_all(said):
    """By Bessel functions, but for the error of what is measured."""
    result, least = said.result, said.value("both")
    slack = 6 * result.error if result.samples else (0.0, 0.0)
    return least == 0.999 and all(_exact(result, place) > least - slack[place] for place in (START, NEAR))


def no_direction(said):
    """The gradient at the start is exactly 0, and so is the loss, which is more everywhere else."""
    x, y = said.result.params.start
    return not _gradient(said.result, START).any() and (1 - x) ** 2 + said.result.params.valley * (y - x * x) ** 2 == 0


def predicted(said):
    r = _ratio(said.result, START)
    wanted = r / math.sqrt(r * r + 2)
    if "value" not in said:
        return wanted > 0.999
    return math.isclose(said.value("value"), wanted, rel_tol=1e-9) and said.shown("value") != "1"


def points(said):
    return (said.value("x"), said.value("y")) == (0.5, 0.25)


def gradients(said):
    told = [said.value("start"), said.value("near" if "near" in said else "start")]
    assert "near" not in said or told[0] == told[1] or said.shown("start") != said.shown("near")
    return np.allclose(told, [np.hypot(*_gradient(said.result, place)) for place in (START, NEAR)], rtol=1e-9)


def arrows(said):
    """Both places bear the same noise."""
    noise = [said.result.arrows[place] - _gradient(said.result, place) for place in (START, NEAR)]
    return np.allclose(*noise, atol=1e-9 * np.abs(said.result.arrows).max())


def samples(said):
    """Each digit of the number is told."""
    count = said.value("count")
    right = said.shown("count").replace("\u2009", "") == str(count) and count == said.result.samples > 0
    return right and (not said.result.complete or count == 2**20)
