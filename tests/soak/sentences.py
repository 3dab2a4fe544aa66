"""Checks all sentences of all pictures against their results, at random settings, two minutes per experiment."""

import time
import traceback

from claims.check import Checker, FalseClaimError
from claims.draw import settings_of
from hypothesis import HealthCheck, Phase, given, seed, settings

from core.params import ParamsError, make
from gui.stages import STAGES

SECONDS, QUICK_SECONDS = 120.0, 0.5
SETTINGS_PER_SEED = 20
"""Settings drawn from one seed; each further one takes longer to draw."""


def soak(watch, _folder, quick, first):
    """Check settings of each experiment until its time is over; return their number by experiment."""
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
    """Check settings drawn from a seed until the time is over; return the number of drawn settings."""
    oracles, drawn = checker.oracles, []
    special = getattr(oracles, "SPECIAL", None)

    @seed(start)
    @settings(
        max_examples=SETTINGS_PER_SEED,
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
        except Exception:  # noqa: BLE001  an error in an oracle is a fault too; the check continues
            watch.fault(f"{checker.address} at {values}: {traceback.format_exc().rstrip()}")

    holds()
    return len(drawn)
