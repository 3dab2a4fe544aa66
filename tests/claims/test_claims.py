"""Whatever the settings, nothing is said that the result does not bear out."""

from contextlib import closing

import pytest
from claims.check import Checker, FalseClaimError
from claims.draw import settings_of
from hypothesis import HealthCheck, given, settings

from core.params import ParamsError, make
from gui.stages import STAGES

QUICK, SLOW = 60, 12
"""Random settings of an experiment: of one whose runs take less than 20 ms, and of the others."""


def runs(checker, values):
    try:
        make(checker.obstacle.params, values)
    except ParamsError:
        return False
    checker.run(values)
    return True


@pytest.mark.parametrize("address", STAGES)
def test_every_claim_holds_at_random_settings(address):
    with closing(Checker(address)) as checker:
        oracles = checker.oracles
        drawn = settings_of(
            checker.experiment, checker.obstacle.params, oracles.LIMITS, getattr(oracles, "SPECIAL", None)
        )

        @settings(
            max_examples=QUICK if oracles.QUICK else SLOW,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
            deadline=None,
        )
        @given(drawn)
        def holds(values):
            runs(checker, values)

        holds()


@pytest.mark.parametrize("address", STAGES)
def test_every_claim_holds_at_chosen_settings_which_reach_every_oracle(address):
    with closing(Checker(address)) as checker:
        for values in ({}, *checker.oracles.EXAMPLES):
            assert runs(checker, dict(checker.oracles.SMALL) | values)
        module = checker.oracles
        own = {
            name
            for name, each in vars(module).items()
            if callable(each) and not name.startswith("_") and each.__module__.startswith("claims.oracles")
        }
        elsewhere = set(getattr(module, "ELSEWHERE", ()))
        assert own - elsewhere - set(checker.checked) == set()


def test_a_sentence_that_is_not_borne_out_is_found():
    with closing(Checker("conditioning/zigzag")) as checker:
        result = checker.run({})
        checker.oracles.steps_to_tolerance, kept = (lambda said: False), checker.oracles.steps_to_tolerance
        try:
            with pytest.raises(FalseClaimError, match="claims steps_to_tolerance"):
                checker.check(result)
        finally:
            checker.oracles.steps_to_tolerance = kept
