"""What loop claims, from the times of single steps that were measured, and from the one that is assumed."""

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
    """Seconds that a step of a clock takes."""
    return result.params.step_seconds if clock == "yours" else result.timings[clock].median


def _done(said):
    """Whole steps that are done: as many thousandths as there are marks behind."""
    return said.result.params.iterations * math.floor(said.position) // 1000


def steps(said):
    return said.value("done") == _done(said)


def steps_in_a_row(said):
    """With however many workers, as many as the parameters ask for."""
    given = said.result.params.iterations
    return (said.value("steps") if "steps" in said else said.value("n") if "n" in said else 1) == given


def workers(said):
    """Of a thousand workers one works, and the others wait."""
    everybody = 1000 if "workers" in said else said.value("one") + said.value("others")
    one = said.value("one") == 1 if "one" in said else said.value("workers") == everybody
    return one and everybody == said.result.summary()["workers"]


def timings(said):
    return said.value("step") == _a_step(said.result, said.subject)


def step_seconds(said):
    return said.value("step") == said.result.params.step_seconds


def elapsed(said):
    """A thousandth of the whole at each mark."""
    total = said.result.params.iterations * _a_step(said.result, said.subject)
    return math.isclose(said.value("time"), total * math.floor(said.position) / 1000, rel_tol=1e-9)


def seconds(said):
    a_step = _a_step(said.result, said.subject or "yours")
    return math.isclose(said.value("time"), said.result.params.iterations * a_step, rel_tol=1e-9)


def machine(said):
    date = said.shown("date")
    return said.result.machine.date.startswith(date + " ") and said.result.timings["digits"] is not None
