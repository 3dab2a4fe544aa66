"""Every test of the gui runs in one application with the bundled fonts."""

import sys
from functools import cache

import pytest
from bundled import bundled

from core.experiment import run_to_end
from core.params import make
from core.scene import find_experiment

SMALL = {
    "conditioning": {"condition_number": 4},
    "noise": {"max_steps": 300, "ensemble_size": 100},
    "nonlinearity": {"depths": "1,2,3", "replicates": 3, "problems": 3},
    "serial": {"copies": "1,10,100", "repeats": 3},
}
"""By obstacle, parameters that are quickly computed and show something."""


@cache
def result_at(address):
    """Return a result of the experiment at an address, with small parameters."""
    obstacle, experiment = find_experiment(address)
    return run_to_end(experiment.run(make(obstacle.params, SMALL[obstacle.key])))


@pytest.fixture(scope="session")
def qapp():
    return bundled()


@pytest.fixture(scope="session", name="result_at")
def _result_at():
    """Return results by address, each computed once."""
    return result_at


@pytest.fixture(autouse=True)
def _application(qapp):
    """Let no test paint without the bundled fonts."""


@pytest.fixture
def thalweg(monkeypatch, tmp_path, capfdbinary):
    """Run the command line in this process: thalweg(*arguments) -> (exit code, standard output, standard error)."""
    from gui.cli import entry, log, pictures

    # The handlers of signals, of Qt's messages and of the log stay the test's own.
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
