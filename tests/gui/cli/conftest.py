"""Fixtures for tests of the command line."""

import pytest

from gui.cli import opening


@pytest.fixture
def opened(monkeypatch):
    """What the command `window` has opened windows with; none is opened."""
    found = []
    monkeypatch.setattr(opening, "open_log", lambda: None)
    monkeypatch.setattr(opening, "install_fatal_handler", lambda: None)
    monkeypatch.setattr(opening, "explain_missing_display", lambda *_: "")
    monkeypatch.setattr(opening, "explain_shallow_display", lambda *_: "")
    monkeypatch.setattr("gui.window.run.run", lambda *given: found.append(given) or 0)
    return found
