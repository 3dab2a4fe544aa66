"""Every sentence of every picture held against its result, at random settings, for two minutes an experiment."""

import time
import traceback

from claims.check import Checker, FalseClaimError
from claims.draw import settings_of
from hypothesis import HealthCheck, Phase, given, seed, settings

from core.params import ParamsError, make
from gui.stages import STAGES

SECONDS, QUICK_SECONDS = 120.0, 0.5
AT_ONCE = 20
"""Settings that are drawn from one seed: drawing more takes ever longer."""


def soak(watch, _folder, quick, first):
    """Check as many settings of each experiment as there is time for; return how many, by experiment."""
    tried = {}
    for address in STAGES:
        checker, count = Checker(address), 0
        end = time.perf_counter() + (QUICK_SECONDS if quick else SECONDS)
        while time.perf_counter() < end:
            count += _try(watch, checker, 1_000_000 * first + count, end)
        tried[f"settings of {address}"] = count
        checker.close()
        if len(tried) == len(STAGES) // 2:
            watch.at_half()
    return tried


def _try(watch, checker, start, end):
    """Check some settings drawn from a seed, until the time is over; return how many were drawn."""
    oracles, drawn = checker.oracles, []
    special = getattr(oracles, "SPECIAL", None)

    @seed(start)
    @settings(
        max_examples=AT_ONCE,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(settings_of(checker.experiment, checker.obstacle.params, oracles.LIMITS, special))
    def holds(values):
        drawn.append(values)
        if time.perf_counter() >= end:
            return
        watch.note(f"{checker.address}: {values}")
        try:
            make(checker.obstacle.params, values)
        except ParamsError:
            return
        try:
            checker.run(values)
        except FalseClaimError as error:
            watch.fault(str(error))
        except Exception:  # noqa: BLE001  an oracle that fails is a fault like a false sentence; the others go on
            watch.fault(f"{checker.address} at {values}: {traceback.format_exc().rstrip()}")

    holds()
    return len(drawn)
