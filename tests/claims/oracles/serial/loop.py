"""Oracles of loop, from the measured times of single steps and from the assumed one."""

import math

NEUTRAL = (
    "Each step waits for the one before",  # the definition of gradient descent
    "Measuring on this machine… Your step is assumed.",
)
LIMITS = {"repeats": (3, 3)}
SMALL = {"repeats": 3}
QUICK = False
SPECIAL = {"iterations": (1, 2, 1_000_000_000), "step_seconds": (1e-9, 86_400)}
EXAMPLES = (
    {"iterations": 1},
    {"iterations": 1_000_000_000, "step_seconds": 86_400},
    {"iterations": 999, "step_seconds": 1e-9},
)


def _a_step(result, clock):
    """Seconds per step of a clock."""
    return result.params.step_seconds if clock == "yours" else result.timings[clock].median


def _done(claim):
    """Whole steps done at this position, in thousandths of the chain."""
    return claim.result.params.iterations * math.floor(claim.position) // 1000


def steps(claim):
    return claim.value("done") == _done(claim)


def steps_in_a_row(claim):
    """The number of steps of the parameters, for any number of workers."""
    given = claim.result.params.iterations
    return (claim.value("steps") if "steps" in claim else claim.value("n") if "n" in claim else 1) == given


def workers(claim):
    """One of a thousand workers works, and the others wait."""
    all_workers = 1000 if "workers" in claim else claim.value("one") + claim.value("others")
    one = claim.value("one") == 1 if "one" in claim else claim.value("workers") == all_workers
    return one and all_workers == claim.result.summary()["workers"]


def timings(claim):
    return claim.value("step") == _a_step(claim.result, claim.subject)


def step_seconds(claim):
    return claim.value("step") == claim.result.params.step_seconds


def elapsed(claim):
    """The position in thousandths of the total time."""
    total = claim.result.params.iterations * _a_step(claim.result, claim.subject)
    return math.isclose(claim.value("time"), total * math.floor(claim.position) / 1000, rel_tol=1e-9)


def seconds(claim):
    a_step = _a_step(claim.result, claim.subject or "yours")
    return math.isclose(claim.value("time"), claim.result.params.iterations * a_step, rel_tol=1e-9)


def machine(claim):
    date = claim.text("date")
    return claim.result.machine.date.startswith(date + " ") and claim.result.timings["digits"] is not None
