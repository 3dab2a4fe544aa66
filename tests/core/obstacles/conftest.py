"""Fixtures for short runs, for tests that do not depend on the accuracy of measurements."""

import pytest

from core.obstacles.noise.recent import Recent


@pytest.fixture
def forget(monkeypatch):
    """forget(): runs compute anew what earlier ones have kept; so they do from the beginning of the test."""

    def forget():
        monkeypatch.setattr("core.obstacles.noise.roots._MEASURED", Recent(128))
        monkeypatch.setattr("core.obstacles.noise.bend._MEASURED", Recent(32))
        monkeypatch.setattr("core.obstacles.noise.bend._SEARCHES", Recent(64))

    forget()
    return forget


@pytest.fixture
def cheap(monkeypatch, forget):
    """Makes runs draw few random numbers; later tests do not get what they have measured."""
    monkeypatch.setattr("core.obstacles.noise.compass._SAMPLES", 2**16)
    monkeypatch.setattr("core.obstacles.noise.roots._NUMBERS_PER_DIMENSION", 2**14)
    monkeypatch.setattr("core.obstacles.noise.roots._NUMBERS_PER_BATCH_SIZE", 2**16)
    monkeypatch.setattr("core.obstacles.noise.stationary._MEMBERS", 4)


@pytest.fixture
def quick(monkeypatch):
    """Makes measurements of times short and inaccurate."""
    monkeypatch.setattr("core.obstacles.serial.timing.MIN_TIMED_SECONDS", 1e-6)
