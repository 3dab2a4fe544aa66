import pytest

from core.obstacles.serial import chains
from core.obstacles.serial.timing import Timing

SECONDS = {"python": 2e-7, "numpy": 2e-6, "numba": 5e-9, "digits": 2e-3}


@pytest.fixture
def without_numba(monkeypatch):
    """Makes numba appear not installed."""
    for module in ("loop", "copies", "machine", "chains"):
        monkeypatch.setattr(f"core.obstacles.serial.{module}.load_numba", lambda: None)


@pytest.fixture
def with_numba(monkeypatch, without_numba):
    """Makes numba appear installed; its compiler returns the Python function."""

    class Numba:
        __version__ = "9.9"

        @staticmethod
        def njit(function):
            return function

    for module in ("loop", "copies", "machine", "chains"):
        monkeypatch.setattr(f"core.obstacles.serial.{module}.load_numba", lambda: Numba)
    chains.compiled.cache_clear()
    yield
    chains.compiled.cache_clear()


@pytest.fixture
def fake_times(monkeypatch):
    """Replaces measured times: fake_times(seconds) sets the time of a step, given the object that takes it."""

    def set_times(seconds):
        def time_steps(advance, _repeats, _part, _parts):
            median = seconds(advance.__self__)
            return Timing(median, 0.5 * median, 2.0 * median)
            yield

        for module in ("loop", "copies"):
            monkeypatch.setattr(f"core.obstacles.serial.{module}.time_steps", time_steps)

    return set_times
