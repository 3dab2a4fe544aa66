"""Texts of the cloud about a schedule of the learning rate, and what the constant rate would have given."""

import math

from core.obstacles.noise.cloud import CloudResult
from core.schedules import COSINE
from gui.stages.noise.names import NOISY, front, runs
from gui.wording.names import capitalized, word_name
from gui.wording.sentences import MAX_CAVEAT_LENGTH, first_fitting, paragraph
from gui.wording.text import Sentence, Span, distinct_pair, number, tr


def schedule_headline(result: CloudResult) -> str:
    """Return the title: by which factor the schedule changes the final loss, or that there is one."""
    values = {"schedule": word_name(result.params.schedule), "what": _final(result)}
    gain = result.schedule_gain()
    if result.schedule_lowers:
        return tr("The {schedule} schedule makes the {what} {ratio} times lower",
                  "schedule", "schedule_lowers", ratio=_ratio(gain), **values)  # fmt: skip
    if result.schedule_raises:
        return tr("The {schedule} schedule makes the {what} {ratio} times higher",
                  "schedule", "schedule_raises", ratio=_ratio(1.0 / gain), **values)  # fmt: skip
    if result.schedule_changes_little:
        return tr("The {schedule} schedule hardly changes the {what}", "schedule", "schedule_changes_little", **values)
    many = runs(result.params.ensemble_size)
    return tr("{runs} with the {schedule} schedule", "ensemble_size", "schedule", runs=many, **values)


def schedule_formula(result: CloudResult) -> str:
    """Return the learning rate of step t."""
    if result.params.schedule == COSINE:
        return tr("a(t) = a (1 + cos(π t/T)) / 2,  T = {steps}", "max_steps", steps=number(result.params.max_steps))
    tau = number(result.time_constant, 3)
    return tr("a(t) = a / (1 + t/τ),  τ = 1/(aλ) = {tau} steps", "time_constant", tau=tau)


def schedule_caption(result: CloudResult, what: Sentence) -> str:
    """Return the caption: the median of the leading batch size with the schedule and at the constant rate."""
    last = float(result.median[front(result)][-1])
    loss, constant = distinct_pair(last, float(result.constant_rate_median[-1]), 2)
    values: dict[str, str] = {"n": number(result.reached), "loss": Span(loss, NOISY)}
    name = capitalized(Span(what))
    if result.close_to_constant_rate:
        values["loss"] = Span(number(last), NOISY)
        return first_fitting(
            tr("{what} at step {n}: {loss}, within 1 % of that at a constant rate.",
               "median", "close_to_constant_rate", "reached", what=name, **values),
            tr("Step {n}: loss {loss}, within 1 % of that at a constant rate.",
               "median", "close_to_constant_rate", "reached", **values),
        )  # fmt: skip
    values |= {"constant": constant, "schedule": word_name(result.params.schedule)}
    return first_fitting(
        tr("{what} at step {n}: {loss} with the {schedule} schedule, {constant} at a constant rate.",
           "median", "constant_rate_median", "reached", "schedule", what=name, **values),
        tr("{what} at step {n}: {loss} ({schedule} schedule), {constant} (constant rate).",
           "median", "constant_rate_median", "reached", "schedule", what=name, **values),
        tr("{what} at step {n}: {loss} ({schedule} rate), {constant} (constant rate).",
           "median", "constant_rate_median", "reached", "schedule", what=name, **values),
        tr("Step {n}: loss {loss} ({schedule}), {constant} (constant rate).",
           "median", "constant_rate_median", "reached", "schedule", **values),
    )  # fmt: skip


def schedule_caveat(result: CloudResult, what: Sentence) -> str:
    """Return the caveat: how far the schedule is behind, and where the law for noise alone fails."""
    parts = [each for each in (_behind(result, what), _law_fails(result)) if each]
    return paragraph(*parts) if parts else ""


def _behind(result: CloudResult, what: Sentence) -> str:
    """Return by how much the approach is slower than at the constant rate, or ""."""
    if result.behind_early:
        ratio, step = _ratio(1.0 / result.schedule_gain(result.quarter)), number(int(result.steps[result.quarter]))
        return tr("At step {step} the {what} is {ratio} times that at the constant rate.",
                  "behind_early", step=step, what=what, ratio=ratio)  # fmt: skip
    if result.still_approaching:
        return _still_approaching(result)
    if not result.behind_without_noise:
        return ""
    last, constant = distinct_pair(float(result.noise_free_loss[-1]), float(result.constant_rate_loss[-1]), 2)
    return tr("Slower approach: without noise {loss} at step {n}, {constant} at the constant rate.",
              "behind_without_noise", "reached", loss=last, n=number(result.reached), constant=constant)  # fmt: skip


def _still_approaching(result: CloudResult) -> str:
    """Return that the law counts noise alone, while the approach determines the loss."""
    law, found = distinct_pair(*result.noise_law(), 2)
    values = {"law": law, "found": found, "loss": number(float(result.noise_free_loss[-1]))}
    return first_fitting(
        tr("Noise alone, by the law: {law}; measured {found}, as without noise it is still {loss}.",
           "still_approaching", **values),
        tr("Noise alone, by the law: {law}; measured {found}, without noise {loss}.", "still_approaching", **values),
        max_length=MAX_CAVEAT_LENGTH,
    )  # fmt: skip


def _law_fails(result: CloudResult) -> str:
    """Return the law for noise alone beside the measured median where they differ, or ""."""
    if not result.noise_law_fails:
        return ""
    law, found = distinct_pair(*result.noise_law(), 2)
    return tr("The law fails here: noise alone {law}, measured {found}.", "noise_law_fails", law=law, found=found)


def noise_law_wordings(result: CloudResult) -> tuple[str, ...]:
    """Return wordings of the label of the law for noise alone, the longest first."""
    predicted, measured = result.noise_law()
    if math.isnan(measured):
        law = number(predicted)
        return (tr("noise alone, by the law: {law} at the end", "noise_law", law=law),
                tr("law: {law} at the end", "noise_law", law=law))  # fmt: skip
    law, found = distinct_pair(predicted, measured, 2)
    return (tr("noise alone: law {law}, measured {found}", "noise_law", law=law, found=found),
            tr("law {law}, measured {found}", "noise_law", law=law, found=found))  # fmt: skip


def _final(result: CloudResult) -> Sentence:
    """Return the name of the final median: the loss of one run, or the mean of two."""
    if result.one_run:
        return tr("final loss", "one_run")
    return tr("final mean loss", "two_runs") if result.two_runs else tr("final median loss")


def _ratio(value: float) -> Span:
    """Return a ratio with enough digits to differ from 1."""
    return distinct_pair(value, 1.0, 2)[0]
