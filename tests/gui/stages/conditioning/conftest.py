"""The picture that most tests of conditioning lay a hand on."""

import pytest


@pytest.fixture
def hand(hand_on):
    return hand_on()
