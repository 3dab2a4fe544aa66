"""Fixtures for all tests of gui, which share one application with the bundled fonts."""

import sys
from functools import cache, partial

import pytest
from qt_application import qt_application
from short_runs import SMALL

from core.params import make
from core.run import run_to_end
from core.scene import find_experiment

MAX_WAIT_MS = 60_000


@cache
def result_at(address):
    """Return a result of the experiment at an address, with small parameters."""
    obstacle, experiment = find_experiment(address)
    return run_to_end(experiment.run(make(obstacle.params, SMALL[obstacle.key])))


@pytest.fixture(scope="session")
def qapp():
    return qt_application()


@pytest.fixture(scope="session", name="result_at")
def _result_at():
    """Return results by address, each computed once."""
    return result_at


@pytest.fixture
def qtbot(qtbot):
    """Wait longer than on a busy machine anything takes: pytest-qt gives up after five seconds."""
    for name in ("waitUntil", "waitSignal", "waitSignals"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=MAX_WAIT_MS))
    return qtbot


@pytest.fixture(autouse=True)
def _application(qapp):
    """Create the application before every test."""


@pytest.fixture
def zigzag_runs(monkeypatch, keep_short_runs):
    """The parameters of every run of zigzag, whose results are kept."""
    found, experiment = [], find_experiment("conditioning/zigzag")[1]
    real = experiment.run

    def run(params):
        found.append(params)
        return real(params)

    monkeypatch.setitem(experiment.__dict__, "cached", True)
    monkeypatch.setitem(experiment.__dict__, "run", run)
    return found


@pytest.fixture
def thalweg(monkeypatch, tmp_path, capfdbinary):
    """Return a function that runs the command line in this process: arguments -> (exit code, stdout, stderr)."""
    from gui.cli import entry, log, pictures

    # Keep pytest's handlers of signals, crashes and logging.
    monkeypatch.setattr(entry.interrupts, "install", lambda: None)
    monkeypatch.setattr(entry.interrupts, "ignore", lambda: None)
    monkeypatch.setattr(pictures, "install_fatal_handler", lambda: None)
    monkeypatch.setattr(pictures, "open_log", lambda: None)
    monkeypatch.setattr(log, "open_log", lambda: tmp_path / "log")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["thalweg", *map(str, arguments)])
        code = entry.main()
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run
