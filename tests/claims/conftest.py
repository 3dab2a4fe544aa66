"""Fixtures: pictures need an application with the bundled fonts."""

import pytest
from qt_application import qt_application


@pytest.fixture(scope="session")
def qapp():
    return qt_application()


@pytest.fixture(autouse=True)
def _application(qapp):
    """Makes every test paint with the bundled fonts."""
