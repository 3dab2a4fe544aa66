"""Sentences of pictures are true, at random and at chosen parameters."""

from contextlib import closing

import pytest
from claims.check import Checker, FalseClaimError
from claims.draw import settings_of
from hypothesis import HealthCheck, given, settings

from core.params import ParamsError, make
from gui.stages import STAGES

QUICK, SLOW = 60, 12
"""Number of random examples, for experiments whose runs take less than 20 ms and for the others."""


def runs(checker, values):
    try:
        make(checker.obstacle.params, values)
    except ParamsError:
        return False
    checker.run(values)
    return True


@pytest.mark.parametrize("address", STAGES)
def test_every_claim_holds_at_random_parameters(address):
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
def test_every_claim_holds_at_chosen_parameters_that_use_every_oracle(address):
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


def test_a_false_sentence_is_detected():
    with closing(Checker("conditioning/zigzag")) as checker:
        result = checker.run({})
        checker.oracles.steps_to_tolerance, kept = (lambda claim: False), checker.oracles.steps_to_tolerance
        try:
            with pytest.raises(FalseClaimError, match="claims steps_to_tolerance"):
                checker.check(result)
        finally:
            checker.oracles.steps_to_tolerance = kept
