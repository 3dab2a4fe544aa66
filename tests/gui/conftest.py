"""Every test of the gui runs in one application with the bundled fonts."""

import pytest

from gui.app import application


@pytest.fixture(scope="session")
def qapp():
    return application()


@pytest.fixture(autouse=True)
def _application(qapp):
    """Let no test paint without the bundled fonts."""
