"""The time of a step of an ensemble member, compared with numpy drawing its noise and computing its gradient."""

import time
import tracemalloc

import numpy as np
from table import Line, median

from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise import NOISE
from core.params import make

CLOUD = NOISE.experiment("cloud")
ALONE = {"batch_size": 1, "batch_sizes": (1,)}


def measure(quick):
    members, steps, rounds = (1000, 100, 1) if quick else (10_000, 1600, 3)
    # Each round measures all three in turn, so that other load on the machine affects them equally.
    taken = [(_descent(members, steps), _floor(members), _plain_floor(members)) for _ in range(rounds)]
    for column, what in ((1, "in place"), (2, "as the objective does it")):
        ratio = median([each[0] / each[column] for each in taken])
        nanoseconds = " / ".join(f"{1e9 * median([each[k] for each in taken]):.1f}" for k in (0, column))
        note = f"{members} members x {steps} steps, one batch size; {nanoseconds} ns a member-step"
        yield Line(f"member-step of an ensemble / its normals and gradient, {what}", ratio, 2, note=note)
    several = _descent(members, steps, {}) * members * steps
    yield Line("the same ensemble with batches of 1, 16 and 256", several, None, " s")
    most = {"ensemble_size": members, "max_steps": steps, "batch_sizes": (2, 16, 128, 1024)}
    peak, held = _memory(most)
    note = f"{members} members x {steps} steps, five batch sizes; the result holds {held:.1f} MB"
    yield Line("peak memory of an ensemble's run", peak, None, " MB", note=note, digits=1)


def _descent(members, steps, batches=ALONE):
    """Return the seconds of a member-step, including everything that the run records."""
    run = CLOUD.run(make(NOISE.params, {"ensemble_size": members, "max_steps": steps, **batches}))
    begin = time.perf_counter()
    for progress in run:
        if progress.partial is not None and progress.partial.length == len(progress.partial.steps) - 1:
            break
    spent = time.perf_counter() - begin
    run.close()
    return spent / (members * steps)


def _floor(members, count=200):
    """Return the seconds of two normals and a gradient per member, in preallocated arrays."""
    rng = np.random.default_rng(0)
    x, y = np.full(members, -1.2), np.ones(members)
    noise, off, across, up = np.empty((2, members)), *np.empty((3, members))
    begin = time.perf_counter()
    for _ in range(count):
        rng.standard_normal(out=noise)
        np.multiply(x, x, out=off)
        np.subtract(y, off, out=off)
        np.multiply(off, 20.0, out=up)
        np.multiply(up, -2.0, out=across)
        np.multiply(across, x, out=across)
        np.add(across, x, out=across)
        np.add(across, x, out=across)
        np.subtract(across, 2.0, out=across)
    return (time.perf_counter() - begin) / (members * count)


def _plain_floor(members, count=50):
    """Return the same seconds with the gradient of the objective."""
    rng, objective = np.random.default_rng(0), Rosenbrock(2, 10.0)
    points, noise = np.tile([-1.2, 1.0], (members, 1)), np.empty((members, 2))
    begin = time.perf_counter()
    for _ in range(count):
        rng.standard_normal(out=noise)
        objective.gradient(points)
    return (time.perf_counter() - begin) / (members * count)


def _memory(values):
    """Return the peak megabytes of a run, and the megabytes held by its result."""
    tracemalloc.start()
    run = CLOUD.run(make(NOISE.params, values))
    while True:
        try:
            next(run)
        except StopIteration as stop:
            result = stop.value
            break
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    if not result.complete:
        raise RuntimeError("the run ended early")
    return peak / 2**20, held / 2**20
