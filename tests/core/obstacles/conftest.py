"""Fixtures for short runs, for tests that do not depend on the accuracy of measurements."""

import pytest


@pytest.fixture
def cheap(monkeypatch):
    """Makes runs draw few random numbers."""
    monkeypatch.setattr("core.obstacles.noise.compass._SAMPLES", 2**16)
    monkeypatch.setattr("core.obstacles.noise.roots._NUMBERS_PER_DIMENSION", 2**14)
    monkeypatch.setattr("core.obstacles.noise.roots._NUMBERS_PER_BATCH_SIZE", 2**16)
    monkeypatch.setattr("core.obstacles.noise.stationary._MEMBERS", 4)


@pytest.fixture
def quick(monkeypatch):
    """Makes measurements of times short and inaccurate."""
    monkeypatch.setattr("core.obstacles.serial.timing.MIN_TIMED_SECONDS", 1e-6)
