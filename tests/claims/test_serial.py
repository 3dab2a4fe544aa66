"""Claims about measured times hold for any times; the times here are made up."""

from contextlib import closing

import numpy as np
import pytest
from claims.check import Checker
from hypothesis import given, settings
from hypothesis import strategies as st

from core.obstacles.serial import SERIAL
from core.obstacles.serial.copies import CopiesResult
from core.obstacles.serial.loop import METHODS, LoopResult
from core.obstacles.serial.machine import this_machine
from core.obstacles.serial.timing import Timing
from core.params import make
from gui.picture.view import View
from gui.stages import STAGES

# Powers of two make equal times, and steps that take exactly twice as long, likely.
SECONDS = st.one_of(st.floats(-9, 0).map(lambda power: 10.0**power), st.integers(-20, 0).map(lambda power: 2.0**power))
SPREAD = st.sampled_from((0.0, 0.001, 0.1, 1.0))
STEPS = st.sampled_from((1, 2, 1000, 3_000_000, 1_000_000_000))


def quartiles(draw, count):
    rows = draw(st.lists(st.tuples(SECONDS, SPREAD), min_size=count, max_size=count))
    return np.array([(median / (1 + spread), median, median * (1 + spread)) for median, spread in rows])


@st.composite
def copies_results(draw):
    copies = sorted(draw(st.sets(st.one_of(st.integers(1, 30), st.integers(1, 1_000_000)), min_size=1, max_size=6)))
    ways = draw(st.sampled_from((("numpy",), ("numpy", "numba"))))
    complete = draw(st.booleans())
    given_copies = copies if complete else [*copies, 1_000_000]
    return CopiesResult(
        params=make(SERIAL.params, {"copies": given_copies, "iterations": draw(STEPS)}),
        copies=np.array(copies, float),
        step_seconds={way: quartiles(draw, len(copies)) for way in ways},
        machine=this_machine(),
        complete=complete,
    )


@st.composite
def loop_results(draw):
    known = draw(st.integers(0, len(METHODS)))
    timings = {way: Timing(draw(SECONDS), 0.0, 1.0) if k < known else None for k, way in enumerate(METHODS)}
    params = make(SERIAL.params, {"iterations": draw(STEPS), "step_seconds": draw(st.floats(1e-9, 86_400))})
    return LoopResult(params=params, timings=timings, machine=this_machine(), complete=known == len(METHODS))


@pytest.mark.parametrize(("address", "results"), [("serial/copies", copies_results()), ("serial/loop", loop_results())])
def test_claims_hold_for_any_measured_times(address, results):
    with closing(Checker(address)) as checker:

        @settings(max_examples=60)
        @given(results)
        def holds(result):
            checker.check(result)

        holds()


def result_of(seconds, copies=(1.0, 10.0, 1000.0)):
    return CopiesResult(
        params=make(SERIAL.params, {"copies": copies, "iterations": 1000}),
        copies=np.array(copies),
        step_seconds={way: np.outer(each, (0.99, 1.0, 1.01)) for way, each in seconds.items()},
        machine=this_machine(),
    )


RESULTS = {
    "In numpy {many} copies took {ratio}× the time of one.": {
        "numpy": (1.0, 1.0, 2.0),
        "numba": (0.01, 0.05, 10.0),
    },
    "{gain}× the total steps per second; at M = {most} a chain took {share} less.": {"numpy": (1.0, 0.9, 2.0)},
    "{many} copies took {ratio}× the time of one": {"numpy": (1.0, 0.9, 2.0)},
    # The medians differ by less than the quartiles.
    "{many} copies took {ratio}× the time of one; no chain ended clearly sooner.": {"numpy": (1.0, 0.985, 2.0)},
    "More chains side by side, and none is clearly faster": {"numpy": (1.0, 0.985, 2.0)},
    "With more copies neither the total nor any chain is clearly faster.": {"numpy": (1.0, 11.0, 2000.0)},
    "Compiled by numba, M = {fewest} runs {speedup}× as fast, and copies gain {gain}×.": {
        "numpy": (1.0, 1.0, 2.0),
        "numba": (0.01, 0.05, 10.0),
    },
}


@pytest.mark.parametrize("template", RESULTS)
def test_each_outcome_has_its_own_sentence(template):
    with closing(Checker("serial/copies")) as checker:
        checker.check(result_of(RESULTS[template]))
        assert template in checker.templates


@pytest.mark.parametrize(("least", "words"), [(0.985, "1× per chain"), (0.9, "1.1× per chain")])
def test_a_chain_gains_only_what_is_clear(least, words):
    with closing(STAGES["serial/copies"](View())) as stage:
        stage.show(result_of({"numpy": (1.0, least, 2.0)}), 3.0)
        assert [text.text for text in stage.texts() if text.role == "hero"] == [words]
