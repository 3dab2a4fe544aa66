"""The stage that most tests of conditioning drive with the pointer."""

import pytest


@pytest.fixture
def hand(hand_on):
    return hand_on()
