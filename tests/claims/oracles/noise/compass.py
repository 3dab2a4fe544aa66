"""Oracles of compass, by Bessel functions."""

import math

import numpy as np
from scipy import special

NEUTRAL = ("Does one sample point downhill?", "Does the mean of {n} samples point downhill?")
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


def _place(claim):
    return {"start": START, "near": NEAR}[claim.subject]


def _quoted_cosines(claim):
    """The quoted cosines, by place."""
    if claim.subject:
        return {_place(claim): claim.value("cosine")}
    fields = {"start": START, "near": NEAR}
    return {place: claim.value(field) for field, place in fields.items() if field in claim}


def _gradient(result, place):
    x, y = (result.params.start, (0.5, 0.25))[place]
    b = result.params.valley
    return np.array([2 * (x - 1) - 4 * b * x * (y - x * x), 2 * b * (y - x * x)])


def _ratio(result, place):
    return np.hypot(*_gradient(result, place)) * math.sqrt(result.params.batch_size) / result.params.noise_std


def _exact(result, place):
    """The mean cosine in two dimensions: sqrt(pi / 8) r exp(-r^2 / 4) (I0(r^2 / 4) + I1(r^2 / 4))."""
    r = _ratio(result, place)
    if r > 1e4:  # the mean angle is below 1 / r
        return 1 - 1 / (2 * r * r)
    return math.sqrt(math.pi / 8) * r * (special.ive(0, r * r / 4) + special.ive(1, r * r / 4))


def measured(claim):
    """Measured means within six standard errors of the exact ones."""
    result = claim.result
    quoted = _quoted_cosines(claim)
    near = [
        value == result.measured[place]
        and result.samples > 0
        and abs(value - _exact(result, place)) <= 6 * result.error[place] + 1e-9
        for place, value in quoted.items()
    ]
    return bool(near) and all(near) and _not_displayed_as_one(claim)


def exact(claim):
    result = claim.result
    quoted = _quoted_cosines(claim) if {"start", "near", "cosine"} & set(claim.sentence.fields) else {}
    near = [math.isclose(value, _exact(result, place), rel_tol=1e-6) for place, value in quoted.items()]
    return all(near) and result.samples == 0 and _not_displayed_as_one(claim)


def _not_displayed_as_one(claim):
    """No cosine below 1 is displayed as 1."""
    return not any(claim.text(field) == "1" for field in ("start", "near", "cosine") if field in claim)


def same_place(claim):
    return tuple(claim.result.params.start) == (0.5, 0.25)


def above_all(claim):
    """Both cosines by Bessel functions, within the errors of the measured ones."""
    result, least = claim.result, claim.value("both")
    slack = 6 * result.error if result.samples else (0.0, 0.0)
    return least == 0.999 and all(_exact(result, place) > least - slack[place] for place in (START, NEAR))


def hardly_downhill(claim):
    """The cosine near the minimum is below 0.1, by Bessel functions."""
    slack = 6 * claim.result.error[NEAR] if claim.result.samples else 0.0
    return _exact(claim.result, NEAR) < 0.1 + slack


def no_direction(claim):
    """The gradient and the loss at the start are exactly 0."""
    x, y = claim.result.params.start
    return (
        not _gradient(claim.result, START).any() and (1 - x) ** 2 + claim.result.params.valley * (y - x * x) ** 2 == 0
    )


def predicted(claim):
    r = _ratio(claim.result, START)
    expected = r / math.sqrt(r * r + 2)
    if "value" not in claim:
        return expected > 0.999
    return math.isclose(claim.value("value"), expected, rel_tol=1e-9) and claim.text("value") != "1"


def points(claim):
    return (claim.value("x"), claim.value("y")) == (0.5, 0.25)


def gradients(claim):
    quoted = [claim.value("start"), claim.value("near" if "near" in claim else "start")]
    assert "near" not in claim or quoted[0] == quoted[1] or claim.text("start") != claim.text("near")
    return np.allclose(quoted, [np.hypot(*_gradient(claim.result, place)) for place in (START, NEAR)], rtol=1e-9)


def arrows(claim):
    """The noise is the same at both places."""
    noise = [claim.result.arrows[place] - _gradient(claim.result, place) for place in (START, NEAR)]
    return np.allclose(*noise, atol=1e-9 * np.abs(claim.result.arrows).max())


def samples(claim):
    """The number is quoted with all digits."""
    count = claim.value("count")
    right = claim.text("count").replace("\u2009", "") == str(count) and count == claim.result.samples > 0
    return right and (not claim.result.complete or count == 2**20)
