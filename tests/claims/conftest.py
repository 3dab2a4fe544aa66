"""Fixtures: pictures need an application with the bundled fonts."""

import pytest
from bundled import bundled


@pytest.fixture(scope="session")
def qapp():
    return bundled()


@pytest.fixture(autouse=True)
def _application(qapp):
    """Makes every test paint with the bundled fonts."""
