"""What the loop says, every number from the result."""

from core.obstacles.serial.loop import WORKERS, LoopResult
from gui.stages.serial.durations import duration, whole
from gui.text import Span, number, tr

COLORS = {"python": "conjugate_gradient", "digits": "heavy_ball", "yours": "gradient_descent"}
"""The methods whose colors the clocks have: no method is shown beside them."""
LONGEST = 90
"""Characters of a line that can be read from the last row."""


def code(result: LoopResult) -> tuple[str, ...]:
    """Return the loop that training is, line by line: program text, the same in every language."""
    return (
        tr("for step in range({steps}):", steps=f"{result.steps_in_a_row:_}"),
        tr("    slope = gradient(x)"),
        tr("    x = x - rate * slope"),
    )


def note() -> tuple[str, ...]:
    """Return what makes the loop serial: wordings, the longest first."""
    return (
        tr("Each line needs the one before: the gradient is that of the newest x."),
        tr("Each line needs the one before."),
    )


def at_step(result: LoopResult, mark: int) -> tuple[str, ...]:
    """Return how far the loop is: wordings, the longest first."""
    done, steps = whole(int(result.steps[mark])), whole(result.steps_in_a_row)
    return (tr("step {done} of {steps}", done=done, steps=steps), tr("step {done}", done=done))


def turn() -> str:
    """Return how many workers are at work, however many there are."""
    return tr("{one}, {others} wait", one=Span(tr("1 works"), "focus"), others=Span(number(WORKERS - 1)))


def in_a_row(result: LoopResult) -> tuple[str, ...]:
    """Return what all the workers change: wordings, the longest first."""
    all_of_them, steps = number(WORKERS), whole(result.steps_in_a_row)
    if result.steps_in_a_row == 1:
        return (tr("{all} workers: still 1 step", all=all_of_them),)
    return (
        tr("{all} workers: still {steps} steps in a row", all=all_of_them, steps=steps),
        tr("still {steps} in a row", steps=steps),
        tr("still {steps}", steps=steps),
    )


def clock_names(clock: str) -> tuple[str, ...]:
    """Return what a clock runs for: wordings, the longest first."""
    return {
        "python": (tr("toy: 2 parameters"), tr("toy step")),
        "digits": (tr("digits: 64-16-10 network"), tr("digits step")),
        "yours": (tr("your model"), tr("your step")),
    }[clock]


def step_words(result: LoopResult, clock: str) -> tuple[str, ...]:
    """Return how long a step takes, and how that is known: wordings, the longest first."""
    if clock == "yours":
        step = duration(result.params.step_seconds, 3)
        return (tr("{step} a step, assumed", step=step), tr("{step}, assumed", step=step))
    timing = result.timings[clock]
    if timing is None:
        return (tr("measuring…"),)
    step = duration(timing.median)
    if clock == "python":
        return (tr("{step} a step in Python, measured", step=step), tr("{step} in Python, measured", step=step))
    return (tr("{step} a step, measured", step=step), tr("{step}, measured", step=step))


def elapsed(result: LoopResult, clock: str, seconds: float) -> str:
    """Return what a clock shows; three digits where no measurement is in it."""
    if seconds != seconds:  # not a number: not measured yet
        return tr("…")
    return duration(seconds, 3 if clock == "yours" else 2)


def caption(result: LoopResult) -> str:
    """Return the sentence under the picture."""
    total = result.seconds["yours"] or 0.0
    time = Span(duration(total, 3), COLORS["yours"])
    if result.steps_in_a_row == 1:
        return tr("More workers, same clock: a step takes {time}.", time=time)
    steps = whole(result.steps_in_a_row)
    return tr("More workers, same clock: {steps} steps take {time}.", steps=steps, time=time)


def caveat(result: LoopResult) -> str:
    """Return the line that says what was measured, where and when."""
    if result.timings["digits"] is None:
        return tr("Measuring on this machine… Your step is assumed.")
    date, numpy = result.machine.date.split()[0], result.seconds["numpy"]
    line = tr("Measured on this machine, {date}; your step is assumed.", date=date)
    longer = line if numpy is None else tr("{line} The toy in numpy: {time}.", line=line, time=duration(numpy))
    return longer if len(longer) <= LONGEST else line
