"""The texts of the loop, with every number from the result."""

from core.obstacles.serial.loop import LoopResult
from gui.stages.serial.durations import duration
from gui.wording.sentences import first_fitting, paragraph
from gui.wording.text import Span, ntr, number, tr, whole_number


def code(result: LoopResult) -> tuple[tuple[str, ...], ...]:
    """Return wordings of each line of the training loop, the longest first: program text, which is not translated."""
    first = (f"for step in range({result.steps_in_a_row:_}):", "for step in range(steps):")
    return first, ("    slope = gradient(x)",), ("    x = x - rate * slope",)


def note() -> tuple[str, ...]:
    """Return wordings of why the loop is serial, the longest first."""
    return (
        tr("Each line needs the one before: the gradient is that of the newest x."),
        tr("Each line needs the one before."),
    )


def at_step(result: LoopResult, mark: int) -> tuple[str, ...]:
    """Return wordings of the number of steps done, the longest first."""
    done, steps = whole_number(int(result.steps[mark])), whole_number(result.steps_in_a_row)
    return (
        ntr(
            "{done} of {n} step done",
            "{done} of {n} steps done",
            result.steps_in_a_row,
            "steps",
            "steps_in_a_row",
            done=done,
            n=steps,
        ),
        tr("{done} done", "steps", done=done),
    )


def workers_text(result: LoopResult) -> str:
    """Return the number of workers that work and that wait."""
    one = Span(number(1), "focus")
    return tr("{one} working, {others} waiting", "workers", one=one, others=number(result.workers - 1))


def sequential_wordings(result: LoopResult) -> tuple[str, ...]:
    """Return wordings of the number of sequential steps with all workers, the longest first."""
    workers, steps = number(result.workers), result.steps_in_a_row
    if steps == 1:
        return (tr("{workers} workers: still 1 step", "workers", "steps_in_a_row", workers=workers),)
    return (
        tr(
            "{workers} workers: still {steps} sequential steps",
            "workers",
            "steps_in_a_row",
            workers=workers,
            steps=whole_number(steps),
        ),
        tr("still {steps} sequential steps", "steps_in_a_row", steps=whole_number(steps)),
        tr("still {steps} steps", "steps_in_a_row", steps=whole_number(steps)),
    )


def clock_names(clock: str) -> tuple[str, ...]:
    """Return wordings of the name of a clock, the longest first."""
    return {
        "python": (tr("toy: 2 parameters"), tr("toy step")),
        "digits": (tr("digits: 64-16-10 network"), tr("digits step")),
        "yours": (tr("your model"), tr("your step")),
    }[clock]


def step_words(result: LoopResult, clock: str) -> tuple[str, ...]:
    """Return wordings of the time of a step, measured or assumed, the longest first."""
    if clock == "yours":
        step = duration(result.params.step_seconds, 3)
        return (
            tr("{step} per step, assumed", "step_seconds", step=step),
            tr("{step}, assumed", "step_seconds", step=step),
        )
    timing = result.timings[clock]
    if timing is None:
        return (tr("measuring…"),)
    step = duration(timing.median)
    if clock == "python":
        return (
            tr("{step} per step in Python, measured", "timings", step=step).about(clock),
            tr("{step} in Python, measured", "timings", step=step).about(clock),
        )
    return (
        tr("{step} per step, measured", "timings", step=step).about(clock),
        tr("{step}, measured", "timings", step=step).about(clock),
    )


def elapsed(clock: str, seconds: float) -> str:
    """Return the time on a clock: two digits where it is measured, three where it is assumed."""
    if seconds != seconds:  # not a number: not measured yet
        return tr("…")
    return tr("{time}", "elapsed", time=duration(seconds, 3 if clock == "yours" else 2)).about(clock)


def caption(result: LoopResult) -> str:
    """Return the caption."""
    total = result.seconds["yours"] or 0.0
    time = Span(duration(total, 3), "yours")
    steps = whole_number(result.steps_in_a_row)
    if result.steps_in_a_row == 1:
        return tr("One step takes your model {time}.", "steps_in_a_row", "seconds", time=time)
    values = {"steps": steps, "time": time}
    return first_fitting(
        tr("{steps} steps, one after another, take your model {time}.", "steps_in_a_row", "seconds", **values),
        tr("{steps} steps, one by one, take your model {time}.", "steps_in_a_row", "seconds", **values),
    )


def caveat(result: LoopResult) -> str:
    """Return the caveat: what was measured, where and when."""
    if result.timings["digits"] is None:
        return tr("Measuring on this machine… Your step is assumed.")
    date, numpy = result.machine.date.split()[0], result.timings["numpy"]
    line = tr("Measured on this machine, {date}; your step is assumed.", "machine", date=date)
    if numpy is None:
        return line
    time = duration(result.steps_in_a_row * numpy.median)
    return paragraph(line, tr("The toy in numpy: {time}.", "seconds", time=time).about("numpy"))
