"""The stage that most tests of conditioning drive with the pointer."""

import pytest


@pytest.fixture
def pointer(pointer_on):
    return pointer_on()
