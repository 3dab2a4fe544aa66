"""Runs that draw and measure little: for what does not depend on how well something is measured."""

import pytest


@pytest.fixture
def cheap(monkeypatch):
    """Runs that draw few numbers."""
    monkeypatch.setattr("core.obstacles.noise.compass._SAMPLES", 2**16)
    monkeypatch.setattr("core.obstacles.noise.roots._NUMBERS_BY_DIMENSION", 2**14)
    monkeypatch.setattr("core.obstacles.noise.roots._NUMBERS_BY_BATCH", 2**16)
    monkeypatch.setattr("core.obstacles.noise.stationary._MEMBERS", 4)


@pytest.fixture
def quick(monkeypatch):
    """Times of steps that are soon measured, if badly."""
    monkeypatch.setattr("core.obstacles.serial.timing.SPAN", 1e-6)
